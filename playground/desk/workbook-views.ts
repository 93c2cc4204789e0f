// What the page paints of the workbook.
import type { Area, CellView, RowView, TabView, WorkbookView } from '../protocol.ts';
import { viewCharts } from './chart-views.ts';
import { columnsOf, rowsOf } from '../simulator/workbook/area.ts';
import type { Area as Corners } from '../simulator/workbook/area.ts';
import type { Sheet } from '../simulator/workbook/sheet.ts';
import type { CellView as SimulatedCell } from '../simulator/workbook/view.ts';
import type { Workbook } from '../simulator/workbook/workbook.ts';

export function viewWorkbook(workbook: Workbook): WorkbookView {
  return {
    name: workbook.name,
    locale: workbook.locale,
    timeZone: workbook.timeZone,
    tabs: workbook.sheets.filter((sheet) => !sheet.hidden).map((sheet) => viewTab(workbook, sheet)),
    activeTab: workbook.activeSheetId,
    selection: areaView(workbook.selection),
  };
}

function viewTab(workbook: Workbook, sheet: Sheet): TabView {
  return {
    id: sheet.id,
    name: sheet.name,
    rows: sheet.size.rows,
    columns: sheet.size.columns,
    widths: Object.fromEntries(sheet.columnWidths),
    frozenRows: sheet.frozenRows,
    frozenColumns: sheet.frozenColumns,
    charts: viewCharts(workbook, sheet),
    protections: sheet.protections.map(({ area, owner }) => ({
      area: area && areaView(area),
      owner,
    })),
  };
}

function areaView(area: Corners): Area {
  return { row: area.top, column: area.left, rows: rowsOf(area), columns: columnsOf(area) };
}

export function viewRows(workbook: Workbook, tab: number, [from, to]: [number, number]): RowView[] {
  return workbook.rows(tab, from, to).flatMap(({ row, cells }) => {
    if (cells.length === 0) return [];
    return { row, cells: Object.fromEntries(cells.map((cell) => [cell.column, viewCell(cell)])) };
  });
}

function viewCell(cell: SimulatedCell): CellView {
  return {
    display: cell.display,
    input: cell.input,
    align: cell.side,
    ...(cell.bold ? { bold: true } : {}),
    ...(cell.italic ? { italic: true } : {}),
    ...(cell.line === 'underline' ? { underlined: true } : {}),
    ...(cell.line === 'line-through' ? { struck: true } : {}),
    ...(cell.color ? { color: cell.color } : {}),
    ...(cell.background ? { background: cell.background } : {}),
    ...(cell.note ? { note: cell.note } : {}),
    ...(cell.error ? { error: cell.error } : {}),
    ...(cell.wrap === 'WRAP' ? { wrap: true } : {}),
    ...(cell.choices.length > 0 ? { choices: cell.choices, strict: cell.strict } : {}),
  };
}
