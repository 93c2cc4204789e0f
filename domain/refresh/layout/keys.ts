// Columns that name rows: whether they are there, and name each row of a result once.
import type { Content } from '../../cells/content.ts';
import type { Field } from '../../contract/result.ts';
import { Problem } from '../../problem.ts';
import type { PlacedColumn } from './columns.ts';

/** Keys that are named in a problem, and keys that it carries. */
const NAMED_KEYS = 5;
const CARRIED_KEYS = 100;

/** The columns that name a row. Throws Problem keys_invalid where none is chosen, or one is gone. */
export function keyColumns(names: string[], columns: PlacedColumn[]): PlacedColumn[] {
  const keys = columns.filter(({ name }) => names.includes(name));
  if (names.length > 0 && keys.length === names.length) return keys;
  const missing = names.filter((name) => !keys.some((column) => column.name === name));
  throw new Problem(
    'keys_invalid',
    names.length === 0
      ? 'No key column is chosen, so rows cannot be matched. Choose one in the options of this range.'
      : `The query no longer has the key column ${missing.join(', ')}. Choose another in the options of this range.`,
  );
}

/** Refuses a result whose keys do not name each row once. Throws Problem: keys_invalid. */
export function checkKeys({ rows, fields }: Content, keys: PlacedColumn[]): void {
  const columns = keys.map(({ label }) => label).join(' and ');
  const blank = fields.filter((row) => keys.some(({ source }) => (row[source] ?? null) === null));
  if (blank.length > 0) {
    throw new Problem(
      'keys_invalid',
      `${blank.length} of the query's rows have nothing in ${columns}, so they cannot be matched. Choose other key columns, or ask the author of the query.`,
    );
  }
  // Told apart by what the cells will hold: two keys that differ only in digits that no cell holds are one.
  const seen = new Map<string, number>();
  const twice = new Map<string, string>();
  rows.forEach((row, index) => {
    const key = JSON.stringify(keys.map(({ source }) => row[source]));
    const before = seen.get(key);
    if (before === undefined) seen.set(key, index);
    else twice.set(key, keyWords(fields[before] ?? [], keys));
  });
  if (twice.size > 0) throw givenTwice(columns, [...twice.values()]);
}

function givenTwice(columns: string, twice: string[]): Problem {
  const named = twice.slice(0, NAMED_KEYS).join('; ');
  const more = twice.length > NAMED_KEYS ? ` and ${twice.length - NAMED_KEYS} more` : '';
  return new Problem(
    'keys_invalid',
    `The query gives more than one row for ${columns}: ${named}${more}. Choose key columns that name each row once.`,
    { keys: twice.slice(0, CARRIED_KEYS) },
  );
}

function keyWords(row: Field[], keys: PlacedColumn[]): string {
  return keys.map(({ source }) => String(row[source])).join(', ');
}
