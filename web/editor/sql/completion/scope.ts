// Which tables, subqueries and common table expressions a place in a text can name, and by which names.
import { grouped, is, isName, type Group, type Item, type Word } from './grouped.ts';

/** A column that a subquery gives, or all of something's. */
export type Output = { column: string } | { allOf: Source };

export interface Source {
  /** How the text calls it. */
  name: string;
  /** The table's name and, where it is written, its schema's; null for a subquery. */
  table: { schema: string | null; name: string } | null;
  /** What a subquery gives; null where the table knows, or nobody. */
  outputs: Output[] | null;
}

export interface Scope {
  /** Of the innermost query first. */
  sources: Source[];
  /** The common table expressions that may be named there. */
  withs: Source[];
}

const FROM_ENDS = [
  ...['where', 'group', 'having', 'order', 'limit', 'offset', 'fetch', 'window', 'for'],
  ...['union', 'intersect', 'except', 'returning', 'set'],
];
const JOINS = ['join', 'cross', 'inner', 'left', 'right', 'full', 'natural', 'outer'];
const AFTER_SOURCE = [...FROM_ENDS, ...JOINS, 'on', 'using', 'tablesample', 'as', 'from'];
const SET_OPERATIONS = ['union', 'intersect', 'except'];
// What stands before a word that is no name of the column.
const OPERATORS = [
  'and',
  'or',
  'not',
  'is',
  'in',
  'like',
  'ilike',
  'between',
  'then',
  'else',
  'when',
  'case',
];

export function scopeAt(sql: string, position: number): Scope {
  const statement = grouped(sql).find(({ from, to }) => position >= from && position <= to);
  const scope: Scope = { sources: [], withs: [] };
  for (let group: Group | undefined = statement; group; group = innerAt(group, position, scope)) {
    if (!isQuery(group)) continue;
    const withs = withsOf(group.items, scope.withs);
    scope.withs = [...withs, ...scope.withs];
    scope.sources = [...sourcesOf(armAt(group.items, position), scope.withs), ...scope.sources];
  }
  return scope;
}

function innerAt({ items }: Group, position: number, scope: Scope): Group | undefined {
  const at = items.findIndex(
    (item) => item.kind === 'group' && position > item.from && position <= item.to,
  );
  const inner = items[at];
  // A common table expression does not see what the query selects from.
  if (is(items[at - 1], 'as', 'materialized')) scope.sources = [];
  return inner?.kind === 'group' ? inner : undefined;
}

const isQuery = ({ items }: Group) => is(items[0], 'select', 'with', 'values', 'table', 'explain');

/** The select, of those that a union joins, in which the place stands. */
function armAt(items: Item[], position: number): Item[] {
  let arm: Item[] = [];
  for (const item of items) {
    if (is(item, ...SET_OPERATIONS)) {
      if (item.from >= position) return arm;
      arm = [];
    } else arm.push(item);
  }
  return arm;
}

function withsOf(items: Item[], known: Source[]): Source[] {
  if (!is(items[0], 'with')) return [];
  const found: Source[] = [];
  for (let at = is(items[1], 'recursive') ? 2 : 1; isName(items[at]); at++) {
    const name = (items[at++] as Word).text;
    const named = items[at]?.kind === 'group' ? columnNames(items[at++]) : null;
    while (is(items[at], 'as', 'not', 'materialized')) at++;
    const body = items[at];
    if (body?.kind !== 'group') break;
    const outputs = named ?? outputsOf(body, [...found, ...known]);
    found.unshift({ name, table: null, outputs });
    if (!is(items[at + 1], ',')) break;
    at++;
  }
  return found;
}

const columnNames = (item: Item | undefined): Output[] =>
  item?.kind === 'group' ? item.items.filter(isName).map(({ text }) => ({ column: text })) : [];

function sourcesOf(items: Item[], withs: Source[]): Source[] {
  const found: Source[] = [];
  let isExpected = false;
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    // `is distinct from` compares.
    if (is(item, 'from') && is(items[at - 1], 'distinct')) continue;
    if (is(item, 'from', 'join')) isExpected = true;
    else if (is(item, ',')) isExpected = found.length > 0 || isExpected;
    else if (is(item, 'where', 'group', 'having', 'order', 'limit')) break;
    else if (isExpected && !is(item, 'lateral', 'only', 'rows')) {
      const [source, next] = sourceAt(items, at, withs);
      if (source) found.push(source);
      at = next - 1;
      isExpected = false;
    }
  }
  return found;
}

/** What is named there, and where the text goes on. */
function sourceAt(items: Item[], start: number, withs: Source[]): [Source | null, number] {
  let at = start;
  const parts: string[] = [];
  let outputs: Output[] | null = null;
  const first = items[at];
  if (first?.kind === 'group') {
    if (!isQuery(first)) return [null, at + 1];
    outputs = outputsOf(first, withs);
    at++;
  } else {
    while (isName(items[at])) {
      parts.push((items[at++] as Word).text);
      if (!is(items[at], '.')) break;
      at++;
    }
    if (parts.length === 0) return [null, at + 1];
    // A function: what it gives is not known here.
    if (items[at]?.kind === 'group') at++;
  }
  const alias = aliasAt(items, at);
  const name = parts.at(-1) ?? '';
  const known = parts.length === 1 ? withs.find((one) => one.name === name) : undefined;
  const table = known || parts.length === 0 ? null : { schema: parts.at(-2) ?? null, name };
  const source = {
    name: alias.name ?? name,
    table,
    outputs: alias.columns ?? outputs ?? known?.outputs ?? null,
  };
  return [source.name === '' ? null : source, alias.next];
}

function aliasAt(
  items: Item[],
  start: number,
): { name: string | null; columns: Output[] | null; next: number } {
  let at = start;
  if (is(items[at], 'as')) at++;
  const word = items[at];
  if (!isName(word) || is(word, ...AFTER_SOURCE)) return { name: null, columns: null, next: at };
  at++;
  const columns = items[at]?.kind === 'group' ? columnNames(items[at++]) : null;
  return { name: word.text, columns, next: at };
}

/** The columns that a query gives, as far as its text names them. */
function outputsOf({ items }: Group, known: Source[]): Output[] {
  const withs = [...withsOf(items, known), ...known];
  const begin = items.findIndex((item) => is(item, 'select'));
  if (begin < 0) return [];
  const arm = armAt(items.slice(begin), items[begin]?.from ?? 0);
  const end = arm.findIndex((item) => is(item, 'from', ...FROM_ENDS));
  const sources = sourcesOf(arm, withs);
  const list = arm.slice(1, end < 0 ? undefined : end);
  return splitAtCommas(withoutDistinct(list)).flatMap((expression) =>
    outputOf(expression, sources),
  );
}

function withoutDistinct(list: Item[]): Item[] {
  if (!is(list[0], 'distinct', 'all')) return list;
  return list.slice(is(list[1], 'on') && list[2]?.kind === 'group' ? 3 : 1);
}

function splitAtCommas(items: Item[]): Item[][] {
  const parts: Item[][] = [[]];
  for (const item of items) {
    if (is(item, ',')) parts.push([]);
    else parts.at(-1)?.push(item);
  }
  return parts.filter((part) => part.length > 0);
}

function outputOf(expression: Item[], sources: Source[]): Output[] {
  const [last, before] = [expression.at(-1), expression.at(-2)];
  if (is(last, '*') && (before === undefined || is(before, '.'))) {
    const owner = expression.at(-3);
    return sources
      .filter(({ name }) => before === undefined || (isName(owner) && name === owner.text))
      .map((source) => ({ allOf: source }));
  }
  if (isName(last) && isAlias(before)) return [{ column: last.text }];
  // A function's column is called like it; so is a cast's like what is cast.
  const cast = expression.findIndex((item) => is(item, ':'));
  const named = cast > 0 ? expression.slice(0, cast) : expression;
  const called = named.at(-1)?.kind === 'group' ? named.at(-2) : named.at(-1);
  return isName(called) && !is(called, 'end') ? [{ column: called.text }] : [];
}

const isAlias = (before: Item | undefined) =>
  before === undefined || before.kind !== 'sign' || before.text === '.' || before.text === ']'
    ? !is(before, ...OPERATORS)
    : false;
