// The order of a result for rows that stood still: where each row of a range stands once they are sorted into it.
import type { RowLayout } from './rows.ts';

/**
 * For each place of the sorted range the row that comes to stand there; rows that are none of the result's stand below,
 * as they stood. Null: they stand so already.
 */
export function queryOrder({ targets }: Pick<RowLayout, 'targets'>): number[] | null {
  const rankOf = (row: number) => {
    const target = targets[row];
    return typeof target === 'number' ? target : Infinity;
  };
  const rows = [...targets.keys()];
  const order = [...rows].sort((one, other) => {
    const [first, second] = [rankOf(one), rankOf(other)];
    return first === second ? one - other : first - second;
  });
  return order.every((row, at) => row === at) ? null : order;
}

/** What stands in rows once they are sorted. */
export function inOrder<T>(rows: readonly T[], order: readonly number[] | null): T[] {
  return order === null ? [...rows] : order.flatMap((row) => rows.slice(row, row + 1));
}

/** The order that puts rows back which were sorted. */
export function orderBack(order: readonly number[]): number[] {
  const back = order.map(() => 0);
  order.forEach((row, at) => (back[row] = at));
  return back;
}

/** What rows are sorted by so that they come into an order: texts in any format, and all of one length. */
export function sortKeys(order: readonly number[]): string[] {
  const length = String(order.length).length;
  return orderBack(order).map((at) => `row ${String(at + 1).padStart(length, '0')}`);
}

/** Whether a text is one of these. */
export function isSortKey(text: string): boolean {
  return /^row \d+$/.test(text);
}
