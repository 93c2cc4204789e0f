// One short fingerprint for each column of a range, by which it is known again without its header, wherever it stands
// and however its rows were sorted.
import type { Cell, CellKind } from '../../cells/cell.ts';
import { comparable, Fingerprint } from '../../cells/fingerprint.ts';
import type { LinkedRange } from '../../linked-range.ts';
import type { RangeCells } from '../sheet.ts';

/** 30 bits: five letters of 64. */
export const PRINT_CHARACTERS = 5;
const PRINTS = 2 ** 30;

/** What stands for a number of up to 53 bits, in letters that JSON leaves as they are, but for one. */
export function lettersOf(value: number): string {
  let rest = value % PRINTS;
  let letters = '';
  for (let count = 0; count < PRINT_CHARACTERS; count += 1) {
    letters += String.fromCharCode(48 + (rest % 64));
    rest = Math.floor(rest / 64);
  }
  return letters;
}

/** The fingerprints of columns of so many rows, one after the other. */
export function columnPrints(
  rows: number,
  columns: readonly { kind: CellKind }[],
  cellAt: (row: number, column: number) => Cell,
): string {
  return columns
    .map(({ kind }, column) => {
      let sum = 0;
      for (let row = 0; row < rows; row += 1) {
        sum = (sum + cellPrint(cellAt(row, column), kind)) % PRINTS;
      }
      return lettersOf(sum);
    })
    .join('');
}

/** What the cells of a column hold together; blank ones count for nothing. */
export interface ColumnsSeen {
  /** Whether the column at this offset holds what was last written into this one of the record; null: not known. */
  holds: (column: number, offset: number) => boolean | null;
  /** Whether nothing was written into this one of the record. */
  wasBlank: (column: number) => boolean;
  /** Whether nothing stands in a column of the range, its header aside. */
  isBlank: (offset: number) => boolean;
}

/** What can be told of the columns of a range by what stands in their rows. */
export function columnsSeen(
  { wrote, columns }: Pick<LinkedRange, 'wrote' | 'columns'>,
  { rows }: Pick<RangeCells, 'rows'>,
): ColumnsSeen {
  const known = new Map<string, string>();
  const printAt = (offset: number, kind: CellKind) => {
    const name = `${offset} ${kind}`;
    const print =
      known.get(name) ?? columnPrints(rows.length, [{ kind }], (row) => rows[row]?.[offset] ?? '');
    known.set(name, print);
    return print;
  };
  const written = (column: number) => {
    const from = column * PRINT_CHARACTERS;
    return wrote?.columns?.slice(from, from + PRINT_CHARACTERS) ?? '';
  };
  return {
    holds: (column, offset) => {
      const print = written(column);
      if (print === '' || print === BLANK) return null;
      return print === printAt(offset, columns[column]?.kind ?? 'text');
    },
    wasBlank: (column) => written(column) === BLANK,
    isBlank: (offset) => rows.every((row) => (row[offset] ?? '') === ''),
  };
}

const BLANK = lettersOf(0);

function cellPrint(cell: Cell, kind: CellKind): number {
  if (cell === '') return 0;
  const print = new Fingerprint();
  print.add(comparable(cell, kind));
  return print.value % PRINTS;
}
