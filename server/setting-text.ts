// Reads the text of one setting: from the environment, or from the file that it names.
import { readFileSync } from 'node:fs';

export type Environment = Record<string, string | undefined>;

/** The text of a setting by its name; null where it is unset. Of a secret one also from the file that it names. */
export type ReadText = (name: string, secret: boolean) => string | null;

/** Puts a sentence into `wrong` for what cannot be read. */
export function readText(
  env: Environment,
  wrong: string[],
  name: string,
  secret: boolean,
): string | null {
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
