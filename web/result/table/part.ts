// Which rows and columns of a table are drawn: those on the screen and a few around, both ways.

/** A column on the screen: where it begins, and how wide it is, in pixels. */
export interface Laid {
  /** Index among the result's columns. */
  column: number;
  left: number;
  width: number;
  isPinned: boolean;
}

export interface Part {
  fromRow: number;
  toRow: number;
  /** Indexes among the columns that are not pinned. */
  fromColumn: number;
  toColumn: number;
}

export interface Scrolled {
  top: number;
  left: number;
  width: number;
  height: number;
}

export const rowHeight = 28;
export const headerHeight = 48;
/** Drawn beyond each edge, so that a turn of the wheel does not show an empty table. */
const rowsAround = 6;
const columnsAround = 1;

/** Places the columns beside each other. */
export function lay(
  columns: readonly number[],
  widthOf: (column: number) => number,
  pinned: ReadonlySet<number>,
): { columns: Laid[]; width: number; pinnedWidth: number } {
  let left = 0;
  let pinnedWidth = 0;
  const laid = columns.map((column) => {
    const width = widthOf(column);
    const isPinned = pinned.has(column);
    const at = { column, left, width, isPinned };
    left += width;
    if (isPinned) pinnedWidth = left;
    return at;
  });
  return { columns: laid, width: left, pinnedWidth };
}

/** What is to be drawn of so many rows and of these columns, which are not pinned. */
export function partOf(scrolled: Scrolled, rows: number, free: readonly Laid[]): Part {
  const first = Math.floor(scrolled.top / rowHeight) - rowsAround;
  const last = Math.ceil((scrolled.top + scrolled.height) / rowHeight) + rowsAround;
  const right = scrolled.left + scrolled.width;
  const begin = free.findIndex(({ left, width }) => left + width > scrolled.left);
  const end = free.findIndex(({ left }) => left >= right);
  return {
    fromRow: Math.max(0, Math.min(first, rows)),
    toRow: Math.min(rows, last),
    fromColumn: Math.max(0, (begin === -1 ? free.length : begin) - columnsAround),
    toColumn: Math.min(free.length, (end === -1 ? free.length : end) + columnsAround),
  };
}

export const isSamePart = (a: Part, b: Part) =>
  a.fromRow === b.fromRow &&
  a.toRow === b.toRow &&
  a.fromColumn === b.fromColumn &&
  a.toColumn === b.toColumn;
