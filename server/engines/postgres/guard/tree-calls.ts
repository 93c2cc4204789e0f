// Reads calls of functions out of PostgreSQL's parse trees: their arguments, and the text of those that are constants.

/** The arguments of each call of these functions, as PostgreSQL prints them. */
export function callsOf(trees: string, functions: readonly number[]): string[][] {
  const calls = new RegExp(`:funcid\\s+(?:${functions.join('|')})\\s`, 'g');
  return [...trees.matchAll(calls)].map(({ index }) => argumentsOf(trees, index));
}

// The arguments are nodes in braces within parentheses; both are escaped by a backslash within names (outToken).
function argumentsOf(trees: string, call: number): string[] {
  const begin = /:args\s+\(/g;
  begin.lastIndex = call;
  if (!begin.test(trees)) return [];
  const found: string[] = [];
  let depth = 0;
  let from = begin.lastIndex;
  for (let at = from; at < trees.length; at++) {
    const letter = trees[at];
    if (letter === '\\') at++;
    else if (letter === ')' && depth === 0) return found;
    else if (letter === '{' && depth++ === 0) from = at;
    else if (letter === '}' && --depth === 0) found.push(trees.slice(from, at + 1));
  }
  return [];
}

const TEXT_CONSTANT = /^\{CONST\s+:consttype\s+25\s[^[\]{}]*:constvalue\s+\d+\s+\[([-\d\s]+)\]\}$/;
const HEADER_BYTES = 4;

// A constant is printed as its bytes in memory, signed: four of its length, shifted by two bits, then the text.
/** The text of an argument that is a constant of the type text; null for any other. */
export function textOf(node: string): string | null {
  const numbers = TEXT_CONSTANT.exec(node)?.[1];
  if (numbers === undefined) return null;
  const bytes = Buffer.from(numbers.trim().split(/\s+/).map(Number));
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE() >> 2 !== bytes.length) return null;
  return bytes.toString('utf8', HEADER_BYTES);
}
