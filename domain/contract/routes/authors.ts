// The routes of what members mark and ask for, and of what helps to write SQL.
import { askAnswerSchema, askListSchema, askSchema, newAskSchema } from '../ask.ts';
import { favouritesSchema } from '../favourite.ts';
import type { Rows } from '../row.ts';
import {
  describeRequestSchema,
  descriptionSchema,
  explainRequestSchema,
  explanationSchema,
  liftedSchema,
  liftRequestSchema,
  sourceListSchema,
  sourceSchemaSchema,
  tableUsesQuerySchema,
  tableUsesSchema,
} from '../schema.ts';

export const authorRows = {
  'GET favourites': {
    least: 'viewer',
    about: 'list',
    summary: 'The slugs of the queries that the member marked',
    answers: { 200: favouritesSchema },
  },
  'PUT favourite': {
    least: 'viewer',
    about: 'query',
    summary: 'Marks a query',
    answers: { 204: '' },
  },
  'DELETE favourite': {
    least: 'viewer',
    about: 'nothing',
    summary: 'Takes the mark away',
    answers: { 204: '' },
  },
  'GET asks': {
    least: 'viewer',
    about: 'list',
    summary: 'What members asked for: to authors all of it, to a viewer their own',
    answers: { 200: askListSchema },
  },
  'POST asks': {
    least: 'viewer',
    about: 'nothing',
    change: 'asked for a query',
    summary: 'Asks the authors for a query',
    body: newAskSchema,
    answers: { 201: askSchema },
  },
  'PUT ask': {
    least: 'author',
    about: 'nothing',
    change: 'answered an ask',
    summary: 'Answers an ask, or opens it again',
    body: askAnswerSchema,
    answers: { 200: askSchema },
  },
  'GET sources': {
    least: 'author',
    about: 'list',
    summary: 'The data sources',
    answers: { 200: sourceListSchema },
  },
  'GET sourceSchema': {
    least: 'author',
    about: 'source',
    summary: 'The tables and columns that queries may read, with their comments',
    answers: { 200: sourceSchemaSchema },
  },
  'GET tableUses': {
    least: 'author',
    about: 'source',
    summary: 'The queries that read a table, of those that the member may see',
    query: tableUsesQuerySchema,
    answers: { 200: tableUsesSchema },
  },
  'POST describe': {
    least: 'author',
    about: 'source',
    summary: 'Whether a text is right, its columns and parameters, without running it',
    body: describeRequestSchema,
    anyText: true,
    answers: { 200: descriptionSchema },
  },
  'POST explain': {
    least: 'author',
    about: 'source',
    summary: 'What the database would do, in words',
    body: explainRequestSchema,
    anyText: true,
    answers: { 200: explanationSchema },
  },
  'POST lift': {
    least: 'author',
    about: 'nothing',
    summary: 'The literals of a text that could become parameters',
    body: liftRequestSchema,
    anyText: true,
    answers: { 200: liftedSchema },
  },
} as const satisfies Rows;
