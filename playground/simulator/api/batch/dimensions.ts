// Requests on whole rows and columns: insert, delete, append, move, size, hide, group.
import type { z } from 'zod';
import { columnsOf, rowsOf, type Area } from '../../workbook/area.ts';
import { fittingWidth } from '../../workbook/column-fit.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import { asksFor, updateMask } from '../mask.ts';
import { flag, int, message, oneOf, text } from '../messages/message.ts';
import { dimensionName, dimensionRange, gridRange } from '../messages/places.ts';
import { dimensionProperties } from '../messages/spreadsheets.ts';
import { cellsOf, gridOf, stretchOf, type Stretch } from '../ranges/grid.ts';
import { linesArea, request, touchGrid } from './request.ts';

const insertDimension = request(
  message({ range: dimensionRange, inheritFromBefore: flag }),
  (batch, { range, inheritFromBefore = false }) => {
    const { sheet, axis, from, to } = stretchOf(batch.workbook, range);
    const size = sheet.size[axis];
    if (from > size + (inheritFromBefore ? 1 : 0)) {
      throw invalid(
        inheritFromBefore
          ? `range.startIndex[${from - 1}] must be less than or equal to the grid size (${size}) if inheritFromBefore is true.`
          : `range.startIndex[${from - 1}] must be less than the grid size (${size}) if inheritFromBefore is false.`,
      );
    }
    if (inheritFromBefore && from === 1)
      throw invalid('inheritFromBefore cannot be true if inserting at the start of the grid.');
    touchGrid(batch, sheet);
    const count = to - from + 1;
    const likeAfter = !inheritFromBefore;
    batch.workbook.shift({ kind: 'insert', axis, sheetId: sheet.id, at: from, count, likeAfter });
  },
);

const deleteDimension = request(message({ range: dimensionRange }), (batch, { range }) => {
  const { sheet, axis, from, to } = stretchOf(batch.workbook, range);
  const size = sheet.size[axis];
  const name = axis === 'rows' ? 'row' : 'column';
  if (to > size) {
    throw invalid(
      `Cannot delete a ${name} that doesn't exist. Tried to delete ${name} index ${Math.max(from - 1, size)} but there are only ${size} ${name}s.`,
    );
  }
  touchGrid(batch, sheet, linesArea(sheet, { axis, from, to }));
  const count = to - from + 1;
  batch.workbook.shift({ kind: 'delete', axis, sheetId: sheet.id, at: from, count });
});

const appendDimension = request(
  message({ sheetId: int, dimension: dimensionName, length: int }),
  (batch, { sheetId, dimension = 'ROWS', length = 0 }) => {
    const sheet = gridOf(batch.workbook, sheetId);
    if (length < 1) throw invalid(`length[${length}] must be greater than zero.`);
    const axis = dimension === 'COLUMNS' ? 'columns' : 'rows';
    touchGrid(batch, sheet);
    const at = sheet.size[axis] + 1;
    batch.workbook.shift({ kind: 'insert', axis, sheetId: sheet.id, at, count: length });
  },
);

const moveDimension = request(
  message({ source: dimensionRange, destinationIndex: int }),
  (batch, { source, destinationIndex = 0 }) => {
    const { sheet, axis, from, to } = inGrid(stretchOf(batch.workbook, source));
    const size = sheet.size[axis];
    if (destinationIndex < 0 || destinationIndex > size)
      throw invalid(`destinationIndex[${destinationIndex}] is outside of the grid.`);
    if (destinationIndex >= from && destinationIndex < to)
      throw invalid('The destination index must not be within the source range.');
    touchGrid(batch, sheet);
    moveLines(batch.workbook, { sheet, axis, from, to }, destinationIndex);
  },
);

/** Opens a gap, cuts and pastes the lines into it, and closes where they were. */
function moveLines(workbook: Workbook, lines: Stretch, before: number): void {
  const { sheet, axis, from, to } = lines;
  const count = to - from + 1;
  const at = before + 1;
  workbook.shift({ kind: 'insert', axis, sheetId: sheet.id, at, count });
  const moved = at <= from ? count : 0;
  const source = linesArea(sheet, { axis, from: from + moved, to: to + moved });
  const target = axis === 'rows' ? { row: at, column: 1 } : { row: 1, column: at };
  workbook.move({ sheetId: sheet.id, area: source }, { sheetId: sheet.id, ...target });
  workbook.shift({ kind: 'delete', axis, sheetId: sheet.id, at: from + moved, count });
}

/** Up to the end of the grid. Throws where the lines begin beyond it. */
export function inGrid(lines: Stretch): Stretch {
  const size = lines.sheet.size[lines.axis];
  if (lines.from > size) {
    const name = lines.axis === 'rows' ? 'row' : 'column';
    throw invalid(`range.startIndex[${lines.from - 1}] is after last ${name} in grid[${size}]`);
  }
  return { ...lines, to: Math.min(lines.to, size) };
}

const updateDimensionProperties = request(
  message({ range: dimensionRange, properties: dimensionProperties, fields: text }),
  ({ workbook, rolling }, { range, properties = {}, fields }) => {
    const mask = updateMask(fields, dimensionProperties);
    const lines = inGrid(stretchOf(workbook, range));
    const { sheet, axis, from, to } = lines;
    if (axis === 'rows') rolling.keepRows(sheet, from, to);
    for (let at = from; at <= to; at++) {
      if (asksFor(mask, ['hiddenByUser'])) hide(lines, at, properties.hiddenByUser ?? false);
      if (asksFor(mask, ['pixelSize'])) resize(lines, at, properties.pixelSize);
    }
    workbook.changed({ kind: 'structure', sheetId: sheet.id });
  },
);

function hide({ sheet, axis }: Stretch, at: number, hidden: boolean): void {
  if (axis === 'rows') sheet.row(at).hidden = hidden;
  else if (hidden) sheet.hiddenColumns.add(at);
  else sheet.hiddenColumns.delete(at);
}

function resize({ sheet, axis }: Stretch, at: number, pixels: number | undefined): void {
  if (axis === 'columns') {
    if (pixels === undefined) sheet.columnWidths.delete(at);
    else sheet.columnWidths.set(at, pixels);
  } else if (pixels === undefined) delete sheet.row(at).height;
  else sheet.row(at).height = pixels;
}

/** Wide enough for the longest text; how wide Google's fonts are is not known here. */
const autoResizeDimensions = request(
  message({ dimensions: dimensionRange }),
  ({ workbook, rolling }, { dimensions }) => {
    const lines = inGrid(stretchOf(workbook, dimensions));
    const { sheet, axis, from, to } = lines;
    if (axis === 'rows') rolling.keepRows(sheet, from, to);
    workbook.engine.calculate();
    for (let at = from; at <= to; at++) {
      resize(lines, at, axis === 'rows' ? undefined : fittingWidth(workbook, sheet, at));
    }
    workbook.changed({ kind: 'structure', sheetId: sheet.id });
  },
);

const shiftWord = oneOf('Dimension', ['ROWS', 'COLUMNS', 'DIMENSION_UNSPECIFIED']);

/** Cells come in, and what stood there goes right or down; the grid grows where something would fall off. */
const insertRange = request(
  message({ range: gridRange, shiftDimension: shiftWord }),
  (batch, { range, shiftDimension }) =>
    shiftRange(batch.workbook, { batch, range, shiftDimension, kind: 'insert' }),
);

const deleteRange = request(
  message({ range: gridRange, shiftDimension: shiftWord }),
  (batch, { range, shiftDimension }) =>
    shiftRange(batch.workbook, { batch, range, shiftDimension, kind: 'delete' }),
);

interface RangeShift {
  batch: Parameters<typeof touchGrid>[0];
  range: z.infer<typeof gridRange> | undefined;
  shiftDimension: z.infer<typeof shiftWord> | undefined;
  kind: 'insert' | 'delete';
}

function shiftRange(workbook: Workbook, { batch, range, shiftDimension, kind }: RangeShift): void {
  if (shiftDimension !== 'ROWS' && shiftDimension !== 'COLUMNS')
    throw invalid('Must specify shiftDimension.');
  const { sheet, area } = cellsOf(workbook, range);
  const down = shiftDimension === 'ROWS';
  touchGrid(batch, sheet, beyond(sheet, area, down));
  workbook.shift({
    kind,
    axis: down ? 'rows' : 'columns',
    sheetId: sheet.id,
    at: down ? area.top : area.left,
    count: down ? rowsOf(area) : columnsOf(area),
    span: down ? [area.left, area.right] : [area.top, area.bottom],
  });
}

/** The area and all that moves with it. */
function beyond(sheet: Sheet, area: Area, down: boolean): Area {
  return down ? { ...area, bottom: sheet.size.rows } : { ...area, right: sheet.size.columns };
}

export const dimensionRequests = {
  insertDimension,
  deleteDimension,
  appendDimension,
  moveDimension,
  updateDimensionProperties,
  autoResizeDimensions,
  insertRange,
  deleteRange,
};
