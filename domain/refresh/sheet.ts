// What whoever carries out a refresh must be able to read and to do. The rules of this folder are generators:
// they yield what they need read and are answered; the add-on answers at once, the server later. So there is
// one set of rules, and whatever they decide is decided alike.
import type { Cell } from '../cells/cell.ts';
import type { Place } from '../cells/place.ts';

/** What is read of the tab in which a linked range stands, and of its spreadsheet. Every place lies inside the tab. */
export type Read =
  /** A linked range: the texts of its header row, and what its data rows hold. */
  | { read: 'range'; place: Place }
  /** What cells hold. */
  | { read: 'cells'; place: Place }
  /** What cells show. */
  | { read: 'texts'; place: Place }
  /** The formulas of cells, '' where there is none. */
  | { read: 'formulas'; place: Place }
  /** The same, with references told from the cell that has the formula: alike where a formula was copied down. */
  | { read: 'formulasR1C1'; place: Place }
  /** Number formats, or UNFORMATTED. */
  | { read: 'numberFormats'; place: Place }
  /** The colours of the texts in cells, as `#rrggbb`. */
  | { read: 'fontColors'; place: Place }
  /** The colours that people gave to cells, as `#rrggbb`, or NO_BACKGROUND. */
  | { read: 'backgrounds'; place: Place }
  /** What people, and we, have noted at the cells. */
  | { read: 'notes'; place: Place }
  /** Whether cells hold nothing at all, no formula either. */
  | { read: 'blank'; place: Place }
  /** The merged cells that lie in a place, at least in part. */
  | { read: 'merges'; place: Place }
  /** The rules of cells that refuse other values (data validation), as far as anybody but Google can follow them. */
  | { read: 'rules'; place: Place }
  /** Who may edit cells that the one who refreshes may not edit. */
  | { read: 'editors'; place: Place }
  /** The places of the linked ranges of the tab but the one at this place. */
  | { read: 'otherRanges'; place: Place }
  /** The places of the tab that have a name, linked ranges and cells that values follow included. */
  | { read: 'namedPlaces' }
  /**
   * The places of the tab that something takes as one: charts and pivot tables of all tabs, its filter, its alternating
   * colours and conditional formats, and what its person gave a name.
   */
  | { read: 'coveredPlaces' }
  /** The cells of the tab at which its charts hang. */
  | { read: 'chartCells' }
  /** Whether the tab's filter hides rows of a place, or may. */
  | { read: 'hidesRows'; place: Place }
  /** The size of the tab, or the last row or column of it that holds anything. */
  | { read: 'tab'; what: TabNumber }
  | { read: 'tabName' }
  /** Google's name of the spreadsheet's locale: de_DE. */
  | { read: 'locale' }
  /** The names of all tabs. */
  | { read: 'tabNames' }
  /** The cells of all tabs together, blank ones included. */
  | { read: 'spreadsheetCells' }
  /** All formulas of the spreadsheet. */
  | { read: 'allFormulas' }
  /** What was remembered of a linked range when it was last written. */
  | { read: 'written'; range: string }
  /** The row of the tab that has the mark of a linked range's header: it goes with its row. */
  | { read: 'headerMark'; range: string }
  /** The marks of a linked range on columns of the tab: each goes with its column. */
  | { read: 'columnMarks'; range: string }
  /** The same of all linked ranges of the tab. */
  | { read: 'tabMarks' };

export type TabNumber = 'rows' | 'columns' | 'lastRow' | 'lastColumn';

/** What each of them is answered with. */
export interface Answers {
  range: RangeCells;
  cells: Cell[][];
  texts: string[][];
  formulas: string[][];
  formulasR1C1: string[][];
  numberFormats: string[][];
  fontColors: string[][];
  backgrounds: string[][];
  notes: string[][];
  blank: boolean;
  merges: Place[];
  rules: CellRule[];
  otherRanges: Place[];
  namedPlaces: Place[];
  coveredPlaces: Place[];
  chartCells: Place[];
  hidesRows: boolean;
  /** Null where the cells may be edited; addresses, as far as they are told. */
  editors: string[] | null;
  tab: number;
  tabName: string;
  locale: string;
  tabNames: string[];
  spreadsheetCells: number;
  allFormulas: TabFormulas[];
  /** Null where nothing is remembered any more. */
  written: string | null;
  headerMark: number | null;
  columnMarks: ColumnMark[];
  tabMarks: TabMark[];
}

export interface ColumnMark {
  mark: string;
  column: number;
}

/** A mark of any linked range. */
export interface TabMark {
  /** As it is kept, with its range. */
  value: string;
  column: number;
  /** Where its range begins. */
  row: number;
}

/** What cells take; whatever else is written into them, Google refuses. */
export interface CellRule {
  place: Place;
  takes:
    | { what: 'oneOf'; values: string[] }
    /** The bounds belong to it where `inclusive`. */
    | { what: 'number'; least: number; most: number; inclusive: boolean };
}

/** The cells of a range; dates and times are serial numbers, an error is its text. */
export interface RangeCells {
  /** The texts of the header row. */
  header: string[];
  /** The data rows. */
  rows: Cell[][];
}

/** The formulas of a tab from its first cell on, '' where there is none. */
export interface TabFormulas {
  tab: string;
  /** It is the tab in which the linked range stands. */
  own: boolean;
  formulas: string[][];
}

export type ReadOf<Kind extends Read['read']> = Extract<Read, { read: Kind }>;

/** What is asked of the spreadsheet alone, before there is a tab. */
export type SpreadsheetRead = ReadOf<'spreadsheetCells' | 'tabNames'>;

/** Rules that give a `Result` once everything that they ask for was read. */
export type Rules<Result, Asked extends Read = Read> = Generator<
  Asked,
  Result,
  Answers[keyof Answers]
>;

/** Asks whoever drives the rules to read something. */
export function* ask<Asked extends Read>(read: Asked): Rules<Answers[Asked['read']], Asked> {
  // The border to what drives the rules: it answers each read as `Answers` says.
  return (yield read) as Answers[Asked['read']];
}

/** Finds something out once, when it is first needed. */
export function once<T>(find: () => Rules<T>): () => Rules<T> {
  let known: { value: T } | null = null;
  return function* () {
    known ??= { value: yield* find() };
    return known.value;
  };
}

/** How far an insertion or deletion of rows reaches: all columns of the tab, or these alone. */
export type RowReach = 'sheet' | { fromColumn: number; columns: number };
/** The same for columns: all rows of the tab, or these alone. */
export type ColumnReach = 'sheet' | { fromRow: number; rows: number };

/**
 * What is done to the tab. Rows and columns are those of the tab, as they are when the operation's turn
 * comes; rows of the result are cited by their index, and no operation carries cells of it.
 */
export type Operation =
  | { do: 'insertRows'; row: number; count: number; reach: RowReach }
  | { do: 'deleteRows'; row: number; count: number; reach: RowReach }
  /**
   * In `within`, the rows of the range, they take over no rule of a neighbour (data validation). `like` are cells of a column
   * of the tab, once these have come, whose looks they get.
   */
  | {
      do: 'insertColumns';
      column: number;
      count: number;
      reach: ColumnReach;
      within: { row: number; rows: number };
      like?: Place;
    }
  | { do: 'deleteColumns'; column: number; count: number; reach: ColumnReach }
  /** Adds blank rows and columns at the end of the tab. */
  | { do: 'growTab'; rows: number; columns: number }
  /** Copies values, formats and notes of one row over another, the cells beside that move with it included. */
  | { do: 'copyRow'; from: number; to: number; column: number; columns: number }
  /** Gives rows of the range, and of the columns beside that move with them, another row's formats. */
  | { do: 'copyFormats'; from: number; row: number; count: number }
  /** Copies the formulas beside the range from one row down (or up) to others. */
  | {
      do: 'fillFormulas';
      from: number;
      row: number;
      count: number;
      column: number;
      columns: number;
    }
  /** Marks a column beside as none that is kept with the range's rows. */
  | { do: 'keepApart'; column: number; mark: string }
  /** Takes such a mark, of this range or another, to the column in which its cells are now. */
  | { do: 'moveMark'; column: number; value: string }
  /** The range's named range becomes this place. */
  | { do: 'claim'; place: Place }
  | {
      do: 'formatColumns';
      offset: number;
      columns: number;
      row: number;
      count: number;
      format: string;
    }
  | { do: 'writeHeader'; cells: { offset: number; label: string }[]; fresh: boolean }
  /** Writes rows of the result one below the other: `only` these of the plan's columns, else all. */
  | { do: 'writeRows'; row: number; results: number[]; only?: { from: number; count: number } }
  /** Writes one and the same into cells of a column of the range that has just come. */
  | { do: 'fillCells'; row: number; count: number; offset: number; cell: Cell }
  /**
   * Sorts whole rows of the tab, from `row` on: the one that stands `order[0]` rows below it comes first, and so on. The
   * numbers they are sorted by stand in the blank `column` meanwhile.
   */
  | { do: 'sortRows'; row: number; order: number[]; column: number }
  /** Takes the content out of cells of the range, or of those beside that move with it; formats stay. */
  | {
      do: 'emptyCells';
      row: number;
      count: number;
      offset: number;
      columns: number;
      /** What was noted at them goes too. */
      notes?: true;
      /** The looks that they have of us go too: they are none of the range's any more. */
      looks?: true;
    }
  /** Takes away what a person noted at cells of the range, and nothing else. */
  | { do: 'clearNotes'; row: number; count: number; offset: number; columns: number }
  /**
   * Marks a row that the result no longer has: grey, and where `texts` says what its cells show, struck through and
   * as text, so that no sum counts it. Or takes the mark away; `like` is a row of the tab that never had it.
   */
  | { do: 'markGone'; row: number; gone: true; texts?: string[] }
  | { do: 'markGone'; row: number; gone: false; like?: number | null };

/** What SpreadsheetApp says is the number format of a cell without one. */
export const UNFORMATTED = '0.###############';

/** What it says is the colour of a cell to which nobody gave one. */
export const NO_BACKGROUND = '#ffffff';

/** The colour of the texts in rows whose key the result no longer has. */
export const GONE_COLOR = '#9aa0a6';
