// Places within a spreadsheet, as the Sheets API writes them: counted from 0, ends not included.
import type { z } from 'zod';
import { flag, int, message, oneOf, text } from './message.ts';

export const dimensionName = oneOf('Dimension', ['ROWS', 'COLUMNS', 'DIMENSION_UNSPECIFIED']);

export const gridRange = message({
  sheetId: int,
  startRowIndex: int,
  endRowIndex: int,
  startColumnIndex: int,
  endColumnIndex: int,
});
export type GridRange = z.infer<typeof gridRange>;

export const gridCoordinate = message({ sheetId: int, rowIndex: int, columnIndex: int });
export type GridCoordinate = z.infer<typeof gridCoordinate>;

export const dimensionRange = message({
  sheetId: int,
  dimension: dimensionName,
  startIndex: int,
  endIndex: int,
});
export type DimensionRange = z.infer<typeof dimensionRange>;

export const metadataLocation = message({
  locationType: oneOf('DeveloperMetadataLocationType', ['ROW', 'COLUMN', 'SHEET', 'SPREADSHEET']),
  spreadsheet: flag,
  sheetId: int,
  dimensionRange,
});
export type MetadataLocation = z.infer<typeof metadataLocation>;

const visibility = oneOf('DeveloperMetadataVisibility', ['DOCUMENT', 'PROJECT']);

export const developerMetadata = message({
  metadataId: int,
  metadataKey: text,
  metadataValue: text,
  location: metadataLocation,
  visibility,
});
export type DeveloperMetadata = z.infer<typeof developerMetadata>;

export const metadataLookup = message({
  locationType: oneOf('DeveloperMetadataLocationType', ['ROW', 'COLUMN', 'SHEET', 'SPREADSHEET']),
  metadataLocation,
  locationMatchingStrategy: oneOf('DeveloperMetadataLocationMatchingStrategy', [
    'EXACT_LOCATION',
    'INTERSECTING_LOCATION',
  ]),
  metadataId: int,
  metadataKey: text,
  metadataValue: text,
  visibility,
});
export type MetadataLookup = z.infer<typeof metadataLookup>;

export const dataFilter = message({
  developerMetadataLookup: metadataLookup,
  a1Range: text,
  gridRange,
});
export type DataFilter = z.infer<typeof dataFilter>;
