// Which text Sheetfeed's own database can hold.

// PostgreSQL's text has no NUL, and half of a surrogate pair is no character.
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Whether it can be stored: a text, or all that a value of JSON holds, however deep. */
export function isStorable(value: unknown): boolean {
  // By a list: a request may be nested deeper than functions may call each other.
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === 'string' && UNSTORABLE.test(one)) return false;
    if (typeof one !== 'object' || one === null) continue;
    for (const [key, part] of Object.entries(one)) left.push(key, part);
  }
  return true;
}

/** The text with a sign in place of what cannot be stored. */
export function storableText(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}
