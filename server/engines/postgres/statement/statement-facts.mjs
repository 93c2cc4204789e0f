// What a parsed statement is made of, as far as the guard asks; runs in the parser's thread.

/**
 * What the statements are made of, as far as the guard asks.
 * @param {{ stmt: Record<string, unknown>, stmt_location?: number }[]} stmts
 */
export function describe(stmts) {
  const kinds = stmts.map(({ stmt }) => Object.keys(stmt)[0] ?? '');
  const facts = {
    statements: kinds,
    nested: /** @type {string[]} */ ([]),
    clauses: /** @type {string[]} */ ([]),
    relations:
      /** @type {{ schema: string | null, name: string, location: number | null }[]} */ ([]),
    types: /** @type {string[][]} */ ([]),
    functions: /** @type {string[]} */ ([]),
    operators: /** @type {string[]} */ ([]),
    hasCompoundLiteral: false,
    nodes: 0,
  };
  /** @type {unknown[]} */
  const stack = stmts.map(({ stmt }) => stmt);
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node !== 'object' || node === null) continue;
    facts.nodes++;
    for (const [key, child] of Object.entries(node)) {
      if (typeof child !== 'object' || child === null) continue;
      note(facts, key, /** @type {Record<string, unknown>} */ (child));
      stack.push(child);
    }
  }
  // A sum of thousands names one operator.
  const { functions, operators, nested, clauses } = facts;
  return {
    ...facts,
    ...{ functions: [...new Set(functions)], operators: [...new Set(operators)] },
    ...{ nested: [...new Set(nested)], clauses: [...new Set(clauses)] },
  };
}

/** @typedef {{ String?: { sval?: string } }[]} Name */

/** @param {Name | undefined} name */
function lastOf(name = []) {
  return name.at(-1)?.String?.sval ?? '';
}

/**
 * @param {{ nested: string[], clauses: string[], relations: { schema: string | null, name: string, location: number | null }[], types: string[][], functions: string[], operators: string[], hasCompoundLiteral: boolean }} facts
 * @param {string} key
 * @param {Record<string, unknown>} node
 */
function note(facts, key, node) {
  if (key.endsWith('Stmt') && key !== 'SelectStmt') facts.nested.push(key);
  if (key === 'intoClause' || key === 'lockingClause' || key === 'CurrentOfExpr')
    facts.clauses.push(key);
  if (key === 'RangeVar') {
    const { schemaname, relname, location } =
      /** @type {{ schemaname?: string, relname?: string, location?: number }} */ (node);
    facts.relations.push({
      schema: schemaname ?? null,
      name: relname ?? '',
      location: location ?? null,
    });
  }
  if (key === 'A_Const') {
    const { sval } = /** @type {{ sval?: { sval?: string } }} */ (node);
    if (/^\s*[([{]/.test(sval?.sval ?? '')) facts.hasCompoundLiteral = true;
  }
  noteCalls(facts, key, node);
  noteCasts(facts, key, node);
  if (key === 'typeName' || key === 'TypeName') {
    const { names = [] } = /** @type {{ names?: Name }} */ (node);
    facts.types.push(names.map((part) => part.String?.sval ?? ''));
  }
}

/**
 * Functions and operators by name, however they are called.
 * @param {{ functions: string[], operators: string[] }} facts
 * @param {string} key
 * @param {Record<string, unknown>} node
 */
function noteCalls(facts, key, node) {
  const { funcname, fields, indirection, name, operName } =
    /** @type {{ [part: string]: Name | undefined }} */ (node);
  if (key === 'FuncCall') facts.functions.push(lastOf(funcname));
  // A function of one argument may be written like a column.
  if (key === 'ColumnRef') facts.functions.push(lastOf(fields));
  if (key === 'A_Indirection')
    facts.functions.push(...(indirection ?? []).map((part) => lastOf([part])));
  if (key === 'A_Expr') facts.operators.push(lastOf(name));
  if (key === 'SubLink') facts.operators.push(lastOf(operName));
}

/**
 * A call with one string, `its_type('…')` or `('…').its_type`, reads it as a value of the type of that name.
 * @param {{ types: string[][] }} facts
 * @param {string} key
 * @param {Record<string, unknown>} node
 */
function noteCasts(facts, key, node) {
  const { args, arg, funcname, indirection } =
    /** @type {{ args?: unknown[], arg?: unknown, funcname?: Name, indirection?: Name }} */ (node);
  if (key === 'FuncCall' && args?.length === 1 && isString(args[0]))
    facts.types.push((funcname ?? []).map((part) => lastOf([part])));
  if (key === 'A_Indirection' && isString(arg))
    facts.types.push(...(indirection ?? []).map((part) => [lastOf([part])]));
}

/** @param {unknown} value */
function isString(value) {
  const { A_Const } = /** @type {{ A_Const?: { sval?: unknown } }} */ (value ?? {});
  return A_Const?.sval !== undefined;
}
