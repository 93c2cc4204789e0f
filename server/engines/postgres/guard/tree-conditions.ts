// What the planner compares with each other: the conditions and windows of a query, read along with its tree.

/** The planner looks at pairs of them, or at more at once. */
export interface Conditions {
  /** Conditions that must all hold. */
  all: number;
  /** Those of them that are an OR. */
  ors: number;
  /** What AND and OR are made of, however deep. */
  arms: number;
  /** Pairs of what ORs about several tables are made of. */
  crossed: number;
  /** The most conditions that are about the same tables. */
  joining: number;
  /** EXISTS and IN that become joins. */
  subqueries: number;
  windows: number;
}

/** Of the query around a node, and where the node stands in its conditions. */
export interface Place {
  query: Tally;
  /** It is a condition that must hold, or is made of such. */
  isRequired: boolean;
  isNegated: boolean;
  /** The condition that it is a part of. */
  condition: { entries: Set<number>; arms: number } | null;
}

type Tally = Omit<Conditions, 'joining'> & { pairs: Map<string, number> };

interface Node {
  tag: string;
  /** The field that is being read. */
  key: string;
  facts: Record<string, string>;
  place: Place;
}

// SubLinkType (primnodes.h): EXISTS and ANY.
const JOINED_SUBQUERIES = ['0', '2'];

/** The place of a node that stands in its parent. */
export function placeIn(tag: string, parent: Node | undefined): Place {
  if (parent === undefined || tag === 'QUERY') {
    const none = { all: 0, ors: 0, arms: 0, crossed: 0, subqueries: 0, windows: 0 };
    const query = { ...none, pairs: new Map<string, number>() };
    return { query, isRequired: false, isNegated: false, condition: null };
  }
  const { query, condition, isNegated } = parent.place;
  if (parent.tag === 'BOOLEXPR') {
    query.arms++;
    if (condition !== null) condition.arms++;
  }
  const isRequired = requiresParts(parent);
  return {
    query,
    isRequired,
    isNegated: isNegated !== (parent.tag === 'BOOLEXPR' && parent.facts['boolop'] === 'not'),
    condition: isRequired ? { entries: new Set(), arms: 0 } : condition,
  };
}

function requiresParts(node: Node): boolean {
  const { tag, key, place } = node;
  if (key === 'quals') return tag === 'FROMEXPR' || tag === 'JOINEXPR';
  if (tag === 'QUERY') return key === 'havingQual';
  return tag === 'BOOLEXPR' && place.isRequired && !isOr(node);
}

// NOT makes an OR of an AND.
function isOr({ tag, facts, place }: Node): boolean {
  return tag === 'BOOLEXPR' && facts['boolop'] === (place.isNegated ? 'and' : 'or');
}

/** A column of the `entry`th in the range table of the query around the node. */
export function noteColumn({ place }: Node, entry: number): void {
  place.condition?.entries.add(entry);
}

/** The node was read to its end. */
export function noteCondition(node: Node): void {
  const { tag, facts, place } = node;
  const { query, condition, isRequired } = place;
  if (tag === 'WINDOWCLAUSE') query.windows++;
  if (!isRequired || condition === null || (tag === 'BOOLEXPR' && !isOr(node))) return;
  query.all++;
  if (tag === 'SUBLINK' && JOINED_SUBQUERIES.includes(facts['subLinkType'] ?? '')) {
    query.subqueries++;
  }
  if (isOr(node)) query.ors++;
  if (condition.entries.size < 2) return;
  if (isOr(node)) query.crossed += condition.arms ** 2;
  const tables = [...condition.entries].sort((a, b) => a - b).join();
  query.pairs.set(tables, (query.pairs.get(tables) ?? 0) + 1);
}

/** What was noted of the query whose node this is. */
export function conditionsOf({ place }: Pick<Node, 'place'>): Conditions {
  const { pairs, ...counts } = place.query;
  return { ...counts, joining: Math.max(0, ...pairs.values()) };
}
