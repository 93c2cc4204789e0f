// A formula with its references told from the cell that has it: alike where it was copied down.

// Texts, quoted names of tabs, and references to cells (and on down), whole columns and whole rows.
const PARTS =
  /"(?:[^"]|"")*"|'(?:[^']|'')*'|(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w.(])(?::(\$?)([A-Za-z]{1,3})(?![\w.($]))?|(?<![\w.$])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.($])|(?<![\w.$:])(\$?)(\d{1,7}):(\$?)(\d{1,7})(?![\w.(])/g;

/** As in R1C1 notation: `=D4*2` in E4 is `=R[0]C[-1]*2`. */
export function relativeFormula(formula: string, row: number, column: number): string {
  const rowPart = (fixed: string, text: string) =>
    fixed ? `R${text}` : `R[${Number(text) - row}]`;
  const columnPart = (fixed: string, text: string) =>
    fixed ? `C${numberOf(text)}` : `C[${numberOf(text) - column}]`;
  return formula.replace(PARTS, (text: string, ...found: (string | undefined)[]) => {
    const [columnFixed, letters, rowFixed, digits, endFixed = '', end] = found;
    const [fromFixed = '', from, toFixed = '', to = ''] = found.slice(6, 10);
    const [firstFixed = '', first, lastFixed = '', last = ''] = found.slice(10, 14);
    if (letters !== undefined && digits !== undefined) {
      const cell = rowPart(rowFixed ?? '', digits) + columnPart(columnFixed ?? '', letters);
      // D5:D is open below.
      return end === undefined ? cell : `${cell}:${columnPart(endFixed, end)}`;
    }
    if (from !== undefined) return `${columnPart(fromFixed, from)}:${columnPart(toFixed, to)}`;
    if (first !== undefined) return `${rowPart(firstFixed, first)}:${rowPart(lastFixed, last)}`;
    return text;
  });
}

function numberOf(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0);
}
