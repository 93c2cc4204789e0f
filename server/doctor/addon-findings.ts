// Looks at the built add-on: for which server it was built, and whether its manifest asks for what its code needs.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Settings } from '../settings/settings.ts';
import { good, warning, wrong, type Finding } from './finding.ts';

const google = 'https://www.googleapis.com/auth/';

/**
 * Which scope each use of a service needs (https://developers.google.com/apps-script/reference). What needs none is
 * left out.
 */
const neededBy: [RegExp, string][] = [
  [/\bScriptApp\.getIdentityToken\b/, 'openid'],
  [/\bScriptApp\.getIdentityToken\b/, `${google}userinfo.email`],
  [/\bSpreadsheetApp\.getActive/, `${google}spreadsheets.currentonly`],
  [/\bHtmlService\./, `${google}script.container.ui`],
  [/\bUrlFetchApp\./, `${google}script.external_request`],
  [
    /\bScriptApp\.(newTrigger|getProjectTriggers|getUserTriggers|deleteTrigger)\b/,
    `${google}script.scriptapp`,
  ],
  [/\b(MailApp|GmailApp)\./, `${google}script.send_mail`],
  [/\bDriveApp\./, `${google}drive`],
];

/** What an add-on that was built without PUBLIC_URL may fetch from; `build.mjs` has it too. */
const placeholder = 'https://sheetfeed.example.com/';

const manifestSchema = z.object({
  oauthScopes: z.array(z.string()),
  urlFetchWhitelist: z.array(z.string()),
});
type Manifest = z.infer<typeof manifestSchema>;

/** `folder` is the product's: the add-on lies in its dist/addon, clasp's settings in itself. */
export async function addonFindings(settings: Settings, folder: string): Promise<Finding[]> {
  if (settings.googleClientIds.length === 0) return [];
  const built = path.join(folder, 'dist/addon');
  if (!existsSync(path.join(built, 'appsscript.json'))) {
    return [warning('The add-on is not built here.', 'PUBLIC_URL=… npm run addon:push builds it.')];
  }
  const { code, manifest } = await readBuilt(built);
  const found = [
    ...scopeFindings(manifest, code),
    ...serverFindings(manifest, code, settings.publicUrl),
    ...(await claspFindings(folder)),
  ];
  return found.length > 0 ? found : [good('The add-on is built for this server.')];
}

/** What is wrong with the add-on that was just built in `folder` for the server at `publicUrl`. */
export async function builtFindings(folder: string, publicUrl: string): Promise<Finding[]> {
  const { code, manifest } = await readBuilt(path.join(folder, 'dist/addon'));
  return [...scopeFindings(manifest, code), ...serverFindings(manifest, code, publicUrl)];
}

async function readBuilt(built: string): Promise<{ code: string; manifest: Manifest }> {
  const code = await readFile(path.join(built, 'Code.js'), 'utf8');
  const text = await readFile(path.join(built, 'appsscript.json'), 'utf8');
  return { code, manifest: manifestSchema.parse(JSON.parse(text)) };
}

/** Scopes that the manifest lacks, or asks for in vain. */
function scopeFindings({ oauthScopes }: Manifest, code: string): Finding[] {
  const needed = new Set(neededBy.filter(([use]) => use.test(code)).map(([, scope]) => scope));
  const missing = [...needed].filter((scope) => !oauthScopes.includes(scope));
  const idle = oauthScopes.filter((scope) => !needed.has(scope));
  return [
    ...missing.map((scope) =>
      wrong(
        `The add-on's code needs the scope ${scope}, and its manifest does not ask for it.`,
        'Add it to oauthScopes in appsscript.json.',
      ),
    ),
    ...idle.map((scope) =>
      wrong(
        `The add-on's manifest asks for the scope ${scope}, and its code does not use it.`,
        'Take it out of oauthScopes in appsscript.json, so that people grant no more than needed.',
      ),
    ),
  ];
}

function serverFindings(
  { urlFetchWhitelist }: Manifest,
  code: string,
  publicUrl: string | null,
): Finding[] {
  if (publicUrl === null) return [];
  // Apps Script refuses to fetch from anywhere else, so one address more is one too many.
  const isAllowed = urlFetchWhitelist.join() === `${publicUrl}/`;
  if (isAllowed && code.includes(`"${publicUrl}"`)) return [];
  const fix = `PUBLIC_URL=${publicUrl} npm run addon:push builds it for this server.`;
  if (urlFetchWhitelist.join() === placeholder) {
    return [warning('The add-on here is not built for a server yet.', fix)];
  }
  const others = urlFetchWhitelist.join(', ') || 'no server';
  return [wrong(`The add-on here was built for ${others}, not for ${publicUrl}.`, fix)];
}

async function claspFindings(folder: string): Promise<Finding[]> {
  const file = path.join(folder, '.clasp.json');
  if (!existsSync(file)) {
    return [
      warning(
        'There is no .clasp.json, so the add-on cannot be pushed from here.',
        'npm run addon:create makes a project and writes it; for a project that you have, .clasp.json.example shows how.',
      ),
    ];
  }
  const { scriptId } = z
    .object({ scriptId: z.string().default('') })
    .parse(JSON.parse(await readFile(file, 'utf8')));
  if (/^[\w-]{20,}$/.test(scriptId)) return [];
  return [
    wrong(
      '.clasp.json does not hold the id of an Apps Script project.',
      "The id is in the project's address: script.google.com/home/projects/<id>/edit.",
    ),
  ];
}
