// E-mail addresses and the names that issuers give people: what is plain enough to be compared, and how it is folded.

/** Printable ASCII without a space: other letters look alike or fold into these (the Kelvin sign into k). */
const PLAIN = /^[!-~]+$/;
const ADDRESS = /^[^@,]+@[^@,]+$/;

/** The ASCII letters of a text in lower case, and everything else as it is. */
export function folded(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Whether a text is one word of ASCII. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** The address as it is compared and kept; null for what is not plain, and so might be taken for another's. */
export function plainAddress(text: string): string | null {
  return isPlain(text) && ADDRESS.test(text) ? folded(text) : null;
}
