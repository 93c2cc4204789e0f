// Finds the types that a query names as text for functions that read a value of whatever type they are told.

const PLAIN_NAME = /^[\p{L}\w\s."]+(\([\d,\s]*\))?(\s*\[\d*\])*$/u;

/**
 * The names that stand as constants in the last argument of the functions with these OIDs, as PostgreSQL prints
 * the analysed tree; null when one is not a constant, so that it may be any type.
 */
export function typesNamedAtRunTime(trees: string, functions: readonly number[]): string[] | null {
  const names: string[] = [];
  const calls = new RegExp(`:funcid\\s+(?:${functions.join('|')})\\s`, 'g');
  for (const { index } of trees.matchAll(calls)) {
    const name = textOf(lastArgument(trees, index));
    if (name === null || !PLAIN_NAME.test(name.trim())) return null;
    names.push(name);
  }
  return names;
}

// The arguments are nodes in braces within parentheses; both are escaped by a backslash within names (outToken).
function lastArgument(trees: string, call: number): string {
  const begin = /:args\s+\(/g;
  begin.lastIndex = call;
  if (!begin.test(trees)) return '';
  let depth = 0;
  let last = begin.lastIndex;
  for (let at = begin.lastIndex; at < trees.length; at++) {
    const letter = trees[at];
    if (letter === '\\') at++;
    else if (letter === ')' && depth === 0) return trees.slice(last, at);
    else if (letter === '{' && depth++ === 0) last = at;
    else if (letter === '}') depth--;
  }
  return '';
}

const TEXT_CONSTANT = /^\{CONST\s+:consttype\s+25\s[^[\]{}]*:constvalue\s+\d+\s+\[([-\d\s]+)\]\}$/;
const HEADER_BYTES = 4;

// A constant is printed as its bytes in memory, signed: four of its length, shifted by two bits, then the text.
function textOf(node: string): string | null {
  const numbers = TEXT_CONSTANT.exec(node)?.[1];
  if (numbers === undefined) return null;
  const bytes = Buffer.from(numbers.trim().split(/\s+/).map(Number));
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE() >> 2 !== bytes.length) return null;
  return bytes.toString('utf8', HEADER_BYTES);
}
