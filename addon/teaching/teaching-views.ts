// What the sidebar may ask of how a query works: types that it and the add-on agree on.
import type { QueryWords } from '../../domain/contract/teaching/data-words.ts';
import type { Sentences } from '../../domain/contract/teaching/sentences.ts';
import type { Answer } from '../answered.ts';

export interface TeachingFunctions {
  /** How a query works, in sentences. */
  readSentences(input: { slug: string }): Answer<Sentences>;
  /** What its tables and columns mean. */
  readWords(input: { slug: string }): Answer<QueryWords>;
}
