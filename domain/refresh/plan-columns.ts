// Plans what becomes of the columns of a range: new ones, those that vanished, their formats and header.
import type { Operation, Place, PlacedColumn } from './plan.ts';
import { columnReach, mayDeleteColumns } from './reach.ts';
import type { RefreshInput } from './refresh-input.ts';

/** The columns as they will be, each with the format that is to be set; null where none is. */
// A format is set where the column is new, or where the one there is still the one that we set.
export function formattedColumns(
  input: RefreshInput,
): { column: PlacedColumn; format: PlacedColumn | null }[] {
  const { arrangement, linked, picture } = input;
  return arrangement.columns.map((column) => {
    const there = arrangement.present.find(({ offset }) => offset === column.offset);
    const before = linked.find(({ name }) => name === column.name);
    const same = before && there?.name === column.name && before.kind === column.kind;
    if (!same) return { column, format: column };
    const isOurs = () => picture.formats()[column.offset] === before.format;
    if (before.format !== column.format && isOurs()) return { column, format: column };
    return { column: { ...column, format: before.format }, format: null };
  });
}

export function planNewColumns(input: RefreshInput): Operation[] {
  const { arrangement } = input;
  const { place } = input.picture;
  if (arrangement.added === 0) return [];
  return [
    ...spaceAtRight(input, place.column + place.columns),
    { do: 'claim', place: { ...place, columns: arrangement.width } },
  ];
}

// Last of all, from right to left, so that every offset before stays true.
export function planRemovedColumns(input: RefreshInput, place: Place): Operation[] {
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
export function isRemovable({ removeVanished, arrangement, picture }: RefreshInput): boolean {
  return removeVanished && arrangement.vanished.length > 0 && mayDeleteColumns(picture.around());
}

function spaceAtRight({ picture, arrangement }: RefreshInput, right: number): Operation[] {
  const { place } = picture;
  const { added } = arrangement;
  const around = picture.around();
  if (around.blankRight >= added) return [];
  const free = picture.grid().columns - right + 1;
  if (around.blankRight >= free) return [{ do: 'growTab', rows: 0, columns: added - free }];
  const reach = columnReach(place, around);
  return [{ do: 'insertColumns', column: right, count: added, reach }];
}

export function planHeader({ arrangement, picture }: RefreshInput): Operation[] {
  const cells = arrangement.columns
    .filter(({ offset, label }) => picture.header[offset] !== label)
    .map(({ offset, label }) => ({ offset, label }));
  return cells.length > 0 ? [{ do: 'writeHeader', cells, fresh: false }] : [];
}
