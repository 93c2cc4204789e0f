// Decides how a refresh is taken back, by what was kept before it. Either the sheet is again what it was, or nothing is
// changed and the person reads which cell is in the way:
// 1. Rows and columns that came go, and those that went come again, where and as far as they did (undo-reach.ts,
//    undone-columns.ts, layout/wished-layout.ts). What was typed into one that came is never taken away.
// 2. Every cell of the person's goes with its row. Where one would not, whether it was there before or was written since,
//    it is refused; what was written since stands beside the row that it was written beside (undo-notes.ts).
// 3. A formula comes again from a column that has it now, or from its kept text: nothing else is copied (lost-formulas.ts).
import { cellName } from '../../cells/cell-name.ts';
import { contentOfCells } from '../../cells/content.ts';
import type { Content } from '../../cells/content.ts';
import type { LinkedRange } from '../../linked-range.ts';
import { Problem } from '../../problem.ts';
import type { PresentColumn } from '../layout/present-columns.ts';
import type { Mark } from '../layout/range-layout.ts';
import { undoneRows } from '../layout/rows.ts';
import { refuseObstacles } from '../plan/obstacles.ts';
import { refuseRejected } from '../plan/rejected-values.ts';
import { arrangedBy, prepareContent } from '../prepare.ts';
import type { Arrange, Prepared, RangeNow } from '../prepare.ts';
import { writtenRecord } from '../record.ts';
import type { Rules } from '../sheet.ts';
import type { KeptCells, KeptFormula } from './kept-cells.ts';
import { lostFormulas } from './lost-formulas.ts';
import { refuseOtherRows } from './undo-notes.ts';
import { reachBack, refuseTypedCells, refuseTypedColumns } from './undo-reach.ts';
import { undoneColumns } from './undone-columns.ts';

export interface Undoing {
  /** With the operations that take marks away or put them back. */
  prepared: Prepared;
  formulas: KeptFormula[];
  /** The record while it goes on, and when it is done. */
  begun: (at: string, by: string) => LinkedRange;
  done: LinkedRange;
  /** The columns whose cells hold text here and there. */
  mixed: string[];
}

/** Decides how a refresh is taken back: the same plan as a refresh, with what was there before as its content. Throws Problem: sheet_changed, range_protected, range_obstructed. */
export function* decideUndo(now: RangeNow, kept: KeptCells): Rules<Undoing> {
  const { linked, place } = now;
  const before = contentOfCells(
    kept.columns,
    kept.cells.map(([, row]) => row),
  );
  const found = yield* prepareContent(now, before, {
    removeVanished: true,
    columnsBack: {
      arrange: (present, width) =>
        undoneColumns(kept, before, { present, width }) ??
        arrangedAsMoved(now, kept, before)(present, width),
      undone: kept.moved,
    },
    beside: kept.beside,
    inPart: kept.wentInPart,
    marks: marksBack(kept.marks, place.rows - 1),
    struckBack: kept.struck ?? [],
    formulas: kept.ownFormulas ?? [],
    deletionReach: (whole) => (kept.came ? reachBack(kept.came, whole) : null),
    rows: () => undoneRows(kept, kept.rows, new Map(kept.cells.map(([row], at) => [row, at]))),
  });
  if (found.touched || linked.refreshing) throw changedSince();
  const cameDown = kept.beside !== undefined;
  if (kept.came) yield* refuseTypedCells(now, found, { came: kept.came, cameDown });
  yield* refuseTypedColumns(now, found);
  yield* refuseOtherRows(now, found, { before, ...kept });
  yield* refuseObstacles(place, found.plan);
  yield* refuseRejected(place, found);
  const mixed = kept.columns.filter((column) => column.mixed).map(({ name }) => name);
  const rows = found.present.length;
  return {
    prepared: found,
    formulas: [...formulasBack(found, kept), ...lostFormulas(now, found, kept)],
    begun: (at, by) => {
      const refreshing = { run: 'undo', at, by, rows, last: null };
      return { ...linked, refreshing, undo: null };
    },
    done: undoneRecord(linked, found, { kept, mixed }),
    mixed,
  };
}

// Where somebody moved columns since, those that are there stay where they are. Where one that went stood, and in which order
// others did, nobody can tell then.
function arrangedAsMoved({ linked, place }: RangeNow, kept: KeptCells, before: Content): Arrange {
  const { moved, columns } = kept;
  const gone = columns.filter(({ offset }) => moved.out.includes(offset));
  if (gone.length === 0 && !isReordered(columns, moved)) return arrangedBy(linked, before);
  const what =
    gone.length === 0
      ? 'they stood in another order before'
      : `${gone.map(({ label }) => label).join(' and ')} stood between them`;
  return (present) => {
    const first = firstMoved(present, moved);
    throw columnsMovedSince(cellName(place.row, place.column + first), what);
  };
}

// Of the columns that the refresh left: counted from the range's left edge, as it is now.
function firstMoved(present: PresentColumn[], { then, out }: KeptCells['moved']): number {
  const left = (offset: number) => offset - out.filter((one) => one < offset).length;
  const stood = new Map(then.map(({ name, offset }) => [name, left(offset)]));
  return present.find(({ name, offset }) => stood.get(name) !== offset)?.offset ?? 0;
}

function isReordered(columns: KeptCells['columns'], { then }: KeptCells['moved']): boolean {
  const names = new Set(then.map(({ name }) => name));
  const before = byOffset(columns).filter((name) => names.has(name));
  const known = new Set(before);
  const after = byOffset(then).filter((name) => known.has(name));
  return before.some((name, at) => after[at] !== name);
}

function byOffset(columns: readonly { name: string; offset: number }[]): string[] {
  return [...columns].sort((one, other) => one.offset - other.offset).map(({ name }) => name);
}

function columnsMovedSince(cell: string, what: string): Problem {
  return new Problem(
    'sheet_changed',
    `Columns of this range were moved, put in or taken out after the refresh, such as that of ${cell}, and ${what}: nobody can tell any more where that was, so nothing was changed. Put the columns back as they were after the refresh, then undo again.`,
  );
}

function undoneRecord(
  linked: LinkedRange,
  { plan }: Prepared,
  { kept, mixed }: { kept: KeptCells; mixed: string[] },
): LinkedRange {
  const record = writtenRecord(linked, plan, mixed);
  const { rowCount, refreshed } = kept;
  return {
    ...record,
    wrote: kept.wrote ?? record.wrote,
    rowCount,
    refreshed,
    undo: kept.undo ?? null,
  };
}

// The marks that the refresh made or took away, the other way round, by the rows as they are now.
function marksBack(marks: KeptCells['marks'], rows: number): Mark[] {
  const marked = new Set(marks.map(({ row }) => row));
  const usual = [...Array(rows).keys()].find((row) => !marked.has(row));
  return marks.map(({ row, gone }): Mark =>
    gone ? { row, gone: false, like: usual ?? null } : { row, gone: true },
  );
}

// Formulas that somebody had typed into the range.
function formulasBack(
  { plan: { place, columns } }: Prepared,
  { formulas, columns: names }: KeptCells,
): KeptFormula[] {
  return formulas.flatMap(([row, index, text]) => {
    const placed = columns.find(({ name }) => name === names[index]?.name);
    if (!placed) return [];
    const at = { row: place.row + 1 + row, column: place.column + placed.offset };
    return [{ ...at, text, isInText: placed.kind === 'text' }];
  });
}

function changedSince(): Problem {
  return new Problem(
    'sheet_changed',
    'Cells of this range were changed after the refresh. Undoing it would run over them, so nothing was changed.',
  );
}
