// What the page draws of the charts in a tab: the first column of their cells names the points, the others are numbers.
import type { ChartView } from '../protocol.ts';
import type { Area } from '../simulator/workbook/area.ts';
import type { Chart, Sheet } from '../simulator/workbook/sheet.ts';
import type { Workbook } from '../simulator/workbook/workbook.ts';

/** More would lie on each other: of more, every second, third … is drawn. */
const POINTS = 300;

export function viewCharts(workbook: Workbook, sheet: Sheet): ChartView[] {
  return sheet.charts.map((chart) => {
    const { id, title, type = 'COLUMN', options = {}, anchor = { row: 1, column: 1 } } = chart;
    const stacked = options['isStacked'] === 'percent' ? 'percent' : options['isStacked'] === true;
    const { row, column } = anchor;
    return { id, title, type, stacked, row, column, ...pointsOf(workbook, chart) };
  });
}

function pointsOf(workbook: Workbook, { sheetId, areas, headers = 1 }: Chart) {
  const columns = areas.flatMap(columnsIn);
  const [named, ...drawn] = columns;
  const rows = named ? rowsIn(named, headers) : [];
  const at = (row: number, { left }: Area) => workbook.cell(sheetId, row, left);
  const numberAt = (row: number, area: Area) => {
    const { value } = at(row, area);
    return typeof value === 'number' ? value : null;
  };
  return {
    names: named ? rows.map((row) => at(row, named).display) : [],
    series: drawn.map((area) => ({
      name: headers > 0 ? at(area.top, area).display : '',
      values: rows.map((row) => numberAt(row, area)),
    })),
  };
}

function columnsIn({ top, bottom, left, right }: Area): Area[] {
  return Array.from({ length: right - left + 1 }, (_, index) => {
    const column = left + index;
    return { top, bottom, left: column, right: column };
  });
}

function rowsIn({ top, bottom }: Area, headers: number): number[] {
  const first = top + headers;
  const step = Math.max(1, Math.ceil((bottom - first + 1) / POINTS));
  const count = Math.max(0, Math.ceil((bottom - first + 1) / step));
  return Array.from({ length: count }, (_, index) => first + index * step);
}
