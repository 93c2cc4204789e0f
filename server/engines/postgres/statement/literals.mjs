// The walk through a statement's tree that finds its literals; runs in the parser's thread, in time linear to the text.

import { authorOffsets, Names, positionsAt } from './literal-places.mjs';
import { columnIn, isNode, placeOf, stringOf, typeOf, valueOf } from './tree-nodes.mjs';

/** @typedef {import('../../../../domain/contract/parameter.ts').ParameterType} ParameterType */
/** @typedef {import('../../../../domain/contract/schema.ts').Literal} Literal */
/** @typedef {import('./parser.ts').Reading} Reading */
/** @typedef {import('./tree-nodes.mjs').Node} Node */
/**
 * What stands around a literal: a name from the column that it is compared with, and where a type that is
 * written before it begins.
 * @typedef {{ name: string | null, likely: boolean, type: ParameterType | null, from: number | null }} Context
 */
/**
 * `at` counts bytes in the text with numbered parameters.
 * @typedef {Context & { at: number, value: string | boolean, type: ParameterType }} Found
 */
/** @typedef {{ start: number, end: number, text: string }} Token */

/** @type {Context} */
const NOWHERE = { name: null, likely: false, type: null, from: null };

/**
 * The literals of the author's `sql`, in order, each with a name that is not `taken`.
 * @param {string} sql
 * @param {Reading} reading
 * @param {{ tree: unknown, tokens: Token[], taken: readonly string[] }} parsed
 * @returns {Literal[]}
 */
export function literalsOf(sql, reading, { tree, tokens, taken }) {
  /** @type {Found[]} */
  const found = [];
  walkAll(tree, found);
  found.sort((a, b) => a.at - b.at);
  const ends = tokenEnds(tokens);
  const bounds = found.map(({ from, at }) => ({ from: from ?? at, to: ends.get(at) ?? at }));
  const offsets = authorOffsets(
    reading,
    bounds.flatMap(({ from, to }) => [from, to]),
  );
  const positions = positionsAt(
    sql,
    bounds.map(({ from }) => offsets.get(from) ?? 0),
  );
  const names = new Names(taken);
  return found.map((literal, index) => {
    const { from = 0, to = 0 } = bounds[index] ?? {};
    const [start = 0, end = 0] = [offsets.get(from), offsets.get(to)];
    const name = names.free(literal.name);
    const words = name.replaceAll('_', ' ');
    return {
      ...{ from: start, to: end, ...(positions.get(start) ?? { line: 1, column: 1 }) },
      ...{
        text: sql.slice(start, end),
        name,
        label: words.charAt(0).toUpperCase() + words.slice(1),
      },
      ...{ value: literal.value, type: literal.type, likely: literal.likely },
    };
  });
}

/**
 * Where the token that begins at a byte ends; a sign belongs to the number behind it.
 * @param {readonly Token[]} tokens
 * @returns {Map<number, number>}
 */
function tokenEnds(tokens) {
  return new Map(
    tokens.map(({ start, end, text: token }, index) => [
      start,
      token === '-' || token === '+' ? (tokens[index + 1]?.end ?? end) : end,
    ]),
  );
}

/**
 * What was found, and what is still to be looked at: a sum of thousands is a tree as deep.
 * @typedef {{ found: Found[], left: { value: unknown, context: Context }[] }} Walk
 */

/**
 * @param {unknown} tree
 * @param {Found[]} found
 */
function walkAll(tree, found) {
  /** @type {Walk} */
  const way = { found, left: [] };
  look(tree, NOWHERE, way);
  for (let next = way.left.pop(); next; next = way.left.pop()) {
    const { value, context } = next;
    if (Array.isArray(value)) for (const item of value) look(item, context, way);
    else if (isNode(value)) {
      for (const [key, child] of Object.entries(value)) {
        if (isNode(child)) walkNode(key, child, context, way);
      }
    }
  }
}

/**
 * @param {unknown} value
 * @param {Context} context
 * @param {Walk} way
 */
function look(value, context, way) {
  way.left.push({ value, context });
}

/**
 * @param {string} key
 * @param {Node} node
 * @param {Context} context
 * @param {Walk} way
 * @returns {void}
 */
function walkNode(key, node, context, way) {
  switch (key) {
    case 'A_Const':
      return addConstant(node, context, way);
    case 'A_Expr':
      return walkExpression(node, way);
    case 'TypeCast':
      return walkCast(node, context, way);
    case 'limitCount':
      return look(node, { ...NOWHERE, name: 'at_most', likely: true }, way);
    // Numbers of columns and lengths of types are no values.
    case 'TypeName':
    case 'typeName':
    case 'groupClause':
    case 'sortClause':
      return;
    // Only what stands directly beside a column is compared with it.
    case 'FuncCall':
    case 'SubLink':
    case 'CaseExpr':
      return look(node, NOWHERE, way);
    default:
      return look(node, context, way);
  }
}

const COMPARISONS = new Set('= <> < > <= >= ~~ ~~* !~~ !~~* BETWEEN'.split(' '));

/**
 * @param {Node} node
 * @param {Walk} way
 * @returns {void}
 */
function walkExpression(node, way) {
  const { lexpr, rexpr } = node;
  const operator = stringOf((Array.isArray(node['name']) ? node['name'] : []).at(-1)) ?? '';
  const column = columnIn(lexpr) ?? columnIn(rexpr);
  if (!COMPARISONS.has(operator) || column === null) {
    look(lexpr, NOWHERE, way);
    look(rexpr, NOWHERE, way);
    return;
  }
  const isFlipped = columnIn(lexpr) === null;
  const context = { ...NOWHERE, name: column + endingOf(operator, isFlipped), likely: true };
  look(lexpr, context, way);
  if (operator === 'BETWEEN') return walkBounds(rexpr, column, way);
  look(rexpr, context, way);
}

/**
 * @param {unknown} rexpr
 * @param {string} column
 * @param {Walk} way
 */
function walkBounds(rexpr, column, way) {
  const list = isNode(rexpr) ? rexpr['List'] : undefined;
  const items = isNode(list) && Array.isArray(list['items']) ? list['items'] : [];
  items.forEach((item, index) => {
    const name = `${column}${index === 0 ? '_from' : '_to'}`;
    look(item, { ...NOWHERE, name, likely: true }, way);
  });
}

/**
 * @param {string} operator
 * @param {boolean} isFlipped
 */
function endingOf(operator, isFlipped) {
  const isLower = operator.startsWith('>') !== isFlipped;
  return /^[<>]=?$/.test(operator) ? (isLower ? '_from' : '_to') : '';
}

/**
 * By what the type is called in the text, which may be `constructor`.
 * @type {Map<string, ParameterType | 'none'>}
 */
const CAST_TYPES = new Map([
  ['date', 'date'],
  ['timestamp', 'timestamp'],
  ['timestamptz', 'timestamp'],
  // These are no types of parameters: the literal stays.
  ['interval', 'none'],
  ['regclass', 'none'],
  ['json', 'none'],
  ['jsonb', 'none'],
  ['time', 'none'],
]);

/**
 * @param {Node} node
 * @param {Context} context
 * @param {Walk} way
 */
function walkCast(node, context, way) {
  const { arg, typeName } = node;
  if (!isNode(typeName)) return;
  const names = Array.isArray(typeName['names']) ? typeName['names'] : [];
  const type = CAST_TYPES.get(stringOf(names.at(-1)) ?? '');
  if (type === 'none') return;
  const constant = isNode(arg) ? arg['A_Const'] : undefined;
  const isBefore = isNode(constant) && placeOf(typeName) < placeOf(constant) && placeOf(node) < 0;
  // `date '2025-01-31'` goes as a whole; of a cast behind the literal only the literal does.
  look(arg, { ...context, type: type ?? null, from: isBefore ? placeOf(typeName) : null }, way);
}

/**
 * @param {Node} node
 * @param {Context} context
 * @param {Walk} way
 */
function addConstant(node, context, way) {
  const value = valueOf(node);
  if (value === null) return;
  const type = context.type ?? typeOf(node, value);
  way.found.push({ ...context, at: placeOf(node), value, type });
}
