// Counts the rows that a refresh adds, removes and changes, by what they hold and not by where they stand.
import type { Cell } from '../cells/cell.ts';
import { comparable } from '../cells/fingerprint.ts';
import type { Mode } from './modes.ts';
import type { Prepared } from './prepare.ts';
import { difference, pairRows } from './layout/row-changes.ts';
import type { Target } from './layout/rows.ts';

/** More cells than this are not compared to tell a changed row from one that came and one that went. */
const MOST_CELLS = 400_000;

export interface RowCounts {
  rowsAdded: number;
  rowsRemoved: number;
  rowsChanged: number;
}

/** Rows of the sheet, as it is before the refresh, against the rows after it; those that only stay are told by themselves. */
export function countRows(prepared: Prepared, sameRowBy: Mode['sameRowBy']): RowCounts {
  const { blank, present, layout, plan } = prepared;
  const stays = (row: number) => layout.targets[row] === 'kept';
  const staying = new Set(
    [...layout.present.keys()].filter(stays).map((row) => layout.present[row]),
  );
  const before = filledRows(present, blank).filter((row) => !staying.has(row));
  const after = filledRows(plan.rows, blank).filter((row) => !stays(row));
  const { gone, came } = difference(
    before.map((row) => present[row] ?? 0),
    after.map((row) => plan.rows[row] ?? 0),
  );
  const left = gone.map((index) => before[index] ?? 0);
  const arrived = came.map((index) => after[index] ?? 0);
  const changed =
    sameRowBy === 'place'
      ? sameRows(left, arrived, layout.present)
      : alikeRows(prepared, left, arrived);
  return {
    rowsAdded: arrived.length - changed,
    rowsRemoved: left.length - changed,
    rowsChanged: changed,
  };
}

function filledRows(prints: number[], blank: number): number[] {
  return [...prints.keys()].filter((row) => prints[row] !== blank);
}

// Where keys have matched rows, a row is the one that stands in its place.
function sameRows(left: number[], arrived: number[], present: (number | null)[]): number {
  const gone = new Set(left);
  return arrived.filter((row) => gone.has(present[row] ?? -1)).length;
}

function alikeRows(prepared: Prepared, left: number[], arrived: number[]): number {
  if (left.length === 0 || arrived.length === 0) return 0;
  const { columns } = prepared.arrangement;
  if (left.length * columns.length > MOST_CELLS) {
    return sameRows(left, arrived, prepared.layout.present);
  }
  const before = left.map((row) =>
    columns.map(({ offset, kind }) => comparable(prepared.cells.rows[row]?.[offset] ?? '', kind)),
  );
  const after = arrived.map((row) => textsOf(prepared, prepared.layout.targets[row] ?? 'blank'));
  return pairRows(before, after).length;
}

/** What becomes of the cells of a row, as texts to compare. */
export function textsOf(
  { arrangement, content }: Pick<Prepared, 'arrangement' | 'content'>,
  target: Target,
): string[] {
  const row: Cell[] = typeof target === 'number' ? (content.rows[target] ?? []) : [];
  return arrangement.columns.map(({ kind, source }) => comparable(row[source] ?? '', kind));
}
