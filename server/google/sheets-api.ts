// The words of Google's Sheets API that we use, as its own types have them.
import type { sheets_v4 } from '@googleapis/sheets';

export type Filter = sheets_v4.Schema$DataFilter;
export type GridRange = sheets_v4.Schema$GridRange;
export type Request = sheets_v4.Schema$Request;
export type Reply = sheets_v4.Schema$Response;
export type SpreadsheetData = sheets_v4.Schema$Spreadsheet;
export type CellData = sheets_v4.Schema$CellData;
export type NamedRange = sheets_v4.Schema$NamedRange;
export type Metadata = sheets_v4.Schema$DeveloperMetadata;

export type Render = 'UNFORMATTED_VALUE' | 'FORMATTED_VALUE' | 'FORMULA';
