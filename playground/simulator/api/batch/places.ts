// Requests that copy, cut, sort and merge cells.
import { z } from 'zod';
import {
  areaAt,
  columnsOf,
  intersection,
  rowsOf,
  sameArea,
  type Area,
} from '../../workbook/area.ts';
import { copyCells, mergeArea, unmergeArea, type CopyPart } from '../../workbook/area-edits.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import { sortRows } from '../../workbook/sorting.ts';
import { invalid } from '../errors.ts';
import { message, oneOf } from '../messages/message.ts';
import { gridCoordinate, gridRange } from '../messages/places.ts';
import { sortSpec } from '../messages/spreadsheets.ts';
import { cellOf, cellsOf } from '../ranges/grid.ts';
import { pasteType } from './cells.ts';
import { request, touch, touchGrid } from './request.ts';

const copyParts: Partial<Record<z.infer<typeof pasteType>, CopyPart>> = {
  PASTE_NORMAL: 'all',
  PASTE_VALUES: 'values',
  PASTE_FORMAT: 'formats',
  PASTE_FORMULA: 'formulas',
};

function partOf(type: z.infer<typeof pasteType> = 'PASTE_NORMAL'): CopyPart {
  const part = copyParts[type];
  if (!part) throw invalid(`${type} is not supported.`);
  return part;
}

/** Fills the destination with as many copies as it holds whole; at least one. */
const copyPaste = request(
  message({
    source: gridRange,
    destination: gridRange,
    pasteType,
    pasteOrientation: oneOf('PasteOrientation', ['NORMAL', 'TRANSPOSE']),
  }),
  (batch, { source, destination, pasteType: type, pasteOrientation }) => {
    if (pasteOrientation === 'TRANSPOSE') throw invalid('TRANSPOSE is not supported.');
    const part = partOf(type);
    const from = cellsOf(batch.workbook, source);
    const to = cellsOf(batch.workbook, destination);
    const [height, width] = [rowsOf(from.area), columnsOf(from.area)];
    const down = Math.max(1, Math.floor(rowsOf(to.area) / height));
    const across = Math.max(1, Math.floor(columnsOf(to.area) / width));
    const { top, left } = to.area;
    const filled = areaAt(top, left, down * height, across * width);
    if (!to.sheet.inGrid(filled)) throw invalid('The copied cells do not fit into the grid.');
    batch.workbook.engine.calculate();
    touch(batch, to.sheet, filled);
    for (let row = 0; row < down; row++) {
      for (let column = 0; column < across; column++) {
        const target = { sheet: to.sheet, row: top + row * height, column: left + column * width };
        copyCells(from, target, part);
      }
    }
    to.sheet.drop(filled);
    batch.workbook.changed({ kind: 'cells', sheetId: to.sheet.id, area: filled });
  },
);

const cutPaste = request(
  message({ source: gridRange, destination: gridCoordinate, pasteType }),
  (batch, { source, destination, pasteType: type = 'PASTE_NORMAL' }) => {
    if (type !== 'PASTE_NORMAL') throw invalid(`${type} is not supported.`);
    const from = cellsOf(batch.workbook, source);
    const { sheet, row, column } = cellOf(batch.workbook, destination);
    touchGrid(batch, from.sheet, from.area);
    touchGrid(batch, sheet, areaAt(row, column, rowsOf(from.area), columnsOf(from.area)));
    batch.workbook.move(
      { sheetId: from.sheet.id, area: from.area },
      { sheetId: sheet.id, row, column },
    );
  },
);

const sortRange = request(
  message({ range: gridRange, sortSpecs: z.array(sortSpec) }),
  (batch, { range, sortSpecs = [] }) => {
    const { sheet, area } = cellsOf(batch.workbook, range);
    if (sortSpecs.length === 0) throw invalid('Must specify at least one sortSpec.');
    const keys = sortSpecs.map(({ dimensionIndex = 0, sortOrder = 'ASCENDING' }) => {
      const column = dimensionIndex + 1;
      if (column < area.left || column > area.right)
        throw invalid(`sortSpec.dimensionIndex[${dimensionIndex}] is outside of the range.`);
      return { column, ascending: sortOrder === 'ASCENDING' };
    });
    touch(batch, sheet, area);
    sortRows(batch.workbook, sheet, area, keys);
  },
);

const mergeCells = request(
  message({
    range: gridRange,
    mergeType: oneOf('MergeType', ['MERGE_ALL', 'MERGE_COLUMNS', 'MERGE_ROWS']),
  }),
  (batch, { range, mergeType = 'MERGE_ALL' }) => {
    const { sheet, area } = cellsOf(batch.workbook, range);
    touch(batch, sheet, area);
    const parts = partsOf(area, mergeType).filter((part) => rowsOf(part) * columnsOf(part) > 1);
    checkWhole(sheet, area);
    unmergeArea(batch.workbook, sheet, area);
    for (const part of parts) mergeArea(batch.workbook, sheet, part);
  },
);

/** Merges that reach out of the area are not cut through. */
function checkWhole(sheet: Sheet, area: Area): void {
  const isCut = sheet.merges.some((merge) => {
    const common = intersection(merge, area);
    return common !== null && !sameArea(common, merge);
  });
  if (isCut) throw invalid('You must select all cells in a merged range to merge or unmerge them.');
}

function partsOf(area: Area, type: 'MERGE_ALL' | 'MERGE_COLUMNS' | 'MERGE_ROWS'): Area[] {
  if (type === 'MERGE_ALL') return [area];
  return type === 'MERGE_COLUMNS'
    ? Array.from({ length: columnsOf(area) }, (_, at) => {
        const column = area.left + at;
        return { ...area, left: column, right: column };
      })
    : Array.from({ length: rowsOf(area) }, (_, at) => {
        const row = area.top + at;
        return { ...area, top: row, bottom: row };
      });
}

const unmergeCells = request(message({ range: gridRange }), ({ workbook }, { range }) => {
  const { sheet, area } = cellsOf(workbook, range);
  checkWhole(sheet, area);
  unmergeArea(workbook, sheet, area);
});

export const placeRequests = {
  copyPaste,
  cutPaste,
  sortRange,
  mergeCells,
  unmergeCells,
};
