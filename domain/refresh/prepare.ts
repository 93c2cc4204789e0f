// Prepares a refresh: reads the sheet, and plans what to do.
import type { Cell, Losses } from '../cells/cell.ts';
import { lossesOf } from '../cells/content.ts';
import type { Content } from '../cells/content.ts';
import { allFingerprint, anyOrderFingerprint, comparable } from '../cells/fingerprint.ts';
import type { Place } from '../cells/place.ts';
import type { LinkedRange } from '../linked-range.ts';
import { columnPrints, columnsSeen } from './layout/column-prints.ts';
import { arrangeColumns, shownColumns } from './layout/columns.ts';
import type { Arrangement } from './layout/columns.ts';
import { columnDoubts, NO_DOUBTS, presentColumns } from './layout/present-columns.ts';
import type { ColumnDoubts, PresentColumn } from './layout/present-columns.ts';
import { firstBatchOf, withFirstBatch } from './layout/first-batch.ts';
import { layoutOf } from './layout/layout.ts';
import { saidOf } from './around/apart.ts';
import { surroundingsOf } from './around/neighbours.ts';
import type { Surroundings } from './around/neighbours.ts';
import type { OwnColumns } from './around/own-columns.ts';
import type { Layout, Standing } from './layout/range-layout.ts';
import { planRefresh } from './plan/plan-refresh.ts';
import type { RefreshPlan } from './plan/plan.ts';
import type { ColumnsUndone, RefreshInput } from './plan/refresh-input.ts';
import { blankPrint, expectedPrints, printedColumns, rowPrints } from './layout/row-prints.ts';
import type { RowLayout } from './layout/rows.ts';
import { wishedLayout } from './layout/wished-layout.ts';
import type { WishedRows } from './layout/wished-layout.ts';
import { ask, once } from './sheet.ts';
import type { RangeCells, RowReach, Rules } from './sheet.ts';

/** A linked range and where it stands now. */
export interface RangeNow {
  linked: LinkedRange;
  place: Place;
  /** People may work in the tab between the look at it and the write: no row is taken out, and nothing blank is taken. */
  othersAtWork?: boolean;
}

/** That the header row was deleted. */
export interface HeaderGone {
  /** The data says so, and not only that the first row looks like data. */
  isSure: boolean;
  /** Only its cells were deleted, and those below moved up; else the whole row of the tab. */
  movedUp: boolean;
  /** And something stands beside, which did not move, or nobody knows whether it did. */
  isTorn: boolean;
}

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
  /** Where rows stand still beside what the person keeps: how they were found. */
  standing: Standing | null;
  /** What the person keeps beside or inside it; null: nothing, or nobody looked. */
  own: OwnColumns | null;
  around: Surroundings;
  /** What is doubtful about its columns, and that its header row is gone: it comes back then. */
  doubts: ColumnDoubts;
  headerGone: HeaderGone | null;
  /** Somebody changed the range since it was last written, if only the order of its rows, */
  touched: boolean;
  /** or what its cells hold. */
  edited: boolean;
}

export interface Wish extends Omit<WishedRows, 'rows'> {
  /** Columns that the content no longer has are taken out of the sheet. */
  removeVanished: boolean;
  /** Where the columns of the content stand, where it is not for what is there to say, and how they came and went. */
  columnsBack?: { arrange: Arrange; undone: ColumnsUndone };
  /** The rows, where they are not those of the range's mode. */
  rows?: WishedRows['rows'];
  /** How far rows go, where it is known from when they came; else what stands around decides. */
  deletionReach?: (place: Place) => RowReach | null;
  /** What the range holds, where it was read already, and that its header row is gone. */
  cells?: RangeCells | undefined;
  headerGone?: HeaderGone | null;
  /** When the rows that stand there came, as a cell; absent: nobody knows. */
  cameAt?: Cell | null | undefined;
}

/** Gives columns their places, by those that are there and the width of the range. */
export type Arrange = (present: PresentColumn[], width: number) => Arrangement;

/** Plans to bring a content into a range. Throws Problem: sheet_full, keys_invalid. */
export function* prepareContent(
  { linked, place, othersAtWork = false }: RangeNow,
  content: Content,
  wish: Wish,
): Rules<Prepared> {
  const there = wish.cells ?? (yield* ask({ read: 'range', place }));
  const { arrangement, doubts } = arrangementOf({ linked, content, cells: there }, wish);
  const cells = withBlanks(there, arrangement.inserted);
  const { rows: present, before } = printsOf(cells, linked, arrangement);
  const alone = { left: 0, right: 0, inPart: wish.inPart };
  const around = { ...surroundingsOf(place, saidOf(linked, place), alone), othersAtWork };
  const known = { linked, content, arrangement, cells, present, around };
  const { rows } = wish;
  const layout = yield* rows ? wishedLayout({ ...wish, rows }, known) : layoutOf(known);
  const expected = expectedPrints(content, arrangement.columns);
  const blank = blankPrint(arrangement.columns);
  const batch = firstBatchOf({ linked, arrangement, present, blank }, wish.cameAt);
  const then = withFirstBatch(cells, batch);
  const plan = yield* planRefresh({
    picture: {
      ...{ place, header: cells.header, rows: present, around: layout.around ?? around },
      formats: formatsOf(place, arrangement.inserted),
    },
    ...{ arrangement, layout: layout.rows, marks: layout.marks },
    ...{ gone: layout.gone ?? 0, counting: layout.counting ?? 0 },
    ...{ struck: new Set(layout.struck ?? []), colored: new Set(layout.own?.colored ?? []) },
    ...{ standsStill: layout.standsStill ?? false, formulas: layout.formulas ?? [] },
    ...{ linked: linked.columns, firstBatch: batch },
    keptRows: batch ? rowPrints(then, arrangement.columns) : present,
    columnPrints: printsAfter(layout, { content, arrangement, cells: then }),
    ...{ expected, blank, differing: differingColumns(cells, content, arrangement) },
    ...{ removeVanished: wish.removeVanished, undone: wish.columnsBack?.undone ?? null },
    apart: { range: linked.id, marks: linked.options.apart, reach: linked.options.ownColumns },
    sorts: linked.options.inQueryOrder && layout.standing !== undefined,
    deletionReach: wish.deletionReach ?? (() => null),
  });
  const losses = lossesOf(content, arrangement.columns);
  return {
    ...{ plan, arrangement, content, losses, cells, present, expected, blank, around },
    ...{ layout: layout.rows, standing: layout.standing ?? null, own: layout.own ?? null },
    ...{ doubts, headerGone: wish.headerGone ?? null },
    ...changedSince(linked, before),
  };
}

/** The fingerprints of the rows of a range, by the columns that were last written. */
export function presentPrints(linked: LinkedRange, cells: RangeCells): number[] {
  const beneath = { ...columnsSeen(linked, cells), adding: [] };
  const present = presentColumns(linked.columns, cells.header, beneath);
  return rowPrints(cells, printedColumns(linked.columns, present));
}

/** Whether a range holds what was last written into it, in its order and under its headers. */
export function isAsWritten(linked: LinkedRange, cells: RangeCells): boolean {
  if (!linked.wrote || linked.refreshing) return false;
  const present = presentColumns(linked.columns, cells.header);
  const isTitled = present.every(({ written, offset }) => cells.header[offset] === written);
  if (!isTitled || present.length < linked.columns.length) return false;
  const prints = rowPrints(cells, printedColumns(linked.columns, present));
  return allFingerprint(prints) === linked.wrote.ordered;
}

// `before` are the rows by the columns that were last written.
function changedSince(
  { wrote }: LinkedRange,
  before: number[],
): Pick<Prepared, 'touched' | 'edited'> {
  const touched = wrote !== null && allFingerprint(before) !== wrote.ordered;
  return { touched, edited: touched && anyOrderFingerprint(before) !== wrote.anyOrder };
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
  return (present, result) =>
    [...columns.keys()].filter((index) => {
      const { offset = 0, source = 0, kind = 'text' as const } = columns[index] ?? {};
      const coming = content.rows[result]?.[source] ?? '';
      return comparable(rows[present]?.[offset] ?? '', kind) !== comparable(coming, kind);
    });
}

function arrangementOf(
  { linked, content, cells }: Pick<Prepared, 'content' | 'cells'> & Pick<RangeNow, 'linked'>,
  { columnsBack }: Pick<Wish, 'columnsBack'>,
): { arrangement: Arrangement; doubts: ColumnDoubts } {
  const { header } = cells;
  const seen = columnsSeen(linked, cells);
  const adding = linked.refreshing?.columns ?? [];
  const present = presentColumns(linked.columns, header, { ...seen, adding });
  const arrange = columnsBack?.arrange ?? arrangedBy(linked, content);
  return {
    arrangement: arrange(present, header.length),
    // While a write that was cut off is repaired anything may stand there.
    doubts: linked.refreshing ? NO_DOUBTS : columnDoubts(linked.columns, present, { header, seen }),
  };
}

/** The places of a content's columns by what is there, and by what its person chose. */
export function arrangedBy({ options }: Pick<LinkedRange, 'options'>, content: Content): Arrange {
  const shown = shownColumns(content.columns, options);
  const ordered = options.columns.length > 0;
  return (present, width) => arrangeColumns(shown, present, { width, ordered });
}

// Columns that come again where they stood are blank until they are written.
function withBlanks({ header, rows }: RangeCells, inserted: number[]): RangeCells {
  if (inserted.length === 0) return { header, rows };
  return {
    header: withEmpty(header, inserted, ''),
    rows: rows.map((row) => withEmpty<Cell>(row, inserted, '')),
  };
}

function withEmpty<T>(list: readonly T[], at: number[], empty: T): T[] {
  const filled = [...list];
  for (const offset of at) filled.splice(offset, 0, empty);
  return filled;
}

// What the columns hold when it is done, by their fingerprints.
function printsAfter(
  { rows: { targets, present }, marks }: Layout,
  { content, arrangement, cells }: Pick<Prepared, 'content' | 'arrangement' | 'cells'>,
): string {
  const struck = new Map(marks.map((mark) => [mark.row, mark.gone ? mark.texts : undefined]));
  return columnPrints(targets.length, arrangement.columns, (row, index) => {
    const { source = 0, offset = 0 } = arrangement.columns[index] ?? {};
    const target = targets[row];
    if (typeof target === 'number') return content.rows[target]?.[source] ?? '';
    if (target === 'blank') return '';
    const texts = struck.get(row);
    return (texts ? texts[offset] : cells.rows[present[row] ?? -1]?.[offset]) ?? '';
  });
}

function formatsOf(place: Place, inserted: number[]): () => Rules<string[]> {
  return once(function* () {
    if (place.rows < 2) return [];
    const first = { ...place, row: place.row + 1, rows: 1 };
    const [formats = []] = yield* ask({ read: 'numberFormats', place: first });
    return withEmpty(formats, inserted, '');
  });
}
