// The parts of a SELECT's raw tree that say how many columns it has: its FROM, its WITH, its stars. Runs in the parser's thread.
import { isNode, stringOf } from './tree-nodes.mjs';

/** @typedef {Record<string, unknown>} Node */
/** @typedef {Map<string, number>} Width Columns: those of relations by their keys, and under `''` those that are counted. */
/** @typedef {{ item: Node, joins: number }} Leaf What is joined in a FROM, and in how many joins. */
/** @typedef {{ name: string, select: Node, scope: Scope | null, width: Width | null }} Cte */
/** @typedef {{ ctes: Cte[], leaves: { name: string, width: Width }[], outer: Scope | null }} Scope The innermost WITH query first. */

/** Of functions, and of rows that are taken apart: no text says how many columns they have. */
export const SOME_COLUMNS = 500;

/** @param {unknown} list */
export function hasStar(list) {
  return Array.isArray(list) && list.some((part) => isNode(part) && part['A_Star'] !== undefined);
}

/**
 * What is joined in its FROM.
 * @param {Node} select
 */
export function leavesOf(select) {
  const from = Array.isArray(select['fromClause']) ? select['fromClause'] : [];
  const left = from.filter(isNode).map((item) => ({ item, joins: 0 }));
  /** @type {Leaf[]} */
  const leaves = [];
  for (let leaf = left.pop(); leaf !== undefined; leaf = left.pop()) {
    const { item, joins } = leaf;
    const join = item['JoinExpr'];
    if (!isNode(join)) leaves.push(leaf);
    else
      for (const side of [join['larg'], join['rarg']])
        if (isNode(side)) left.push({ item: side, joins: joins + 1 });
  }
  return leaves;
}

/**
 * The table or WITH query that an item of a FROM names.
 * @param {Node} item
 * @returns {Node | null}
 */
export function relationIn(item) {
  const sample = item['RangeTableSample'];
  const named = isNode(sample) && isNode(sample['relation']) ? sample['relation'] : item;
  return isNode(named['RangeVar']) ? named['RangeVar'] : null;
}

/** @param {unknown} node */
export function selectIn(node) {
  return isNode(node) && isNode(node['SelectStmt']) ? node['SelectStmt'] : null;
}

/** @param {Node} item */
export function nameOf(item) {
  const named = relationIn(item) ?? Object.values(item).find(isNode) ?? {};
  const alias = isNode(named['alias']) ? named['alias']['aliasname'] : named['relname'];
  return String(alias ?? '');
}

/** @param {Node} relation */
export function keyOf({ schemaname, relname }) {
  return JSON.stringify([schemaname ?? null, relname ?? '']);
}

/** @param {Node} select */
export function withList(select) {
  const clause = select['withClause'];
  const ctes = isNode(clause) && Array.isArray(clause['ctes']) ? clause['ctes'] : [];
  return ctes.flatMap((cte) => {
    const { ctename, ctequery } = isNode(cte)
      ? /** @type {Node} */ (cte['CommonTableExpr'] ?? {})
      : {};
    const query = selectIn(ctequery);
    return query === null ? [] : [{ ctename: String(ctename), query }];
  });
}

/**
 * Each WITH query sees those before it, and all where it is recursive.
 * @param {Node} select
 * @param {Scope | null} outer
 */
export function withScope(select, outer) {
  const list = withList(select);
  if (isNode(select['withClause']) && select['withClause']['recursive'] === true) {
    /** @type {Scope} */
    const scope = { ctes: [], leaves: [], outer };
    scope.ctes = list.map(({ ctename: name, query }) => ({
      name,
      select: query,
      scope,
      width: null,
    }));
    return scope;
  }
  return list.reduce((scope, { ctename: name, query }) => {
    return { ctes: [{ name, select: query, scope, width: null }], leaves: [], outer: scope };
  }, outer);
}

/**
 * The WITH query that is meant; null for a table.
 * @param {Node} relation
 * @param {Scope} from
 */
export function cteOf({ schemaname, relname }, from) {
  if (schemaname) return null;
  for (let scope = /** @type {Scope | null} */ (from); scope !== null; scope = scope.outer) {
    const cte = scope.ctes.find(({ name }) => name === relname);
    if (cte) return cte;
  }
  return null;
}

/**
 * The columns of the star's table, or of all.
 * @param {Node} star
 * @param {Scope | null} from
 * @returns {Width}
 */
export function starWidth({ fields }, from) {
  const table = Array.isArray(fields) ? stringOf(fields.at(-2)) : null;
  for (let scope = from; table !== null && scope !== null; scope = scope.outer) {
    const leaf = scope.leaves.find(({ name }) => name === table);
    if (leaf) return leaf.width;
  }
  return sumOf((from?.leaves ?? []).map(({ width }) => width));
}

/**
 * @param {Node} select
 * @param {Scope} scope
 * @returns {Width}
 */
export function outputsIn(select, scope) {
  const { valuesLists, targetList } = select;
  if (Array.isArray(valuesLists)) {
    const [row] = /** @type {{ List?: { items?: unknown[] } }[]} */ (valuesLists);
    return counted(row?.List?.items?.length ?? 0);
  }
  const targets = /** @type {{ ResTarget?: { val?: Node } }[]} */ (targetList ?? []);
  return sumOf(
    targets.map(({ ResTarget }) => {
      const { ColumnRef: column, A_Indirection: row } = ResTarget?.val ?? {};
      if (isNode(column) && hasStar(column['fields'])) return starWidth(column, scope);
      return counted(isNode(row) && hasStar(row['indirection']) ? SOME_COLUMNS : 1);
    }),
  );
}

/**
 * @param {number} columns
 * @returns {Width}
 */
export function counted(columns) {
  return new Map([['', columns]]);
}

/**
 * @param {Width[]} widths
 * @returns {Width}
 */
function sumOf(widths) {
  /** @type {Width} */
  const sum = new Map();
  for (const width of widths)
    for (const [key, count] of width) sum.set(key, (sum.get(key) ?? 0) + count);
  return sum;
}
