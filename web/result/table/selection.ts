// The cells that a person has chosen in a table, and how the keys move over them.

/** A cell by its place on the screen; row -1 is the header. */
export interface Spot {
  row: number;
  column: number;
}

/** A rectangle of cells: from where the choice began to where it is now. */
export interface Area {
  anchor: Spot;
  active: Spot;
}

export interface Size {
  rows: number;
  columns: number;
  /** Rows that fit on the screen. */
  page: number;
}

export interface Bounds {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** The edges of an area, all of them in it; the header is never chosen. */
export function boundsOf({ anchor, active }: Area): Bounds {
  return {
    top: Math.max(0, Math.min(anchor.row, active.row)),
    bottom: Math.max(anchor.row, active.row),
    left: Math.min(anchor.column, active.column),
    right: Math.max(anchor.column, active.column),
  };
}

export interface Press {
  key: string;
  shift: boolean;
  /** Ctrl, or Cmd on a Mac. */
  ctrl: boolean;
}

/** Where a key leads; null: it leads nowhere. */
export function moved(area: Area, press: Press, size: Size): Area | null {
  if (press.ctrl && press.key.toLowerCase() === 'a' && !press.shift) return everything(size);
  const active = targetOf(area.active, press, size);
  if (active === null) return null;
  const kept = {
    row: clamp(active.row, press.shift ? 0 : -1, size.rows - 1),
    column: clamp(active.column, 0, size.columns - 1),
  };
  return { anchor: press.shift ? area.anchor : kept, active: kept };
}

export const everything = ({ rows, columns }: Size): Area => ({
  anchor: { row: 0, column: 0 },
  active: { row: rows - 1, column: columns - 1 },
});

function targetOf({ row, column }: Spot, { key, ctrl }: Press, size: Size): Spot | null {
  switch (key) {
    case 'ArrowUp':
      return { row: ctrl ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: ctrl ? size.rows - 1 : row + 1, column };
    case 'ArrowLeft':
      return { row, column: ctrl ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: ctrl ? size.columns - 1 : column + 1 };
    case 'PageUp':
      return { row: Math.max(0, row - size.page), column };
    case 'PageDown':
      return { row: row + size.page, column };
    case 'Home':
      return { row: ctrl ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrl ? size.rows - 1 : row, column: size.columns - 1 };
    default:
      return null;
  }
}

const clamp = (value: number, least: number, most: number) =>
  Math.max(least, Math.min(most, value));
