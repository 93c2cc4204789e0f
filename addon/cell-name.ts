// Names of cells in A1 notation.

/** The name of a cell: B3. */
export function cellName(row: number, column: number): string {
  return `${columnName(column)}${row}`;
}

function columnName(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  const last = String.fromCharCode(65 + ((column - 1) % 26));
  return rest > 0 ? `${columnName(rest)}${last}` : last;
}

/** A place as people write it: Sheet1!A1:B2, 'My tab'!A1:B2. */
export function placeText(tab: string, a1: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(tab);
  return plain ? `${tab}!${a1}` : `'${tab.replace(/'/g, "''")}'!${a1}`;
}
