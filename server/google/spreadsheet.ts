// One spreadsheet by Google's Sheets API: what is read of it, and batches that are written.
import type { sheets_v4 } from '@googleapis/sheets';
import type { Google, GoogleCall } from './google.ts';
import { batch, cellsBy, metadataBy, METHODS, valuesBy, wholeBy } from './shared-requests.ts';
import type { Filter, Metadata, Render, Reply, Request, SpreadsheetData } from './sheets-api.ts';
import type { Shared } from './together.ts';
import type { Grant } from './grant.ts';

export type {
  CellData,
  Filter,
  GridRange,
  Metadata,
  NamedRange,
  Render,
  Reply,
  Request,
  SpreadsheetData,
} from './sheets-api.ts';

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

/** What one request carries of several at most: cells, filters, and characters of a batch. */
const MOST_CELLS = 300_000;
const MOST_FILTERS = 200;
const MOST_CHARACTERS = 2_000_000;

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
    return this.#share('read', { shared: wholeBy(fields), part: null, weight: 0 });
  }

  /**
   * The same of what filters select, cells too; the places are found when Google answers. `cells` is how many are asked for
   * at most, where that is known: then others may ask for theirs by the same request.
   */
  getBy(dataFilters: Filter[], fields: string, cells?: number): Promise<SpreadsheetData> {
    const weight = cells === undefined ? 1 : cells / MOST_CELLS;
    return this.#share('read', { shared: cellsBy(fields), part: dataFilters, weight });
  }

  /**
   * What cells hold (dates are serial numbers), or with `render` what they show; a list of rows for each range in A1
   * notation, in their order. Google leaves out what is empty at the end of rows and of a range.
   */
  values(ranges: string[], render: Render = 'UNFORMATTED_VALUE'): Promise<unknown[][][]> {
    return this.#share('read', { shared: valuesBy(render), part: ranges, weight: 1 });
  }

  /** Developer metadata that filters select, wherever it stands. */
  metadata(dataFilters: Filter[]): Promise<Metadata[]> {
    const weight = dataFilters.length / MOST_FILTERS;
    return this.#share('read', { shared: metadataBy, part: dataFilters, weight });
  }

  /**
   * All of the requests, or none of them; with what others write at the same time, as long as Google takes it together.
   * Throws Unheard where nobody knows.
   */
  write(requests: Request[]): Promise<Reply[]> {
    const weight = JSON.stringify(requests).length / MOST_CHARACTERS;
    return this.#share('write', { shared: batch, part: requests, weight });
  }

  #share<Part, Raw, Answer>(
    kind: GoogleCall['kind'],
    asked: { shared: Shared<Part, Raw, Answer>; part: Part; weight: number },
  ): Promise<Answer> {
    const at = `/v4/spreadsheets/${encodeURIComponent(this.id)}`;
    const { request } = asked.shared;
    const shared: Shared<Part, Raw, Answer> = {
      ...asked.shared,
      request: (parts) => {
        const { path, ...rest } = request(parts);
        return { ...rest, path: at + path };
      },
    };
    const method = METHODS[asked.shared.key.split(' ')[0] ?? ''] ?? 'POST';
    const call = { grant: this.grant, spreadsheet: this.id, kind, method, api: 'sheets' as const };
    const signal = this.#signal ? { signal: this.#signal } : {};
    return this.#google.share({ ...call, ...signal }, { ...asked, shared });
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
