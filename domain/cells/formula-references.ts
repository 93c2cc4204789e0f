// Reads which cells a formula refers to, to know whether deleting rows or columns would break it.

/** A rectangle that a formula refers to; an open end (A2:A) is Infinity. */
export interface Reference {
  /** The tab it names; null where it names none, which is the formula's own. */
  tab: string | null;
  fromRow: number;
  toRow: number;
  fromColumn: number;
  toColumn: number;
  /** Its rows are named for good ($5): they stay the same ones when the formula stands in another row. */
  isFixed: boolean;
}

const REFERENCE =
  /(?:(?:(?<!')'((?:[^']|'')+)'|(?<![\p{L}\p{N}_.])([\p{L}_][\p{L}\p{N}_.]*))!)?\$?([A-Z]{1,3})?(\$?\d+)?(?::\$?([A-Z]{1,3})?(\$?\d+)?)?/giu;

/** The cells that a formula refers to in A1 notation; names are not looked up. */
export function referencesOf(formula: string): Reference[] {
  const references: Reference[] = [];
  // What stands in double quotes is text.
  for (const part of formula.replace(/"(?:[^"]|"")*"/g, '""').matchAll(REFERENCE)) {
    const reference = isWord(formula, part) ? null : referenceOf(part);
    if (reference) references.push(reference);
  }
  return references;
}

function referenceOf(part: RegExpMatchArray): Reference | null {
  const [text, quoted, plain, column, row, toColumn, toRow] = part;
  const isRange = text.includes(':');
  if (!isRange && (!column || !row)) return null;
  if (isRange && ((!column && !row) || (!toColumn && !toRow))) return null;
  const fromRow = row ? rowNumber(row) : 1;
  const fromColumn = column ? columnNumber(column) : 1;
  return {
    tab: quoted?.replace(/''/g, "'") ?? plain ?? null,
    fromRow,
    toRow: isRange ? (toRow ? rowNumber(toRow) : Infinity) : fromRow,
    fromColumn,
    toColumn: isRange ? (toColumn ? columnNumber(toColumn) : Infinity) : fromColumn,
    isFixed: [row, toRow].every((text) => !text || text.startsWith('$')),
  };
}

function rowNumber(text: string): number {
  return Number(text.replace('$', ''));
}

// LOG10( is a function and rate_a1 a name, although they hold what looks like a cell.
function isWord(formula: string, part: RegExpMatchArray): boolean {
  const text = formula.replace(/"(?:[^"]|"")*"/g, '""');
  const before = text[(part.index ?? 0) - 1] ?? '';
  const after = text[(part.index ?? 0) + part[0].length] ?? '';
  return /[\p{L}\p{N}_.]/u.test(before) || /[\p{L}\p{N}_.(]/u.test(after);
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}
