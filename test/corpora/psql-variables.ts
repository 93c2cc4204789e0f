// Fills psql's variables into a script of ours, so that a test runs the very script that an operator runs.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { root } from '../../server/root.ts';

/** Replaces `:"name"` by the value as an identifier and `:'name'` by the value as a string. Fails on a variable without a value. */
export function fillVariables(script: string, values: Record<string, string>): string {
  return script
    .replace(/^--.*$/gm, '')
    .replace(/:(["'])(\w+)\1/g, (_, quote: string, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`The script's variable ${name} has no value.`);
      return quote === '"' ? pg.escapeIdentifier(value) : pg.escapeLiteral(value);
    });
}

/** The script that a psql line of the docs runs, with the line's variables; `other` stands in the place of some. */
export function scriptOf(line: string, other: Record<string, string> = {}): string {
  const file = / -f (\S+)/.exec(line)?.[1] ?? '';
  const given = [...line.matchAll(/-v (\w+)=(\S+)/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  const values = { ...(Object.fromEntries(given) as Record<string, string>), ...other };
  return fillVariables(readFileSync(path.join(root, file), 'utf8'), values);
}
