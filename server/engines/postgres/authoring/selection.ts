// The text of a selection from a query's result: the query itself stands in it, letter by letter.
import { isGrouped, totalName } from '../../../../domain/teaching/selection.ts';
import type {
  Condition,
  Group,
  Selection,
  Total,
} from '../../../../domain/contract/teaching/variation.ts';
import { beginningOf, compared, quoted, withoutEnd } from './written.ts';

/** As `Engine.select` promises. What a selection names that the result does not have is PostgreSQL's to refuse. */
export function selectFrom(sql: string, selection: Selection): string {
  const clauses = [
    `select ${outputs(selection)}`,
    // The query may end with a comment, which goes on to the end of its line. `offset 0`: PostgreSQL tries no condition before
    // the query's own (optimizer, pull_up_subqueries), on rows that this leaves out: they could fail, and tell so of themselves.
    `from (select * from (\n${withoutEnd(sql)}\n) as given offset 0) as result`,
    ...listed('where', selection.conditions.map(condition), '\n  and '),
    ...listed(
      'group by',
      selection.groups.map((_group, index) => `${index + 1}`),
    ),
    ...listed('order by', selection.order.map(order)),
    ...(selection.most === null ? [] : [`limit ${selection.most}`]),
  ];
  return clauses.join('\n');
}

function listed(clause: string, parts: readonly string[], between = ', '): string[] {
  return parts.length === 0 ? [] : [`${clause} ${parts.join(between)}`];
}

function outputs(selection: Selection): string {
  if (isGrouped(selection)) {
    return [...selection.groups.map(group), ...selection.totals.map(total)].join(', ');
  }
  return selection.columns.length === 0 ? '*' : selection.columns.map(quoted).join(', ');
}

function group({ column, by }: Group): string {
  if (by === undefined) return quoted(column);
  return `${beginningOf(quoted(column), by)} as ${quoted(column)}`;
}

function total(asked: Total): string {
  const of = quoted(asked.of ?? '');
  const calls: Record<Total['how'], string> = {
    rows: 'count(*)',
    different: `count(distinct ${of})`,
    sum: `sum(${of})`,
    average: `avg(${of})`,
    least: `min(${of})`,
    greatest: `max(${of})`,
  };
  return `${calls[asked.how]} as ${quoted(totalName(asked))}`;
}

// By its name alone: behind the result's, PostgreSQL takes that of no column for a function's, and calls it.
const condition = ({ column, ...is }: Condition) => compared(quoted(column), is);

const order = ({ column, descending }: Selection['order'][number]) =>
  `${quoted(column)}${descending ? ' desc nulls last' : ''}`;
