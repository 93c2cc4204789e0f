// Requests that look for cells and change what they find.
import { z } from 'zod';
import { columnsOf, type Area } from '../../workbook/area.ts';
import { writeInput } from '../../workbook/cell-writing.ts';
import type { Cell } from '../../workbook/cell.ts';
import { displayValue } from '../../workbook/display.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import { flag, int, message, text } from '../messages/message.ts';
import { dimensionRange, gridRange } from '../messages/places.ts';
import { cellsOf, gridOf, stretchOf, type Cells } from '../ranges/grid.ts';
import { request, touch, touchGrid, type Batch } from './request.ts';

const findReplace = request(
  message({
    find: text,
    replacement: text,
    matchCase: flag,
    matchEntireCell: flag,
    searchByRegex: flag,
    includeFormulas: flag,
    range: gridRange,
    sheetId: int,
    allSheets: flag,
  }),
  (batch, given) => {
    const { find = '', searchByRegex } = given;
    if (find === '') throw invalid('Must specify a find string.');
    if (searchByRegex) throw invalid('searchByRegex is not supported.');
    const found = placesOf(batch.workbook, given).map((cells) => replaceIn(batch, cells, given));
    const sum = (name: keyof Found) => found.reduce((total, one) => total + one[name], 0);
    const counts = {
      valuesChanged: sum('cells'),
      rowsChanged: sum('rows'),
      sheetsChanged: found.filter(({ cells }) => cells > 0).length,
      occurrencesChanged: sum('occurrences'),
    };
    return { findReplace: Object.fromEntries(Object.entries(counts).filter(([, one]) => one > 0)) };
  },
);

interface Finding {
  find?: string | undefined;
  replacement?: string | undefined;
  matchCase?: boolean | undefined;
  matchEntireCell?: boolean | undefined;
  range?: z.infer<typeof gridRange> | undefined;
  sheetId?: number | undefined;
  allSheets?: boolean | undefined;
}

function placesOf(workbook: Workbook, { range, sheetId, allSheets }: Finding): Cells[] {
  const whole = (sheet: Sheet) => ({ sheet, area: sheet.everything });
  if (range) return [cellsOf(workbook, range)];
  return allSheets ? workbook.sheets.map(whole) : [whole(gridOf(workbook, sheetId))];
}

interface Found {
  cells: number;
  rows: number;
  occurrences: number;
}

function replaceIn(batch: Batch, { sheet, area }: Cells, given: Finding): Found {
  const rows = new Set<number>();
  let [cells, occurrences] = [0, 0];
  touch(batch, sheet, area);
  sheet.forEachCell(area, (cell, row) => {
    if (cell.formula !== '' || cell.value === '') return;
    const { text: replaced, count } = replacedText(displayValue(batch.workbook, cell), given);
    if (count === 0) return;
    writeInput(batch.workbook, cell, replaced);
    rows.add(row);
    cells++;
    occurrences += count;
  });
  if (cells > 0) batch.workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
  return { cells, rows: rows.size, occurrences };
}

function replacedText(
  shown: string,
  { find = '', replacement = '', matchCase, matchEntireCell }: Finding,
): { text: string; count: number } {
  const fold = (one: string) => (matchCase ? one : one.toLowerCase());
  if (matchEntireCell)
    return fold(shown) === fold(find) ? { text: replacement, count: 1 } : { text: shown, count: 0 };
  let [written, at, count] = ['', 0, 0];
  for (;;) {
    const next = fold(shown).indexOf(fold(find), at);
    if (next < 0) return { text: written + shown.slice(at), count };
    written += shown.slice(at, next) + replacement;
    at = next + find.length;
    count++;
  }
}

const trimWhitespace = request(message({ range: gridRange }), (batch, { range }) => {
  const { sheet, area } = cellsOf(batch.workbook, range);
  touch(batch, sheet, area);
  let cellsChangedCount = 0;
  sheet.forEachCell(area, (cell) => {
    if (typeof cell.value !== 'string' || cell.formula !== '') return;
    const trimmed = cell.value.trim().split(/\s+/).join(' ');
    if (trimmed === cell.value) return;
    cell.value = trimmed;
    cellsChangedCount++;
  });
  batch.workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
  return { trimWhitespace: cellsChangedCount > 0 ? { cellsChangedCount } : {} };
});

/** Rows of the range whose compared cells show what an earlier row shows; the rest moves up. */
const deleteDuplicates = request(
  message({ range: gridRange, comparisonColumns: z.array(dimensionRange) }),
  (batch, { range, comparisonColumns = [] }) => {
    const { workbook } = batch;
    const { sheet, area } = cellsOf(workbook, range);
    touchGrid(batch, sheet, area);
    workbook.engine.calculate();
    const columns = comparedColumns(workbook, area, comparisonColumns);
    const seen = new Set<string>();
    let duplicatesRemovedCount = 0;
    for (let row = area.top; row <= area.bottom - duplicatesRemovedCount; row++) {
      const key = JSON.stringify(columns.map((column) => shown(workbook, sheet.at(row, column))));
      if (!seen.has(key)) {
        seen.add(key);
        continue;
      }
      workbook.shift({
        kind: 'delete',
        axis: 'rows',
        sheetId: sheet.id,
        at: row,
        count: 1,
        span: [area.left, area.right],
      });
      duplicatesRemovedCount++;
      row--;
    }
    return { deleteDuplicates: duplicatesRemovedCount > 0 ? { duplicatesRemovedCount } : {} };
  },
);

const shown = (workbook: Workbook, cell: Cell | undefined) =>
  cell ? displayValue(workbook, cell).toLowerCase() : '';

function comparedColumns(
  workbook: Workbook,
  area: Area,
  given: z.infer<typeof dimensionRange>[],
): number[] {
  const all = Array.from({ length: columnsOf(area) }, (_, at) => area.left + at);
  if (given.length === 0) return all;
  const named = given.map((one) => stretchOf(workbook, one));
  return all.filter((column) => named.some(({ from, to }) => column >= from && column <= to));
}

export const findingRequests = { findReplace, trimWhitespace, deleteDuplicates };
