// Decides what is kept of a range before a refresh, and how that is taken back.
import type { Cell } from '../../cells/cell.ts';
import { contentOfCells } from '../../cells/content.ts';
import { allFingerprint } from '../../cells/fingerprint.ts';
import type { LinkedRange, ValueSources } from '../../linked-range.ts';
import { Problem } from '../../problem.ts';
import type { Beside } from '../around/neighbours.ts';
import type { Mark } from '../layout/range-layout.ts';
import type { KeptCells, KeptFormula } from './kept-cells.ts';
import { lostFormulas } from './lost-formulas.ts';
import { refuseObstacles } from '../plan/obstacles.ts';
import { columnsInserted } from '../plan/plan-columns.ts';
import { filledFrom } from '../plan/plan-new-rows.ts';
import { refuseRejected } from '../plan/rejected-values.ts';
import { markedRows } from '../layout/marks.ts';
import { prepareContent } from '../prepare.ts';
import type { Prepared, RangeNow } from '../prepare.ts';
import { writtenRecord } from '../record.ts';
import { runsOf, undoneRows } from '../layout/rows.ts';
import { ask } from '../sheet.ts';
import type { Operation, Rules } from '../sheet.ts';
import { refuseOtherRows } from './undo-notes.ts';
import { cameWith, reachBack, refuseTypedCells, tookBlank, wentInPart } from './undo-reach.ts';

/** Cells that are looked through for formulas although none of them seems to be changed. */
const FORMULA_CELLS = 20_000;

/** What a refresh is about to replace, and the values that it was shown for. */
export function* cellsToKeep(
  now: RangeNow,
  prepared: Prepared,
  values: ValueSources,
): Rules<KeptCells> {
  const { linked, place } = now;
  const { plan, arrangement } = prepared;
  const replaced = replacedRows(prepared, place.row + 1);
  const columns = arrangement.present.map(({ name, label, kind, format, mixed }) => ({
    ...{ name, label, kind, format, mixed },
  }));
  const { refreshed, rowCount } = linked;
  return {
    ...{ values, columns, refreshed, rowCount, undo: linked.undo },
    wrote: isSameOrder(linked.columns, columns) ? linked.wrote : null,
    ...{ rows: prepared.present.length, present: plan.present, own: [] },
    cells: replaced.map((index): [number, Cell[]] => [
      index,
      arrangement.present.map(({ offset }) => prepared.cells.rows[index]?.[offset] ?? ''),
    ]),
    formulas: yield* typedFormulas(now, prepared, replaced),
    marks: plan.operations.flatMap((operation) =>
      operation.do === 'markGone'
        ? [{ row: operation.row - place.row - 1, gone: operation.gone }]
        : [],
    ),
    held: heldRuns(prepared),
    struck: yield* struckRows(now, prepared),
    ownFormulas: formulasNow(now, prepared),
    wentInPart: wentInPart(plan),
    tookBlank: tookBlank(plan, arrangement.added),
    came: cameWith(plan, { ...place, columns: arrangement.width }),
    beside: prepared.own === null ? undefined : besideOf(prepared, prepared.own),
    sorted: plan.order ? { order: plan.order, ordered: allFingerprint(plan.rows) } : undefined,
  };
}

// A row that was kept for a note goes when the note does.
function* struckRows(
  { linked }: RangeNow,
  { plan, arrangement, around, present }: Prepared,
): Rules<number[] | undefined> {
  const stays = new Set(plan.present);
  const gone = [...present.keys()].filter((row) => !stays.has(row));
  if (gone.length === 0 || !linked.refreshed?.kept) return undefined;
  const marked = yield* markedRows({ arrangement, around });
  return gone.filter((row) => marked.has(row));
}

function heldRuns({ standing }: Prepared): KeptCells['held'] {
  return standing === null
    ? undefined
    : runsOf(standing.own.held.flatMap((isHeld, row) => (isHeld ? [row] : [])));
}

// By these a row that comes back gets the formulas that it had. Where none could be given to rows that came, those of the
// others were left as Google makes them, and are again what they were when those rows go.
function formulasNow({ place }: RangeNow, prepared: Prepared): KeptCells['ownFormulas'] {
  const inserted = columnsInserted(prepared.plan.operations);
  return prepared.own?.formulas.map((formula) => {
    const isFilled = filledFrom(prepared.layout, formula) !== undefined;
    const { up, down } = isFilled ? formula : { up: 0, down: 0 };
    const at = formula.column - place.column;
    const then = at < place.columns ? at : at + inserted;
    const stood = { at, row: place.row, column: place.column };
    return { at: then, stood, rows: runsOf(formula.rows), formula: formula.formula, up, down };
  });
}

export interface Undoing {
  /** With the operations that take marks away or put them back. */
  prepared: Prepared;
  formulas: KeptFormula[];
  /** The record while it goes on, and when it is done. */
  begun: (at: string, by: string) => LinkedRange;
  done: LinkedRange;
  /** The columns whose cells hold text here and there. */
  mixed: string[];
  /** Cells of the person's own can go back to where they stood. */
  restoresOwn: boolean;
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
    leavesColumns: kept.tookBlank,
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
  // Where columns come or go, what stands beside the range now need not have been beside it before.
  const isSameWidth = found.plan.place.columns === place.columns;
  if (isSameWidth) yield* refuseOtherRows(now, found, { before, ...kept });
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
    // Where columns came or went, nobody knows where the person's stood.
    restoresOwn: found.plan.place.columns === place.columns,
  };
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

// Columns that came into blank ones stand where the gap to the person's was.
function besideOf({ plan, arrangement }: Prepared, { left, right }: Beside): Beside {
  const taken = arrangement.added - columnsInserted(plan.operations);
  return { left, right: Math.max(0, right - taken) };
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

// Formulas that somebody typed over our values: in a large range they are looked for only where cells differ
// from what was written.
function* typedFormulas(
  { place }: RangeNow,
  { arrangement, touched }: Prepared,
  rows: number[],
): Rules<KeptCells['formulas']> {
  const first = rows[0] ?? 0;
  const count = (rows[rows.length - 1] ?? first) - first + 1;
  if (rows.length === 0 || (!touched && count * place.columns > FORMULA_CELLS)) return [];
  const replaced = { ...place, row: place.row + 1 + first, rows: count };
  const texts = yield* ask({ read: 'formulas', place: replaced });
  return rows.flatMap((index) =>
    arrangement.present.flatMap(({ offset }, column): KeptCells['formulas'] => {
      const text = texts[index - first]?.[offset] ?? '';
      return text === '' ? [] : [[index, column, text]];
    }),
  );
}

function isSameOrder(columns: { name: string }[], others: { name: string }[]): boolean {
  return (
    columns.length === others.length &&
    columns.every(({ name }, index) => name === others[index]?.name)
  );
}

// Rows that are written over or go; all of them where columns come or go.
function replacedRows({ plan, arrangement, present }: Prepared, first: number): number[] {
  const { added, vanished } = arrangement;
  if (added + vanished.length > 0) return [...present.keys()];
  const stays = new Set(plan.present);
  const replaced = new Set([...present.keys()].filter((row) => !stays.has(row)));
  for (const operation of plan.operations) {
    const rows = rowsWritten(operation);
    for (let row = rows.from; row < rows.from + rows.count; row += 1) {
      const before = plan.present[row - first];
      if (before !== null && before !== undefined) replaced.add(before);
    }
  }
  return [...replaced].sort((one, other) => one - other);
}

function rowsWritten(operation: Operation): { from: number; count: number } {
  if (operation.do === 'writeRows') return { from: operation.row, count: operation.results.length };
  if (operation.do === 'emptyCells') return { from: operation.row, count: operation.count };
  if (operation.do === 'markGone') return { from: operation.row, count: 1 };
  return { from: 0, count: 0 };
}

function changedSince(): Problem {
  return new Problem(
    'sheet_changed',
    'Cells of this range were changed after the refresh. Undoing it would run over them, so nothing was changed.',
  );
}
