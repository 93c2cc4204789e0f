// Reads the settings from the environment; what is wrong with them is said all at once.
import { readFileSync } from 'node:fs';
import { contradictions } from './contradictions.ts';
import type { Setting } from './setting.ts';
import { SETTINGS, type Settings } from './settings.ts';
import { readSourceSettings } from './sources.ts';
import { unknownSettings } from './unknown.ts';

type Environment = Record<string, string | undefined>;

/** What is wrong with the settings: one sentence each, all of them at once. */
export class WrongSettings extends Error {
  override name = 'WrongSettings';
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.sentences = sentences;
  }
}

/**
 * Reads every setting from `env`. Pure but for the files that `<NAME>_FILE` names.
 * Throws WrongSettings with one sentence for each that is wrong, unknown or missing its partner.
 */
export function readSettings(env: Environment): Settings {
  const wrong: string[] = [];
  const read = readText.bind(null, env, wrong);
  const values = Object.entries(SETTINGS).map(([key, setting]) => [
    key,
    valueOf(setting, read, wrong),
  ]);
  const sources = readSourceSettings(env, read, wrong);
  wrong.push(...unknownSettings(Object.keys(env), knownNames()));
  // The table has one entry for each key and its parser gives the entry's type.
  const settings = withGoogle({ ...Object.fromEntries(values), sources } as Settings);
  if (wrong.length === 0) wrong.push(...contradictions(settings));
  if (wrong.length > 0) throw new WrongSettings(wrong);
  return Object.freeze(settings);
}

/** Who has a client id and names no issuer means Google. */
function withGoogle(settings: Settings): Settings {
  if (settings.oidcIssuer !== null || settings.oidcClientId === null) return settings;
  return { ...settings, oidcIssuer: 'https://accounts.google.com' };
}

type ReadText = (name: string, secret: boolean) => string | null;

function readText(env: Environment, wrong: string[], name: string, secret: boolean): string | null {
  const text = unquoted(env[name]?.trim());
  const file = secret ? env[`${name}_FILE`]?.trim() : undefined;
  if (text && file) wrong.push(`${name} and ${name}_FILE are both set; set only one of them.`);
  if (text) return text;
  if (!file) return null;
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch {
    wrong.push(`${name}_FILE names the file ${file}, which cannot be read.`);
    return null;
  }
}

// Docker hands on the quotes that a shell and systemd take off.
function unquoted(text: string | undefined): string | undefined {
  return text?.replace(/^(["'])(.*)\1$/s, '$2');
}

function valueOf(setting: Setting<unknown>, read: ReadText, wrong: string[]): unknown {
  const text = read(setting.name, setting.secret) ?? setting.default;
  if (text === null) return null;
  try {
    return setting.parse(text);
  } catch (error) {
    const given = setting.secret ? '' : `, not ${JSON.stringify(text)}`;
    wrong.push(`${setting.name} must be ${(error as Error).message}${given}.`);
    return null;
  }
}

function knownNames(): string[] {
  return Object.values(SETTINGS).flatMap(({ name, secret }) =>
    secret ? [name, `${name}_FILE`] : [name],
  );
}
