// The check of Google (`npm run google-check -- <spreadsheet>`): tries in a scratch spreadsheet what the server relies on of
// Google's Sheets API, and says what is otherwise.
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { Problem } from '../domain/problem.ts';
import { Google, type GoogleOptions } from './google/google.ts';
import { GoogleRefusal, Unheard } from './google/refusal.ts';
import { Spreadsheet } from './google/spreadsheet.ts';
import { cellChecks } from './google-check/cell-checks.ts';
import type { Check } from './google-check/check.ts';
import { markChecks } from './google-check/mark-checks.ts';
import { ScratchTab } from './google-check/scratch-tab.ts';
import { shapeChecks } from './google-check/shape-checks.ts';
import { root } from './root.ts';
import { readSettings, WrongSettings } from './settings/read.ts';

type Environment = Record<string, string | undefined>;
type Print = (line: string) => void;

const USAGE = `Usage: npm run google-check -- <address or id of a scratch spreadsheet>

GOOGLE_SERVICE_ACCOUNT is the content of a service account's key; share the spreadsheet with its address as an editor.
Each check has a tab of its own, which is deleted again; nothing else of the spreadsheet is touched.`;

/** Prints what was seen; true where Google does all that the server relies on. `options`: another way to reach Google. */
export async function checkGoogle(
  env: Environment,
  { address, print = console.log, ...options }: { address: string; print?: Print } & GoogleOptions,
): Promise<boolean> {
  const id = idOf(address);
  const google = id === null ? null : googleOf(env, { print, options });
  if (id === null) print(USAGE);
  if (id === null || google === null) return false;
  try {
    if (google.own !== null) return await checkAll(new Spreadsheet(google, google.own, id), print);
    print(`GOOGLE_SERVICE_ACCOUNT is missing.\n\n${USAGE}`);
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unheard)) throw error;
    print(error.message);
  } finally {
    google.close();
  }
  return false;
}

function googleOf(
  env: Environment,
  { print, options }: { print: Print; options: GoogleOptions },
): Google | null {
  try {
    return new Google(readSettings(env), options);
  } catch (error) {
    if (!(error instanceof WrongSettings)) throw error;
    error.sentences.forEach(print);
    return null;
  }
}

/** The id of a spreadsheet, by itself or within its address; null where it is neither. */
function idOf(address: string): string | null {
  const inAddress = /\/spreadsheets\/d\/([\w-]{10,200})/.exec(address)?.[1];
  return inAddress ?? /^[\w-]{10,200}$/.exec(address)?.[0] ?? null;
}

/** Throws what keeps anything from being seen. */
async function checkAll(spreadsheet: Spreadsheet, print: Print): Promise<boolean> {
  await spreadsheet.about();
  const checks = [...cellChecks, ...markChecks, ...shapeChecks];
  let others = 0;
  for (const check of checks) {
    const seen = await observed(check, new ScratchTab(spreadsheet));
    const isSo = seen === check.relied;
    if (!isSo) others += 1;
    print(
      isSo
        ? `✓ ${check.what}`
        : `✗ ${check.what}\n    Relied on: ${check.relied}\n    Seen: ${seen}`,
    );
  }
  print(
    others === 0
      ? `\nGoogle does all ${checks.length} things that Sheetfeed relies on.`
      : `\n${others} of ${checks.length} are otherwise. Tell Sheetfeed's developers; docs/not-yet-verified.md says what depends on them.`,
  );
  return others === 0;
}

async function observed(check: Check, tab: ScratchTab): Promise<string> {
  await tab.open();
  try {
    return await check.observe(tab);
  } catch (error) {
    if (!(error instanceof GoogleRefusal)) throw error;
    return `refused: ${error.message}`;
  } finally {
    await tab.close();
  }
}

// In an image there is no npm run: node dist/server/google-check.js <spreadsheet>
if (realpathSync(process.argv[1] ?? root) === path.join(root, 'dist/server/google-check.js')) {
  process.exit((await checkGoogle(process.env, { address: process.argv[2] ?? '' })) ? 0 : 1);
}
