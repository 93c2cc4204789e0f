// Plans a refresh: from the result's rows, the range's columns and a picture of the sheet to the
// operations that make the sheet show the result. Pure: the same in the add-on and on the server.
import type { LinkedColumn } from '../linked-range.ts';
import { blocksOf } from './blocks.ts';
import type { Arrangement } from './columns.ts';
import type { Operation, Place, PlacedColumn, RefreshPlan, RowReach } from './plan.ts';
import { columnReach, deletionReach, mayDeleteColumns, rowReach, rowWidth } from './reach.ts';
import type { Neighbours } from './reach.ts';
import { runsOf } from './rows.ts';
import { formatOf } from './plan-insertion.ts';
import { refuseFullSpreadsheet } from './spreadsheet-size.ts';
import type { RowLayout } from './rows.ts';

/** The tab around a range as it is now. */
export interface SheetPicture {
  /** The size of the tab, and its last row that holds anything. */
  grid: { rows: number; columns: number; lastRow: number };
  /** The cells of all tabs together. */
  spreadsheetCells: number;
  place: Place;
  header: string[];
  /** The fingerprints of the data rows by the columns of the arrangement; new columns count as blank. */
  rows: number[];
  /** The number formats of the first data row. */
  formats: string[];
  /** Asked for only where rows or columns come or go. */
  around: () => Neighbours;
}

export interface RefreshInput {
  picture: SheetPicture;
  arrangement: Arrangement;
  layout: RowLayout;
  linked: LinkedColumn[];
  /** The fingerprint of a row of the result, by the columns of the arrangement. */
  expected: (result: number) => number;
  /** The fingerprint of a blank row. */
  blank: number;
  /** Columns that vanished from the result are taken out of the sheet; else they are emptied. */
  removeVanished: boolean;
  fillDown: boolean;
  /** Data rows (as they will be) whose key is gone now, or there again. */
  marks: { row: number; gone: boolean }[];
}

/** What a refresh does. Throws Problem: sheet_full. */
export function planRefresh(input: RefreshInput): RefreshPlan {
  const columns = formattedColumns(input);
  const shape = [...planNewColumns(input), ...planRows(input)];
  const place = placeAfter(input);
  refuseFullSpreadsheet(input.picture, shape);
  const { operations: content, changed } = planContent(input, columns);
  const moved: Operation[] =
    shape.length > 0
      ? [{ do: 'claim', place: { ...place, columns: input.arrangement.width } }]
      : [];
  return {
    place,
    columns: columns.map(({ column }) => column),
    operations: [
      ...shape,
      ...moved,
      ...columns.flatMap(({ format }) => (format ? [formatOf(format, place)] : [])),
      ...planHeader(input),
      ...content,
      ...planMarks(input),
      ...planRemovedColumns(input, place),
    ],
    changes: changesOf(input, changed),
    rows: rowsAfter(input),
    rowCount: input.layout.targets.filter((target) => target !== 'blank').length,
    present: input.layout.present,
  };
}

// A format is set where the column is new, or where the one there is still the one that we set.
function formattedColumns(
  input: RefreshInput,
): { column: PlacedColumn; format: PlacedColumn | null }[] {
  const { arrangement, linked, picture } = input;
  return arrangement.columns.map((column) => {
    const there = arrangement.present.find(({ offset }) => offset === column.offset);
    const before = linked.find(({ name }) => name === column.name);
    const same = before && there?.name === column.name && before.kind === column.kind;
    if (!same) return { column, format: column };
    const ours = picture.formats[column.offset] === before.format;
    if (ours && before.format !== column.format) return { column, format: column };
    return { column: { ...column, format: before.format }, format: null };
  });
}

function planNewColumns(input: RefreshInput): Operation[] {
  const { arrangement } = input;
  const { place } = input.picture;
  if (arrangement.added === 0) return [];
  return [
    ...spaceAtRight(input, place.column + place.columns),
    { do: 'claim', place: { ...place, columns: arrangement.width } },
  ];
}

// Last of all, from right to left, so that every offset before stays true.
function planRemovedColumns(input: RefreshInput, place: Place): Operation[] {
  const { picture, arrangement, removeVanished } = input;
  if (!removeVanished || arrangement.vanished.length === 0) return [];
  if (!isRemovable(input)) {
    return arrangement.vanished.map(({ offset }) => ({
      do: 'emptyCells',
      row: place.row,
      count: place.rows,
      offset,
      columns: 1,
    }));
  }
  const reach = columnReach({ ...place, columns: arrangement.width }, picture.around());
  const offsets = arrangement.vanished.map(({ offset }) => offset).reverse();
  return [
    ...offsets.map((offset): Operation => ({
      do: 'deleteColumns',
      column: place.column + offset,
      count: 1,
      reach,
    })),
    { do: 'claim', place },
  ];
}

// Where their cells cannot be taken out without harm, they stay in the range as blank columns.
function isRemovable({ removeVanished, arrangement, picture }: RefreshInput): boolean {
  return removeVanished && arrangement.vanished.length > 0 && mayDeleteColumns(picture.around());
}

function spaceAtRight({ picture, arrangement }: RefreshInput, right: number): Operation[] {
  const { place, grid } = picture;
  const { added } = arrangement;
  const around = picture.around();
  if (around.blankRight >= added) return [];
  const free = grid.columns - right + 1;
  if (around.blankRight >= free) return [{ do: 'growTab', rows: 0, columns: added - free }];
  const reach = columnReach(place, around);
  return [{ do: 'insertColumns', column: right, count: added, reach }];
}

function planRows(input: RefreshInput): Operation[] {
  const { layout } = input;
  if (layout.deletions.length + layout.insertions.length === 0) return planCopiedRow(input);
  const around = input.picture.around();
  const place = { ...input.picture.place, columns: input.arrangement.width };
  const reach = rowReach(place, around);
  const deletions = layout.deletions.map(({ from, count }): Operation => ({
    do: 'deleteRows',
    row: place.row + 1 + from,
    count,
    reach: deletionReach(place, around),
  }));
  return [...deletions, ...planInsertedRows(input, { place, reach, around })];
}

function planInsertedRows(
  input: RefreshInput,
  { place, reach, around }: { place: Place; reach: RowReach; around: Neighbours },
): Operation[] {
  const { layout, picture } = input;
  const added = layout.insertions.reduce((sum, { count }) => sum + count, 0);
  const missing = picture.grid.lastRow + added - picture.grid.rows;
  const grow = reach !== 'sheet' && added > 0 && missing > 0;
  const rowsThen =
    picture.rows.length - layout.deletions.reduce((sum, { count }) => sum + count, 0);
  return [
    ...(grow ? [{ do: 'growTab' as const, rows: missing, columns: 0 }] : []),
    ...layout.insertions.flatMap(({ before, count }): Operation[] => {
      const row = place.row + 1 + before;
      // The row that an insertion pushes down; at the end of the range the one above.
      const from = before < rowsThen ? row + count : row - 1;
      const filled = input.fillDown ? fills(place, around, { from, row, count }) : [];
      return [
        { do: 'insertRows', row, count, reach },
        ...(from > place.row ? [{ do: 'copyFormats' as const, from, row, count }] : []),
        ...filled,
      ];
    }),
    ...planCopiedRow(input),
  ];
}

// The row goes back to its place with all that moves with it; beside the new last row nothing is left.
function planCopiedRow(input: RefreshInput): Operation[] {
  const { layout, picture, arrangement, fillDown } = input;
  if (layout.copyLastTo === null) return [];
  const around = picture.around();
  const place = { ...picture.place, columns: arrangement.width };
  const first = place.row + 1;
  const from = first + layout.targets.length - 1;
  const { fromColumn, columns } = rowWidth(place, around);
  const right = fromColumn + columns - place.column - place.columns;
  const stays = fillDown ? around.partnersRight : 0;
  const beside: Operation[] = [
    {
      do: 'emptyCells',
      row: from,
      count: 1,
      offset: fromColumn - place.column,
      columns: fillDown ? 0 : around.partnersLeft,
    },
    {
      do: 'emptyCells',
      row: from,
      count: 1,
      offset: place.columns + stays,
      columns: right - stays,
    },
    ...ownRuns(arrangement).map((run) => ({
      do: 'emptyCells' as const,
      row: from,
      count: 1,
      offset: run.from,
      columns: run.count,
    })),
  ];
  return [
    { do: 'copyRow', from, to: first + layout.copyLastTo, column: fromColumn, columns },
    ...beside.filter((operation) => operation.do === 'emptyCells' && operation.columns > 0),
  ];
}

// Columns inside the range that its person inserted: a new row gets nothing of another row's.
function ownRuns({ columns, present, width }: Arrangement): { from: number; count: number }[] {
  const ours = new Set([...columns, ...present].map(({ offset }) => offset));
  return runsOf([...Array(width).keys()].filter((offset) => !ours.has(offset)));
}

function fills(
  place: Place,
  around: Neighbours,
  rows: { from: number; row: number; count: number },
): Operation[] {
  const left = { column: place.column - around.partnersLeft, columns: around.partnersLeft };
  const right = { column: place.column + place.columns, columns: around.partnersRight };
  return [left, right]
    .filter(({ columns }) => columns > 0)
    .map((side) => ({ do: 'fillFormulas', ...rows, ...side }));
}

function planHeader({ arrangement, picture }: RefreshInput): Operation[] {
  const cells = arrangement.columns
    .filter(({ offset, label }) => picture.header[offset] !== label)
    .map(({ offset, label }) => ({ offset, label }));
  return cells.length > 0 ? [{ do: 'writeHeader', cells, fresh: false }] : [];
}

function planContent(
  input: RefreshInput,
  columns: { column: PlacedColumn }[],
): { operations: Operation[]; changed: number } {
  const { layout, picture, expected, blank } = input;
  const first = picture.place.row + 1;
  const now = (index: number) => {
    const present = layout.present[index] ?? null;
    return present === null ? null : picture.rows[present];
  };
  const indexes = [...layout.targets.keys()];
  const dirty = indexes.filter((index) => {
    const target = layout.targets[index];
    return typeof target === 'number' && now(index) !== expected(target);
  });
  const toEmpty = indexes.filter(
    (index) => layout.targets[index] === 'blank' && now(index) !== blank,
  );
  const writes = blocksOf(dirty, layout.targets, columns.length).map(
    ({ from, results }): Operation => ({ do: 'writeRows', row: first + from, results }),
  );
  const changed = dirty.filter((index) => (layout.present[index] ?? null) !== null).length;
  return { operations: [...writes, ...planEmptied(input, toEmpty)], changed };
}

function planEmptied(input: RefreshInput, rows: number[]): Operation[] {
  const { arrangement, layout, picture, removeVanished } = input;
  const first = picture.place.row + 1;
  const blanks = runsOf(rows).flatMap(({ from, count }) =>
    runsOf(arrangement.columns.map(({ offset }) => offset)).map((run): Operation => ({
      do: 'emptyCells',
      row: first + from,
      count,
      offset: run.from,
      columns: run.count,
    })),
  );
  const vanished = removeVanished ? [] : arrangement.vanished;
  const count = layout.targets.length;
  return [
    ...blanks,
    ...vanished.map(({ offset }): Operation => ({
      do: 'emptyCells',
      row: first,
      count,
      offset,
      columns: 1,
    })),
  ];
}

function planMarks({ marks, picture }: RefreshInput): Operation[] {
  return marks.map(({ row, gone }) => ({ do: 'markGone', row: picture.place.row + 1 + row, gone }));
}

function placeAfter(input: RefreshInput): Place {
  const { picture, arrangement, layout } = input;
  const removed = isRemovable(input) ? arrangement.vanished.length : 0;
  return {
    ...picture.place,
    rows: layout.targets.length + 1,
    columns: arrangement.width - removed,
  };
}

function rowsAfter({ layout, picture, expected, blank }: RefreshInput): number[] {
  return layout.targets.map((target, index) => {
    if (typeof target === 'number') return expected(target);
    if (target === 'blank') return blank;
    return picture.rows[layout.present[index] ?? -1] ?? blank;
  });
}

function changesOf(
  { arrangement, layout, linked }: RefreshInput,
  changed: number,
): RefreshPlan['changes'] {
  const known = new Set(linked.map(({ name }) => name));
  return {
    rowsAdded: layout.insertions.reduce((sum, { count }) => sum + count, 0),
    rowsRemoved: layout.deletions.reduce((sum, { count }) => sum + count, 0),
    rowsChanged: changed,
    columnsAdded: arrangement.columns
      .filter(({ name }) => !known.has(name))
      .map(({ label }) => label),
    columnsRemoved: arrangement.vanished.map(({ label }) => label),
  };
}
