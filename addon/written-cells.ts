// Remembers of every cell that was last written what it held, as a short fingerprint: so that cells which
// a person changed are told from those which only the database changed.
import type { Cell, CellKind } from '../domain/cells/cell.ts';
import type { LinkedRange } from '../domain/linked-range.ts';
import { comparable, Fingerprint } from '../domain/cells/fingerprint.ts';
import type { RefreshPlan } from '../domain/refresh/plan.ts';
import type { Target } from '../domain/refresh/rows.ts';
import { noLosses } from '../domain/cells/cell.ts';
import { keepText, keptText } from './google/cache.ts';
import type { Content } from './content.ts';

/** More cells than this are not remembered: some 300 KB. */
const MOST_CELLS = 60_000;
/** 30 bits: five letters of 64. */
const PRINT_CHARACTERS = 5;

/** Remembers what the record says was written. Ranges that kept older rows are not remembered. */
export function rememberWritten(
  { id, wrote }: LinkedRange,
  plan: RefreshPlan,
  { content, targets }: { content: Content; targets: Target[] },
): void {
  const { columns } = plan;
  if (!wrote || targets.includes('kept') || targets.length * columns.length > MOST_CELLS) return;
  const makers = columns.map(({ kind }) => content.cellOf(kind, noLosses()));
  const prints = targets.flatMap((target) => {
    const row = typeof target === 'number' ? content.rows[target] : undefined;
    return columns.map(({ kind, source }, index) =>
      cellPrint(row ? (makers[index]?.(row[source] ?? null) ?? '') : '', kind),
    );
  });
  keepText(nameOf(id), `${stampOf(wrote)}|${prints.join('')}`);
}

/** For each row that was last written the fingerprints of its cells; null when it is not known. */
export function writtenCells({ id, wrote, columns }: LinkedRange): string[][] | null {
  const text = wrote ? keptText(nameOf(id)) : null;
  const stamp = wrote ? `${stampOf(wrote)}|` : '';
  if (!text?.startsWith(stamp)) return null;
  const width = columns.length * PRINT_CHARACTERS;
  const rows: string[][] = [];
  for (let from = stamp.length; width > 0 && from < text.length; from += width) {
    rows.push(text.slice(from, from + width).match(/.{5}/g) ?? []);
  }
  return rows;
}

/** What stands for a cell. */
export function cellPrint(cell: Cell, kind: CellKind): string {
  return textPrint(comparable(cell, kind));
}

/** What stands for a cell that is given as `comparable` has it; a blank one is told from all others. */
export function textPrint(text: string): string {
  const print = new Fingerprint();
  print.add(text);
  let rest = print.value % 2 ** 30;
  let letters = '';
  for (let count = 0; count < PRINT_CHARACTERS; count += 1) {
    letters += String.fromCharCode(48 + (rest % 64));
    rest = Math.floor(rest / 64);
  }
  return letters;
}

function stampOf(wrote: { ordered: number; anyOrder: number }): string {
  return `${wrote.ordered} ${wrote.anyOrder}`;
}

function nameOf(id: string): string {
  return `sheetfeed-written ${id}`;
}
