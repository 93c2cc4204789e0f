// What the sidebar tells of how a query works: its sentences, and what its tables and columns mean.
import { answer } from '../answer.ts';
import { fetchSentences, fetchWords } from '../catalog.ts';
import type { TeachingFunctions } from './teaching-views.ts';

export const readSentences: TeachingFunctions['readSentences'] = ({ slug }) =>
  answer(() => fetchSentences(slug));

export const readWords: TeachingFunctions['readWords'] = ({ slug }) =>
  answer(() => fetchWords(slug));
