// Values of a range as values.get gives them: empty ends left out, in the rendering asked for.
import type { Area } from '../../workbook/area.ts';
import { formatOf, type Cell } from '../../workbook/cell.ts';
import { displayValue } from '../../workbook/display.ts';
import { isDateFormat } from '../../values/format-parts.ts';
import { isError } from '../../values/cell-value.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import type { JsonValue, Rendering, ValueRange } from '../messages/values.ts';
import { written } from '../ranges/a1.ts';
import type { Cells } from '../ranges/grid.ts';

/** The range with its values; none at all where every cell is empty. */
export function readRange(workbook: Workbook, cells: Cells, how: Rendering): ValueRange {
  workbook.engine.calculate();
  const byColumns = how.majorDimension === 'COLUMNS';
  const values = trimmed(linesOf(workbook, cells, { how, byColumns }));
  return {
    range: written(cells),
    majorDimension: byColumns ? 'COLUMNS' : 'ROWS',
    ...(values.length > 0 ? { values } : {}),
  };
}

interface Reading {
  how: Rendering;
  byColumns: boolean;
}

function linesOf(workbook: Workbook, cells: Cells, { how, byColumns }: Reading): JsonValue[][] {
  const { sheet, area } = usedPart(cells);
  const rows: JsonValue[][] = [];
  for (let row = area.top; row <= area.bottom; row++) {
    const line: JsonValue[] = [];
    for (let column = area.left; column <= area.right; column++) {
      line.push(render(workbook, sheet.at(row, column), how));
    }
    rows.push(line);
  }
  if (!byColumns) return rows;
  const width = area.right - area.left + 1;
  return Array.from({ length: width }, (_, at) => rows.map((line) => line[at] ?? ''));
}

/** Rows that hold nothing up to the end of the tab need not be looked at. */
function usedPart({ sheet, area }: Cells): { sheet: Sheet; area: Area } {
  return { sheet, area: { ...area, bottom: Math.min(area.bottom, sheet.rows.length) } };
}

/** Ends that are empty are left out, of each line and of the whole. */
function trimmed(lines: JsonValue[][]): JsonValue[][] {
  const ends = lines.map((line) => line.slice(0, line.findLastIndex((value) => value !== '') + 1));
  return ends.slice(0, ends.findLastIndex((line) => line.length > 0) + 1);
}

function render(workbook: Workbook, cell: Cell | undefined, how: Rendering): JsonValue {
  if (!cell) return '';
  const { valueRenderOption = 'FORMATTED_VALUE', dateTimeRenderOption } = how;
  if (valueRenderOption === 'FORMATTED_VALUE') return displayValue(workbook, cell);
  if (valueRenderOption === 'FORMULA' && cell.formula !== '') return cell.formula;
  const { value } = cell;
  if (isError(value)) return value.error;
  const isShownTime =
    dateTimeRenderOption === 'FORMATTED_STRING' &&
    typeof value === 'number' &&
    isDateFormat(formatOf(cell));
  return isShownTime ? displayValue(workbook, cell) : value;
}
