// Prepares a refresh: reads the sheet, plans what to do, and says what a person should know before.
import { noLosses } from '../domain/cells/cell.ts';
import type { Losses } from '../domain/cells/cell.ts';
import type { LinkedRange } from '../domain/linked-range.ts';
import { arrangeColumns, presentColumns, shownColumns } from '../domain/refresh/columns.ts';
import type { Arrangement } from '../domain/refresh/columns.ts';
import { allFingerprint, anyOrderFingerprint, comparable } from '../domain/cells/fingerprint.ts';
import { planRefresh } from '../domain/refresh/plan-refresh.ts';
import type { Place, RefreshPlan, RowReach } from '../domain/refresh/plan.ts';
import type { RefreshInput } from '../domain/refresh/refresh-input.ts';
import type { RowLayout } from '../domain/refresh/rows.ts';
import { blankPrint, expectedPrints } from './content.ts';
import type { Content } from './content.ts';
import { findEditedCells, NO_EDITED_CELLS } from './edited-cells.ts';
import type { EditedCells } from './edited-cells.ts';
import { layoutOf } from './layout.ts';
import { neighboursOf } from './neighbours.ts';
import type { OwnCell } from './own-cells.ts';
import { printedColumns, readRange, rowPrints } from './sheet/range-cells.ts';
import type { RangeCells } from './sheet/range-cells.ts';
import { rangeAt } from './sheet/places.ts';
import type { PlacedRange } from './ranges/records.ts';
import { countCells, tabSize } from './sheet/sheet-size.ts';

/** What a refresh would do, before it does. */
export interface Prepared {
  plan: RefreshPlan;
  arrangement: Arrangement;
  content: Content;
  losses: Losses;
  /** What the range holds now. */
  cells: RangeCells;
  /** The fingerprints of the data rows that are there now. */
  present: number[];
  /** Those of the content's rows, and of a blank row. */
  expected: number[];
  blank: number;
  layout: RowLayout;
  /** Cells of the person's own in rows that go. */
  ownCells: OwnCell[];
  /** How rows are told to be the same: by their place, where keys have matched them, or by what they hold. */
  matched: 'place' | 'content';
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
  /** How far rows go, where it is known from when they came; else what stands around decides. */
  deletionReach?: (place: Place) => RowReach | null;
  /** What the range holds, where it was read already. */
  cells?: RangeCells | undefined;
}

/** Plans to bring a content into a range. Throws Problem: sheet_full, keys_invalid. */
export function prepareContent(found: PlacedRange, content: Content, wish: Wish): Prepared {
  const { linked, sheet, place, timeZone } = found;
  const cells = wish.cells ?? readRange(sheet, place, timeZone);
  const arrangement = arrangementOf(linked, content, cells);
  const { rows: present, before } = printsOf(cells, linked, arrangement);
  const losses = noLosses();
  const expected = expectedPrints(content, arrangement.columns, losses);
  const around = once(() => neighboursOf(sheet, place, linked.options.companionColumns));
  const input = { sheet, place, linked, content, arrangement, cells, present, around };
  const layout = wish.rows
    ? { rows: wish.rows(present), marks: [], ownCells: [] }
    : layoutOf({ ...input, keepOwn: wish.keepOwn ?? false });
  const blank = blankPrint(arrangement.columns);
  const plan = planRefresh({
    picture: { ...pictureOf(found, cells), rows: present, around },
    arrangement,
    layout: layout.rows,
    marks: layout.marks,
    linked: linked.columns,
    expected: (index) => expected[index] ?? 0,
    differing: differingColumns(cells, content, arrangement),
    blank,
    removeVanished: wish.removeVanished,
    fillDown: linked.options.fillDown,
    deletionReach: wish.deletionReach ?? (() => null),
  });
  const touched = linked.wrote !== null && allFingerprint(before) !== linked.wrote.ordered;
  const edited = touched && anyOrderFingerprint(before) !== linked.wrote?.anyOrder;
  const matched: Prepared['matched'] = linked.options.mode === 'replace' ? 'content' : 'place';
  const about = {
    ...{ arrangement, content, losses, cells, present, expected, blank, touched },
    ...{ layout: layout.rows, ownCells: layout.ownCells, matched },
  };
  const editedCells = () =>
    edited && linked.refreshing === null
      ? findEditedCells(place, { linked, about })
      : NO_EDITED_CELLS;
  return { ...about, plan, editedCells };
}

/** Whether a range holds what was last written into it, in its order and under its headers. */
export function isAsWritten({ linked }: PlacedRange, cells: RangeCells): boolean {
  if (!linked.wrote || linked.refreshing) return false;
  const present = presentColumns(linked.columns, cells.header);
  const isTitled = present.every(({ written, offset }) => cells.header[offset] === written);
  if (!isTitled || present.length < linked.columns.length) return false;
  const prints = rowPrints(cells, printedColumns(linked.columns, present));
  return allFingerprint(prints) === linked.wrote.ordered;
}

// What the rows hold by the columns that come, and by those that were last written.
function printsOf(
  cells: RangeCells,
  linked: LinkedRange,
  arrangement: Arrangement,
): { rows: number[]; before: number[] } {
  const width = cells.header.length;
  const coming = arrangement.columns.map(({ offset, kind }) => ({
    kind,
    offset: offset < width ? offset : null,
  }));
  const written = printedColumns(linked.columns, arrangement.present);
  const rows = rowPrints(cells, coming);
  const same = JSON.stringify(coming) === JSON.stringify(written);
  return { rows, before: same ? rows : rowPrints(cells, written) };
}

function differingColumns(
  { rows }: RangeCells,
  content: Content,
  { columns }: Arrangement,
): RefreshInput['differing'] {
  const makers = columns.map(({ kind }) => content.cellOf(kind, noLosses()));
  return (present, result) =>
    [...columns.keys()].filter((index) => {
      const { offset = 0, source = 0, kind = 'text' as const } = columns[index] ?? {};
      const coming = makers[index]?.(content.rows[result]?.[source] ?? null) ?? '';
      return comparable(rows[present]?.[offset] ?? '', kind) !== comparable(coming, kind);
    });
}

function pictureOf({ sheet, place }: PlacedRange, { header }: RangeCells) {
  return {
    place,
    header,
    grid: once(() => tabSize(sheet)),
    spreadsheetCells: () => countCells(sheet.getParent()),
    formats: once(() => firstFormats(sheet, place)),
  };
}

function arrangementOf(linked: LinkedRange, content: Content, cells: RangeCells): Arrangement {
  const { header, rows } = cells;
  const shown = shownColumns(content.columns, linked.options);
  const present = presentColumns(linked.columns, header, {
    columns: linked.refreshing?.columns ?? [],
    isBlank: (offset) => rows.every((row) => row[offset] === ''),
  });
  const ordered = linked.options.columns.length > 0;
  return arrangeColumns(shown, present, { width: header.length, ordered });
}

function firstFormats(sheet: PlacedRange['sheet'], place: PlacedRange['place']): string[] {
  if (place.rows < 2) return [];
  const first = { ...place, row: place.row + 1, rows: 1 };
  return rangeAt(sheet, first).getNumberFormats()[0] ?? [];
}

function once<T>(read: () => T): () => T {
  let known: { value: T } | null = null;
  return () => (known ??= { value: read() }).value;
}
