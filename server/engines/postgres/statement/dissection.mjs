// A statement's tree together with the tokens of its author's text, for whoever tells of it; runs in the parser's thread.
import { byteToChar } from './literal-places.mjs';

/** @typedef {import('./parser.ts').Reading} Reading */
/** @typedef {import('./parser.ts').TextToken} TextToken */
/** @typedef {import('./parameter-places.mjs').Token} Token */

const CONSTANTS = new Set(['SCONST', 'BCONST', 'XCONST', 'USCONST']);
const NUMBERS = new Set(['ICONST', 'FCONST']);
const COMMENTS = new Set(['SQL_COMMENT', 'C_COMMENT']);

/**
 * The tokens of the author's `sql`, with UTF-16 offsets.
 * @param {string} sql
 * @param {Reading} reading
 * @param {Token[]} tokens
 * @returns {TextToken[]}
 */
export function textTokens(sql, { places }, tokens) {
  const offsets = byteToChar(
    sql,
    tokens.flatMap(({ start, end }) => [start, end]),
  );
  const parameters = new Set(places.map(({ from }) => from));
  return tokens.map((token, index) => {
    const [from = 0, to = 0] = [offsets[2 * index], offsets[2 * index + 1]];
    return { from, to, text: sql.slice(from, to), kind: kindOf(token, parameters.has(from)) };
  });
}

/**
 * @param {Token} token
 * @param {boolean} isParameter
 * @returns {TextToken['kind']}
 */
function kindOf({ tokenName, keywordKind }, isParameter) {
  if (isParameter) return 'parameter';
  if (COMMENTS.has(tokenName)) return 'comment';
  if (CONSTANTS.has(tokenName)) return 'string';
  if (NUMBERS.has(tokenName)) return 'number';
  // Unreserved words are mostly names.
  return keywordKind > 1 ? 'keyword' : 'other';
}
