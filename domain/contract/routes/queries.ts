// The routes of queries: searched, read, written, as they were, and as files.
import { z } from 'zod';
import {
  newQuerySchema,
  queryListSchema,
  queryUpdateSchema,
  savedQuerySchema,
  searchSchema,
} from '../query.ts';
import type { Rows } from '../row.ts';
import { slugSchema } from '../parameter.ts';
import { numbersRequestSchema, numbersSchema } from '../numbers.ts';
import { sentencesSchema } from '../teaching/sentences.ts';
import {
  importedSchema,
  queryFileSchema,
  restoreRequestSchema,
  versionContentSchema,
  versionListSchema,
} from '../version.ts';

const reading = { least: 'viewer', about: 'query', scope: 'read' } as const;
const writing = { least: 'author', about: 'query', scope: 'write' } as const;
const ifMatch = z.object({
  'If-Match': z.string().describe('The version that was read, in quotes (the ETag)'),
});

export const queryRows = {
  'GET queries': {
    ...reading,
    about: 'list',
    summary: 'The queries that fit the search and its filters, best first',
    query: searchSchema,
    answers: { 200: queryListSchema },
  },
  'POST queries': {
    ...writing,
    about: 'source',
    change: 'wrote a query',
    summary: 'A new query, written on the page',
    body: newQuerySchema,
    answers: { 201: savedQuerySchema },
  },
  'GET query': {
    ...reading,
    schedule: true,
    summary: 'One query; a former slug answers with the query as it is named now',
    answers: { 200: savedQuerySchema },
  },
  'PUT query': {
    ...writing,
    change: 'saved a query',
    summary: 'A new version; 409 with `theirs` when somebody saved since. Not for queries of files',
    body: queryUpdateSchema,
    headers: ifMatch,
    answers: { 200: savedQuerySchema },
  },
  'DELETE query': {
    ...writing,
    change: 'archived a query',
    summary: 'Into the archive, from where it can be restored',
    headers: ifMatch.partial(),
    answers: { 204: '' },
  },
  'POST restore': {
    ...writing,
    change: 'brought a query back',
    summary: 'Out of the archive, or back to a version before, which becomes a new one',
    body: restoreRequestSchema,
    headers: ifMatch.partial(),
    answers: { 200: savedQuerySchema },
  },
  'POST numbers': {
    ...reading,
    scope: 'run',
    summary: 'What the one number that it gives was at its recorded runs with these values',
    body: numbersRequestSchema,
    answers: { 200: numbersSchema },
  },
  'GET sentences': {
    ...reading,
    summary: 'How the query works: each part of its text in a plain sentence',
    answers: { 200: sentencesSchema },
  },
  'GET versions': {
    least: 'author',
    about: 'query',
    summary: 'Every version, the newest first',
    answers: { 200: versionListSchema },
  },
  'GET version': {
    least: 'author',
    about: 'query',
    summary: 'A query as it was',
    answers: { 200: versionContentSchema },
  },
  'GET file': {
    ...reading,
    summary: 'The query as the text of a catalog file',
    answers: { 200: queryFileSchema },
  },
  'PUT file': {
    ...writing,
    about: 'source',
    change: 'imported a query',
    summary: 'Makes or changes the query as the text of a catalog file says',
    params: z.object({ slug: slugSchema }),
    body: queryFileSchema,
    answers: { 200: importedSchema },
  },
} as const satisfies Rows;
