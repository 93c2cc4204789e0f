// The routes that give results: downloads, the sidebar's envelope, the pages of a run, choices.
import { z } from 'zod';
import { choiceListSchema } from '../query.ts';
import { explainRequestSchema, measuredPlanSchema } from '../schema.ts';
import {
  downloadValuesSchema,
  fieldSchema,
  pageSchema,
  resultRequestSchema,
  resultSchema,
  rowsQuerySchema,
  runningSchema,
  runStateSchema,
  runWaitSchema,
  unchangedSchema,
  unsavedRunRequestSchema,
} from '../result.ts';
import type { Rows } from '../row.ts';

const download = { least: 'viewer', about: 'query', scope: 'run', streams: true } as const;
const ownRun = { least: 'viewer', about: 'own', scope: 'run' } as const;
/** What a run answers to whoever waits for it in steps. */
export const runAnswers = {
  200: z.union([resultSchema, unchangedSchema]),
  202: runningSchema,
} as const;
export const objectsSchema = z.array(z.record(z.string(), fieldSchema));
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const resultRows = {
  'GET csv': {
    ...download,
    summary: 'The result as CSV (RFC 4180) with a header row; values in the query string',
    values: downloadValuesSchema,
    answers: { 200: 'text/csv' },
  },
  'GET json': {
    ...download,
    summary: 'The result as an array of objects; values in the query string',
    values: downloadValuesSchema,
    answers: { 200: objectsSchema },
  },
  'GET xlsx': {
    ...download,
    summary: 'The result as an Excel workbook; values in the query string',
    values: downloadValuesSchema,
    answers: { 200: XLSX },
  },
  'POST result': {
    ...download,
    schedule: true,
    summary: 'The result with its columns and types; 202 while the run goes on',
    body: resultRequestSchema,
    anyText: true,
    answers: runAnswers,
  },
  'GET choices': {
    least: 'viewer',
    about: 'query',
    scope: 'run',
    summary: 'What may be chosen for a parameter',
    answers: { 200: choiceListSchema },
  },
  'POST unsavedRun': {
    ...download,
    least: 'author',
    about: 'source',
    summary: 'The result of SQL that is not saved; for authors',
    body: unsavedRunRequestSchema,
    anyText: true,
    answers: runAnswers,
  },
  'POST measure': {
    least: 'author',
    about: 'source',
    summary:
      'Runs SQL that is not saved for the times of each step of its plan, as runs are run; its rows are thrown away',
    body: explainRequestSchema,
    anyText: true,
    answers: { 200: measuredPlanSchema },
  },
  'GET run': {
    ...ownRun,
    schedule: true,
    streams: true,
    summary: 'How far a run is; with waitSeconds its first page, or 202 while it goes on',
    query: runWaitSchema,
    answers: { 200: z.union([runStateSchema, resultSchema, unchangedSchema]), 202: runningSchema },
  },
  'GET rows': {
    ...ownRun,
    schedule: true,
    streams: true,
    summary: "The next page of a run's result",
    query: rowsQuerySchema,
    answers: { 200: pageSchema },
  },
  'DELETE run': { ...ownRun, always: true, summary: 'Cancels a run', answers: { 204: '' } },
} as const satisfies Rows;
