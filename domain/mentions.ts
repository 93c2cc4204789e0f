// Whom a text speaks to: members by their addresses, each after an @.

/** What a member is spoken to by. No address ends in a dot, which ends a sentence. */
export const MENTION =
  /(^|[\s(>*_])@([a-z0-9.!#$%&'+/=?^{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})/gi;

/** A text that speaks to more tells nobody beyond them. */
export const MOST_MENTIONED = 50;

/** The addresses in lower case, each once. */
export function addressesIn(text: string): string[] {
  const found = [...text.matchAll(MENTION)].map(([, , address = '']) => address.toLowerCase());
  return [...new Set(found)].slice(0, MOST_MENTIONED);
}
