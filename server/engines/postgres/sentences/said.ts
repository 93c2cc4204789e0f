// Words of sentences, and what is known while they are put together.
import type { Node } from 'libpg-query';
import type { Word } from '../../../../domain/contract/teaching/sentences.ts';

export type Words = Word[];

/** What a statement's tree does not tell by itself. */
export interface Known {
  /** The parameters in the order of their numbers. */
  names: readonly string[];
  /** Those that are dates or times. */
  times: ReadonlySet<string>;
  /** What a condition says: an expression may hold one, and conditions hold expressions. */
  condition: (node: Node | undefined, known: Known) => Words | null;
}

export const plain = (text: string): Word => ({ kind: 'plain', text });
export const column = (text: string): Word => ({ kind: 'column', text });
export const table = (text: string): Word => ({ kind: 'table', text });
export const value = (text: string): Word => ({ kind: 'value', text });
export const wording = (text: string): Word => ({ kind: 'sql', text });
export const parameter = (name: string): Word => ({ kind: 'parameter', text: `:${name}` });

/** One after the other; null where one of them cannot be said. */
export function together(...parts: readonly (string | Word | Words | null)[]): Words | null {
  const words: Words = [];
  for (const part of parts) {
    if (part === null) return null;
    if (typeof part === 'string') words.push(plain(part));
    else if (Array.isArray(part)) words.push(...part);
    else words.push(part);
  }
  return joined(words);
}

/** `a`, `a and b`, `a, b and c`; null where one of them cannot be said. */
export function listed(
  items: readonly (Words | null)[],
  { between = ', ', last = ' and ' } = {},
): Words | null {
  return together(
    ...items.flatMap((item, index) => {
      if (index === 0) return [item];
      return [index === items.length - 1 ? last : between, item];
    }),
  );
}

function joined(words: Words): Words {
  const result: Words = [];
  for (const word of words) {
    const before = result.at(-1);
    if (before?.kind === 'plain' && word.kind === 'plain') {
      result[result.length - 1] = plain(before.text + word.text);
    } else result.push(word);
  }
  return result;
}
