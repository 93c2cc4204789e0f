// What moves when rows, columns or cells are inserted or deleted: the arithmetic of one shift.
import { type Area } from './area.ts';

/** Rows or columns that come or go in one tab; with `span` only within that part across. */
export interface Shift {
  kind: 'insert' | 'delete';
  axis: 'rows' | 'columns';
  sheetId: number;
  at: number;
  count: number;
  /** First and last column (of a shift of rows) or row that take part; absent: the whole tab. */
  span?: [number, number];
}

/**
 * Where the stretch from `from` to `to` lies after the shift; null when all of it was deleted.
 * It grows only by what is inserted inside it, not by what is inserted before its start or after
 * its end (the rule of references in spreadsheets).
 */
export function shiftSpan(from: number, to: number, shift: Shift): [number, number] | null {
  const { at, count } = shift;
  if (shift.kind === 'insert') {
    return [from >= at ? from + count : from, to >= at ? to + count : to];
  }
  const last = at + count - 1;
  if (from >= at && to <= last) return null;
  const start = from > last ? from - count : Math.min(from, at);
  const end = to > last ? to - count : to >= at ? at - 1 : to;
  return [start, end];
}

/** Where the area lies after the shift; null when all of it was deleted. */
export function shiftArea(area: Area, shift: Shift): Area | null {
  if (!takesPart(area, shift)) return area;
  if (shift.axis === 'rows') {
    const rows = shiftSpan(area.top, area.bottom, shift);
    return rows && { ...area, top: rows[0], bottom: rows[1] };
  }
  const columns = shiftSpan(area.left, area.right, shift);
  return columns && { ...area, left: columns[0], right: columns[1] };
}

/** An area that only partly lies within the span stays where it is. */
function takesPart(area: Area, { axis, span }: Shift): boolean {
  if (!span) return true;
  const [from, to] = axis === 'rows' ? [area.left, area.right] : [area.top, area.bottom];
  return from >= span[0] && to <= span[1];
}

export function shiftAreas(areas: Area[], shift: Shift): Area[] {
  return areas.flatMap((area) => shiftArea(area, shift) ?? []);
}

/** Opens a gap in a list that may hold 100,000 rows, without spreading them as arguments. */
export function openGap<T>(list: T[], index: number, count: number): (T | undefined)[] {
  if (index >= list.length) return list;
  const gap = new Array<T | undefined>(count).fill(undefined);
  return list.slice(0, index).concat(gap as T[], list.slice(index));
}
