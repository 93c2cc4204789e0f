// What PostgreSQL holds against each other while it reads a SELECT, and how deep SELECTs stand in each other. Runs in the
// parser's thread.
import { leavesOf } from './select-parts.mjs';
import { isNode } from './tree-nodes.mjs';

/** @typedef {import('./select-parts.mjs').Node} Node */
/** @typedef {import('./select-parts.mjs').Scope} Scope */

/** PostgreSQL makes no more of them (expand_grouping_sets). */
const MOST_SETS = 4096;

/**
 * Pairs of what stands in the FROM, and of what is sorted or grouped by with what is selected. Each name of a FROM is
 * held against all others, and each expression of a sort against all that are selected.
 * @param {Node} select
 * @param {number} inWindows expressions that its windows are sorted by
 */
export function pairsIn(select, inWindows) {
  const { targetList, groupClause, sortClause, distinctClause } = select;
  const sorted =
    namesIn(groupClause).length + lengthOf(sortClause) + lengthOf(distinctClause) + inWindows;
  return leavesOf(select).length ** 2 + sorted * (lengthOf(targetList) + sorted);
}

/**
 * What an AND or OR makes PostgreSQL hold against each other: equalities of expressions, and what all arms of an OR have.
 * @param {Node} expression
 */
export function pairsOfConditions({ boolop, args }) {
  const arms = Array.isArray(args) ? args.filter(isNode) : [];
  if (boolop === 'AND_EXPR') return arms.filter(isEquality).length ** 2;
  if (boolop !== 'OR_EXPR') return 0;
  const sizes = arms.map(({ BoolExpr: and }) =>
    isNode(and) && and['boolop'] === 'AND_EXPR' ? lengthOf(and['args']) : 1,
  );
  return Math.min(...sizes) * sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * The sets of a GROUP BY, times the columns that they are made of; 0 where it has one set.
 * @param {Node} select
 */
export function groupedIn({ groupClause }) {
  const sets = product(groupClause);
  return sets === 1 ? 0 : Math.min(sets, MOST_SETS) * new Set(namesIn(groupClause)).size;
}

/**
 * How many expressions a window is made of.
 * @param {Node} window
 */
export function windowSize({ partitionClause, orderClause }) {
  return lengthOf(partitionClause) + lengthOf(orderClause);
}

/** How deep SELECTs stand in each other, with those of WITH where they are named. */
export class Depths {
  /** @type {Map<Scope, [inside: Scope, levels: number][]>} */
  #inside = new Map();

  /**
   * @param {Scope | null} outer
   * @param {Scope} inner
   * @param {number} levels
   */
  note(outer, inner, levels) {
    if (outer === null) return;
    const inside = this.#inside.get(outer) ?? [];
    inside.push([inner, levels]);
    this.#inside.set(outer, inside);
  }

  deepest() {
    /** @type {Map<Scope, number>} */
    const depths = new Map();
    for (const scope of this.#inside.keys()) this.#measure(scope, depths);
    return Math.max(0, ...depths.values());
  }

  /**
   * Without recursion: a text nests deeper than a stack.
   * @param {Scope} from
   * @param {Map<Scope, number>} depths
   */
  #measure(from, depths) {
    const left = [from];
    for (let scope = left.at(-1); scope !== undefined; scope = left.at(-1)) {
      const inside = this.#inside.get(scope) ?? [];
      const isNew = !depths.has(scope);
      // While it is looked at; a recursive WITH refers to itself.
      if (isNew) depths.set(scope, 0);
      const unknown = isNew
        ? inside.map(([inner]) => inner).filter((each) => !depths.has(each))
        : [];
      left.push(...unknown);
      if (unknown.length > 0) continue;
      const depth = inside.map(([inner, levels]) => (depths.get(inner) ?? 0) + levels);
      depths.set(scope, Math.max(0, ...depth));
      left.pop();
    }
  }
}

/** @param {unknown} list */
function lengthOf(list) {
  return Array.isArray(list) ? list.length : 0;
}

/** @param {Node} condition */
function isEquality({ A_Expr: comparison }) {
  if (!isNode(comparison) || comparison['kind'] !== 'AEXPR_OP') return false;
  const { name, lexpr, rexpr } =
    /** @type {{ name?: { String?: { sval?: string } }[], lexpr?: unknown, rexpr?: unknown }} */ (
      comparison
    );
  return name?.at(-1)?.String?.sval === '=' && isComputed(lexpr) && isComputed(rexpr);
}

/** @param {unknown} side */
function isComputed(side) {
  return isNode(side) && side['A_Const'] === undefined && side['ParamRef'] === undefined;
}

/**
 * @param {unknown} item
 * @returns {{ kind: unknown, content: unknown[] } | null}
 */
function groupingSet(item) {
  const set = isNode(item) ? item['GroupingSet'] : null;
  if (!isNode(set)) return null;
  return { kind: set['kind'], content: Array.isArray(set['content']) ? set['content'] : [] };
}

/**
 * How many sets the items come to together.
 * @param {unknown} items
 */
function product(items) {
  const counts = Array.isArray(items) ? items.map(setsIn) : [];
  return counts.reduce((all, count) => all * count, 1);
}

/**
 * @param {unknown} item
 * @returns {number}
 */
function setsIn(item) {
  const set = groupingSet(item);
  if (set === null) return 1;
  if (set.kind === 'GROUPING_SET_ROLLUP') return set.content.length + 1;
  if (set.kind === 'GROUPING_SET_CUBE') return 2 ** set.content.length;
  if (set.kind !== 'GROUPING_SET_SETS') return 1;
  return set.content.reduce((/** @type {number} */ sum, each) => sum + setsIn(each), 0);
}

/**
 * The expressions of a GROUP BY, each as text.
 * @param {unknown} items
 * @returns {string[]}
 */
function namesIn(items) {
  const list = Array.isArray(items) ? items : [];
  return list.flatMap((item) => {
    const set = groupingSet(item);
    const row = isNode(item) && isNode(item['RowExpr']) ? item['RowExpr']['args'] : null;
    return set || row ? namesIn(set ? set.content : row) : [JSON.stringify(item, withoutPlaces)];
  });
}

/**
 * @param {string} key
 * @param {unknown} value
 */
function withoutPlaces(key, value) {
  return key === 'location' ? undefined : value;
}
