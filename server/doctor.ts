// The doctor (`npm run doctor`): says in sentences what is missing or wrong in the set-up, and what to do about it.
import { readSettings, WrongSettings } from './settings/read.ts';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { addonFindings, builtFindings } from './doctor/addon-findings.ts';
import { addressFindings } from './doctor/address-findings.ts';
import { catalogFindings } from './doctor/catalog-findings.ts';
import { wrong, type Finding } from './doctor/finding.ts';
import { googleFindings } from './doctor/google-findings.ts';
import { ownDatabaseFindings } from './doctor/own-database.ts';
import { signInFindings } from './doctor/sign-in-findings.ts';
import { sourceFindings, weakFindings } from './doctor/source-findings.ts';
import { hideSecrets } from './log.ts';
import { root } from './root.ts';
import { type Settings } from './settings/settings.ts';

type Environment = Record<string, string | undefined>;

/** Everything that the doctor looks at; with wrong settings only these, for the rest depends on them. */
export async function examine(env: Environment, folder = root): Promise<Finding[]> {
  const settings = settingsOf(env);
  if (Array.isArray(settings)) return settings;
  const parts = await Promise.all([
    looked("Sheetfeed's own database", ownDatabaseFindings(settings)),
    looked('the data sources', sourceFindings(settings)),
    looked('the catalog', catalogFindings(settings)),
    looked('the address', addressFindings(settings)),
    looked('the sign-in', signInFindings(settings)),
    looked('the add-on', addonFindings(settings, folder)),
    looked('the account at Google', googleFindings(settings)),
  ]);
  return [...parts.flat(), ...weakFindings(settings)];
}

// What nobody thought of is told as a sentence too.
function looked(what: string, looking: Promise<Finding[]>): Promise<Finding[]> {
  return looking.catch((error: Error) => [
    wrong(
      `The doctor could not look at ${what} (${hideSecrets(error.message)}).`,
      'Mend that, and ask again for the rest.',
    ),
  ]);
}

function settingsOf(env: Environment): Settings | Finding[] {
  try {
    return readSettings(env);
  } catch (error) {
    if (!(error instanceof WrongSettings)) throw error;
    const fix = 'docs/settings.md has every setting. Correct it, and ask again for the rest.';
    return error.sentences.map((sentence) => wrong(sentence, fix));
  }
}

const marks = { wrong: '✗', warning: '!', good: '✓' } as const;

/** What is printed of the findings: the worst first. */
export function report(findings: readonly Finding[]): string {
  const order = Object.keys(marks);
  const sorted = findings.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  const lines = sorted.map(({ level, sentence, fix }) => {
    const advice = fix === undefined ? '' : `\n    ${fix}`;
    return `${marks[level]} ${sentence}${advice}`;
  });
  return [...lines, '', summary(findings)].join('\n');
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((one) => one.level === level).length;
  if (count('wrong') === 0 && count('warning') === 0) return 'All is well.';
  return `Wrong: ${count('wrong')}. To look at: ${count('warning')}.`;
}

/** Looks at the add-on in dist/addon alone, before it is pushed; prints and answers like `runDoctor`. */
export async function checkAddon(publicUrl: string, folder = root): Promise<boolean> {
  const findings = await builtFindings(folder, publicUrl);
  if (findings.length > 0) console.log(report(findings));
  return findings.length === 0;
}

/** Prints the report; true when nothing is wrong. */
export async function runDoctor(env: Environment): Promise<boolean> {
  const findings = await examine(env);
  console.log(report(findings));
  return findings.every(({ level }) => level !== 'wrong');
}

// In an image there is no npm run: node dist/server/doctor.js
if (realpathSync(process.argv[1] ?? root) === path.join(root, 'dist/server/doctor.js')) {
  process.exit((await runDoctor(process.env)) ? 0 : 1);
}
