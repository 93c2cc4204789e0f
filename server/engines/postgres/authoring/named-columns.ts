// The tables that a text names, each with the columns of it that the text may mean: by its tree, and without the database.
import type { ColumnRef, Node, RangeVar, SelectStmt } from 'libpg-query';
import type { NamedColumns, NamedTable } from '../../named.ts';
import { namesOf } from '../sentences/expressions.ts';

/** A table where it may be named: as itself, or by what the text calls it. */
interface Visible {
  calledAs: string;
  columns: Set<string>;
}

/** `tables` are those that the text names; what it calls so itself (WITH) is none of them. */
export function columnsNamedIn(
  statement: Node | undefined,
  tables: readonly NamedTable[],
): NamedColumns[] {
  const found = new Map(tables.map((table) => [keyOf(table), new Set<string>()]));
  if (statement !== undefined) walk(statement, [], found);
  return tables.map((table) => ({ ...table, columns: [...(found.get(keyOf(table)) ?? [])] }));
}

const keyOf = ({ schema, name }: NamedTable) => JSON.stringify([schema, name]);

type Found = ReadonlyMap<string, Set<string>>;

// A stack of its own: a text may be deep.
function walk(start: unknown, outer: readonly Visible[], found: Found): void {
  const waiting: { node: unknown; visible: readonly Visible[] }[] = [
    { node: start, visible: outer },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, visible } = next;
    if (typeof node !== 'object' || node === null) continue;
    if ('ColumnRef' in node) note((node as { ColumnRef: ColumnRef }).ColumnRef, visible);
    if ('usingClause' in node) noteNames(node.usingClause as Node[], visible);
    const select = 'fromClause' in node ? (node as SelectStmt) : null;
    const inner = select === null ? visible : [...visibleIn(select, found), ...visible];
    for (const [key, child] of Object.entries(node)) {
      // A bare name to order by is the result's, where that has one.
      const children = key === 'sortClause' && select !== null ? withoutOutputs(select) : child;
      waiting.push({ node: children, visible: inner });
    }
  }
}

function note({ fields }: ColumnRef, visible: readonly Visible[]): void {
  const names = namesOf(fields);
  const column = names?.at(-1);
  if (column === undefined) return;
  const owner = names?.at(-2);
  for (const table of visible)
    if (owner === undefined || table.calledAs === owner) table.columns.add(column);
}

function noteNames(nodes: readonly Node[], visible: readonly Visible[]): void {
  for (const name of namesOf(nodes) ?? []) for (const table of visible) table.columns.add(name);
}

function visibleIn({ fromClause = [] }: SelectStmt, found: Found): Visible[] {
  return fromClause.flatMap(tablesOf).flatMap(({ schemaname, relname, alias }) => {
    const name = relname ?? '';
    const columns = found.get(keyOf({ schema: schemaname ?? null, name }));
    return columns === undefined ? [] : [{ calledAs: alias?.aliasname ?? name, columns }];
  });
}

function tablesOf(node: Node): RangeVar[] {
  if ('RangeVar' in node) return [node.RangeVar];
  if (!('JoinExpr' in node)) return [];
  const { larg, rarg } = node.JoinExpr;
  return [larg, rarg].flatMap((side) => (side ? tablesOf(side) : []));
}

function withoutOutputs({ sortClause = [], targetList = [] }: SelectStmt): Node[] {
  const outputs = new Set(
    targetList.map((target) => ('ResTarget' in target ? target.ResTarget.name : undefined)),
  );
  return sortClause.filter((sort) => {
    const by = 'SortBy' in sort ? sort.SortBy.node : undefined;
    const names = by && 'ColumnRef' in by ? namesOf(by.ColumnRef.fields) : null;
    return names?.length !== 1 || !outputs.has(names[0]);
  });
}
