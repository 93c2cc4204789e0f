// Prepares a refresh: reads the sheet, plans what to do, and says what a person should know before.
import { noLosses } from '../domain/cell.ts';
import type { Losses } from '../domain/cell.ts';
import type { LinkedRange } from '../domain/linked-range.ts';
import { arrangeColumns, presentColumns, shownColumns } from '../domain/refresh-plan/columns.ts';
import type { Arrangement } from '../domain/refresh-plan/columns.ts';
import { allFingerprint, anyOrderFingerprint } from '../domain/refresh-plan/fingerprint.ts';
import { planRefresh } from '../domain/refresh-plan/plan-refresh.ts';
import type { Place, RefreshPlan } from '../domain/refresh-plan/plan.ts';
import type { Neighbours } from '../domain/refresh-plan/reach.ts';
import type { RowLayout } from '../domain/refresh-plan/rows.ts';
import { blankPrint, expectedPrints } from './content.ts';
import type { Content } from './content.ts';
import { findEditedCells, NO_EDITED_CELLS } from './edited-cells.ts';
import type { EditedCells } from './edited-cells.ts';
import { layoutOf } from './layout.ts';
import { neighboursOf } from './neighbours.ts';
import { countCells, printedColumns, readFingerprints, readHeader } from './picture.ts';
import { placeOf, rangeAt } from './ranges.ts';
import type { PlacedRange } from './ranges.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** What a refresh would do, before it does. */
export interface Prepared {
  plan: RefreshPlan;
  arrangement: Arrangement;
  content: Content;
  losses: Losses;
  /** The fingerprints of the data rows that are there now. */
  present: number[];
  /** Those of the content's rows, and of a blank row. */
  expected: number[];
  blank: number;
  layout: RowLayout;
  /** Cells of the person's own in rows that go. */
  ownCells: string[];
  /** How rows are told to be the same: by their place, where keys have matched them, or by what they hold. */
  matched: 'place' | 'content';
  timeZone: string;
  /** Cells that somebody changed by hand and that the refresh would write over. */
  editedCells: () => EditedCells;
  /** Somebody changed the range since it was last written, if only the order of its rows. */
  touched: boolean;
}

interface Wish {
  /** Columns that the content no longer has are taken out of the sheet. */
  removeVanished: boolean;
  /** Rows in which the person keeps something of their own stay, blank. */
  keepOwn?: boolean;
  /** The rows, where they are not those of the range's mode. */
  rows?: (present: number[]) => RowLayout;
}

/** Plans to bring a content into a range. Throws Problem: sheet_full, keys_invalid. */
export function prepareContent(
  { linked, range }: PlacedRange,
  content: Content,
  { removeVanished, keepOwn = false, rows: ownRows }: Wish,
): Prepared {
  const sheet = range.getSheet();
  const place = placeOf(range);
  const timeZone = sheet.getParent().getSpreadsheetTimeZone();
  const header = readHeader(sheet, place);
  const arrangement = arrangementOf(linked, content, header);
  const { rows: present, before } = printsOf(sheet, place, { linked, arrangement, timeZone });
  const losses = noLosses();
  const expected = expectedPrints(content, arrangement.columns, losses);
  const around = once(() => neighboursOf(sheet, place, linked.options.companionColumns));
  const input = { sheet, place, linked, content, arrangement, present, timeZone, around, keepOwn };
  const layout = ownRows ? { rows: ownRows(present), marks: [], ownCells: [] } : layoutOf(input);
  const blank = blankPrint(arrangement.columns);
  const plan = planRefresh({
    picture: { ...sizesOf(sheet, place), place, header, rows: present, around },
    arrangement,
    layout: layout.rows,
    marks: layout.marks,
    linked: linked.columns,
    expected: (index) => expected[index] ?? 0,
    blank,
    removeVanished,
    fillDown: linked.options.fillDown,
  });
  const touched = linked.wrote !== null && allFingerprint(before) !== linked.wrote.ordered;
  const edited = touched && anyOrderFingerprint(before) !== linked.wrote?.anyOrder;
  const matched: Prepared['matched'] = linked.options.mode === 'replace' ? 'content' : 'place';
  const about = {
    ...{ arrangement, content, losses, present, expected, blank, timeZone, touched },
    ...{ layout: layout.rows, ownCells: layout.ownCells, matched },
  };
  const editedCells = () =>
    edited && linked.refreshing === null
      ? findEditedCells(sheet, place, { linked, about })
      : NO_EDITED_CELLS;
  return { ...about, plan, editedCells };
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
  const written = printedColumns(linked.columns, arrangement.present);
  const same = JSON.stringify(coming) === JSON.stringify(written);
  const choices = same ? [coming] : [coming, written];
  const [rows = [], before = rows] = readFingerprints(sheet, place, { timeZone, choices });
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

function arrangementOf(linked: LinkedRange, content: Content, header: string[]): Arrangement {
  const shown = shownColumns(content.columns, linked.options);
  const present = presentColumns(linked.columns, header);
  const ordered = linked.options.columns.length > 0;
  return arrangeColumns(shown, present, { width: header.length, ordered });
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
