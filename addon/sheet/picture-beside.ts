// Draws a new linked range with Google's own charts and pivot tables, where nothing of a person's is covered.
import type { SheetPicture } from '../../domain/charts/sheet-picture.ts';
import { placeName } from '../../domain/cells/cell-name.ts';
import { overlap } from '../../domain/cells/place.ts';
import type { Place } from '../../domain/cells/place.ts';
import { freeTabName } from '../../domain/refresh/insertion-place.ts';
import { refuseFullForTab } from '../../domain/refresh/around/spreadsheet-size.ts';
import { rangeAt } from './places.ts';
import { followInSpreadsheet } from './reads.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Chart = GoogleAppsScript.Spreadsheet.EmbeddedChart;

/** What was made beside a range, so that it can be taken away with it. */
export interface Picture {
  chart: number | null;
  /** The tab of its pivot table. */
  tab: number | null;
  /** Columns that the tab grew by. */
  grew: number;
  /** What the person reads of it. */
  says: string;
}

export interface Pictured {
  picture: SheetPicture;
  place: Place;
  title: string;
}

/** What a chart takes where nobody sets it: https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#OverlayPosition. */
const CHART = { width: 600, height: 371 };
/** What a new tab holds of cells. */
const NEW_TAB_CELLS = 26_000;

/** Makes the picture of a range that has just been written. Throws what Google says, and Problem: sheet_full. */
export function makePicture(sheet: Sheet, { picture, ...of }: Pictured): Picture {
  return picture.what === 'chart' ? makeChart(sheet, picture, of) : makePivot(sheet, picture, of);
}

type Of = Omit<Pictured, 'picture'>;
type DrawnChart = Extract<SheetPicture, { what: 'chart' }>;

// It has the range's own columns with their headers, so it grows and shrinks as the range does.
function makeChart(sheet: Sheet, picture: DrawnChart, { place, title }: Of): Picture {
  const known = new Set(sheet.getCharts().map((chart) => chart.getChartId()));
  const at = freeBox(sheet, place);
  const grew = Math.max(0, at.column + at.columns - 1 - sheet.getMaxColumns());
  if (grew > 0) growBy(sheet, grew);
  try {
    insertChart(sheet, { picture, at, place, title });
  } catch (error) {
    // Nobody else would take these columns away.
    if (grew > 0) sheet.deleteColumns(sheet.getMaxColumns() - grew + 1, grew);
    throw error;
  }
  const made = sheet.getCharts().find((chart) => !known.has(chart.getChartId()));
  const cell = placeName({ ...at, rows: 1, columns: 1 });
  const says = `Its chart stands at ${cell}, and follows its rows.`;
  return { chart: made?.getChartId() ?? null, tab: null, grew, says };
}

function insertChart(
  sheet: Sheet,
  { picture: { type, x, y, stacked }, at, place, title }: Of & { picture: DrawnChart; at: Place },
): void {
  const builder = sheet.newChart().setChartType(Charts.ChartType[type]).setNumHeaders(1);
  for (const offset of [x, ...y]) {
    builder.addRange(rangeAt(sheet, { ...place, column: place.column + offset, columns: 1 }));
  }
  builder.setOption('title', title).setPosition(at.row, at.column, 0, 0);
  if (stacked !== false) builder.setOption('isStacked', stacked);
  sheet.insertChart(builder.build());
}

function growBy(sheet: Sheet, columns: number): void {
  followInSpreadsheet(refuseFullForTab(columns * sheet.getMaxRows()), sheet.getParent());
  sheet.insertColumnsAfter(sheet.getMaxColumns(), columns);
}

// Beside the range where nothing stands, a column between them; else to the right of all that stands in the tab.
function freeBox(sheet: Sheet, place: Place): Place {
  // What hangs in rows that are frozen is not scrolled with the others.
  const row = Math.max(place.row, sheet.getFrozenRows() + 1);
  const beside = boxAt(sheet, row, place.column + place.columns + 1);
  const charts = sheet.getCharts().map((chart) => boxOf(sheet, chart));
  const isTaken = charts.some((box) => overlap(box, beside)) || !isBlank(sheet, beside);
  if (!isTaken) return beside;
  const ends = charts.map(({ column, columns }) => column + columns - 1);
  const end = Math.max(sheet.getLastColumn(), place.column + place.columns - 1, ...ends);
  return boxAt(sheet, row, end + 2);
}

function boxOf(sheet: Sheet, chart: Chart): Place {
  const at = chart.getContainerInfo();
  return boxAt(sheet, at.getAnchorRow(), at.getAnchorColumn());
}

/** The cells that a chart covers which hangs at this one. */
function boxAt(sheet: Sheet, row: number, column: number): Place {
  const rows = countUntil(CHART.height, (index) => sheet.getRowHeight(row + index));
  const columns = countUntil(CHART.width, (index) => sheet.getColumnWidth(column + index));
  return { row, column, rows, columns };
}

// What lies beyond the edge of the tab is as large as Google makes it.
function countUntil(pixels: number, sizeOf: (index: number) => number): number {
  let count = 0;
  for (let left = pixels; left > 0; left -= Math.max(1, sizeOf(count - 1))) count += 1;
  return count;
}

function isBlank(sheet: Sheet, { row, column, rows, columns }: Place): boolean {
  const tall = Math.min(rows, sheet.getMaxRows() - row + 1);
  const wide = Math.min(columns, sheet.getMaxColumns() - column + 1);
  return tall < 1 || wide < 1 || sheet.getRange(row, column, tall, wide).isBlank();
}

// Its cells come and go by themselves, and Google gives an error instead of it where something is in their way.
function makePivot(
  sheet: Sheet,
  { rows, columns, sum }: Extract<SheetPicture, { what: 'pivot' }>,
  { place, title }: Of,
): Picture {
  const spreadsheet = sheet.getParent();
  followInSpreadsheet(refuseFullForTab(NEW_TAB_CELLS), spreadsheet);
  const name = followInSpreadsheet(freeTabName(`${title} (pivot)`), spreadsheet);
  const tab = spreadsheet.insertSheet(name);
  const pivot = tab.getRange(1, 1).createPivotTable(rangeAt(sheet, place));
  pivot.addRowGroup(place.column + rows);
  if (columns !== null) pivot.addColumnGroup(place.column + columns);
  pivot.addPivotValue(place.column + sum, SpreadsheetApp.PivotTableSummarizeFunction.SUM);
  const says = `A pivot table of it stands in the tab “${name}”, and follows its rows.`;
  return { chart: null, tab: tab.getSheetId(), grew: 0, says };
}

/** Takes away what was made beside a range, unless somebody did already; what else stands in a tab stays. */
export function removePicture(sheet: Sheet, { chart, tab }: Picture): void {
  const drawn = sheet.getCharts().find((one) => one.getChartId() === chart);
  if (chart !== null && drawn) sheet.removeChart(drawn);
  const spreadsheet = sheet.getParent();
  const other = spreadsheet.getSheets().find((one) => one.getSheetId() === tab);
  if (tab === null || !other) return;
  const own = sheet.getSheetId();
  const pivots = other.getPivotTables() as (GoogleAppsScript.Spreadsheet.PivotTable & {
    getSourceDataRange(): GoogleAppsScript.Spreadsheet.Range;
  })[];
  for (const pivot of pivots) {
    if (pivot.getSourceDataRange().getSheet().getSheetId() === own) pivot.remove();
  }
  if (other.getLastRow() === 0 && other.getCharts().length === 0) spreadsheet.deleteSheet(other);
}
