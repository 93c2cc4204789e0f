// What PostgreSQL makes of a text while it only reads it: parts that it copies, columns that it writes out for each join
// and each star, and what it holds against each other. Runs in the parser's thread.
import { Depths, groupedIn, pairsIn, pairsOfConditions, windowSize } from './reading-pairs.mjs';
import {
  counted,
  cteOf,
  hasStar,
  keyOf,
  leavesOf,
  nameOf,
  outputsIn,
  relationIn,
  selectIn,
  SOME_COLUMNS,
  starWidth,
  withList,
  withScope,
} from './select-parts.mjs';
import { isNode } from './tree-nodes.mjs';

/** @typedef {import('./parser.ts').Growth} Growth */
/** @typedef {import('./select-parts.mjs').Node} Node */
/** @typedef {import('./select-parts.mjs').Width} Width */
/** @typedef {import('./select-parts.mjs').Scope} Scope */
/** @typedef {{ node: Node, times: number, scope: Scope | null }} Visit */

/** What a star becomes is larger than a column of a join. */
const STAR_WEIGHT = 2;
/** Nobody nests subqueries so deep. */
const DEEPEST = 2000;

/**
 * How often what stands before it is copied, and what stands behind it (transformAExprBetween).
 * @type {Record<string, [number, number]>}
 */
const BETWEEN = {
  AEXPR_BETWEEN: [2, 1],
  AEXPR_NOT_BETWEEN: [2, 1],
  AEXPR_BETWEEN_SYM: [4, 2],
  AEXPR_NOT_BETWEEN_SYM: [4, 2],
};

/**
 * @param {unknown} tree of the statements
 * @returns {Growth}
 */
export function growthOf(tree) {
  return new Reader().growthOf(tree);
}

class Reader {
  #copies = 0;
  #columns = 0;
  #pairs = 0;
  #grouped = 0;
  #depths = new Depths();
  #named = 0;
  /** @type {Map<Scope, { select: Node, times: number, inWindows: number, names: number }>} */
  #selects = new Map();
  /** Of UNION and its like, which stand beside each other. @type {Set<Node>} */
  #arms = new Set();
  /** @type {Map<string, Growth['relations'][number]>} */
  #relations = new Map();
  /** @type {Map<Node, Scope>} */
  #scopes = new Map();
  /** @type {Map<Node, Width>} */
  #outputs = new Map();

  /** @param {unknown} tree */
  growthOf(tree) {
    /** @type {Visit[]} */
    const left = isNode(tree) ? [{ node: tree, times: 1, scope: null }] : [];
    for (let visit = left.pop(); visit !== undefined; visit = left.pop()) {
      const { node, times, scope } = visit;
      if (!Array.isArray(node)) this.#copies += times - 1;
      for (const [key, child] of Object.entries(node))
        if (isNode(child)) left.push(...this.#within(key, { node: child, times, scope }));
    }
    for (const [{ leaves }, { select, times: often, inWindows, names }] of this.#selects) {
      this.#pairs += often * pairsIn(select, inWindows);
      for (const { width } of leaves) this.#addNamed(width, often * names);
    }
    return {
      ...{ copies: this.#copies, columns: this.#columns, pairs: this.#pairs },
      ...{ grouped: this.#grouped, named: this.#named, depth: this.#depths.deepest() },
      relations: [...this.#relations.values()],
    };
  }

  /**
   * What is to be visited within a node.
   * @param {string} key
   * @param {Visit} visit
   * @returns {Visit[]}
   */
  #within(key, visit) {
    const { node, times, scope } = visit;
    const part = (/** @type {unknown} */ child, /** @type {number} */ copies) =>
      isNode(child) ? [{ node: child, times: times * copies, scope }] : [];
    if (key === 'SelectStmt') return this.#withinSelect(visit);
    if (key === 'A_Expr') {
      const [before, behind] = copiesIn(node);
      return [...part(node['lexpr'], before), ...part(node['rexpr'], behind)];
    }
    // PostgreSQL reads the query once more to count its columns.
    if (key === 'JsonArrayQueryConstructor') return part(node['query'], 2);
    if (key === 'A_Indirection' && hasStar(node['indirection']))
      return part(node['arg'], SOME_COLUMNS);
    if (key === 'BoolExpr') this.#pairs += times * pairsOfConditions(node);
    const around = scope === null ? undefined : this.#selects.get(scope);
    if ((key === 'over' || key === 'WindowDef') && around) around.inWindows += windowSize(node);
    if (key === 'ColumnRef' && isBare(node)) this.#noteName(scope);
    if (key === 'ColumnRef' && hasStar(node['fields']))
      this.#add(starWidth(node, scope), times * STAR_WEIGHT);
    return [visit];
  }

  /**
   * @param {Visit} visit
   * @returns {Visit[]}
   */
  #withinSelect({ node: select, times, scope }) {
    const own = this.#scopeOf(select, scope, 0);
    this.#selects.set(own, { select, times, inWindows: 0, names: 0 });
    this.#grouped += times * groupedIn(select);
    this.#depths.note(scope, own, this.#arms.has(select) ? 0 : 1);
    for (const { item, joins } of leavesOf(select)) {
      const relation = relationIn(item);
      const named = relation ? cteOf(relation, own) : null;
      if (named) this.#depths.note(own, this.#scopeOf(named.select, named.scope, 0), 1);
      else if (relation) this.#relation(keyOf(relation)).references += times;
      this.#add(this.#widthOf(item, own, 0), times * (joins + 1));
    }
    const ctes = withList(select).map(({ ctename }) => cteOf({ relname: ctename }, own));
    return [
      ...ctes.flatMap((cte) =>
        cte === null ? [] : [{ node: { SelectStmt: cte.select }, times, scope: cte.scope }],
      ),
      ...Object.entries(select).flatMap(([key, part]) => {
        if (!isNode(part) || key === 'withClause') return [];
        const isArm = key === 'larg' || key === 'rarg';
        if (isArm) this.#arms.add(/** @type {Node} */ (part));
        return [{ node: isArm ? { SelectStmt: part } : part, times, scope: own }];
      }),
    ];
  }

  /**
   * @param {Node} select
   * @param {Scope | null} outer
   * @param {number} depth
   * @returns {Scope}
   */
  #scopeOf(select, outer, depth) {
    const known = this.#scopes.get(select);
    if (known) return known;
    /** @type {Scope} */
    const own = { ctes: [], leaves: [], outer: withScope(select, outer) };
    this.#scopes.set(select, own);
    own.leaves = leavesOf(select).map(({ item }) => ({
      name: nameOf(item),
      width: this.#widthOf(item, own, depth),
    }));
    return own;
  }

  /**
   * @param {Node} item of a FROM
   * @param {Scope} scope
   * @param {number} depth
   * @returns {Width}
   */
  #widthOf(item, scope, depth) {
    const relation = relationIn(item);
    if (relation) {
      const cte = cteOf(relation, scope);
      if (cte === null) return new Map([[keyOf(relation), 1]]);
      // While it is looked at, it is what refers to itself: its first part tells its columns.
      if (cte.width === null) {
        cte.width = new Map();
        cte.width = this.#outputsOf(cte.select, cte.scope, depth + 1);
      }
      return cte.width;
    }
    const select = selectIn(
      isNode(item['RangeSubselect']) ? item['RangeSubselect']['subquery'] : 0,
    );
    return select ? this.#outputsOf(select, scope, depth + 1) : counted(SOME_COLUMNS);
  }

  /**
   * The columns that a SELECT gives.
   * @param {Node} select
   * @param {Scope | null} outer
   * @param {number} depth
   * @returns {Width}
   */
  #outputsOf(select, outer, depth) {
    if (depth > DEEPEST) return counted(Infinity);
    const known = this.#outputs.get(select);
    if (known) return known;
    let first = select;
    let scope = this.#scopeOf(select, outer, depth);
    while (isNode(first['larg'])) {
      first = first['larg'];
      scope = this.#scopeOf(first, scope, depth);
    }
    const width = outputsIn(first, scope);
    this.#outputs.set(select, width);
    return width;
  }

  /**
   * A name without a table is looked for among all columns of its SELECT, then of those around it.
   * @param {Scope | null} from
   */
  #noteName(from) {
    for (let scope = from; scope !== null; scope = scope.outer) {
      const around = this.#selects.get(scope);
      if (around) around.names++;
    }
  }

  /** @param {string} key */
  #relation(key) {
    let relation = this.#relations.get(key);
    if (relation === undefined) {
      const [schema, name] = /** @type {[string | null, string]} */ (JSON.parse(key));
      relation = { schema, name, references: 0, columns: 0, named: 0 };
      this.#relations.set(key, relation);
    }
    return relation;
  }

  /**
   * @param {Width} width
   * @param {number} names
   */
  #addNamed(width, names) {
    for (const [key, count] of width) {
      if (key === '') this.#named += count * names;
      else this.#relation(key).named += count * names;
    }
  }

  /**
   * @param {Width} width
   * @param {number} times
   */
  #add(width, times) {
    for (const [key, count] of width) {
      if (key === '') this.#columns += count * times;
      else this.#relation(key).columns += count * times;
    }
  }
}

/** @param {Node} column */
function isBare({ fields }) {
  return Array.isArray(fields) && fields.length === 1 && !hasStar(fields);
}

/**
 * @param {Node} expression
 * @returns {[number, number]}
 */
function copiesIn({ kind, rexpr }) {
  const list = kind === 'AEXPR_IN' && isNode(rexpr) && isNode(rexpr['List']) ? rexpr['List'] : {};
  const items = list['items'];
  return Array.isArray(items) ? [items.length, 1] : (BETWEEN[String(kind)] ?? [1, 1]);
}
