// The cells of one tab as Google has them: read once as a whole where the tab is small, else part by part as they are asked for.
import type { Place } from '../../domain/cells/place.ts';
import { overlap } from '../../domain/cells/place.ts';
import { placeName, placeText } from '../../domain/cells/cell-name.ts';
import type { CellData, NamedRange, Spreadsheet } from '../google/spreadsheet.ts';
import type { Cell } from '../../domain/cells/cell.ts';
import { gridOf, isWithin } from './places.ts';
import type { ShapedTab } from './shape.ts';

/** A tab of so many cells, blank ones included, is read whole: Google leaves out what is blank at the ends. */
const WHOLE_CELLS = 120_000;
/** Cells asked for in one read: some 12 MB. */
const BLOCK_CELLS = 1_000_000;

const CELL =
  'userEnteredValue,effectiveValue,formattedValue,note,dataValidation,userEnteredFormat,effectiveFormat(numberFormat,textFormat(foregroundColor,foregroundColorStyle))';
const FIELDS = `namedRanges,sheets(properties.sheetId,data(startRow,startColumn,rowData.values(${CELL})))`;

interface Part {
  place: Place;
  rows: CellData[][];
}

export class Picture {
  readonly #spreadsheet: Spreadsheet;
  readonly #tab: ShapedTab;
  #parts: Part[] = [];
  /** The names of the spreadsheet as they stood at each read; null where it was read without them. */
  #names: (NamedRange[] | null)[] = [];
  #edges: Promise<{ lastRow: number; lastColumn: number }> | null = null;
  /** The linked range, which in a large tab is read by its values alone. */
  readonly #range: Place;

  constructor(spreadsheet: Spreadsheet, tab: ShapedTab, range: Place) {
    this.#spreadsheet = spreadsheet;
    this.#tab = tab;
    this.#range = range;
  }

  get isWhole(): boolean {
    return this.#tab.rows * this.#tab.columns <= WHOLE_CELLS;
  }

  /** A name as it stood at each read, by its id; null where that is not known of one of them, or nothing was read. */
  named(id: string): (NamedRange | undefined)[] | null {
    const known = this.#names.filter((names) => names !== null);
    if (known.length === 0 || known.length < this.#names.length) return null;
    return known.map((names) => names.find(({ namedRangeId }) => namedRangeId === id));
  }

  /** The cells of a place, row by row; {} is one that holds nothing. */
  async cells(place: Place): Promise<CellData[][]> {
    const part = await this.#partOf(place);
    return Array.from({ length: place.rows }, (_, row) =>
      Array.from(
        { length: place.columns },
        (__, column) =>
          part.rows[place.row - part.place.row + row]?.[
            place.column - part.place.column + column
          ] ?? {},
      ),
    );
  }

  /** All cells of the tab. */
  everyCell(): Promise<CellData[][]> {
    return this.cells(this.#everything());
  }

  /** What the cells of a place hold; of a large one it is read in blocks, without looks. */
  async values(place: Place): Promise<Cell[][]> {
    if (this.isWhole || this.#known(place)) {
      return (await this.cells(place)).map((row) => row.map(heldIn));
    }
    const rows: Cell[][] = [];
    const most = Math.max(1, Math.floor(BLOCK_CELLS / place.columns));
    for (let from = 0; from < place.rows; from += most) {
      const block = { ...place, row: place.row + from, rows: Math.min(most, place.rows - from) };
      this.#names.push(null);
      const [read = []] = await this.#spreadsheet.values([
        placeText(this.#tab.title, placeName(block)),
      ]);
      for (let row = 0; row < block.rows; row += 1) rows.push(plainRow(read[row], place.columns));
    }
    return rows;
  }

  /** The last row and column that hold anything. */
  edges(): Promise<{ lastRow: number; lastColumn: number }> {
    this.#edges ??= this.#findEdges();
    return this.#edges;
  }

  async #findEdges(): Promise<{ lastRow: number; lastColumn: number }> {
    let lastRow = 0;
    let lastColumn = 0;
    const see = (row: number, column: number) => {
      lastRow = Math.max(lastRow, row);
      lastColumn = Math.max(lastColumn, column);
    };
    for (const place of this.isWhole ? [this.#everything()] : this.#around()) {
      (await this.cells(place)).forEach((cells, down) =>
        cells.forEach((cell, across) => {
          if (!isBlankCell(cell)) see(place.row + down, place.column + across);
        }),
      );
    }
    if (!this.isWhole) {
      (await this.values(this.#range)).forEach((cells, down) =>
        cells.forEach((cell, across) => {
          if (cell !== '') see(this.#range.row + down, this.#range.column + across);
        }),
      );
    }
    return { lastRow, lastColumn };
  }

  // Everything but the range: what stands there is little beside what a large range holds.
  #around(): Place[] {
    const { row, column, rows, columns } = this.#range;
    const { rows: height, columns: width } = this.#tab;
    const all = [
      { row: 1, column: 1, rows: row - 1, columns: width },
      { row, column: 1, rows, columns: column - 1 },
      { row, column: column + columns, rows, columns: width - column - columns + 1 },
      { row: row + rows, column: 1, rows: height - row - rows + 1, columns: width },
    ];
    return all.filter((place) => place.rows > 0 && place.columns > 0);
  }

  #everything(): Place {
    return { row: 1, column: 1, rows: this.#tab.rows, columns: this.#tab.columns };
  }

  #known(place: Place): Part | undefined {
    return this.#parts.find((part) => isWithin(place, part.place));
  }

  async #partOf(place: Place): Promise<Part> {
    const known = this.#known(place);
    if (known) return known;
    const asked = this.isWhole ? this.#everything() : this.#roomOf(place);
    await this.#read(asked);
    return this.#known(place) ?? { place, rows: [] };
  }

  // What stands around is asked for several times: the whole side is read at once.
  #roomOf(place: Place): Place {
    if (overlap(place, this.#range)) return place;
    return this.#around().find((side) => isWithin(place, side)) ?? place;
  }

  async #read(place: Place): Promise<void> {
    const { sheets = [], namedRanges = [] } = await this.#spreadsheet.getBy(
      [{ gridRange: gridOf(this.#tab.id, place) }],
      FIELDS,
      place.rows * place.columns,
    );
    this.#names.push(namedRanges);
    const sheet = sheets.find(({ properties }) => (properties?.sheetId ?? 0) === this.#tab.id);
    const data = sheet?.data?.find(
      ({ startRow = 0, startColumn = 0 }) =>
        startRow === place.row - 1 && startColumn === place.column - 1,
    );
    const rows = (data?.rowData ?? []).map(({ values }) => values ?? []);
    this.#parts = [...this.#parts, { place, rows }];
  }
}

/** Whether a cell holds nothing at all, no formula either. */
export function isBlankCell({ effectiveValue, userEnteredValue }: CellData): boolean {
  return effectiveValue === undefined && userEnteredValue === undefined;
}

/** What a cell holds: dates are serial numbers, an error is its text. */
export function heldIn({ effectiveValue: value, formattedValue }: CellData): Cell {
  if (!value) return '';
  if (value.errorValue) return formattedValue ?? '#ERROR!';
  return value.numberValue ?? value.boolValue ?? value.stringValue ?? '';
}

function plainRow(row: unknown[] | undefined, columns: number): Cell[] {
  return Array.from({ length: columns }, (_, column): Cell => {
    const value = row?.[column] ?? '';
    return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
  });
}
