// Answers the rules of a refresh at once, with SpreadsheetApp: the first of those who drive them.
import { placeName } from '../../domain/cells/cell-name.ts';
import { HEADER_KEY, isRangeName } from '../../domain/linked-range.ts';
import { overlap } from '../../domain/cells/place.ts';
import type { Place } from '../../domain/cells/place.ts';
import type {
  Answers,
  Read,
  ReadOf,
  Rules,
  SpreadsheetRead,
  TabFormulas,
} from '../../domain/refresh/sheet.ts';
import { writtenTexts } from '../google/kept-texts.ts';
import { placeOf, rangeAt } from './places.ts';
import { columnMarks, tabMarks } from './column-marks.ts';
import { chartCells, coveredPlaces } from './covered-places.ts';
import { protectionsAt } from './protections.ts';
import { readCells, readRange } from './range-cells.ts';
import { rulesIn } from './cell-rules.ts';
import { countCells } from './sheet-size.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** The tab that is read, and the clocks that its dates are read by. */
export interface Tab {
  sheet: Sheet;
  timeZone: string;
}

/** Follows rules to their end, and answers what they ask as they ask it. */
export function follow<T>(rules: Rules<T>, tab: Tab): T {
  return drive(rules, readersOf(tab));
}

/** The same of rules that ask of the spreadsheet alone. */
export function followInSpreadsheet<T>(
  rules: Rules<T, SpreadsheetRead>,
  spreadsheet: Spreadsheet,
): T {
  return drive(
    rules,
    spreadsheetReaders(() => spreadsheet),
  );
}

type Kinds = Read['read'];
type Readers<Some extends Kinds> = { [Kind in Some]: (read: ReadOf<Kind>) => Answers[Kind] };

function drive<T, Some extends Kinds>(rules: Rules<T, ReadOf<Some>>, readers: Readers<Some>): T {
  let step = rules.next();
  while (!step.done) step = rules.next(answer(step.value, readers));
  return step.value;
}

function answer<Kind extends Kinds>(read: ReadOf<Kind>, readers: Readers<Kind>): Answers[Kind] {
  const kind = read.read as Kind;
  return readers[kind](read);
}

function spreadsheetReaders(spreadsheet: () => Spreadsheet): Readers<SpreadsheetRead['read']> {
  return {
    spreadsheetCells: () => countCells(spreadsheet()),
    tabNames: () =>
      spreadsheet()
        .getSheets()
        .map((tab) => tab.getName()),
  };
}

function readersOf({ sheet, timeZone }: Tab): Readers<Kinds> {
  const at = rangesOf(sheet);
  return {
    ...spreadsheetReaders(() => sheet.getParent()),
    range: ({ place }) => readRange({ sheet, place, timeZone }, () => at(place)),
    cells: ({ place }) => readCells({ sheet, place, timeZone }, at(place)),
    texts: ({ place }) => at(place).getDisplayValues(),
    formulas: ({ place }) => at(place).getFormulas(),
    formulasR1C1: ({ place }) =>
      at(place)
        .getFormulasR1C1()
        .map((row) => row.map((text) => text ?? '')),
    numberFormats: ({ place }) => at(place).getNumberFormats(),
    fontColors: ({ place }) => at(place).getFontColors(),
    backgrounds: ({ place }) => at(place).getBackgrounds(),
    notes: ({ place }) => at(place).getNotes(),
    blank: ({ place }) => at(place).isBlank(),
    rules: ({ place }) => rulesIn(at(place), place, timeZone),
    merges: ({ place }) => at(place).getMergedRanges().map(placeOf),
    otherRanges: ({ place }) => otherRanges(sheet, place),
    namedPlaces: () => sheet.getNamedRanges().map((named) => placeOf(named.getRange())),
    coveredPlaces: () => coveredPlaces(sheet),
    chartCells: () => chartCells(sheet),
    hidesRows: ({ place }) => hidesRows(sheet, place),
    editors: ({ place }) => editorsOf(at(place)),
    tab: ({ what }) => TAB_NUMBERS[what](sheet),
    locale: () => sheet.getParent().getSpreadsheetLocale(),
    tabName: () => sheet.getName(),
    allFormulas: () => formulasOf(sheet),
    written: ({ range }) => writtenTexts.of(range),
    headerMark: ({ range }) => headerMark(sheet, range),
    columnMarks: ({ range }) => columnMarks(sheet, range),
    tabMarks: () => tabMarks(sheet),
  };
}

const TAB_NUMBERS = {
  rows: (sheet: Sheet) => sheet.getMaxRows(),
  columns: (sheet: Sheet) => sheet.getMaxColumns(),
  lastRow: (sheet: Sheet) => sheet.getLastRow(),
  lastColumn: (sheet: Sheet) => sheet.getLastColumn(),
};

// Several things are asked of the same cells: to name them to Google is a call as well.
function rangesOf(sheet: Sheet): (place: Place) => Range {
  const known = new Map<string, Range>();
  return (place) => {
    const name = placeName(place);
    const range = known.get(name) ?? rangeAt(sheet, place);
    known.set(name, range);
    return range;
  };
}

// One read for each tab of the spreadsheet.
function formulasOf(sheet: Sheet): TabFormulas[] {
  const name = sheet.getName();
  return sheet
    .getParent()
    .getSheets()
    .map((tab) => {
      const tabName = tab.getName();
      const formulas = tab.getDataRange().getFormulas();
      return { tab: tabName, own: tabName === name, formulas };
    });
}

function otherRanges(sheet: Sheet, place: Place): Place[] {
  return sheet
    .getNamedRanges()
    .filter((named) => isRangeName(named.getName()))
    .map((named) => placeOf(named.getRange()))
    .filter((other) => other.row !== place.row || other.column !== place.column);
}

// To ask of each row whether it is hidden would be a call for each: a condition in the filter may hide some.
function hidesRows(sheet: Sheet, place: Place): boolean {
  const filter = sheet.getFilter();
  if (!filter) return false;
  const filtered = placeOf(filter.getRange());
  if (!overlap(filtered, place)) return false;
  const columns = Array.from({ length: filtered.columns }, (_, index) => index + 1);
  return columns.some((column) => filter.getColumnFilterCriteria(column) !== null);
}

function headerMark(sheet: Sheet, id: string): number | null {
  const marks = sheet.createDeveloperMetadataFinder().withKey(HEADER_KEY).withValue(id).find();
  return marks[0]?.getLocation().getRow()?.getRow() ?? null;
}

function editorsOf(range: Range): string[] | null {
  if (range.canEdit()) return null;
  const closed = protectionsAt(range.getSheet(), placeOf(range)).find(
    (protection) => !protection.canEdit(),
  );
  return closed ? closed.getEditors().map((person) => person.getEmail()) : [];
}
