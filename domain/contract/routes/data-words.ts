// The routes of words for data: told to whoever sees a query, written by those who write queries.
import { z } from 'zod';
import type { Rows } from '../row.ts';
import {
  queryWordsSchema,
  tableWordsSchema,
  tableWordsViewSchema,
} from '../teaching/data-words.ts';

const writing = { least: 'author', about: 'source' } as const;

export const dataWordsRows = {
  'GET queryWords': {
    least: 'viewer',
    about: 'query',
    scope: 'read',
    summary: 'What the tables and columns that the query names mean',
    answers: { 200: queryWordsSchema },
  },
  'GET tableWords': {
    ...writing,
    summary: 'What is written of a table, with how it stood before',
    answers: { 200: tableWordsViewSchema },
  },
  'PUT tableWords': {
    ...writing,
    change: 'wrote what data means',
    summary: 'Writes what a table, its columns and values mean; 409 when somebody wrote since',
    body: tableWordsSchema,
    headers: z.object({
      'If-Match': z.string().describe('The version that was read, in quotes; 0 for none'),
    }),
    answers: { 200: tableWordsViewSchema },
  },
} as const satisfies Rows;
