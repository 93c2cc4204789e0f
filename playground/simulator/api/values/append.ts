// Where values.append writes: below the last table that its range touches (Google's guide on appending values).
import { areaAt, intersection, type Area } from '../../workbook/area.ts';
import { hasContent } from '../../workbook/cell.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { Place } from '../ranges/a1.ts';

/** null: there is no table, and the values go where the range begins. */
export function tableWithin({ sheet, area }: Place): Area | null {
  const last = lastFilled(sheet, area);
  return last && grownTable(sheet, last);
}

function lastFilled(sheet: Sheet, area: Area): Area | null {
  let last: Area | null = null;
  sheet.forEachCell(area, (cell, row, column) => {
    if (hasContent(cell)) last = areaAt(row, column);
  });
  return last;
}

/** Takes in what is filled around it until a border of empty cells is all around. */
function grownTable(sheet: Sheet, start: Area): Area {
  let table = start;
  for (;;) {
    const around = {
      top: table.top - 1,
      left: table.left - 1,
      bottom: table.bottom + 1,
      right: table.right + 1,
    };
    const grown = filledPart(sheet, intersection(around, sheet.everything) ?? table, table);
    if (grown === table) return table;
    table = grown;
  }
}

function filledPart(sheet: Sheet, around: Area, table: Area): Area {
  let { top, left, bottom, right } = table;
  const isEdge = (row: number, column: number) =>
    row < table.top || row > table.bottom || column < table.left || column > table.right;
  sheet.forEachCell(around, (cell, row, column) => {
    if (!isEdge(row, column) || !hasContent(cell)) return;
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    left = Math.min(left, column);
    right = Math.max(right, column);
  });
  const same =
    top === table.top && left === table.left && bottom === table.bottom && right === table.right;
  return same ? table : { top, left, bottom, right };
}
