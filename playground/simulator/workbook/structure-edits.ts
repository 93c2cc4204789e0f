// Inserts and deletes rows, columns and cells, and moves along all that is anchored to them.
import { intersection, type Area } from './area.ts';
import { hasContent, newCell, type Cell } from './cell.ts';
import { SheetsError, maxCells, outsideGrid } from '../errors.ts';
import { shiftFormula } from '../formulas/references.ts';
import { shiftHanging } from './hanging.ts';
import type { Row, Sheet } from './sheet.ts';
import { openGap, shiftArea, shiftAreas, shiftSpan, type Shift } from './structure.ts';
import type { WorkbookModel } from './model.ts';

export interface ShiftRequest extends Shift {
  /** Inserted rows or columns look like those before (the default) or those after. */
  likeAfter?: boolean;
}

/** Throws Google's texts beyond the grid, above ten million cells, and through merged cells. */
export function applyShift(workbook: WorkbookModel, request: ShiftRequest): void {
  const sheet = workbook.sheet(request.sheetId);
  check(workbook, sheet, request);
  if (request.span) shiftCells(sheet, request);
  else if (request.axis === 'rows') shiftRows(sheet, request);
  else shiftColumns(sheet, request);
  shiftAnchored(workbook, sheet, request);
  shiftFormulas(workbook, request);
  workbook.changed({ kind: 'structure', sheetId: sheet.id });
}

function check(workbook: WorkbookModel, sheet: Sheet, shift: Shift): void {
  const { kind, axis, at, count, span } = shift;
  const size = sheet.size[axis];
  if (count < 1 || at < 1 || at > size + (kind === 'insert' ? 1 : 0))
    throw new SheetsError(outsideGrid);
  if (kind === 'delete' && at + count - 1 > size) throw new SheetsError(outsideGrid);
  if (span) return checkMerges(sheet, shift);
  const frozen = axis === 'rows' ? sheet.frozenRows : sheet.frozenColumns;
  if (kind === 'delete' && size - count <= frozen - overlap(at, count, frozen)) {
    throw new SheetsError(`Sorry, it is not possible to delete all non-frozen ${axis}.`);
  }
  const added = kind === 'insert' ? count * sheet.size[axis === 'rows' ? 'columns' : 'rows'] : 0;
  if (added > 0) checkRoom(workbook, added);
}

/** Sheets refuses what would take the workbook beyond ten million cells, empty ones included. */
export function checkRoom(workbook: WorkbookModel, added: number): void {
  const now = workbook.sheets.reduce((sum, { size }) => sum + size.rows * size.columns, 0);
  if (now + added > maxCells) {
    throw new SheetsError(
      `This action would increase the number of cells in the workbook above the limit of ${maxCells} cells.`,
    );
  }
}

function checkMerges(sheet: Sheet, { axis, at, span }: Shift): void {
  const [from, to] = span ?? [1, 1];
  const moving: Area =
    axis === 'rows'
      ? { top: at, left: from, bottom: sheet.size.rows, right: to }
      : { top: from, left: at, bottom: to, right: sheet.size.columns };
  const torn = sheet.merges.some((merge) => {
    const common = intersection(merge, moving);
    if (!common) return false;
    return axis === 'rows'
      ? common.left !== merge.left || common.right !== merge.right
      : common.top !== merge.top || common.bottom !== merge.bottom;
  });
  if (torn)
    throw new SheetsError('This operation is not allowed because it would break merged cells.');
}

function shiftRows(sheet: Sheet, { kind, at, count, likeAfter }: ShiftRequest): void {
  if (kind === 'delete') {
    sheet.rows.splice(at - 1, count);
    sheet.size.rows -= count;
    sheet.frozenRows -= overlap(at, count, sheet.frozenRows);
    return;
  }
  const model = sheet.rows[likeAfter ? at - 1 : at - 2];
  sheet.rows = openGap(sheet.rows, at - 1, count);
  sheet.size.rows += count;
  if (at <= sheet.frozenRows) sheet.frozenRows += count;
  if (!model) return;
  const looks = looksOf(model.cells);
  if (looks.length === 0) return;
  for (let row = at; row < at + count; row++) sheet.rows[row - 1] = { cells: looks.map(copyOf) };
  while (sheet.rows.length < at) sheet.rows.push(undefined);
}

/** The frozen ones among those deleted. */
function overlap(at: number, count: number, frozen: number): number {
  return Math.max(0, Math.min(frozen, at + count - 1) - at + 1);
}

const copyOf = (cell: Cell | undefined) => cell && { ...cell };

/** Formats and validations, without content and notes. */
function looksOf(cells: Row['cells']): Row['cells'] {
  const looks = cells.map(lookOf);
  return looks.some((cell) => cell !== undefined) ? looks : [];
}

function lookOf(cell: Cell | undefined): Cell | undefined {
  if (!cell) return undefined;
  const look = { ...newCell(cell.style), validation: cell.validation };
  return look.style.format === '' && look.style === newCell().style && !look.validation
    ? undefined
    : look;
}

function shiftColumns(sheet: Sheet, request: ShiftRequest): void {
  const { kind, at, count, likeAfter } = request;
  for (const row of sheet.rows) {
    if (!row) continue;
    if (kind === 'delete') row.cells.splice(at - 1, count);
    else insertIntoRow(row, request, lookOf(row.cells[likeAfter ? at - 1 : at - 2]));
  }
  sheet.size.columns += kind === 'insert' ? count : -count;
  if (kind === 'insert' && at <= sheet.frozenColumns) sheet.frozenColumns += count;
  if (kind === 'delete') sheet.frozenColumns -= overlap(at, count, sheet.frozenColumns);
  sheet.columnWidths = new Map(
    [...sheet.columnWidths].flatMap(([column, width]) => {
      const moved = shiftSpan(column, column, request);
      return moved ? [[moved[0], width] as const] : [];
    }),
  );
  sheet.hiddenColumns = new Set(
    [...sheet.hiddenColumns].flatMap((column) => shiftSpan(column, column, request)?.[0] ?? []),
  );
}

function insertIntoRow(row: Row, { at, count }: Shift, look: Cell | undefined): void {
  if (at - 1 > row.cells.length || (at - 1 === row.cells.length && !look)) return;
  const gap = Array.from({ length: count }, () => copyOf(look));
  row.cells.splice(at - 1, 0, ...gap);
}

/**
 * Moves only the cells within the span. The new ones keep the formats of those that stood there (Apps Script,
 * Range.insertCells), and the grid does not grow: what would fall off its end is refused.
 */
function shiftCells(sheet: Sheet, shift: ShiftRequest): void {
  const { axis, kind, at, count } = shift;
  const [from, to] = shift.span ?? [1, 1];
  if (axis === 'columns') {
    for (let row = from; row <= to; row++) shiftWithinRow(sheet, row, shift);
    return;
  }
  const last = Math.max(sheet.rows.length, at);
  if (kind === 'insert') {
    refuseFall(sheet, shift, last);
    const looks = looksIn(sheet, shift);
    for (let row = last; row >= at; row--)
      moveCells(sheet, { row, to: row + count, span: [from, to] });
    for (const { row, column, look } of looks) sheet.put(row, column, look);
    return;
  }
  for (let row = at; row < at + count; row++) removeCells(sheet, row, [from, to]);
  for (let row = at + count; row <= last; row++)
    moveCells(sheet, { row, to: row - count, span: [from, to] });
}

function refuseFall(sheet: Sheet, { at, count, span }: Shift, last: number): void {
  const [from, to] = span ?? [1, 1];
  let lastFilled = 0;
  sheet.forEachCell({ top: at, left: from, bottom: last, right: to }, (cell, row) => {
    if (hasContent(cell)) lastFilled = row;
  });
  if (lastFilled > 0 && lastFilled + count > sheet.size.rows) throw new SheetsError(outsideGrid);
}

function looksIn(sheet: Sheet, { at, count, span }: Shift) {
  const [from, to] = span ?? [1, 1];
  const looks: { row: number; column: number; look: Cell }[] = [];
  for (let row = at; row < Math.min(at + count, sheet.size.rows + 1); row++) {
    for (let column = from; column <= to; column++) {
      const look = lookOf(sheet.at(row, column));
      if (look) looks.push({ row, column, look });
    }
  }
  return looks;
}

interface Move {
  row: number;
  to: number;
  span: [number, number];
}

function moveCells(sheet: Sheet, { row, to, span }: Move): void {
  for (let column = span[0]; column <= span[1]; column++) {
    const cell = sheet.at(row, column);
    if (to <= sheet.size.rows) sheet.put(to, column, cell);
    sheet.put(row, column, undefined);
  }
}

function removeCells(sheet: Sheet, row: number, span: [number, number]): void {
  for (let column = span[0]; column <= span[1]; column++) sheet.put(row, column, undefined);
}

function shiftWithinRow(sheet: Sheet, row: number, { kind, at, count }: Shift): void {
  const cells = sheet.rows[row - 1]?.cells;
  if (!cells || cells.length < at) return;
  const last = cells.findLastIndex((cell) => hasContent(cell)) + 1;
  if (kind === 'delete') cells.splice(at - 1, count);
  else {
    if (last >= at && last + count > sheet.size.columns) throw new SheetsError(outsideGrid);
    const looks = Array.from({ length: count }, (_, index) => lookOf(cells[at - 1 + index]));
    cells.splice(at - 1, 0, ...looks);
  }
  cells.length = Math.min(cells.length, sheet.size.columns);
}

function shiftAnchored(workbook: WorkbookModel, sheet: Sheet, shift: Shift): void {
  sheet.merges = shiftAreas(sheet.merges, shift);
  sheet.protections = sheet.protections.flatMap((one) => {
    const area = one.area && shiftArea(one.area, shift);
    const gone = one.area !== null && area === null;
    return gone ? [] : { ...one, area, unprotected: shiftAreas(one.unprotected, shift) };
  });
  sheet.conditionalFormats = sheet.conditionalFormats
    .map((rule) => ({ ...rule, areas: shiftAreas(rule.areas, shift) }))
    .filter(({ areas }) => areas.length > 0);
  sheet.filter = shiftFilter(sheet, shift);
  sheet.groups = sheet.groups.flatMap((group) => {
    if (group.axis !== shift.axis || shift.span) return group;
    const moved = shiftSpan(group.from, group.to, shift);
    return moved ? { ...group, from: moved[0], to: moved[1] } : [];
  });
  sheet.bandings = shiftAreas(sheet.bandings, shift);
  for (const { charts, pivots } of workbook.sheets) {
    for (const chart of charts) {
      if (chart.sheetId === sheet.id) chart.areas = shiftAreas(chart.areas, shift);
    }
    for (const pivot of pivots) {
      if (pivot.sheetId === sheet.id) pivot.source = shiftArea(pivot.source, shift) ?? pivot.source;
    }
  }
  for (const named of workbook.names.list) {
    if (named.sheetId === sheet.id && named.area) named.area = shiftArea(named.area, shift);
  }
  shiftHanging(sheet, shift);
  workbook.metadata.shift(shift);
}

function shiftFilter({ filter }: Sheet, shift: Shift): Sheet['filter'] {
  const area = filter && shiftArea(filter.area, shift);
  if (!filter || !area) return null;
  if (shift.axis === 'rows') return { ...filter, area };
  const hiddenValues: Record<number, string[]> = {};
  for (const [column, values] of Object.entries(filter.hiddenValues)) {
    const moved = shiftSpan(Number(column), Number(column), shift);
    if (moved) hiddenValues[moved[0]] = values;
  }
  return { area, hiddenValues };
}

function shiftFormulas(workbook: WorkbookModel, shift: Shift): void {
  const name = workbook.sheet(shift.sheetId).name;
  for (const sheet of workbook.sheets) {
    const own = sheet.id === shift.sheetId;
    const isShifted = (tab: string | null) => (tab === null ? own : tab === name);
    for (const rule of sheet.conditionalFormats) {
      rule.formula = shiftFormula(rule.formula, isShifted, shift);
    }
    if (!workbook.engine.hasFormulas) continue;
    sheet.forEachCell(sheet.everything, (cell) => {
      if (cell.formula !== '') cell.formula = shiftFormula(cell.formula, isShifted, shift);
    });
  }
}
