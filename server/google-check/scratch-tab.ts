// A tab of its own in a spreadsheet at Google, in which something is tried and read again, and which goes afterwards.
import { randomInt } from 'node:crypto';
import { placeName, placeText } from '../../domain/cells/cell-name.ts';
import type { Place } from '../../domain/cells/place.ts';
import { GoogleRefusal } from '../google/refusal.ts';
import type {
  CellData,
  Metadata,
  Reply,
  Request,
  Spreadsheet,
  SpreadsheetData,
} from '../google/spreadsheet.ts';
import { valueOf } from '../sheets/cell-data.ts';
import { gridOf } from '../sheets/places.ts';
import type { Cell } from '../../domain/cells/cell.ts';

/** Of a scratch tab. */
export const ROWS = 12;
export const COLUMNS = 6;
const TITLE = 'Sheetfeed checks';
const CELL = 'userEnteredValue,effectiveValue,note,userEnteredFormat,effectiveFormat.numberFormat';

export class ScratchTab {
  readonly id = randomInt(1, 2 ** 31 - 1);
  readonly title = `${TITLE} ${this.id}`;
  readonly #spreadsheet: Spreadsheet;

  constructor(spreadsheet: Spreadsheet) {
    this.#spreadsheet = spreadsheet;
  }

  async open(): Promise<void> {
    const gridProperties = { rowCount: ROWS, columnCount: COLUMNS };
    const properties = { sheetId: this.id, title: this.title, gridProperties };
    await this.write({ addSheet: { properties } });
  }

  /** Its marks and names go with it. */
  async close(): Promise<void> {
    const { namedRanges = [] } = await this.get('namedRanges(namedRangeId,name)');
    const own = namedRanges.filter(({ name }) => name?.startsWith(this.#nameStart));
    await this.write(
      ...own.map(({ namedRangeId = '' }) => ({ deleteNamedRange: { namedRangeId } })),
      { deleteSheet: { sheetId: this.id } },
    );
  }

  get #nameStart(): string {
    return `sheetfeed_check_${this.id}_`;
  }

  /** A name for a range that nobody else uses. */
  nameOf(what: string): string {
    return this.#nameStart + what;
  }

  /** All of the requests, or none of them. Throws what Google says against them. */
  write(...requests: Request[]): Promise<Reply[]> {
    return this.#spreadsheet.write(requests);
  }

  /** What Google says against a batch; null where it carries it out. */
  async refusal(...requests: Request[]): Promise<string | null> {
    try {
      await this.write(...requests);
      return null;
    } catch (error) {
      if (error instanceof GoogleRefusal) return error.message;
      throw error;
    }
  }

  /** The values, as the server writes those of a result, from a cell on. */
  put(row: number, column: number, cells: readonly (readonly Cell[])[]): Request {
    const place = { row, column, rows: cells.length, columns: cells[0]?.length ?? 1 };
    const rows = cells.map((values) => ({ values: values.map(valueOf) }));
    return { updateCells: { range: this.grid(place), fields: 'userEnteredValue', rows } };
  }

  grid(place: Place): ReturnType<typeof gridOf> {
    return gridOf(this.id, place);
  }

  /** What cells hold, without what is empty at the ends. */
  async values(place: Place): Promise<unknown[][]> {
    const [rows = []] = await this.#spreadsheet.values([placeText(this.title, placeName(place))]);
    return rows;
  }

  /** The cells of a place, row by row; one that Google leaves out is {}. */
  async cells(place: Place): Promise<CellData[][]> {
    const { sheets = [] } = await this.read([place], `sheets.data.rowData.values(${CELL})`);
    const rows = sheets[0]?.data?.[0]?.rowData ?? [];
    return Array.from({ length: place.rows }, (_, row) =>
      Array.from({ length: place.columns }, (__, column) => rows[row]?.values?.[column] ?? {}),
    );
  }

  /** What the mask says of several places at once. */
  read(places: Place[], fields: string): Promise<SpreadsheetData> {
    return this.#spreadsheet.getBy(
      places.map((place) => ({ gridRange: this.grid(place) })),
      fields,
    );
  }

  /** What the mask says of the whole spreadsheet. */
  get(fields: string): Promise<SpreadsheetData> {
    return this.#spreadsheet.get(fields);
  }

  /** The size of the tab now, as rows × columns. */
  async size(): Promise<string> {
    const { tabs } = await this.#spreadsheet.about();
    const own = tabs.find(({ id }) => id === this.id);
    return own ? `${own.rows} × ${own.columns}` : 'gone';
  }

  /** The marks of a key, wherever they stand. */
  marks(metadataKey: string): Promise<Metadata[]> {
    return this.#spreadsheet.metadata([{ developerMetadataLookup: { metadataKey } }]);
  }
}
