// Reads SQL with PostgreSQL's own scanner and parser, in a thread of its own: a monster stalls nobody else.
// Plain JavaScript that imports packages and its like only, so that the same file serves the sources and the built program.
import { parentPort } from 'node:worker_threads';
import { loadModule, parseSync, scanSync } from 'libpg-query';
import { byteToChar } from './literal-places.mjs';
import { literalsOf } from './literals.mjs';

/** @typedef {{ start: number, end: number, text: string, tokenType: number, tokenName: string, keywordKind: number }} Token */

// Kinds of keywords (PostgreSQL's KeywordCategory, one higher).
const UNRESERVED = 1;
const COLUMN_NAME = 2;
const TYPE_OR_FUNCTION_NAME = 3;
const RESERVED = 4;

const IDENT_OR_CONSTANT = new Set([
  'IDENT',
  'UIDENT',
  'ICONST',
  'FCONST',
  'SCONST',
  'BCONST',
  'XCONST',
  'USCONST',
  'PARAM',
]);
const RESERVED_ENDS = new Set(
  (
    'null true false end default current_catalog current_date current_role current_time current_timestamp ' +
    'current_user localtime localtimestamp session_user system_user user'
  ).split(' '),
);
const OTHER_ENDS = new Set(['isnull', 'notnull', 'current_schema']);
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0001-\u0008\u000b\u000c\u000e-\u001f]/g;
const NAME = /^[a-z][a-z0-9_]*$/;

/**
 * Reads a statement: puts `$n` in the place of its parameters and tells what it is made of.
 * `declared` names the parameters; null takes every candidate for one.
 * @param {string} sql
 * @param {string[] | null} declared
 */
function read(sql, declared) {
  // A byte-order mark comes along where text was pasted from a file; to PostgreSQL it is a letter.
  return readText(sql.replace(/^\uFEFF/, ' '), declared);
}

/**
 * @param {string} sql
 * @param {string[] | null} declared
 */
function readText(sql, declared) {
  const tokens = scan(sql);
  const candidates = findCandidates(tokens, sql);
  const wanted = candidates.filter(({ name }) => declared === null || declared.includes(name));
  const placed = place(sql, wanted);
  const dollar = tokens.find(({ tokenName }) => tokenName === 'PARAM');
  return {
    ...placed,
    undeclared: candidates.filter((candidate) => !wanted.includes(candidate)),
    dollarParameter: dollar ? (byteToChar(sql, [dollar.start])[0] ?? 0) : null,
    quotedParameter: hasQuotedParameter(tokens),
    ...parse(placed.text),
  };
}

// psql's :'name' and :"name", which splice text; here values are bound.
/** @param {Token[]} tokens */
function hasQuotedParameter(tokens) {
  return tokens.some((token, index) => {
    const next = tokens[index + 1];
    return token.text === ':' && next?.start === token.end && /^['"]/.test(next.text);
  });
}

/**
 * No tokens where the scanner refuses: the parser then says why, and where.
 * @param {string} sql
 * @returns {Token[]}
 */
function scan(sql) {
  try {
    // The scanner's answer is broken JSON where a token holds a control character. A space in its place
    // changes no token's bounds.
    return scanSync(sql.replace(CONTROL, ' ')).tokens;
  } catch {
    return [];
  }
}

/** @param {unknown} error */
function errorOf(error) {
  const { message, sqlDetails } =
    /** @type {Error & { sqlDetails?: { cursorPosition: number } }} */ (error);
  const position = sqlDetails ? sqlDetails.cursorPosition : null;
  return { message, position, gaveUp: !sqlDetails };
}

/**
 * A candidate is `:` touching a name where the token before cannot end an expression.
 * @param {Token[]} all
 * @param {string} sql
 */
function findCandidates(all, sql) {
  const tokens = all.filter(
    ({ tokenName }) => tokenName !== 'SQL_COMMENT' && tokenName !== 'C_COMMENT',
  );
  /** @type {string[]} */
  const brackets = [];
  /** @type {{ name: string, start: number, end: number }[]} */
  const found = [];
  tokens.forEach((token, index) => {
    if (token.text === '(' || token.text === '[') brackets.push(token.text);
    if (token.text === ')' || token.text === ']') brackets.pop();
    const next = tokens[index + 1];
    if (token.text !== ':' || !next || next.start !== token.end || !NAME.test(next.text)) return;
    if (endsExpression(tokens[index - 1], brackets.at(-1) === '[')) return;
    found.push({ name: next.text, start: token.start, end: next.end });
  });
  const chars = byteToChar(
    sql,
    found.flatMap(({ start, end }) => [start, end]),
  );
  return found.map(({ name }, index) => ({
    name,
    start: chars[2 * index] ?? 0,
    end: chars[2 * index + 1] ?? 0,
  }));
}

/**
 * @param {Token | undefined} token
 * @param {boolean} inSubscript
 */
function endsExpression(token, inSubscript) {
  if (!token) return false;
  if (token.text === ')' || token.text === ']') return true;
  if (IDENT_OR_CONSTANT.has(token.tokenName)) return true;
  const word = token.text.toLowerCase();
  if (token.keywordKind === RESERVED) return RESERVED_ENDS.has(word);
  if (OTHER_ENDS.has(word)) return true;
  // Inside [ ] a word is a column (a[low:high]); elsewhere it begins something (limit, between, zone).
  if (token.keywordKind === UNRESERVED || token.keywordKind === COLUMN_NAME) return inSubscript;
  return token.keywordKind === TYPE_OR_FUNCTION_NAME ? inSubscript : false;
}

/**
 * Puts one `$n` for each name in the place of its candidates.
 * @param {string} sql
 * @param {{ name: string, start: number, end: number }[]} candidates
 */
function place(sql, candidates) {
  const names = [...new Set(candidates.map(({ name }) => name))];
  /** @type {{ from: number, to: number, textFrom: number, textTo: number }[]} */
  const places = [];
  let text = '';
  let at = 0;
  for (const { name, start, end } of candidates) {
    text += sql.slice(at, start);
    const textFrom = text.length;
    // The spaces keep letters and digits beside it apart: `limit:n` is not `limit$1`.
    text += ` $${names.indexOf(name) + 1} `;
    places.push({ from: start, to: end, textFrom, textTo: text.length });
    at = end;
  }
  return { text: text + sql.slice(at), names, places };
}

/** @param {string} text */
function parse(text) {
  try {
    const { stmts = [] } = /** @type {{ stmts?: { stmt: Record<string, unknown> }[] }} */ (
      /** @type {unknown} */ (parseSync(text))
    );
    return { error: null, ...describe(stmts) };
  } catch (error) {
    return { error: errorOf(error), ...describe([]) };
  }
}

/**
 * What the statements are made of, as far as the guard asks.
 * @param {{ stmt: Record<string, unknown>, stmt_location?: number }[]} stmts
 */
function describe(stmts) {
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
 * @typedef {import('./parser.ts').Reading} Reading
 * @typedef {{ sql: string, declared: string[] | null }} ReadJob
 * @typedef {{ literalsOf: string, reading: Reading, taken: string[] }} LiteralsJob
 */

/** @param {ReadJob | LiteralsJob} job */
function answer(job) {
  if ('sql' in job) return read(job.sql, job.declared);
  const { literalsOf: sql, reading, taken } = job;
  const parsed = { tree: parseSync(reading.text), tokens: scan(reading.text), taken };
  return literalsOf(sql, reading, parsed);
}

await loadModule();
parentPort?.on('message', (/** @type {ReadJob | LiteralsJob} */ job) => {
  parentPort?.postMessage({ begun: true });
  parentPort?.postMessage({ answer: answer(job) });
});
