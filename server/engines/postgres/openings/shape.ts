// What of a statement could be varied before it puts rows together, and why the rest cannot, by its parse tree.
import type { Node, SelectStmt } from 'libpg-query';
import { namesOf } from '../sentences/expressions.ts';
import { nameOf, spansOf, type SpanHere } from './spans.ts';
import { itemsIn, tablesOf, type TableHere } from './tables.ts';

export interface Shape {
  why: string | null;
  tables: TableHere[];
  noColumns: string | null;
  isGrouped: boolean;
  spans: SpanHere[];
  taken: string[];
}

export function shapeOf(select: SelectStmt): Shape {
  const why = whyNot(select);
  if (why !== null) return closed(why);
  const { fromClause = [] } = select;
  const tables = tablesOf(fromClause, preparedNames(select));
  if (tables.length === 0) return closed(NO_TABLE);
  const isGrouped = putsTogether(select);
  const cutsOff = cutsOffWhy(select);
  const among = { tables, isAlone: itemsIn(fromClause) === 1 };
  return {
    why: null,
    tables: tables.map((table) => ({ ...table, noFilter: cutsOff ?? table.noFilter })),
    noColumns: noColumnsWhy(select, { isGrouped, cutsOff }),
    isGrouped,
    spans: isGrouped && cutsOff === null ? spansOf(select, among) : [],
    taken: takenNames(select),
  };
}

const closed = (why: string): Shape => ({
  ...{ why, noColumns: why },
  ...{ tables: [], spans: [], taken: [], isGrouped: false },
});

const NO_TABLE =
  'The query takes its rows from other selects, and from no table of which one could say which it is.';

function whyNot({
  op = 'SETOP_NONE',
  valuesLists,
  targetList = [],
  distinctClause = [],
}: SelectStmt) {
  if (op !== 'SETOP_NONE') return 'The query puts the rows of several selects together (union).';
  if (valuesLists !== undefined || targetList.length === 0) return 'The query names no columns.';
  // Of `distinct` alone the list holds nothing.
  return distinctClause.some((node) => Object.keys(node).length > 0)
    ? 'The query keeps the first row of each of its groups (distinct on): others would be the first.'
    : null;
}

/** Why with other rows each row would say something else, or others would come in. */
function cutsOffWhy(select: SelectStmt): string | null {
  const { limitCount, limitOffset } = select;
  if (limitCount !== undefined || limitOffset !== undefined) {
    return 'The query gives only some of its rows (limit): with others before it, other rows would come.';
  }
  return calls(select).some(({ over }) => over !== undefined)
    ? 'The query compares its rows with each other (a window function): without some, each would say something else.'
    : null;
}

function noColumnsWhy(
  { distinctClause, groupClause = [], groupDistinct }: SelectStmt,
  { isGrouped, cutsOff }: { isGrouped: boolean; cutsOff: string | null },
): string | null {
  if (distinctClause !== undefined) {
    return 'The query gives each row once (distinct): with a further column, rows would repeat.';
  }
  if (groupDistinct === true || groupClause.some((node) => 'GroupingSet' in node)) {
    return 'The query makes groups of several kinds at once (rollup, cube or grouping sets).';
  }
  return isGrouped ? cutsOff : null;
}

/** An ungrouped select stays one that gives a row for each of its table's. */
function putsTogether(select: SelectStmt): boolean {
  const { groupClause, havingClause } = select;
  return (
    groupClause !== undefined ||
    havingClause !== undefined ||
    calls(select).some((call) => call.over === undefined && isAggregate(call))
  );
}

interface Call {
  funcname?: Node[];
  over?: unknown;
  [mark: string]: unknown;
}

const MARKS = ['agg_star', 'agg_distinct', 'agg_filter', 'agg_order', 'agg_within_group'];
const AGGREGATES = new Set(
  `any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or count every json_agg json_object_agg
  jsonb_agg jsonb_object_agg max min range_agg range_intersect_agg string_agg sum xmlagg corr covar_pop
  covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
  stddev stddev_pop stddev_samp variance var_pop var_samp`.split(/\s+/),
);

// What the database calls an aggregate besides, it refuses to run beside a further column.
const isAggregate = (call: Call) =>
  MARKS.some((mark) => call[mark] !== undefined) ||
  AGGREGATES.has(namesOf(call.funcname)?.at(-1) ?? '');

/** Those of the select itself, not of the selects in it. */
function calls({ targetList, havingClause, sortClause, windowClause }: SelectStmt): Call[] {
  const waiting: unknown[] = [targetList, havingClause, sortClause, windowClause];
  const found: Call[] = [];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== 'object' || node === null) continue;
    for (const [key, child] of Object.entries(node)) {
      if (key === 'SubLink') continue;
      if (key === 'FuncCall') found.push(child as Call);
      waiting.push(child);
    }
  }
  return found;
}

function preparedNames({ withClause }: SelectStmt): Set<string> {
  const names = (withClause?.ctes ?? []).map((node) =>
    'CommonTableExpr' in node ? (node.CommonTableExpr.ctename ?? '') : '',
  );
  return new Set(names);
}

/** Of the columns that it shows, and those that `order by` would take for one of them. */
function takenNames({ targetList = [], sortClause = [] }: SelectStmt): string[] {
  const shown = targetList.map((node) => ('ResTarget' in node ? nameOf(node.ResTarget) : null));
  const sorted = sortClause.map((node) => {
    const by = 'SortBy' in node ? node.SortBy.node : undefined;
    const names = by && 'ColumnRef' in by ? namesOf(by.ColumnRef.fields) : null;
    return names?.length === 1 ? (names[0] ?? null) : null;
  });
  return [...new Set([...shown, ...sorted].filter((name) => name !== null))];
}
