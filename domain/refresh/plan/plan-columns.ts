// Plans what becomes of the columns of a range: new ones, those that vanished, their formats and header.
import type { Place } from '../../cells/place.ts';
import { isFreeRight } from '../around/neighbours.ts';
import type { PlacedColumn } from '../layout/columns.ts';
import { columnReach, mayDeleteColumns } from '../around/reach.ts';
import type { RefreshInput } from './refresh-input.ts';
import type { ColumnReach, Operation, Rules } from '../sheet.ts';

interface FormattedColumn {
  column: PlacedColumn;
  format: PlacedColumn | null;
}

/** The columns as they will be, each with the format that is to be set; null where none is. */
// A format is set where the column is new, or where the one there is still the one that we set.
export function* formattedColumns(input: RefreshInput): Rules<FormattedColumn[]> {
  const columns: FormattedColumn[] = [];
  for (const column of input.arrangement.columns) {
    columns.push(yield* formattedColumn(column, input));
  }
  return columns;
}

function* formattedColumn(
  column: PlacedColumn,
  { arrangement, linked, picture }: RefreshInput,
): Rules<FormattedColumn> {
  const there = arrangement.present.find(({ offset }) => offset === column.offset);
  const before = linked.find(({ name }) => name === column.name);
  const same = before && there?.name === column.name && before.kind === column.kind;
  if (!same) return { column, format: column };
  if (before.format !== column.format) {
    const isOurs = (yield* picture.formats())[column.offset] === before.format;
    if (isOurs) return { column, format: column };
  }
  return { column: { ...column, format: before.format }, format: null };
}

export function* planNewColumns(input: RefreshInput): Rules<Operation[]> {
  const { arrangement } = input;
  const { place } = input.picture;
  if (arrangement.added + arrangement.inserted.length === 0) return [];
  return [
    ...(yield* columnsBack(input)),
    ...(arrangement.added === 0 ? [] : yield* spaceAtRight(input, place.column + place.columns)),
    { do: 'claim', place: { ...place, columns: arrangement.width } },
  ];
}

// Those that went come again where they stood, and push what had come there.
function* columnsBack(input: RefreshInput): Rules<Operation[]> {
  const { picture, arrangement, undone } = input;
  const { place } = picture;
  const { inserted } = arrangement;
  const reach = reachIn(place, undone?.went ?? 'sheet');
  const operations = inserted.map((offset): Operation => ({
    ...{ do: 'insertColumns', column: place.column + offset, count: 1, reach },
    within: { row: place.row, rows: place.rows },
    ...likeOurs(input, offset),
  }));
  return [...(yield* growth(picture, inserted.length, reach)), ...operations];
}

// A column of the person's own may stand beside it: it looks as one of ours does.
function likeOurs({ picture, arrangement }: RefreshInput, offset: number): { like?: Place } {
  const later = arrangement.inserted.filter((one) => one > offset);
  const { present, vanished } = arrangement;
  const staying = present.filter((one) => !vanished.includes(one));
  const offsets = (staying.length > 0 ? staying : present).map((one) => one.offset);
  const nearest = offsets.sort(
    (one, other) => Math.abs(one - offset) - Math.abs(other - offset),
  )[0];
  if (nearest === undefined || nearest === offset - 1) return {};
  const column = picture.place.column + nearest - later.filter((one) => one < nearest).length;
  return { like: { ...picture.place, column, columns: 1 } };
}

function reachIn({ row, rows }: Place, how: 'sheet' | 'rows'): ColumnReach {
  return how === 'sheet' ? how : { fromRow: row, rows };
}

/** How many columns come between others, and push what stands at the right. */
export function columnsInserted(operations: Operation[]): number {
  return operations.reduce(
    (sum, operation) => sum + (operation.do === 'insertColumns' ? operation.count : 0),
    0,
  );
}

// Last of all, from right to left, so that every offset before stays true.
export function* planRemovedColumns(input: RefreshInput, place: Place): Rules<Operation[]> {
  const { picture, arrangement, removeVanished } = input;
  if (!removeVanished || arrangement.vanished.length === 0) return [];
  const leaves = leavesBlank(input);
  if (leaves || !(yield* isRemovable(input))) {
    const emptied = arrangement.vanished.map(({ offset }): Operation => ({
      ...{ do: 'emptyCells', row: place.row, count: place.rows, offset, columns: 1 },
      ...(leaves ? { notes: true, looks: true } : {}),
    }));
    return leaves ? [...emptied, { do: 'claim', place }] : emptied;
  }
  const came = input.undone?.came ?? null;
  const reach =
    came === null || came === 'blank'
      ? columnReach(
          { ...place, columns: arrangement.width },
          yield* picture.around.columnNeighbours(),
        )
      : reachIn(place, came);
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

// They came into blank columns at the end of the range, which are blank again: what stands behind them stays there.
function leavesBlank({ undone, removeVanished, arrangement }: RefreshInput): boolean {
  const { vanished, width } = arrangement;
  const isAtEnd = vanished.every(({ offset }) => offset >= width - vanished.length);
  return undone?.came === 'blank' && removeVanished && vanished.length > 0 && isAtEnd;
}

/** How many of the range's columns it loses. */
export function* columnsLost(input: RefreshInput): Rules<number> {
  const goes = leavesBlank(input) || (yield* isRemovable(input));
  return goes ? input.arrangement.vanished.length : 0;
}

// Where their cells cannot be taken out without harm, they stay in the range as blank columns.
function* isRemovable(input: RefreshInput): Rules<boolean> {
  const { removeVanished, arrangement, picture, undone } = input;
  if (!removeVanished || arrangement.vanished.length === 0) return false;
  if (undone?.came === 'sheet' || undone?.came === 'rows') return true;
  if (picture.around.othersAtWork) return false;
  return mayDeleteColumns(yield* picture.around.columnNeighbours());
}

// Blank columns beside are taken, unless a chart hangs there; at the edge of the tab it grows by what is missing.
function* spaceAtRight(input: RefreshInput, right: number): Rules<Operation[]> {
  const { picture, arrangement } = input;
  const { place, around } = picture;
  const { added } = arrangement;
  const free = (yield* around.tab.columns()) - right + 1;
  if (!around.othersAtWork && (yield* isFreeRight(around, Math.min(added, free)))) {
    return added > free ? [{ do: 'growTab', rows: 0, columns: added - free }] : [];
  }
  const reach = columnReach(place, yield* around.columnNeighbours());
  const insert: Operation = {
    ...{ do: 'insertColumns', column: right, count: added, reach },
    within: { row: place.row, rows: place.rows },
    ...likeOurs(input, place.columns),
  };
  return [...(yield* growth(picture, added, reach)), insert];
}

// Cells that are inserted push what stands beside, and Google grows no tab for that.
function* growth(
  { around: { tab } }: RefreshInput['picture'],
  count: number,
  reach: ColumnReach,
): Rules<Operation[]> {
  if (reach === 'sheet') return [];
  const missing = (yield* tab.lastColumn()) + count - (yield* tab.columns());
  return missing > 0 ? [{ do: 'growTab', rows: 0, columns: missing }] : [];
}

export function planHeader({ arrangement, picture }: RefreshInput): Operation[] {
  const cells = arrangement.columns
    .filter(({ offset, label }) => picture.header[offset] !== label)
    .map(({ offset, label }) => ({ offset, label }));
  return cells.length > 0 ? [{ do: 'writeHeader', cells, fresh: false }] : [];
}
