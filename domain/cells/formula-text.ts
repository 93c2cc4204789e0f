// Texts that a spreadsheet may take for a formula.

/**
 * Behind spaces, a byte-order mark and other characters that nobody sees too, and in the wide form of East Asian
 * keyboards.
 */
const FORMULA = /^[\s\p{C}\u115F\u1160\u2800\u3164\uFFA0]*[=+\-@＝＋－＠]/u;

/** Whether a spreadsheet may take the text for a formula where it is typed, pasted or set. */
export function mayBeFormula(text: string): boolean {
  return FORMULA.test(text);
}
