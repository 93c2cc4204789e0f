// The places of a tab that something takes as one: charts and pivot tables, a filter, colours and names.
import { isRangeName } from '../../domain/linked-range.ts';
import type { Place } from '../../domain/cells/place.ts';
import { othersThanLit } from './lit-rule.ts';
import { placeOf } from './places.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;
/** Google has it since April 2020; its types do not. */
type Pivot = GoogleAppsScript.Spreadsheet.PivotTable & { getSourceDataRange(): Range };

export function coveredPlaces(sheet: Sheet): Place[] {
  const id = sheet.getSheetId();
  const elsewhere = sheet
    .getParent()
    .getSheets()
    .flatMap(shownRanges)
    .filter((range) => range.getSheet().getSheetId() === id);
  const filter = sheet.getFilter();
  const here = [
    ...(filter ? [filter.getRange()] : []),
    ...sheet.getBandings().map((banding) => banding.getRange()),
    ...othersThanLit(sheet.getConditionalFormatRules()).flatMap((rule) => rule.getRanges()),
    ...sheet
      .getNamedRanges()
      .filter((named) => !isRangeName(named.getName()))
      .map((named) => named.getRange()),
  ];
  return [...elsewhere, ...here].map(placeOf);
}

/** The cells of a tab at which its charts hang. */
export function chartCells(sheet: Sheet): Place[] {
  return sheet.getCharts().map((chart) => {
    const at = chart.getContainerInfo();
    return { row: at.getAnchorRow(), column: at.getAnchorColumn(), rows: 1, columns: 1 };
  });
}

// What the charts and pivot tables of a tab show, in whatever tab that stands.
function shownRanges(tab: Sheet): Range[] {
  const charts = tab.getCharts().flatMap((chart) => chart.getRanges());
  return [...charts, ...pivotsOf(tab).flatMap(sourceOf)];
}

function pivotsOf(tab: Sheet): Pivot[] {
  try {
    return tab.getPivotTables() as Pivot[];
  } catch {
    // A tab that is a chart, or a connected data source, has no cells in which one could stand.
    return [];
  }
}

function sourceOf(pivot: Pivot): Range[] {
  try {
    return [pivot.getSourceDataRange()];
  } catch {
    // One of a connected data source shows no cells.
    return [];
  }
}
