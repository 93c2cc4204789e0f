// Takes the last refresh of a range back, where nobody changed the range since.
import { AUTOMATIC_FORMAT, noLosses } from '../domain/cell.ts';
import type { Cell } from '../domain/cell.ts';
import type { Field } from '../domain/contract/result.ts';
import type { LinkedRange } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import type { Operation } from '../domain/refresh-plan/plan.ts';
import { undoneRows } from '../domain/refresh-plan/rows.ts';
import type { Content } from './content.ts';
import { executePlan } from './execute.ts';
import { KEPT_HOURS } from './cached-text.ts';
import { forgetCells, keepCells, keptCells } from './kept-cells.ts';
import type { KeptCells } from './kept-cells.ts';
import { writeNote } from './notes.ts';
import { refuseObstacles } from './obstacles.ts';
import { readCells } from './picture.ts';
import { prepareContent } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { placeOf, placedRange, rangeAt, saveRecord } from './ranges.ts';
import type { PlacedRange } from './ranges.ts';
import { recordOf } from './refresh-record.ts';
import type { RefreshPreview } from './sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/**
 * Keeps what a refresh is about to replace; false when it is too much. The cells are read before the
 * first one is written.
 */
export function keepForUndo({ linked, range }: PlacedRange, prepared: Prepared): boolean {
  const { plan, arrangement } = prepared;
  const sheet = range.getSheet();
  const place = placeOf(range);
  const timeZone = sheet.getParent().getSpreadsheetTimeZone();
  const replaced = replacedRows(prepared, place.row + 1);
  const cells: [number, Cell[]][] = [];
  const formulas: KeptCells['formulas'] = [];
  const first = Math.min(...replaced);
  const count = Math.max(...replaced) - first + 1;
  if (replaced.size > 0) {
    const rows = { ...place, row: place.row + 1 + first, rows: count };
    const block = readCells(sheet, rows, timeZone);
    const texts = rangeAt(sheet, rows).getFormulas();
    for (const index of replaced) {
      const row = block[index - first] ?? [];
      cells.push([index, arrangement.present.map(({ offset }) => row[offset] ?? '')]);
      arrangement.present.forEach(({ offset }, column) => {
        const text = texts[index - first]?.[offset] ?? '';
        if (text !== '') formulas.push([index, column, text]);
      });
    }
  }
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
    ...{ columns, refreshed, rowCount, wrote },
    ...{ rows, present, cells, formulas, marks },
  });
}

function isSameOrder(columns: { name: string }[], others: { name: string }[]): boolean {
  return (
    columns.length === others.length &&
    columns.every(({ name }, index) => name === others[index]?.name)
  );
}

/** Takes the last refresh back. Throws Problem: not_found, sheet_changed, range_protected. */
export function undoLast(spreadsheet: Spreadsheet, id: string): RefreshPreview {
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
    rows: () => undoneRows(kept, kept.rows, new Map(kept.cells.map(([row], at) => [row, at]))),
  });
  if (prepared.touched || found.linked.refreshing) {
    throw new Problem(
      'sheet_changed',
      'Cells of this range were changed after the refresh. Undoing it would run over them, so nothing was changed.',
    );
  }
  write(found, prepared, kept);
  return {
    ...prepared.plan.changes,
    cellsEditedByHand: 0,
    formulasReferring: [],
    unchanged: false,
  };
}

// The same plan and executor as a refresh: what was there before is the content.
function write(found: PlacedRange, prepared: Prepared, kept: KeptCells): void {
  const { linked, range } = found;
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
  executePlan({ sheet: range.getSheet(), id: linked.id, plan, content: prepared.content, mixed });
  writeFormulas(range.getSheet(), plan, kept);
  const record = recordOf(linked, plan, mixed);
  const undone: LinkedRange = {
    ...record,
    wrote: kept.wrote ?? record.wrote,
    ...{ rowCount: kept.rowCount, refreshed: kept.refreshed, undo: null },
  };
  forgetCells(linked.id);
  writeNote(found, undone, noLosses());
  saveRecord(found, undone);
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
function replacedRows({ plan, arrangement, present }: Prepared, first: number): Set<number> {
  const { added, vanished } = arrangement;
  if (added + vanished.length > 0) return new Set(present.keys());
  const stays = new Set(plan.present);
  const replaced = new Set([...present.keys()].filter((row) => !stays.has(row)));
  for (const operation of plan.operations) {
    const rows = rowsWritten(operation);
    for (let row = rows.from; row < rows.from + rows.count; row += 1) {
      const before = plan.present[row - first];
      if (before !== null && before !== undefined) replaced.add(before);
    }
  }
  return new Set([...replaced].sort((one, other) => one - other));
}

function rowsWritten(operation: Operation): { from: number; count: number } {
  if (operation.do === 'writeRows') return { from: operation.row, count: operation.results.length };
  if (operation.do === 'emptyCells') return { from: operation.row, count: operation.count };
  return { from: 0, count: 0 };
}
