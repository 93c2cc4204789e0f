// Decides a new linked range, and a result in a tab of its own.
import { withNotes } from '../cells/column-notes.ts';
import { lossesOf } from '../cells/content.ts';
import type { Content } from '../cells/content.ts';
import type { Losses } from '../cells/cell.ts';
import type { Place } from '../cells/place.ts';
import type { ColumnNote } from '../contract/query.ts';
import type { LinkedRange, RangeOptions, Refreshing } from '../linked-range.ts';
import { DEFAULT_OPTIONS } from '../linked-range.ts';
import { Problem } from '../problem.ts';
import { shownColumns } from './layout/columns.ts';
import { columnPrints } from './layout/column-prints.ts';
import { planInsertion } from './plan/plan-insertion.ts';
import type { PlacedColumn } from './layout/columns.ts';
import type { RefreshPlan } from './plan/plan.ts';
import { blankPrint, expectedPrints } from './layout/row-prints.ts';
import type { Rules } from './sheet.ts';

/** A new linked range, as it is planned before it has a place. */
export interface NewRange {
  content: Content;
  /** The columns with their author's labels and formats. */
  columns: PlacedColumn[];
  /** The same with the formats that their values have by themselves. */
  own: PlacedColumn[];
  losses: Losses;
  /** The data rows below its header. */
  rows: number;
}

/** What a result becomes as a new range with these options. Throws Problem sql_invalid where it has no columns. */
export function newRange(
  content: Content,
  notes: readonly ColumnNote[],
  options: RangeOptions = DEFAULT_OPTIONS,
): NewRange {
  const own = placedColumns(content, options);
  if (own.length === 0) {
    throw new Problem('sql_invalid', 'The query has no columns, so there is nothing to insert.');
  }
  const columns = withNotes(own, notes);
  return { content, columns, own, losses: lossesOf(content, columns), rows: rowsOf(content) };
}

/** The plan of a new range. Throws Problem: sheet_full. */
export function planNewRange({ content, columns }: NewRange, place: Place): Rules<RefreshPlan> {
  const expected = expectedPrints(content, columns);
  const prints = columnPrints(
    content.rows.length,
    columns,
    (row, index) => content.rows[row]?.[columns[index]?.source ?? 0] ?? '',
  );
  return planInsertion({
    ...{ place, columns, expected, blank: blankPrint(columns), columnPrints: prints },
  });
}

/** The plan of a result in a tab of its own, which is not linked. Throws Problem: sheet_full. */
export function* planNewTab(content: Content, options: RangeOptions): Rules<RefreshPlan> {
  const columns = placedColumns(content, options);
  const place = { row: 1, column: 1, rows: 1 + rowsOf(content), columns: columns.length };
  const expected = content.rows.map(() => 0);
  const plan = yield* planInsertion({ place, columns, expected, blank: 0, columnPrints: '' });
  return { ...plan, operations: plan.operations.filter((operation) => operation.do !== 'claim') };
}

/** The record of a new range while it is written for the first time. */
export function recordOfNew(
  linked: LinkedRange,
  plan: RefreshPlan,
  begun: Pick<Refreshing, 'run' | 'at' | 'by'>,
): LinkedRange {
  const columns = plan.columns.map(({ name, label, kind, format }) => ({
    ...{ name, label, kind, format, mixed: false },
  }));
  return { ...linked, columns, refreshing: { ...begun, rows: 0, last: null } };
}

/** The columns with the formats that their values have by themselves: the author's count like a person's, which a refresh leaves. */
export function withOwnFormats({ columns, own }: NewRange): PlacedColumn[] {
  return columns.map((column, index) => ({
    ...column,
    format: own[index]?.format ?? column.format,
  }));
}

function placedColumns(content: Content, options: RangeOptions): PlacedColumn[] {
  return shownColumns(content.columns, options).map((column, offset) => ({ ...column, offset }));
}

// A range without rows has a blank one.
function rowsOf({ rows }: Content): number {
  return Math.max(1, rows.length);
}
