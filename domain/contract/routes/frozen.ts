// The routes of frozen runs: made of a run, cited, shared, erased, and read in every format.
import { z } from 'zod';
import {
  frozenDifferenceSchema,
  frozenFilterSchema,
  frozenListSchema,
  frozenResultSchema,
  frozenSchema,
  frozenShareSchema,
} from '../frozen.ts';
import type { Rows } from '../row.ts';
import { objectsSchema, XLSX } from './results.ts';

// Who may not see a frozen run's query does not see the frozen run.
const ofQuery = {
  least: 'viewer',
  about: 'query',
  scope: 'run',
  params: z.object({ id: z.string().max(100) }),
} as const;

export const frozenRows = {
  'POST freeze': {
    least: 'viewer',
    about: 'own',
    scope: 'run',
    change: 'froze a run',
    summary: 'Keeps the result of a run that is over, under an address of its own',
    answers: { 201: frozenSchema },
  },
  'GET frozenRuns': {
    least: 'viewer',
    about: 'list',
    scope: 'read',
    summary: 'The frozen runs of a query, or those that the member made',
    query: frozenFilterSchema,
    answers: { 200: frozenListSchema },
  },
  'GET frozenRun': {
    ...ofQuery,
    summary: 'A frozen run with its first rows',
    answers: { 200: frozenResultSchema },
    streams: true,
  },
  'DELETE frozenRun': {
    ...ofQuery,
    scope: 'write',
    change: 'erased a frozen run',
    summary: 'Erases its rows and its values; that it was there stays to be seen',
    answers: { 204: '' },
  },
  'POST cite': {
    ...ofQuery,
    change: 'cited a frozen run',
    summary: 'From now on it is kept for good',
    answers: { 200: frozenSchema },
  },
  'PUT frozenShare': {
    ...ofQuery,
    scope: 'write',
    change: 'shared a frozen run',
    summary: 'Of SQL that is not saved: shows it to whoever may run on its source, or no longer',
    body: frozenShareSchema,
    answers: { 200: frozenSchema },
  },
  'GET frozenDifference': {
    ...ofQuery,
    params: z.object({ a: z.string().max(100), b: z.string().max(100) }),
    summary: 'What differs between two frozen runs of one query, row by row and by key',
    answers: { 200: frozenDifferenceSchema },
  },
  'GET frozenCsv': {
    ...ofQuery,
    summary: 'The frozen result as CSV, byte for byte as it was',
    answers: { 200: 'text/csv', 304: '' },
  },
  'GET frozenJson': {
    ...ofQuery,
    summary: 'The frozen result as an array of objects',
    answers: { 200: objectsSchema, 304: '' },
    streams: true,
  },
  'GET frozenXlsx': {
    ...ofQuery,
    summary: 'The frozen result as an Excel workbook',
    answers: { 200: XLSX },
  },
} as const satisfies Rows;
