// Which text Sheetfeed's own database can hold.

// PostgreSQL's text has no NUL, and half of a surrogate pair is no character.
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Whether it can be stored: a text, or all that a value of JSON holds. */
export function isStorable(value: unknown): boolean {
  for (const { key, part } of partsOf(value)) {
    if (UNSTORABLE.test(key) || (typeof part === 'string' && UNSTORABLE.test(part))) return false;
  }
  return true;
}

/** A value of JSON and all that it holds, however deep, each with its key. */
export function* partsOf(value: unknown): Generator<{ key: string; part: unknown }> {
  // By a list: a request may be nested deeper than functions may call each other.
  const left = [{ key: '', part: value }];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    yield one;
    if (typeof one.part !== 'object' || one.part === null) continue;
    for (const [key, part] of Object.entries(one.part)) left.push({ key, part });
  }
}

/** The text with a sign in place of what cannot be stored. */
export function storableText(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}
