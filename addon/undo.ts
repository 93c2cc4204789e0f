// Takes the last refresh of a range back, where nobody changed the range since.
import { AUTOMATIC_FORMAT } from '../domain/cells/cell.ts';
import type { Cell } from '../domain/cells/cell.ts';
import type { Field } from '../domain/contract/result.ts';
import type { LinkedRange, ValueSources } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import type { Operation } from '../domain/refresh/plan.ts';
import { undoneRows } from '../domain/refresh/rows.ts';
import type { Content } from './content.ts';
import { executePlan } from './sheet/execute.ts';
import { KEPT_HOURS } from './google/cache.ts';
import { forgetCells, keepCells, keptCells } from './kept-cells.ts';
import type { KeptCells } from './kept-cells.ts';
import { firstOffset, writeNote } from './ranges/notes.ts';
import { refuseObstacles } from './obstacles.ts';
import { restoreOwnCells } from './own-cells.ts';
import { prepareContent } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { keepValues } from './ranges/settings.ts';
import { placedRange, saveRecord } from './ranges/records.ts';
import { rangeAt } from './sheet/places.ts';
import type { PlacedRange } from './ranges/records.ts';
import { recordOf } from './refresh-record.ts';
import type { RefreshOutcome } from './refresh-record.ts';
import { cameWith, reachBack, refuseTypedCells } from './undo-reach.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Cells that are looked through for formulas although none of them seems to be changed. */
const FORMULA_CELLS = 20_000;

/**
 * Keeps what a refresh is about to replace, and the values that it was shown for; false when it is too
 * much. The cells are read before the first one is written.
 */
export function keepForUndo(found: PlacedRange, prepared: Prepared, values: ValueSources): boolean {
  const { linked, place } = found;
  const { plan, arrangement } = prepared;
  const replaced = replacedRows(prepared, place.row + 1);
  const cells = replaced.map((index): [number, Cell[]] => [
    index,
    arrangement.present.map(({ offset }) => prepared.cells.rows[index]?.[offset] ?? ''),
  ]);
  const formulas = typedFormulas(found, prepared, replaced);
  const columns = arrangement.present.map(({ offset: _offset, written: _written, ...one }) => one);
  const { refreshed, rowCount } = linked;
  const wrote = isSameOrder(linked.columns, columns) ? linked.wrote : null;
  const marks = plan.operations.flatMap((operation) =>
    operation.do === 'markGone'
      ? [{ row: operation.row - place.row - 1, gone: operation.gone }]
      : [],
  );
  const { present } = plan;
  const rows = prepared.present.length;
  return keepCells(linked.id, {
    ...{ values, columns, refreshed, rowCount, wrote },
    ...{ rows, present, cells, formulas, marks, own: prepared.ownCells },
    came: cameWith(plan, { ...place, columns: arrangement.width }),
  });
}

// Formulas that somebody typed over our values: in a large range they are looked for only where cells differ
// from what was written.
function typedFormulas(
  { sheet, place }: PlacedRange,
  { arrangement, touched }: Prepared,
  rows: number[],
): KeptCells['formulas'] {
  const first = rows[0] ?? 0;
  const count = (rows[rows.length - 1] ?? first) - first + 1;
  if (rows.length === 0 || (!touched && count * place.columns > FORMULA_CELLS)) return [];
  const texts = rangeAt(sheet, { ...place, row: place.row + 1 + first, rows: count }).getFormulas();
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

/** Takes the last refresh back. Throws Problem: not_found, sheet_changed, range_protected. */
export function undoLast(spreadsheet: Spreadsheet, id: string): RefreshOutcome {
  const found = placedRange(spreadsheet, id);
  const kept = found.linked.undo ? keptCells(id) : null;
  if (!kept) {
    throw new Problem(
      'not_found',
      `There is nothing to undo: the values before a refresh are kept for ${KEPT_HOURS} hours.`,
    );
  }
  const prepared = prepareContent(found, contentOf(kept), {
    removeVanished: true,
    deletionReach: (place) => (kept.came ? reachBack(kept.came, place) : null),
    rows: () => undoneRows(kept, kept.rows, new Map(kept.cells.map(([row], at) => [row, at]))),
  });
  if (prepared.touched || found.linked.refreshing) {
    throw new Problem(
      'sheet_changed',
      'Cells of this range were changed after the refresh. Undoing it would run over them, so nothing was changed.',
    );
  }
  if (kept.came) refuseTypedCells(found, prepared, kept.came);
  const now = write(found, prepared, kept);
  const changes = {
    ...prepared.plan.changes,
    ...{ cellsEditedByHand: 0, formulasReferring: [], unchanged: false },
  };
  return { found: now, changes, notes: ['The last refresh was undone.'], warnings: [] };
}

// The same plan and executor as a refresh: what was there before is the content.
function write(found: PlacedRange, prepared: Prepared, kept: KeptCells): PlacedRange {
  const { linked, range, sheet } = found;
  const first = prepared.plan.place.row + 1;
  const unmarked = kept.marks.map(({ row, gone }): Operation => ({
    do: 'markGone',
    row: first + row,
    gone: !gone,
  }));
  const plan = { ...prepared.plan, operations: [...unmarked, ...prepared.plan.operations] };
  refuseObstacles(range, plan);
  const at = new Date().toISOString();
  const by = Session.getEffectiveUser().getEmail();
  const refreshing = { run: 'undo', at, by, rows: prepared.present.length, last: null };
  saveRecord(found, { ...linked, refreshing, undo: null });
  const mixed = kept.columns.filter((column) => column.mixed).map(({ name }) => name);
  executePlan({ sheet, id: linked.id, plan, content: prepared.content, mixed });
  writeFormulas(sheet, plan, kept);
  // Where columns came or went, nobody knows where the person's stood.
  if (plan.place.columns === found.place.columns) restoreOwnCells(sheet, plan.place, kept.own);
  const record = recordOf(linked, plan, mixed);
  const undone: LinkedRange = {
    ...record,
    wrote: kept.wrote ?? record.wrote,
    ...{ rowCount: kept.rowCount, refreshed: kept.refreshed, undo: null },
  };
  forgetCells(linked.id);
  const now = { ...found, linked: undone, place: plan.place };
  writeNote(now, undone, firstOffset(prepared));
  const values = kept.values ?? linked.values;
  return { ...now, linked: keepValues(sheet.getParent(), now, values) };
}

// Formulas that somebody had typed into the range come back as formulas.
function writeFormulas(
  sheet: GoogleAppsScript.Spreadsheet.Sheet,
  { place, columns }: Prepared['plan'],
  { formulas, columns: names }: KeptCells,
): void {
  for (const [row, column, text] of formulas) {
    const placed = columns.find(({ name }) => name === names[column]?.name);
    if (!placed) continue;
    const cell = sheet.getRange(place.row + 1 + row, place.column + placed.offset);
    // In a cell with the format "@" a formula would be text.
    if (placed.kind === 'text') cell.setNumberFormat(AUTOMATIC_FORMAT);
    cell.setFormula(text);
  }
}

function contentOf({ columns, cells }: KeptCells): Content {
  return {
    columns,
    rows: cells.map(([, row]): Field[] => row),
    truncated: false,
    madeText: [],
    // These are cells already, as they were read from the sheet.
    cellOf: () => (field) => field ?? '',
  };
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
  return { from: 0, count: 0 };
}
