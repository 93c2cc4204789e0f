// What a node of a statement's tree says: its constant, its column, its place; runs in the parser's thread.

/** @typedef {import('../../../../domain/contract/parameter.ts').ParameterType} ParameterType */
/**
 * A node of PostgreSQL's parse tree, as libpg-query gives it.
 * @typedef {Record<string, unknown>} Node
 */

/**
 * @param {Node} node
 * @returns {string | boolean | null}
 */
export function valueOf(node) {
  if (isNode(node['ival'])) return String(node['ival']['ival'] ?? 0);
  if (isNode(node['fval'])) return String(node['fval']['fval']);
  if (isNode(node['boolval'])) return node['boolval']['boolval'] === true;
  if (isNode(node['sval'])) return String(node['sval']['sval'] ?? '');
  return null;
}

/**
 * @param {Node} node
 * @param {string | boolean} value
 * @returns {ParameterType}
 */
export function typeOf(node, value) {
  if (typeof value === 'boolean') return 'boolean';
  if (!isNode(node['sval'])) return 'number';
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? 'date' : 'text';
}

/**
 * The column, also within a function such as lower(name).
 * @param {unknown} value
 * @returns {string | null}
 */
export function columnIn(value) {
  if (!isNode(value)) return null;
  const fields = isNode(value['ColumnRef']) ? value['ColumnRef']['fields'] : undefined;
  if (Array.isArray(fields)) return stringOf(fields.at(-1));
  const call = value['FuncCall'];
  const args = isNode(call) && Array.isArray(call['args']) ? call['args'] : [];
  for (const arg of args) {
    const column = columnIn(arg);
    if (column !== null) return column;
  }
  const cast = value['TypeCast'];
  return isNode(cast) ? columnIn(cast['arg']) : null;
}

/**
 * @param {unknown} value
 * @returns {value is Node}
 */
export function isNode(value) {
  return typeof value === 'object' && value !== null;
}

/**
 * @param {unknown} value
 * @returns {string | null}
 */
export function stringOf(value) {
  const text = isNode(value) && isNode(value['String']) ? value['String']['sval'] : undefined;
  return typeof text === 'string' ? text : null;
}

/** @param {Node} node */
export function placeOf(node) {
  return typeof node['location'] === 'number' ? node['location'] : 0;
}
