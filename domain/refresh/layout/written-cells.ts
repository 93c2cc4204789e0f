// Remembers of every cell that was last written what it held, as a short fingerprint: so that cells which
// a person changed are told from those which only the database changed.
import type { Cell, CellKind } from '../../cells/cell.ts';
import type { Content } from '../../cells/content.ts';
import { comparable, Fingerprint } from '../../cells/fingerprint.ts';
import type { LinkedRange } from '../../linked-range.ts';
import { lettersOf, PRINT_CHARACTERS } from './column-prints.ts';
import type { PlacedColumn } from './columns.ts';
import type { Target } from './rows.ts';

/** More cells than this are not remembered: some 300 KB. */
const MOST_CELLS = 60_000;

/** What to remember of what the record says was written; null for too many cells, and for ranges that kept older rows. */
export function writtenText(
  { wrote }: LinkedRange,
  { columns }: { columns: Pick<PlacedColumn, 'kind' | 'source'>[] },
  { content, targets }: { content: Content; targets: Target[] },
): string | null {
  if (!wrote || targets.includes('kept')) return null;
  if (targets.length * columns.length > MOST_CELLS) return null;
  const prints = targets.flatMap((target) => {
    const row: Cell[] = typeof target === 'number' ? (content.rows[target] ?? []) : [];
    return columns.map(({ kind, source }) => cellPrint(row[source] ?? '', kind));
  });
  return `${stampOf(wrote)}|${prints.join('')}`;
}

/** For each row that was last written the fingerprints of its cells; null where `text` does not tell. */
export function writtenCells(
  { wrote, columns }: LinkedRange,
  text: string | null,
): string[][] | null {
  const stamp = wrote ? `${stampOf(wrote)}|` : '';
  if (!wrote || !text?.startsWith(stamp)) return null;
  const width = columns.length * PRINT_CHARACTERS;
  const rows: string[][] = [];
  for (let from = stamp.length; width > 0 && from < text.length; from += width) {
    rows.push(text.slice(from, from + width).match(/.{5}/g) ?? []);
  }
  return rows;
}

function cellPrint(cell: Cell, kind: CellKind): string {
  return textPrint(comparable(cell, kind));
}

/** What stands for a cell that is given as `comparable` has it; a blank one is told from all others. */
export function textPrint(text: string): string {
  const print = new Fingerprint();
  print.add(text);
  return lettersOf(print.value);
}

function stampOf(wrote: { ordered: number; anyOrder: number }): string {
  return `${wrote.ordered} ${wrote.anyOrder}`;
}
