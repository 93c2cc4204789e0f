// The cells of a range, with what is known of its rows and columns.
import { isBare, type Cell } from '../../workbook/cell.ts';
import type { MetadataPlace } from '../../workbook/metadata.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { asksFor, type Mask } from '../mask.ts';
import type { CellData } from '../messages/cells.ts';
import { areaAt, intersection, type Area } from '../../workbook/area.ts';
import type { Pivot } from '../../workbook/sheet.ts';
import { gridRangeOf, type Cells } from '../ranges/grid.ts';
import { cellDataOf, fieldsOf } from './cell-data.ts';
import { metadataOf } from './metadata.ts';
import { listed } from './sheet-json.ts';

const everything: Mask = new Map();
const rowHeight = 21;
const columnWidth = 100;

/** `mask` is that of a GridData: what it does not ask for is not even made. */
export function gridDataOf(workbook: Workbook, cells: Cells, mask: Mask): object {
  const { area } = cells;
  const asks = (name: string) => asksFor(mask, [name]);
  return {
    ...(area.top > 1 ? { startRow: area.top - 1 } : {}),
    ...(area.left > 1 ? { startColumn: area.left - 1 } : {}),
    ...(asks('rowData') ? listed('rowData', rowsOf(workbook, cells, mask)) : {}),
    ...(asks('rowMetadata') ? { rowMetadata: lines(workbook, cells, 'rows') } : {}),
    ...(asks('columnMetadata') ? { columnMetadata: lines(workbook, cells, 'columns') } : {}),
  };
}

/** Rows and cells that hold nothing are {}, but for those at the end, which are left out. */
function rowsOf(workbook: Workbook, { sheet, area }: Cells, mask: Mask): { values?: CellData[] }[] {
  const wanted = fieldsOf(mask.get('rowData')?.get('values') ?? everything);
  const rows: { values?: CellData[] }[] = [];
  let used = 0;
  const pivots = wanted.pivotTable ? sheet.pivots.filter(isWithin(area)) : [];
  const end = Math.max(sheet.rows.length, ...pivots.map((pivot) => anchorOf(pivot).row));
  for (let row = area.top; row <= Math.min(area.bottom, end); row++) {
    const held = sheet.rows[row - 1]?.cells.slice(area.left - 1, area.right) ?? [];
    const last = held.findLastIndex(
      (cell: Cell | undefined) => cell !== undefined && !isBare(cell),
    );
    const values = Array.from({ length: last + 1 }, (_, at) =>
      cellDataOf(workbook, held[at], wanted),
    );
    for (const pivot of pivots) {
      const anchor = anchorOf(pivot);
      if (anchor.row !== row) continue;
      const at = anchor.column - area.left;
      while (values.length <= at) values.push({});
      const source = gridRangeOf(pivot.sheetId, pivot.source);
      values[at] = { ...values[at], pivotTable: { source } };
    }
    rows.push(values.length > 0 ? { values } : {});
    if (values.length > 0) used = rows.length;
  }
  return rows.slice(0, used);
}

const anchorOf = ({ anchor = { row: 1, column: 1 } }: Pivot) => anchor;

const isWithin = (area: Area) => (pivot: Pivot) => {
  const { row, column } = anchorOf(pivot);
  return intersection(area, areaAt(row, column)) !== null;
};

function lines(workbook: Workbook, { sheet, area }: Cells, axis: 'rows' | 'columns'): object[] {
  const [from, to] = axis === 'rows' ? [area.top, area.bottom] : [area.left, area.right];
  const attached = workbook.metadata.list.filter(
    ({ place }) => place.on === axis && place.sheetId === sheet.id,
  );
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const at = from + index;
    const here = attached.filter(({ place }) => startsAt(place, at)).map(metadataOf);
    const size = axis === 'rows' ? rowOf(sheet, at) : columnOf(sheet, at);
    return { ...size, ...listed('developerMetadata', here) };
  });
}

const startsAt = (place: MetadataPlace, at: number) => 'from' in place && place.from === at;

function rowOf({ rows }: Cells['sheet'], row: number): object {
  const { height = rowHeight, hidden, hiddenByFilter } = rows[row - 1] ?? {};
  return {
    ...(hiddenByFilter ? { hiddenByFilter } : {}),
    ...(hidden ? { hiddenByUser: true } : {}),
    pixelSize: height,
  };
}

function columnOf({ hiddenColumns, columnWidths }: Cells['sheet'], column: number): object {
  return {
    ...(hiddenColumns.has(column) ? { hiddenByUser: true } : {}),
    pixelSize: columnWidths.get(column) ?? columnWidth,
  };
}
