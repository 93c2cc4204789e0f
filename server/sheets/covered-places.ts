// The places of a tab that something takes as one: charts and pivot tables, a filter, colours and names.
import type { sheets_v4 } from '@googleapis/sheets';
import type { Place } from '../../domain/cells/place.ts';
import { isRangeName } from '../../domain/linked-range.ts';
import { isLitFormula } from '../../domain/refresh/lit-cells.ts';
import type { Spreadsheet } from '../google/spreadsheet.ts';
import { placeOf } from './places.ts';
import type { Shape, ShapedTab } from './shape.ts';

type GridRange = sheets_v4.Schema$GridRange;
type Sheet = sheets_v4.Schema$Sheet;

const FIELDS =
  'sheets(properties.sheetId,charts.spec,bandedRanges.range,basicFilter.range,conditionalFormats(ranges,booleanRule.condition),data.rowData.values.pivotTable.source)';

/** One read. */
export async function coveredPlaces(
  spreadsheet: Spreadsheet,
  shape: Shape,
  tab: ShapedTab,
): Promise<Place[]> {
  const { sheets = [] } = await spreadsheet.get(FIELDS);
  const own = sheets.find(({ properties }) => (properties?.sheetId ?? 0) === tab.id);
  const ranges = [...sheets.flatMap(shownRanges), ...(own ? rangesOf(own) : [])];
  const names = shape.names.filter(({ name, tab: at }) => at === tab.id && !isRangeName(name));
  return [
    ...ranges.filter(({ sheetId }) => (sheetId ?? 0) === tab.id).map((one) => placeOf(one, tab)),
    ...names.flatMap(({ place }) => (place ? [place] : [])),
  ];
}

/** The cells of a tab at which its charts hang. One read. */
export async function chartCells(spreadsheet: Spreadsheet, { id }: ShapedTab): Promise<Place[]> {
  const { sheets = [] } = await spreadsheet.get(
    'sheets(properties.sheetId,charts.position.overlayPosition.anchorCell)',
  );
  const own = sheets.find(({ properties }) => (properties?.sheetId ?? 0) === id);
  return (own?.charts ?? []).flatMap(({ position }) => {
    const at = position?.overlayPosition?.anchorCell;
    // What is zero Google leaves out.
    const place = { row: (at?.rowIndex ?? 0) + 1, column: (at?.columnIndex ?? 0) + 1 };
    return at ? [{ ...place, rows: 1, columns: 1 }] : [];
  });
}

// What the charts and pivot tables of a tab show, in whatever tab that stands.
function shownRanges({ charts, data }: Sheet): GridRange[] {
  const cells = (data ?? []).flatMap(({ rowData }) => rowData ?? []);
  const pivots = cells.flatMap(({ values }) => values ?? []);
  return [
    ...(charts ?? []).flatMap(({ spec }) => sourcesIn(spec)),
    ...pivots.flatMap(({ pivotTable }) => (pivotTable?.source ? [pivotTable.source] : [])),
  ];
}

// Each kind of chart has its sources elsewhere in its description, and all call them so.
function sourcesIn(description: unknown): GridRange[] {
  if (typeof description !== 'object' || description === null) return [];
  return Object.entries(description).flatMap(([name, part]: [string, unknown]) => {
    if (name !== 'sourceRange') return sourcesIn(part);
    return (part as sheets_v4.Schema$ChartSourceRange).sources ?? [];
  });
}

function rangesOf({ basicFilter, bandedRanges, conditionalFormats }: Sheet): GridRange[] {
  const colours = (conditionalFormats ?? []).filter(
    ({ booleanRule }) => !isLitFormula(booleanRule?.condition?.values?.[0]?.userEnteredValue ?? ''),
  );
  return [
    ...(basicFilter?.range ? [basicFilter.range] : []),
    ...(bandedRanges ?? []).flatMap(({ range }) => (range ? [range] : [])),
    ...colours.flatMap(({ ranges }) => ranges ?? []),
  ];
}
