// One column of numbers told apart by the names beside it: a series for each of the greatest, and one for all others.
import { isShare, numberOf, seriesAtMost } from '../../domain/charts/chosen-columns.ts';
import type { Field } from '../../domain/contract/result.ts';
import type { NamedTable } from './plans.ts';

interface Split {
  /** The column that is told apart; null: none is named. */
  split: number | null;
  /** How many series are drawn besides that of the others. */
  top?: number | undefined;
}

// The same day in several rows: a line for each of the names beside it, where those are few.
export function splitSeries({ columns, rows, noteOf }: NamedTable, y: number[], set: Split) {
  const texts = columns.flatMap(({ type }, index) => (type === 'text' ? [index] : []));
  const [only, ...others] = texts;
  const split = set.split ?? (others.length > 0 ? undefined : only);
  const index = y[0];
  if (split === undefined || index === undefined) return null;
  const names = greatest(rows, { name: split, number: index }, set.top);
  const nameOf = (row: Field[]) => String(row[split]);
  const rest = { ...noteOf(index), name: OTHERS, index };
  return [
    ...names.map((name) => ({
      ...{ ...noteOf(index), name, index },
      isOf: (row: Field[]) => nameOf(row) === name,
    })),
    ...(isShare.test(columns[index]?.name ?? '') || rows.every((row) => names.includes(nameOf(row)))
      ? []
      : [{ ...rest, isOf: (row: Field[]) => !names.includes(nameOf(row)) }]),
  ];
}

const OTHERS = 'All others';

/** The names with the greatest sums, as many as there are lines; where there are more, one line is for the others. */
function greatest(
  rows: Field[][],
  at: { name: number; number: number },
  top = seriesAtMost - 1,
): string[] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const name = String(row[at.name]);
    sums.set(name, (sums.get(name) ?? 0) + Math.abs(numberOf(row[at.number]) ?? 0));
  }
  const names = [...sums.keys()];
  const most = Math.min(top, seriesAtMost - 1);
  if (names.length <= most + 1) return names;
  return names.sort((one, other) => (sums.get(other) ?? 0) - (sums.get(one) ?? 0)).slice(0, most);
}
