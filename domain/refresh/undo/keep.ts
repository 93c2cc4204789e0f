// Decides what is kept of a range before a refresh, so that it can be taken back.
import type { Cell } from '../../cells/cell.ts';
import { allFingerprint } from '../../cells/fingerprint.ts';
import type { ValueSources } from '../../linked-range.ts';
import { MOST_BESIDE } from '../around/beside.ts';
import { cellThen } from '../around/moved-cells.ts';
import type { Beside } from '../around/neighbours.ts';
import { markedRows } from '../layout/marks.ts';
import { runsOf } from '../layout/rows.ts';
import type { FormulaColumn } from '../around/own-columns.ts';
import type { FormulasBefore } from '../layout/wished-layout.ts';
import type { Place } from '../../cells/place.ts';
import { columnsInserted } from '../plan/plan-columns.ts';
import { filledFrom } from '../plan/plan-new-rows.ts';
import type { Prepared, RangeNow } from '../prepare.ts';
import { ask, UNFORMATTED } from '../sheet.ts';
import type { Operation, Rules } from '../sheet.ts';
import type { KeptCells, OtherCell } from './kept-cells.ts';
import { cameWith, wentInPart } from './undo-reach.ts';
import { columnsMoved } from './undone-columns.ts';

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
  const columns = arrangement.present.map(({ name, label, kind, format, mixed, offset }) => ({
    ...{ name, label, kind, format, mixed, offset },
  }));
  const { refreshed, rowCount } = linked;
  return {
    ...{ values, columns, refreshed, rowCount, undo: linked.undo },
    wrote: isSameOrder(linked.columns, columns) ? linked.wrote : null,
    ...{ rows: prepared.present.length, present: plan.present },
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
    ownFormulas: yield* formulasNow(now, prepared),
    wentInPart: wentInPart(plan),
    moved: columnsMoved(plan, arrangement),
    others: yield* othersBeside(now, prepared),
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
function* formulasNow({ place }: RangeNow, prepared: Prepared): Rules<KeptCells['ownFormulas']> {
  const columns = prepared.plan.operations.filter(({ do: does }) => does.endsWith('Columns'));
  const found: FormulasBefore[] = [];
  for (const formula of prepared.own?.formulas ?? []) {
    const isFilled = filledFrom(prepared.layout, formula) !== undefined;
    const { up, down } = isFilled ? formula : { up: 0, down: 0 };
    const at = formula.column - place.column;
    const then = cellThen({ row: place.row + 1, column: formula.column }, columns);
    const stood = { at, row: place.row, column: place.column };
    const { formula: text, rows } = formula;
    found.push({
      ...{ at: then === null ? at : then.column - place.column, stood },
      ...{ rows: runsOf(rows), formula: text, up, down },
      ...(isFilled ? {} : yield* formatsOf(place, formula)),
    });
  }
  return prepared.own ? found : undefined;
}

// A cell that has none of its own gets none.
function* formatsOf(
  place: Place,
  { column, rows }: FormulaColumn,
): Rules<Pick<FormulasBefore, 'formats'>> {
  const first = rows[0] ?? 0;
  const count = (rows[rows.length - 1] ?? 0) - first + 1;
  const cells = { row: place.row + 1 + first, column, rows: count, columns: 1 };
  const formats = yield* ask({ read: 'numberFormats', place: cells });
  const having = new Map<string, number[]>();
  for (const row of rows) {
    const format = formats[row - first]?.[0] ?? UNFORMATTED;
    if (format === UNFORMATTED) continue;
    const alike = having.get(format);
    if (alike) alike.push(row);
    else having.set(format, [row]);
  }
  if (having.size === 0) return {};
  return { formats: [...having].map(([format, at]) => ({ format, rows: runsOf(at) })) };
}

// A table of its own that stands further away, or where the gap before it goes: it does not move with the rows.
function* othersBeside(
  { place }: RangeNow,
  { plan, arrangement, own, around }: Prepared,
): Rules<KeptCells['others']> {
  if (arrangement.added + arrangement.vanished.length === 0) return undefined;
  const left = Math.max(1, place.column - MOST_BESIDE);
  const end = place.column + place.columns + MOST_BESIDE;
  const last = Math.min(end, yield* around.tab.lastColumn());
  const rows = { ...place, row: place.row + 1, rows: place.rows - 1 };
  const cells = { ...rows, column: left, columns: last - left + 1 };
  if (cells.rows < 1 || cells.columns < 1) return undefined;
  const ours = new Set(own?.columns);
  const isBeside = (column: number) =>
    !ours.has(column) && (column < place.column || column >= place.column + place.columns);
  const texts = yield* ask({ read: 'texts', place: cells });
  return texts.flatMap((row, index): OtherCell[] =>
    row.flatMap((text, at): OtherCell[] => {
      if (text === '' || !isBeside(left + at)) return [];
      const then = cellThen({ row: cells.row + index, column: left + at }, plan.operations);
      return then ? [[then.row - plan.place.row, then.column - plan.place.column, text]] : [];
    }),
  );
}

// Columns that came into blank ones stand where the gap to the person's was.
function besideOf({ plan, arrangement }: Prepared, { left, right }: Beside): Beside {
  const taken = arrangement.added - columnsInserted(plan.operations);
  return { left, right: Math.max(0, right - taken) };
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
