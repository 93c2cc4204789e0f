// The routes of variations: tried, made, changed, and shown to others.
import { z } from 'zod';
import { savedQuerySchema } from '../query.ts';
import type { Rows } from '../row.ts';
import { openingsRequestSchema, openingsSchema } from '../teaching/inside.ts';
import {
  selectedRequestSchema,
  selectedTextRequestSchema,
  selectedTextSchema,
  variationContentSchema,
  variationStateRequestSchema,
} from '../teaching/variation.ts';
import { runAnswers } from './results.ts';

// A variation shows nothing that its original does not: whoever may run that one may make one.
const writing = { least: 'viewer', about: 'query', scope: 'write' } as const;

export const variationRows = {
  'POST selected': {
    least: 'viewer',
    about: 'query',
    scope: 'run',
    streams: true,
    summary: 'The result that a variation of the query would have; 202 while the run goes on',
    body: selectedRequestSchema,
    anyText: true,
    answers: runAnswers,
  },
  'POST selectedText': {
    least: 'viewer',
    about: 'query',
    scope: 'read',
    summary: 'The SQL of a selection from what the query gives',
    body: selectedTextRequestSchema,
    answers: { 200: selectedTextSchema },
  },
  'GET openings': {
    least: 'viewer',
    about: 'query',
    scope: 'read',
    summary: 'What of the query, of the tables and columns that its author opened, can be varied',
    answers: { 200: openingsSchema },
  },
  'POST textOpenings': {
    least: 'author',
    about: 'source',
    summary: 'What of a text that is being written could be opened to variations',
    body: openingsRequestSchema,
    anyText: true,
    answers: { 200: openingsSchema },
  },
  'POST variations': {
    ...writing,
    change: 'made a variation of a query',
    summary: "A query of the member's own that selects from this one's result; nobody else sees it",
    body: variationContentSchema,
    answers: { 201: savedQuerySchema },
  },
  'PUT variation': {
    ...writing,
    change: 'changed a variation',
    summary: 'Changes what a variation selects, by its maker',
    body: variationContentSchema,
    headers: z.object({
      'If-Match': z.string().describe('The version that was read, in quotes (the ETag)'),
    }),
    answers: { 200: savedQuerySchema },
  },
  'DELETE variation': {
    ...writing,
    change: 'deleted a variation',
    summary: 'Deletes a variation, by its maker',
    answers: { 204: '' },
  },
  'PUT variationState': {
    ...writing,
    change: 'said who sees a variation',
    summary:
      'Offers a variation to the authors, publishes it to everybody who sees the original (by an author), or takes that back',
    body: variationStateRequestSchema,
    answers: { 200: savedQuerySchema },
  },
} as const satisfies Rows;
