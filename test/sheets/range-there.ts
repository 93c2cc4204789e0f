// Where a linked range stands in a workbook, that it shows a result, and cells that a person inserts beside it.
import { expect } from '@jest/globals';
import type { Workbook } from '../../playground/simulator/workbook/workbook.ts';

export function areaOf(workbook: Workbook, id: string) {
  const named = workbook.names.find(`sheetfeed_${id}`);
  const sheet = workbook.sheets.find((one) => one.id === named?.sheetId);
  return named?.area && sheet ? { sheet, area: named.area } : null;
}
export function expectResult(
  workbook: Workbook,
  id: string,
  rows: { key: string; value: number }[],
): void {
  const place = areaOf(workbook, id);
  if (!place) return;
  const { sheet, area } = place;
  const columns = new Map<unknown, number>();
  for (let column = area.left; column <= area.right; column += 1) {
    columns.set(sheet.at(area.top, column)?.value, column);
  }
  const shown: unknown[][] = [];
  for (let row = area.top + 1; row <= area.bottom; row += 1) {
    const cell = (name: string) => sheet.at(row, columns.get(name) ?? 1);
    if (cell('k')?.style.line === 'line-through') continue;
    if ((cell('k')?.value ?? '') !== '') shown.push([cell('k')?.value, cell('v')?.value]);
  }
  expect(shown.sort()).toEqual(rows.map(({ key, value }) => [key, value]).sort());
}

/** Above the range or at its top, or left of it: the range moves, and with it what stands between. */
export function insertCells(
  workbook: Workbook,
  id: string,
  { at, count, across }: { at: number; count: number; across: boolean },
): void {
  const place = areaOf(workbook, id);
  if (!place) return;
  const { sheet, area } = place;
  const shift = across
    ? { axis: 'columns' as const, at: Math.min(at, area.left), span: [area.top, area.bottom] }
    : { axis: 'rows' as const, at: Math.min(at, area.top), span: [area.left, area.right] };
  const span: [number, number] = [shift.span[0] ?? 1, shift.span[1] ?? 1];
  workbook.shift({ kind: 'insert', ...shift, span, count, sheetId: sheet.id });
}
