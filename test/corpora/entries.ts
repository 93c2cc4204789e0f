// Reads files of SQL whose entries begin with a line such as "--- name | refused | 17".
import { readFileSync } from 'node:fs';

/** The entries of one file. */
export function readEntries(file: string): { name: string; facts: string[]; sql: string }[] {
  const [, ...parts] = `\n${readFileSync(file, 'utf8')}`.split('\n--- ');
  return parts.map((part) => {
    const end = part.indexOf('\n');
    const [name = '', ...facts] = part.slice(0, end).split(' | ');
    return { name, facts, sql: part.slice(end + 1).trimEnd() };
  });
}
