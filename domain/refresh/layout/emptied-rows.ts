// Rows of a range whose cells somebody emptied: which rows of the result they were, as far as that is still remembered.
import { comparable } from '../../cells/fingerprint.ts';
import { pairByName } from '../../difference/rows.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';
import { textPrint, writtenCells } from './written-cells.ts';
import type { LayoutInput } from './range-layout.ts';
import type { RowKey } from './row-key.ts';
import { blankPrint } from './row-prints.ts';

interface Rows {
  /** For each present row its row of the result, and rows of the result that have none. */
  results: (number | null)[];
  added: number[];
}

/**
 * The same with the rows that were emptied: each is the row that was last written there. Where that is not remembered, a
 * range that was emptied as a whole is filled from its top, and `emptied` are the rows that nobody can tell.
 */
export function* matchEmptied(
  input: LayoutInput,
  key: RowKey,
  matched: Rows,
): Rules<Rows & { emptied: number[] }> {
  // A row of the result may be blank itself.
  const emptied = emptiedRows(input).filter((row) => matched.results[row] === null);
  if (emptied.length === 0 || matched.added.length === 0) return { ...matched, emptied: [] };
  const remembered = yield* rememberedNames(input, key);
  if (remembered) return byNames(input, { key, matched, emptied, remembered });
  const isWhole = emptied.length === input.present.length;
  return { ...(isWhole ? fromTheTop(emptied.length, matched) : matched), emptied };
}

// Blank rows, if there are more of them than were left blank when the range was last written.
function emptiedRows({ linked, arrangement, present }: LayoutInput): number[] {
  if (linked.refreshing) return [];
  const blank = blankPrint(arrangement.columns);
  const blanks = [...present.keys()].filter((row) => present[row] === blank);
  const known = Math.max(0, present.length - linked.rowCount - (linked.refreshed?.kept ?? 0));
  return blanks.length > known ? blanks : [];
}

// What named each row when it was last written; null where that is not kept, or rows have moved since.
function* rememberedNames(
  { linked, cells, arrangement }: LayoutInput,
  key: RowKey,
): Rules<string[] | null> {
  const written = writtenCells(linked, yield* ask({ read: 'written', range: linked.id }));
  if (written?.length !== cells.rows.length) return null;
  const columns = key.columns.map(({ name, offset }) => ({
    index: linked.columns.findIndex((column) => column.name === name),
    kind: linked.columns.find((column) => column.name === name)?.kind ?? 'text',
    offset,
  }));
  if (columns.some(({ index }) => index < 0)) return null;
  const names = written.map((row) => columns.map(({ index }) => row[index] ?? '').join(''));
  const known = new Set(names);
  const isInPlace = cells.rows.every((row, at) => {
    if (arrangement.columns.every(({ offset }) => (row[offset] ?? '') === '')) return true;
    const name = columns
      .map(({ offset, kind }) => textPrint(comparable(row[offset] ?? '', kind)))
      .join('');
    return name === names[at] || !known.has(name);
  });
  return isInPlace ? names : null;
}

interface Remembered {
  key: RowKey;
  matched: Rows;
  emptied: number[];
  remembered: string[];
}

function byNames(
  { content }: LayoutInput,
  { key, matched, emptied, remembered }: Remembered,
): Rows & { emptied: number[] } {
  const coming = matched.added.map((result) =>
    key.columns
      .map(({ source, kind }) => textPrint(comparable(content.rows[result]?.[source] ?? '', kind)))
      .join(''),
  );
  const results = [...matched.results];
  const found = new Set<number>();
  const names = emptied.map((row) => remembered[row] ?? '');
  for (const [one, other] of pairByName(names, coming)) {
    results[emptied[one] ?? 0] = matched.added[other] ?? null;
    found.add(other);
  }
  const added = matched.added.filter((_, index) => !found.has(index));
  return { results, added, emptied: [] };
}

function fromTheTop(rows: number, { added }: Rows): Rows {
  return {
    results: Array.from({ length: rows }, (_, row) => added[row] ?? null),
    added: added.slice(rows),
  };
}
