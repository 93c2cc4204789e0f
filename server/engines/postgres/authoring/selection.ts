// The text of a selection from a query's result: the query itself stands in it, letter by letter.
import { isGrouped, totalName } from '../../../../domain/selection.ts';
import type {
  Comparison,
  Condition,
  Group,
  Selection,
  Total,
} from '../../../../domain/contract/teaching/variation.ts';

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

// The only place where one statement may hold a semicolon that is neither in a string nor in a comment.
function withoutEnd(sql: string): string {
  let end = sql.length;
  while (/[;\s]/.test(sql.charAt(end - 1))) end -= 1;
  return sql.slice(0, end);
}

function outputs(selection: Selection): string {
  if (isGrouped(selection)) {
    return [...selection.groups.map(group), ...selection.totals.map(total)].join(', ');
  }
  return selection.columns.length === 0 ? '*' : selection.columns.map(name).join(', ');
}

function group({ column, by }: Group): string {
  if (by === undefined) return name(column);
  // A day, and not its midnight: as such it is shown, and matched with what stood there before.
  return `date_trunc('${by}', ${name(column)})::date as ${name(column)}`;
}

function total(asked: Total): string {
  const of = name(asked.of ?? '');
  const calls: Record<Total['how'], string> = {
    rows: 'count(*)',
    different: `count(distinct ${of})`,
    sum: `sum(${of})`,
    average: `avg(${of})`,
    least: `min(${of})`,
    greatest: `max(${of})`,
  };
  return `${calls[asked.how]} as ${name(totalName(asked))}`;
}

const operators: Record<Exclude<Comparison, 'contains' | 'empty' | 'not_empty'>, string> = {
  equal: '=',
  // With null on one side, too.
  not_equal: 'is distinct from',
  above: '>',
  at_least: '>=',
  below: '<',
  at_most: '<=',
};

function condition({ column, is, value = '' }: Condition): string {
  // By its name alone: behind the result's, PostgreSQL takes that of no column for a function's, and calls it.
  const from = name(column);
  if (is === 'empty') return `${from} is null`;
  if (is === 'not_empty') return `${from} is not null`;
  if (is === 'contains') return `strpos(lower(${from}::text), lower(${text(value)})) > 0`;
  return `${from} ${operators[is]} ${text(value)}`;
}

const order = ({ column, descending }: Selection['order'][number]) =>
  `${name(column)}${descending ? ' desc nulls last' : ''}`;

/** An identifier (PostgreSQL, "Identifiers and Key Words"): NUL has no place in a text that is sent. */
const name = (column: string) => `"${column.replaceAll('"', '""')}"`;

/** A string constant; with a backslash in the form that reads it the same whatever the session is set to. */
function text(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return value.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
