// Where the columns of a range stand once a refresh is taken back: each where it stood before, those that went included.
import type { Content } from '../../cells/content.ts';
import type { LinkedColumn } from '../../linked-range.ts';
import type { Arrangement, PlacedColumn } from '../layout/columns.ts';
import type { PresentColumn } from '../layout/present-columns.ts';
import type { RefreshPlan } from '../plan/plan.ts';
import type { ColumnsUndone } from '../plan/refresh-input.ts';
import type { Operation } from '../sheet.ts';

/** A column of the range before the refresh. */
export interface KeptColumn extends LinkedColumn {
  offset: number;
}

/** How the columns of a range came and went in a refresh; offsets count those that came and those that went. */
export interface ColumnsMoved extends ColumnsUndone {
  width: number;
  /** Those that went. */
  out: number[];
  /** Where each stands that the range has now. */
  then: { name: string; offset: number }[];
}

/** What a plan does with the columns of a range. */
export function columnsMoved(
  { columns, place, operations }: Pick<RefreshPlan, 'columns' | 'place' | 'operations'>,
  { width, vanished, added }: Arrangement,
): ColumnsMoved {
  const hasGone = place.columns < width;
  return {
    ...{ width, out: hasGone ? vanished.map(({ offset }) => offset) : [] },
    then: columns.map(({ name, offset }) => ({ name, offset })),
    came: added === 0 ? null : cameInto(operations),
    went: reachOf(operations, 'deleteColumns'),
  };
}

function cameInto(operations: Operation[]): ColumnsUndone['came'] {
  const growsTab = operations.some((one) => one.do === 'growTab' && one.columns > 0);
  return reachOf(operations, 'insertColumns') ?? (growsTab ? null : 'blank');
}

function reachOf(
  operations: Operation[],
  kind: 'insertColumns' | 'deleteColumns',
): 'sheet' | 'rows' | null {
  const [one] = operations.filter((operation) => operation.do === kind);
  if (one?.do !== 'insertColumns' && one?.do !== 'deleteColumns') return null;
  return one.reach === 'sheet' ? 'sheet' : 'rows';
}

/**
 * The places that columns had before a refresh; null where somebody has put columns between them since, or elsewhere: then
 * what is there says where they go.
 */
export function undoneColumns(
  { columns, moved }: { columns: KeptColumn[]; moved: ColumnsMoved },
  content: Content,
  { present, width }: { present: PresentColumn[]; width: number },
): Arrangement | null {
  const inserted = [...moved.out].sort((one, other) => one - other);
  const there = present.map((column) => ({ ...column, offset: offsetThen(column, inserted) }));
  const now = new Map(there.map((column) => [column.name, column]));
  const isAsLeft =
    width + inserted.length === moved.width &&
    moved.then.every(({ name, offset }) => now.get(name)?.offset === offset);
  if (!isAsLeft) return null;
  const names = new Set(columns.map(({ name }) => name));
  return {
    columns: columns.flatMap(({ name, offset, label }, source): PlacedColumn[] => {
      const column = content.columns[source];
      const before = now.get(name);
      // Whoever gave a column another header since keeps that.
      const isRenamed = before !== undefined && before.label !== before.written;
      return column ? [{ ...column, source, offset, label: isRenamed ? before.label : label }] : [];
    }),
    ...{ present: there, vanished: there.filter(({ name }) => !names.has(name)) },
    ...{ added: 0, width: moved.width, inserted },
  };
}

// Where a column stands once those that went have come again.
function offsetThen({ offset }: { offset: number }, inserted: number[]): number {
  return inserted.reduce((at, one) => (one <= at ? at + 1 : at), offset);
}
