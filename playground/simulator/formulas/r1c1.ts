// Formulas in R1C1 notation, and back.
import { rewriteFormula, writeReference, type ReferenceEnd } from './references.ts';

export function toR1C1(formula: string, row: number, column: number): string {
  const write = (end: ReferenceEnd) =>
    part('R', { at: end.row, fixed: end.rowFixed }, row) +
    part('C', { at: end.column, fixed: end.columnFixed }, column);
  return rewriteFormula(formula, {
    reference: ({ start, end }, text) =>
      text.slice(0, text.lastIndexOf('!') + 1) + write(start) + (end ? `:${write(end)}` : ''),
  });
}

function part(
  letter: string,
  { at, fixed }: { at: number | null; fixed: boolean },
  own: number,
): string {
  if (at === null) return '';
  return fixed ? `${letter}${at}` : `${letter}[${at - own}]`;
}

const reference = /"(?:[^"]|"")*"|\bR(?:\[(-?\d+)\]|(\d+))?C(?:\[(-?\d+)\]|(\d+))?(?![\w(])/g;

export function fromR1C1(formula: string, row: number, column: number): string {
  return formula.replace(reference, (text, ...parts: (string | undefined)[]) => {
    if (text.startsWith('"')) return text;
    const [rowBy, rowAt, columnBy, columnAt] = parts;
    const start: ReferenceEnd = {
      row: rowAt === undefined ? row + Number(rowBy ?? 0) : Number(rowAt),
      rowFixed: rowAt !== undefined,
      column: columnAt === undefined ? column + Number(columnBy ?? 0) : Number(columnAt),
      columnFixed: columnAt !== undefined,
    };
    const valid = (start.row ?? 0) > 0 && (start.column ?? 0) > 0;
    return valid ? writeReference({ tab: null, start, end: null }) : '#REF!';
  });
}
