// One spreadsheet by Google's Sheets API: what is read of it, and batches that are written.
import type { sheets_v4 } from '@googleapis/sheets';
import type { Google, GoogleCall } from './google.ts';
import type { Grant } from './grant.ts';

export type Filter = sheets_v4.Schema$DataFilter;
export type GridRange = sheets_v4.Schema$GridRange;
export type Request = sheets_v4.Schema$Request;
export type Reply = sheets_v4.Schema$Response;
export type SpreadsheetData = sheets_v4.Schema$Spreadsheet;
export type CellData = sheets_v4.Schema$CellData;
export type Metadata = sheets_v4.Schema$DeveloperMetadata;

export type Render = 'UNFORMATTED_VALUE' | 'FORMATTED_VALUE' | 'FORMULA';

/** A tab, with what Google leaves out where it is zero. */
export interface Tab {
  id: number;
  title: string;
  index: number;
  rows: number;
  columns: number;
  isHidden: boolean;
}

/** The properties of a spreadsheet. */
export interface About {
  title: string;
  /** de_DE. */
  locale: string;
  timeZone: string;
  tabs: Tab[];
}

const ABOUT =
  'properties(title,locale,timeZone),sheets.properties(sheetId,title,index,hidden,gridProperties(rowCount,columnCount))';

export class Spreadsheet {
  readonly id: string;
  readonly grant: Grant;
  readonly #google: Google;
  readonly #signal: AbortSignal | undefined;

  constructor(google: Google, grant: Grant, id: string, signal?: AbortSignal) {
    this.#google = google;
    this.grant = grant;
    this.id = id;
    this.#signal = signal;
  }

  /** Its name, locale, time zone and tabs; the name of a tab may be anything. */
  async about(): Promise<About> {
    const { properties, sheets } = await this.get(ABOUT);
    return {
      title: properties?.title ?? '',
      locale: properties?.locale ?? 'en_US',
      timeZone: properties?.timeZone ?? 'Etc/GMT',
      tabs: (sheets ?? []).map(tabOf),
    };
  }

  /** What the mask says of the spreadsheet (developers.google.com/workspace/sheets/api/guides/field-masks). */
  get(fields: string): Promise<SpreadsheetData> {
    return this.#call('read', 'GET', `?fields=${encodeURIComponent(fields)}`);
  }

  /** The same of what filters select, cells too; the places are found when Google answers. */
  getBy(dataFilters: Filter[], fields: string): Promise<SpreadsheetData> {
    const path = `:getByDataFilter?fields=${encodeURIComponent(fields)}`;
    return this.#call('read', 'POST', path, { dataFilters, includeGridData: true });
  }

  /**
   * What cells hold (dates are serial numbers), or with `render` what they show; a list of rows for each range in A1
   * notation, in their order. Google leaves out what is empty at the end of rows and of a range.
   */
  async values(ranges: string[], render: Render = 'UNFORMATTED_VALUE'): Promise<unknown[][][]> {
    type Answer = sheets_v4.Schema$BatchGetValuesResponse;
    const asked = ranges.map((range) => `ranges=${encodeURIComponent(range)}`);
    const how = `valueRenderOption=${render}&dateTimeRenderOption=SERIAL_NUMBER`;
    const path = `/values:batchGet?${[...asked, how].join('&')}`;
    const { valueRanges = [] } = await this.#call<Answer>('read', 'GET', path);
    return ranges.map((_range, index) => valueRanges[index]?.values ?? []);
  }

  /** Developer metadata that filters select, wherever it stands. */
  async metadata(dataFilters: Filter[]): Promise<Metadata[]> {
    type Answer = sheets_v4.Schema$SearchDeveloperMetadataResponse;
    const path = '/developerMetadata:search';
    const answer = await this.#call<Answer>('read', 'POST', path, { dataFilters });
    const found = (answer.matchedDeveloperMetadata ?? []).map((one) => one.developerMetadata);
    return found.filter((one) => one !== undefined);
  }

  /** All of the requests, or none of them. Throws Unheard where nobody knows. */
  async write(requests: Request[]): Promise<Reply[]> {
    type Answer = sheets_v4.Schema$BatchUpdateSpreadsheetResponse;
    const answer = await this.#call<Answer>('write', 'POST', ':batchUpdate', { requests });
    return answer.replies ?? [];
  }

  #call<Answer>(
    kind: GoogleCall['kind'],
    method: GoogleCall['method'],
    path: string,
    body?: object,
  ): Promise<Answer> {
    return this.#google.call<Answer>({
      ...{ grant: this.grant, spreadsheet: this.id, kind, method, api: 'sheets' },
      path: `/v4/spreadsheets/${encodeURIComponent(this.id)}${path}`,
      ...(body ? { body } : {}),
      ...(this.#signal ? { signal: this.#signal } : {}),
    });
  }
}

/** What Google tells of a tab; a zero is left out. */
export function tabOf({ properties }: sheets_v4.Schema$Sheet): Tab {
  return {
    id: properties?.sheetId ?? 0,
    title: properties?.title ?? '',
    index: properties?.index ?? 0,
    rows: properties?.gridProperties?.rowCount ?? 0,
    columns: properties?.gridProperties?.columnCount ?? 0,
    isHidden: properties?.hidden ?? false,
  };
}
