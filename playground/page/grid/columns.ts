// Where the rows and columns of a tab stand in pixels, and which of them a window shows.
import type { TabView } from '../../protocol.ts';

/** Sizes of a sheet in pixels, as Sheets has them. */
export const sizes = { row: 21, column: 100, rowHeader: 46, columnHeader: 24 };

export interface ColumnLayout {
  /** The left edge of column `c` at index `c - 1`; one more for the right edge of the last. */
  edges: number[];
  /** What stays in view while the rest is scrolled, in numbers and in pixels. */
  frozen: { rows: number; columns: number; width: number; height: number };
}

export function layOutColumns(tab: TabView): ColumnLayout {
  const edges = [0];
  for (let column = 1; column <= tab.columns; column++) {
    edges.push((edges.at(-1) ?? 0) + (tab.widths[column] ?? sizes.column));
  }
  const { frozenRows: rows, frozenColumns: columns } = tab;
  return { edges, frozen: { rows, columns, width: edges[columns] ?? 0, height: rows * sizes.row } };
}

export function leftOf(layout: ColumnLayout, column: number): number {
  return layout.edges[column - 1] ?? layout.edges.at(-1) ?? 0;
}

export function widthOf(layout: ColumnLayout, column: number): number {
  return leftOf(layout, column + 1) - leftOf(layout, column);
}

/** The first and last column that show between two pixels. */
export function columnsBetween(layout: ColumnLayout, from: number, to: number): [number, number] {
  return [columnAt(layout, from), columnAt(layout, to)];
}

/** The column at a pixel, by bisection; the nearest one beyond the edges. */
export function columnAt(layout: ColumnLayout, pixel: number): number {
  let low = 1;
  let high = layout.edges.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (leftOf(layout, middle) <= pixel) low = middle;
    else high = middle - 1;
  }
  return low;
}
