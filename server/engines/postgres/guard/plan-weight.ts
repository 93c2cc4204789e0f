// How much the planner would have to hold for a query: it puts inlined WITH queries in the place of each reference,
// views and subqueries in the place of their columns, and partitions in the place of their table.
import type { ColumnUse, Cte, Entry, Piece, Query } from './tree-queries.ts';

/** What the planner holds; numbers beyond all bounds are as good as any. */
export interface Weight {
  /** Queries and entries of range tables. */
  entries: number;
  /** Nodes of expressions. */
  nodes: number;
  /** The most entries of range tables that are joined with each other. */
  joined: number;
  /** Pairs of conditions, or of windows, that are held against each other. */
  compared: number;
  /** The most conditions that are about the same tables. */
  joining: number;
  /** The tables, by their OIDs. */
  tables: Map<number, TableUse>;
}

/** How often a table is referred to, and what stands beside it. */
export interface TableUse {
  times: number;
  nodes: number;
  /** What the AND and OR of conditions are made of. */
  arms: number;
  /** Of conditions that must all hold. */
  pairs: number;
  isPartitioned: boolean;
}

/** A query within those around it, the innermost first. */
interface Scope {
  query: Query;
  outer: Scope | null;
  ctes: Map<Cte, Weighed>;
  entries: Map<number, Weighed>;
  columns: Map<string, number>;
}

interface Weighed {
  weight: Weight;
  /** The nodes of what it gives, column by column. */
  columns: number[];
  /** How many entries it is where it becomes part of the query around it. */
  joined: number;
  /** The parts that it unites; 0 where it unites none. */
  united: number;
  /** Conditions that are an OR and come to stand beside each other. */
  ors: number;
  joining: number;
  /** Conditions on it become those of its tables. */
  isOpen: boolean;
}

const NOTHING: Weighed = {
  ...{ weight: emptyWeight(), columns: [], joined: 1, united: 0, ors: 0, joining: 0 },
  isOpen: false,
};

/** The weight of whole queries. */
export function weightOf(queries: readonly Query[]): Weight {
  const total = emptyWeight();
  for (const query of queries) add(total, weigh(query, null).weight);
  return total;
}

function emptyWeight(): Weight {
  return { entries: 0, nodes: 0, joined: 0, compared: 0, joining: 0, tables: new Map() };
}

function add(to: Weight, { entries, nodes, joined, compared, joining, tables }: Weight): void {
  to.joined = Math.max(to.joined, joined);
  to.joining = Math.max(to.joining, joining);
  to.compared += compared;
  to.entries += entries;
  to.nodes += nodes;
  for (const [oid, more] of tables) note(to, oid, more);
}

function note(to: Weight, oid: number, more: TableUse): void {
  const use = to.tables.get(oid) ?? { times: 0, nodes: 0, arms: 0, pairs: 0 };
  to.tables.set(oid, {
    isPartitioned: more.isPartitioned,
    times: use.times + more.times,
    nodes: use.nodes + more.nodes,
    arms: use.arms + more.arms,
    pairs: use.pairs + more.pairs,
  });
}

function weigh(query: Query, outer: Scope | null): Weighed {
  const scope: Scope = {
    ...{ query, outer, ctes: new Map(), entries: new Map(), columns: new Map() },
  };
  const weight = emptyWeight();
  weight.entries = 1 + query.entries.length;
  for (const cte of query.ctes) {
    const weighed = cte.query === null ? NOTHING : weigh(cte.query, scope);
    scope.ctes.set(cte, weighed);
    if (!cte.isInlined) add(weight, weighed.weight);
  }
  query.entries.forEach((entry, index) => {
    const weighed = weighEntry(entry, scope);
    scope.entries.set(index + 1, weighed);
    add(weight, weighed.weight);
    if (weighed.isOpen) noteBelow(weight, weighed.weight, query);
  });
  const parts = [...scope.entries.values()];
  const joined = query.unites
    ? 1
    : parts.reduce((sum, part) => sum + part.joined, query.conditions.subqueries);
  weight.joined = Math.max(weight.joined, joined);
  addPiece(weight, query, scope);
  for (const piece of query.targets) addPiece(weight, piece, scope);
  for (const entry of query.entries) addPiece(weight, entry, scope);
  for (const { kind, relation, isPartitioned } of query.entries)
    if (kind === 'relation')
      note(weight, relation, { ...useIn(query, 1), nodes: query.nodes, isPartitioned });
  const united = unitedIn(query, parts);
  // Conditions are put before each of the parts that are united.
  if (!query.unites) weight.nodes += united * query.nodes;
  const beside = besideEachOther(query, parts);
  weight.joining = Math.max(weight.joining, beside.joining);
  weight.compared =
    Math.max(weight.compared, beside.ors ** 2 * Math.max(1, united)) + comparedIn(query);
  const columns = query.targets.map((piece) => nodesOf(piece, scope));
  const isOpen = query.isSimple || query.unites;
  return { weight, columns, joined: query.isSimple ? joined : 1, united, isOpen, ...beside };
}

function useIn({ conditions }: Query, times: number): Omit<TableUse, 'nodes' | 'isPartitioned'> {
  return { times, arms: times * conditions.arms, pairs: times * conditions.all ** 2 };
}

// The conditions come down to the tables of what is pulled up, or united.
function noteBelow(weight: Weight, { tables }: Weight, query: Query): void {
  for (const [oid, { times, isPartitioned }] of tables)
    note(weight, oid, { ...useIn(query, times), times: 0, nodes: 0, isPartitioned });
}

// Conditions move down to what they are about, and up with what is pulled up.
function besideEachOther(
  { conditions, unites }: Query,
  parts: readonly Weighed[],
): Pick<Weighed, 'ors' | 'joining'> {
  const inside = parts.map(({ ors }) => ors);
  const joining = conditions.joining + Math.max(0, ...parts.map((part) => part.joining));
  if (unites) return { ors: Math.max(0, ...inside), joining };
  return { ors: inside.reduce((sum, ors) => sum + ors, conditions.ors), joining };
}

/** An OR about several tables costs so much less than an OR among others. */
const CROSSED = 90;

function comparedIn({ conditions }: Query): number {
  return conditions.windows ** 2 + conditions.crossed / CROSSED;
}

function unitedIn({ unites }: Query, entries: readonly Weighed[]): number {
  return entries.reduce((sum, { united }) => sum + (unites ? Math.max(1, united) : united), 0);
}

function weighEntry({ kind, query, cteName, levelsUp }: Entry, scope: Scope): Weighed {
  if (kind === 'subquery' && query !== null) return weigh(query, scope);
  if (kind !== 'cte') return NOTHING;
  const holder = scopeUp(scope, levelsUp);
  const cte = holder?.query.ctes.find(({ name }) => name === cteName);
  return cte?.isInlined === true ? (holder?.ctes.get(cte) ?? NOTHING) : NOTHING;
}

function scopeUp(scope: Scope, levels: number): Scope | null {
  let found: Scope | null = scope;
  for (let left = levels; left > 0 && found !== null; left--) found = found.outer;
  return found;
}

function addPiece(weight: Weight, piece: Piece, scope: Scope): void {
  weight.nodes += nodesOf(piece, scope);
  for (const query of piece.queries) {
    const within = weigh(query, scope).weight;
    for (let time = 0; time < query.times; time++) add(weight, within);
  }
}

function nodesOf({ nodes, columns }: Piece, scope: Scope): number {
  return columns.reduce((sum, column) => sum + columnNodes(column, scope) - 1, nodes);
}

function columnNodes({ entry, column, levelsUp }: ColumnUse, from: Scope): number {
  const scope = scopeUp(from, levelsUp);
  const found = scope?.query.entries[entry - 1];
  if (!scope || !found) return 1;
  const key = `${entry}.${column}`;
  let nodes = scope.columns.get(key);
  if (nodes === undefined) {
    nodes = Math.max(1, putInItsPlace(found, { scope, entry, column }));
    scope.columns.set(key, nodes);
  }
  return nodes;
}

function putInItsPlace(
  { kind, query, cteName, levelsUp, standsFor }: Entry,
  { scope, entry, column }: { scope: Scope; entry: number; column: number },
): number {
  const piece = standsFor[column - 1];
  if (piece) return nodesOf(piece, scope);
  const holder = kind === 'cte' ? scopeUp(scope, levelsUp) : null;
  const given = query ?? holder?.query.ctes.find(({ name }) => name === cteName)?.query;
  if (!given?.isSimple) return 1;
  const columns = scope.entries.get(entry)?.columns ?? [];
  return column === 0 ? columns.reduce((sum, nodes) => sum + nodes, 0) : (columns[column - 1] ?? 1);
}
