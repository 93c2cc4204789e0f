// Tells whether what was found beside or inside a range was meant for some of its rows alone, though no row keeps it.
import type { OwnColumns } from '../around/own-columns.ts';
import type { LayoutInput } from './range-layout.ts';
import { blankPrint } from './row-prints.ts';
import type { RowKey } from './row-key.ts';

/** By what rows are found again, and the row of the result for each present row. */
interface Found {
  key: RowKey;
  results: readonly (number | null)[];
}

/**
 * Whether rows stand still for it. A colour was meant for the row that it was given to; by a guess that does not find that
 * row, it may be the one in its place.
 */
export function isForSingleRows(
  input: LayoutInput,
  { key, results }: Found,
  own: OwnColumns,
): boolean {
  if (hasSingleFormulas(input, own)) return true;
  if (own.colored.length === 0 || key.by === 'row') return false;
  return key.by !== 'guess' || own.colored.every((row) => results[row] !== null);
}

// A formula that stands beside some rows alone was meant for those.
function hasSingleFormulas(input: LayoutInput, { formulas, filled }: OwnColumns): boolean {
  const rows = [...filledRows(input)];
  return formulas.some(({ column, rows: having }) => {
    const known = new Set(having);
    return rows.some((row) => !known.has(row) && !filled[row]?.includes(column));
  });
}

/** The present rows that show something. */
export function filledRows({ present, arrangement }: LayoutInput): Set<number> {
  const blank = blankPrint(arrangement.columns);
  return new Set([...present.keys()].filter((row) => present[row] !== blank));
}
