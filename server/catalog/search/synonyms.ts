// What else may be meant by the words of a search: the same word in another form, and other words for the same thing.
import { stemmer } from 'stemmer';
import { EVERYDAY_WORDS } from './everyday-words.ts';
import { fold } from './words.ts';

/** What must stand somewhere: these words, or all of another phrase. */
export interface Term {
  /** Folded. */
  words: readonly string[];
  /** Other phrases for the same, as folded words. */
  others: readonly (readonly string[])[];
}

const MOST_WORDS = 4;

// Words between words: whoever writes them does not search for them.
const between = new Set(
  'a all an and by each for from in of on or our per the to which who with de des du la le les un una el los las der die das den des von fur mit pro je und'.split(
    ' ',
  ),
);

/** What a word has in common with its other forms, by Porter's rules for English; other words are left as they are. */
export function stemOf(word: string): string {
  return /^[a-z]{3,}$/.test(word) ? stemmer(word) : word;
}

/** Phrases that mean the same, by groups. */
export class Synonyms {
  /** By the stems of a phrase's words. */
  readonly #others = new Map<string, Set<string>>();

  constructor(groups: readonly (readonly string[])[]) {
    for (const group of groups) this.#add(group.map(fold).filter((phrase) => phrase !== ''));
  }

  #add(phrases: readonly string[]): void {
    for (const phrase of phrases) {
      const key = keyOf(phrase.split(' '));
      const others = this.#others.get(key) ?? new Set();
      for (const other of phrases) if (other !== phrase) others.add(other);
      this.#others.set(key, others);
    }
  }

  /** What is searched for, in order: the longest phrases that are known, and the words between them. */
  termsOf(folded: string): Term[] {
    const words = folded.split(' ');
    const terms: Term[] = [];
    for (let at = 0; at < words.length; at += terms.at(-1)?.words.length ?? 1) {
      terms.push(this.#longestAt(words, at));
    }
    const wanted = terms
      .map(({ words, others }) => ({ words: content(words), others }))
      .filter(({ words, others }) => words.length > 0 || others.length > 0);
    return wanted.length > 0 ? wanted : terms;
  }

  #longestAt(words: readonly string[], at: number): Term {
    for (let count = Math.min(MOST_WORDS, words.length - at); count > 1; count--) {
      const phrase = this.#termOf(words.slice(at, at + count));
      if (phrase.others.length > 0) return phrase;
    }
    return this.#termOf(words.slice(at, at + 1));
  }

  #termOf(words: readonly string[]): Term {
    const others = [...(this.#others.get(keyOf(words)) ?? [])];
    return { words, others: others.map((phrase) => content(phrase.split(' '))) };
  }

  /** One word with the others for it. */
  termOf(word: string): Term {
    return this.#termOf([word]);
  }
}

/** Those that every catalog has. */
export const everydaySynonyms = new Synonyms(EVERYDAY_WORDS);

function content(words: readonly string[]): string[] {
  return words.filter((word) => !between.has(word));
}

function keyOf(words: readonly string[]): string {
  return words.map(stemOf).join(' ');
}
