// Where a text uses parameters, and the text with `$n` in their places; runs in the parser's thread.

import { byteToChar } from './literal-places.mjs';

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
const NAME = /^[a-z][a-z0-9_]*$/;

/**
 * A candidate is `:` touching a name where the token before cannot end an expression.
 * @param {Token[]} all
 * @param {string} sql
 */
export function findCandidates(all, sql) {
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
export function place(sql, candidates) {
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

/**
 * psql's :'name' and :"name", which splice text; here values are bound.
 * @param {Token[]} tokens
 */
export function hasQuotedParameter(tokens) {
  return tokens.some((token, index) => {
    const next = tokens[index + 1];
    return token.text === ':' && next?.start === token.end && /^['"]/.test(next.text);
  });
}
