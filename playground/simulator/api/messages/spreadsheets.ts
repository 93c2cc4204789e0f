// A spreadsheet and its tabs, as the Sheets API writes them.
import { z } from 'zod';
import { booleanCondition, cellFormat, color, colorStyle, rowData } from './cells.ts';
import { double, flag, int, message, oneOf, text } from './message.ts';
import { developerMetadata, dimensionRange, gridRange } from './places.ts';

export const gridProperties = message({
  rowCount: int,
  columnCount: int,
  frozenRowCount: int,
  frozenColumnCount: int,
  hideGridlines: flag,
  rowGroupControlAfter: flag,
  columnGroupControlAfter: flag,
});

export const sheetProperties = message({
  sheetId: int,
  title: text,
  index: int,
  sheetType: oneOf('SheetType', ['GRID', 'OBJECT', 'DATA_SOURCE']),
  gridProperties,
  hidden: flag,
  tabColor: color,
  tabColorStyle: colorStyle,
  rightToLeft: flag,
});
export type SheetProperties = z.infer<typeof sheetProperties>;

export const spreadsheetProperties = message({
  title: text,
  locale: text,
  autoRecalc: oneOf('RecalculationInterval', ['ON_CHANGE', 'MINUTE', 'HOUR']),
  timeZone: text,
  defaultFormat: cellFormat,
  iterativeCalculationSettings: message({ maxIterations: int, convergenceThreshold: double }),
  spreadsheetTheme: message({
    primaryFontFamily: text,
    themeColors: z.array(message({ colorType: text, color: colorStyle })),
  }),
  importFunctionsExternalUrlAccessAllowed: flag,
});

export const dimensionProperties = message({
  hiddenByFilter: flag,
  hiddenByUser: flag,
  pixelSize: int,
  developerMetadata: z.array(developerMetadata),
});

export const namedRange = message({ namedRangeId: text, name: text, range: gridRange });

export const protectedRange = message({
  protectedRangeId: int,
  range: gridRange,
  namedRangeId: text,
  description: text,
  warningOnly: flag,
  requestingUserCanEdit: flag,
  unprotectedRanges: z.array(gridRange),
  editors: message({ users: z.array(text), groups: z.array(text), domainUsersCanEdit: flag }),
});

const filterCriteria = message({
  hiddenValues: z.array(text),
  condition: booleanCondition,
  visibleBackgroundColor: color,
  visibleBackgroundColorStyle: colorStyle,
  visibleForegroundColor: color,
  visibleForegroundColorStyle: colorStyle,
});

export const sortSpec = message({
  dimensionIndex: int,
  sortOrder: oneOf('SortOrder', ['ASCENDING', 'DESCENDING']),
  foregroundColor: color,
  foregroundColorStyle: colorStyle,
  backgroundColor: color,
  backgroundColorStyle: colorStyle,
});

export const basicFilter = message({
  range: gridRange,
  sortSpecs: z.array(sortSpec),
  criteria: z.record(z.string(), filterCriteria),
  filterSpecs: z.array(message({ columnIndex: int, filterCriteria })),
});

const interpolationPoint = message({
  color,
  colorStyle,
  type: oneOf('InterpolationPointType', ['MIN', 'MAX', 'NUMBER', 'PERCENT', 'PERCENTILE']),
  value: text,
});

export const conditionalFormatRule = message({
  ranges: z.array(gridRange),
  booleanRule: message({ condition: booleanCondition, format: cellFormat }),
  gradientRule: message({
    minpoint: interpolationPoint,
    midpoint: interpolationPoint,
    maxpoint: interpolationPoint,
  }),
});
export type ConditionalFormatRule = z.infer<typeof conditionalFormatRule>;

export const dimensionGroup = message({ range: dimensionRange, depth: int, collapsed: flag });

export const gridData = message({
  startRow: int,
  startColumn: int,
  rowData: z.array(rowData),
  rowMetadata: z.array(dimensionProperties),
  columnMetadata: z.array(dimensionProperties),
});

const sourceRange = message({ sources: z.array(gridRange) });

/** Of all kinds of charts, that of columns: their sources are described alike. */
const embeddedChart = message({
  chartId: int,
  position: message({
    overlayPosition: message({
      anchorCell: message({ sheetId: int, rowIndex: int, columnIndex: int }),
      offsetXPixels: int,
      offsetYPixels: int,
    }),
  }),
  spec: message({
    title: text,
    basicChart: message({
      chartType: text,
      series: z.array(message({ series: message({ sourceRange }) })),
    }),
  }),
});

export const sheet = message({
  properties: sheetProperties,
  data: z.array(gridData),
  merges: z.array(gridRange),
  conditionalFormats: z.array(conditionalFormatRule),
  protectedRanges: z.array(protectedRange),
  basicFilter,
  developerMetadata: z.array(developerMetadata),
  rowGroups: z.array(dimensionGroup),
  columnGroups: z.array(dimensionGroup),
  charts: z.array(embeddedChart),
  bandedRanges: z.array(message({ bandedRangeId: int, range: gridRange })),
  // Known by name, and never there: nothing in the simulator makes them.
  filterViews: z.array(z.never()),
  slicers: z.array(z.never()),
  tables: z.array(z.never()),
});

export const spreadsheet = message({
  spreadsheetId: text,
  properties: spreadsheetProperties,
  sheets: z.array(sheet),
  namedRanges: z.array(namedRange),
  spreadsheetUrl: text,
  developerMetadata: z.array(developerMetadata),
});
