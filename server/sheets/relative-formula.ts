// A formula with its references told from the cell that has it: alike where it was copied down.

// Texts, quoted names of tabs, and references to cells, whole columns and whole rows.
const PARTS =
  /"(?:[^"]|"")*"|'(?:[^']|'')*'|(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w.(])|(?<![\w.$])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.($])|(?<![\w.$:])(\$?)(\d{1,7}):(\$?)(\d{1,7})(?![\w.(])/g;

/** As in R1C1 notation: `=D4*2` in E4 is `=R[0]C[-1]*2`. */
export function relativeFormula(formula: string, row: number, column: number): string {
  const rowPart = (fixed: string, text: string) =>
    fixed ? `R${text}` : `R[${Number(text) - row}]`;
  const columnPart = (fixed: string, text: string) =>
    fixed ? `C${numberOf(text)}` : `C[${numberOf(text) - column}]`;
  return formula.replace(PARTS, (text: string, ...found: (string | undefined)[]) => {
    const [columnFixed, letters, rowFixed, digits] = found;
    const [fromFixed = '', from, toFixed = '', to = ''] = found.slice(4, 8);
    const [firstFixed = '', first, lastFixed = '', last = ''] = found.slice(8, 12);
    if (letters !== undefined && digits !== undefined) {
      return rowPart(rowFixed ?? '', digits) + columnPart(columnFixed ?? '', letters);
    }
    if (from !== undefined) return `${columnPart(fromFixed, from)}:${columnPart(toFixed, to)}`;
    if (first !== undefined) return `${rowPart(firstFixed, first)}:${rowPart(lastFixed, last)}`;
    return text;
  });
}

function numberOf(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0);
}
