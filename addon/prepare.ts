// Prepares a refresh: reads the sheet, plans what to do, and says what a person should know before.
import { cellColumns, cellMaker, noLosses } from '../domain/cell.ts';
import type { CellColumn, Losses } from '../domain/cell.ts';
import type { Field } from '../domain/contract/result.ts';
import type { LinkedRange } from '../domain/linked-range.ts';
import {
  arrangeColumns,
  presentColumns,
  shownColumns,
  uniqueNames,
} from '../domain/refresh-plan/columns.ts';
import type { Arrangement } from '../domain/refresh-plan/columns.ts';
import { allFingerprint, rowFingerprint } from '../domain/refresh-plan/fingerprint.ts';
import { planRefresh } from '../domain/refresh-plan/plan-refresh.ts';
import type { Place, PlacedColumn, RefreshPlan } from '../domain/refresh-plan/plan.ts';
import { surplusRows } from '../domain/refresh-plan/reach.ts';
import type { Neighbours } from '../domain/refresh-plan/reach.ts';
import { replaceRows, rowsToDelete } from '../domain/refresh-plan/rows.ts';
import type { RowLayout } from '../domain/refresh-plan/rows.ts';
import { countEditedCells } from './edited-cells.ts';
import { neighboursOf } from './neighbours.ts';
import { countCells, printedColumns, readFingerprints, readHeader } from './picture.ts';
import { placeOf, rangeAt } from './ranges.ts';
import type { PlacedRange } from './ranges.ts';
import type { WholeResult } from './results.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** What a refresh would do, before it does. */
export interface Prepared {
  plan: RefreshPlan;
  arrangement: Arrangement;
  losses: Losses;
  /** Cells that somebody changed by hand and that the refresh would write over. */
  editedCells: () => number;
}

/** Plans a refresh of a range. Throws Problem: sheet_full. */
export function prepareRefresh(
  { linked, range }: PlacedRange,
  result: WholeResult,
  { removeVanished }: { removeVanished: boolean },
): Prepared {
  const sheet = range.getSheet();
  const place = placeOf(range);
  const timeZone = sheet.getParent().getSpreadsheetTimeZone();
  const header = readHeader(sheet, place);
  const arrangement = arrangementOf(linked, result, header);
  const { rows, before } = printsOf(sheet, place, { linked, arrangement, timeZone });
  const losses = noLosses();
  const expected = expectedPrints(result.rows, arrangement.columns, { timeZone, losses });
  const around = once(() => neighboursOf(sheet, place));
  const plan = planRefresh({
    picture: { ...sizesOf(sheet, place), place, header, rows, around },
    arrangement,
    layout: layoutOf(linked, result, { place, present: rows.length, around }),
    linked: linked.columns,
    expected: (index) => expected[index] ?? 0,
    blank: blankPrint(arrangement.columns, timeZone),
    removeVanished,
    fillDown: linked.options.fillDown,
  });
  const touched = linked.wrote !== null && allFingerprint(before) !== linked.wrote;
  const editedCells = () =>
    touched && linked.refreshing === null
      ? countEditedCells(sheet, place, { arrangement, result, rows, expected, timeZone })
      : 0;
  return { plan, arrangement, losses, editedCells };
}

function layoutOf(
  linked: LinkedRange,
  result: WholeResult,
  { place, present, around }: { place: Place; present: number; around: () => Neighbours },
): RowLayout {
  const gone = rowsToDelete(present, result.rows.length);
  const keepSurplus = surplusRows(
    { from: place.row + 1 + gone.from, count: gone.count },
    { truncated: result.truncated, fillDown: linked.options.fillDown },
    around,
  );
  return replaceRows(present, result.rows.length, { keepSurplus });
}

// What the rows hold by the columns that come, and by those that were last written.
function printsOf(
  sheet: Sheet,
  place: Place,
  about: { linked: LinkedRange; arrangement: Arrangement; timeZone: string },
): { rows: number[]; before: number[] } {
  const { linked, arrangement, timeZone } = about;
  const coming = arrangement.columns.map(({ offset, kind }) => ({
    kind,
    offset: offset < place.columns ? offset : null,
  }));
  const choices = [coming, printedColumns(linked.columns, arrangement.present)];
  const [rows = [], before = []] = readFingerprints(sheet, place, { timeZone, choices });
  return { rows, before };
}

function sizesOf(sheet: Sheet, place: Place) {
  return {
    grid: {
      rows: sheet.getMaxRows(),
      columns: sheet.getMaxColumns(),
      lastRow: sheet.getLastRow(),
    },
    spreadsheetCells: countCells(sheet.getParent()),
    formats: firstFormats(sheet, place),
  };
}

/** The columns of a result with names that are there once, and what cells they become. */
export function cellColumnsOf(result: WholeResult, exactText: string[]): CellColumn[] {
  const names = uniqueNames(result.columns);
  const columns = result.columns.map((column, index) => ({ ...column, name: names[index] ?? '' }));
  return cellColumns({ columns, rows: result.rows }, exactText);
}

/** The fingerprint that each row of a result will have in the sheet. */
export function expectedPrints(
  rows: Field[][],
  columns: PlacedColumn[],
  { timeZone, losses }: { timeZone: string; losses: Losses },
): number[] {
  const kinds = columns.map(({ kind }) => kind);
  const makers = kinds.map((kind) => cellMaker(kind, { timeZone, losses }));
  return rows.map((row) => {
    const cells = columns.map(({ source }, index) => makers[index]?.(row[source] ?? null) ?? '');
    return rowFingerprint(cells, kinds, timeZone);
  });
}

function arrangementOf(linked: LinkedRange, result: WholeResult, header: string[]): Arrangement {
  const shown = shownColumns(cellColumnsOf(result, linked.options.exactText), linked.options);
  const present = presentColumns(linked.columns, header);
  const ordered = linked.options.columns.length > 0;
  return arrangeColumns(shown, present, { width: header.length, ordered });
}

function blankPrint(columns: PlacedColumn[], timeZone: string): number {
  const kinds = columns.map(({ kind }) => kind);
  return rowFingerprint(
    kinds.map(() => ''),
    kinds,
    timeZone,
  );
}

function firstFormats(sheet: Sheet, place: Place): string[] {
  if (place.rows < 2) return [];
  const [formats = []] = rangeAt(sheet, {
    ...place,
    row: place.row + 1,
    rows: 1,
  }).getNumberFormats();
  return formats;
}

function once(read: () => Neighbours): () => Neighbours {
  let known: Neighbours | null = null;
  return () => (known ??= read());
}
