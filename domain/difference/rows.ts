// Compares the rows of two tables wherever they stand: which are gone, which came, and which are one row with some
// other cells, by what names them or by how alike they are.

/** Indexes of the rows before that are not among those after, and of those after that were not before. */
export interface Difference {
  gone: number[];
  came: number[];
}

/** What two lists of fingerprints do not share; a row that is there twice counts twice. */
export function difference(before: number[], after: number[]): Difference {
  return { gone: without(before, after), came: without(after, before) };
}

/**
 * Rows that are one row with some other cells: they share a value that no other row of either side has
 * in that column, and at least half of their cells agree. Cells are compared as texts; '' is blank.
 */
export function pairRows(before: string[][], after: string[][]): [number, number][] {
  const pairs = new Map<number, number>();
  const taken = new Set<number>();
  const width = Math.max(0, ...before.map(({ length }) => length));
  for (let column = 0; column < width; column += 1) {
    const values = onlyOnce(after, column, (index) => taken.has(index));
    for (const [value, index] of onlyOnce(before, column, (row) => pairs.has(row))) {
      const other = values.get(value);
      if (other === undefined || !isAlike(before[index] ?? [], after[other] ?? [])) continue;
      pairs.set(index, other);
      taken.add(other);
    }
  }
  return [...pairs];
}

/** Rows that are one row by their names; of several of one name the first is the first, and so on. */
export function pairByName<Name extends string | number>(
  before: readonly Name[],
  after: readonly Name[],
): [number, number][] {
  const free = new Map<Name, number[]>();
  after.forEach((name, index) => {
    const known = free.get(name);
    if (known) known.push(index);
    else free.set(name, [index]);
  });
  // The last of a list goes at once, the first only by moving all others.
  for (const indexes of free.values()) indexes.reverse();
  return before.flatMap((name, row): [number, number][] => {
    const other = free.get(name)?.pop();
    return other === undefined ? [] : [[row, other]];
  });
}

function without(rows: number[], others: number[]): number[] {
  const left = new Map<number, number>();
  for (const print of others) left.set(print, (left.get(print) ?? 0) + 1);
  return [...rows.keys()].filter((index) => {
    const print = rows[index] ?? 0;
    const count = left.get(print) ?? 0;
    if (count > 0) left.set(print, count - 1);
    return count === 0;
  });
}

function onlyOnce(
  rows: string[][],
  column: number,
  isTaken: (index: number) => boolean,
): Map<string, number> {
  const found = new Map<string, number>();
  const twice = new Set<string>();
  rows.forEach((row, index) => {
    const value = row[column] ?? '';
    if (value === '' || isTaken(index)) return;
    if (found.has(value)) twice.add(value);
    found.set(value, index);
  });
  for (const value of twice) found.delete(value);
  return found;
}

function isAlike(row: string[], other: string[]): boolean {
  const filled = [...row.keys()].filter((index) => row[index] !== '' || other[index] !== '');
  const same = filled.filter((index) => row[index] === other[index]).length;
  return same > 0 && same * 2 >= filled.length;
}
