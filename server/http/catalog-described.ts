// What the routes of the catalog take and give: queries, versions, links, dependents, asks, help with SQL.
import { z } from 'zod';
import {
  askAnswerSchema,
  askListSchema,
  askSchema,
  newAskSchema,
} from '../../domain/contract/ask.ts';
import {
  checkedFileSchema,
  checkRequestSchema,
  dependentsSchema,
  impactRequestSchema,
  impactSchema,
  rangeRegistrationSchema,
} from '../../domain/contract/dependent.ts';
import { favouritesSchema } from '../../domain/contract/favourite.ts';
import {
  createdLinkSchema,
  linkListSchema,
  newLinkSchema,
  sharedResultSchema,
} from '../../domain/contract/link.ts';
import {
  choiceListSchema,
  newQuerySchema,
  queryContentSchema,
  queryListSchema,
  savedQuerySchema,
} from '../../domain/contract/query.ts';
import { fieldSchema } from '../../domain/contract/result.ts';
import {
  describeRequestSchema,
  descriptionSchema,
  explainRequestSchema,
  explanationSchema,
  liftedSchema,
  liftRequestSchema,
  sourceListSchema,
  sourceSchemaSchema,
} from '../../domain/contract/schema.ts';
import {
  importedSchema,
  queryFileSchema,
  restoreRequestSchema,
  versionContentSchema,
  versionListSchema,
} from '../../domain/contract/version.ts';
import type { Described } from './described.ts';
import {
  scheduleTokenQuerySchema,
  scheduleTokenRequestSchema,
  scheduleTokenSchema,
} from '../../domain/contract/schedule-token.ts';
import { rangeQuerySchema } from './dependents.ts';
import { searchSchema } from './queries.ts';

const ifMatch = z.object({
  'If-Match': z.string().describe('The version that was read, in quotes (the ETag)'),
});
const maybeIfMatch = ifMatch.partial();
const nothing = { 204: '' } as const;

/** Queries and what belongs to one of them. */
const queries = {
  'GET /api/queries': {
    summary: 'The queries that fit the search and its filters, best first',
    query: searchSchema,
    answers: { 200: queryListSchema },
  },
  'POST /api/queries': {
    summary: 'A new query, written on the page',
    request: newQuerySchema,
    answers: { 201: savedQuerySchema },
  },
  'GET /api/queries/:slug': {
    summary: 'One query; a former slug answers with the query as it is named now',
    answers: { 200: savedQuerySchema },
  },
  'PUT /api/queries/:slug': {
    summary: 'A new version; 409 with `theirs` when somebody saved since. Not for queries of files',
    request: queryContentSchema,
    headers: ifMatch,
    answers: { 200: savedQuerySchema },
  },
  'DELETE /api/queries/:slug': {
    summary: 'Into the archive, from where it can be restored',
    headers: maybeIfMatch,
    answers: nothing,
  },
  'POST /api/queries/:slug/restore': {
    summary: 'Out of the archive, or back to a version before, which becomes a new one',
    request: restoreRequestSchema,
    headers: maybeIfMatch,
    answers: { 200: savedQuerySchema },
  },
  'GET /api/queries/:slug/choices/:parameter': {
    summary: 'What may be chosen for a parameter',
    answers: { 200: choiceListSchema },
  },
  'GET /api/queries/:slug/versions': {
    summary: 'Every version, the newest first',
    answers: { 200: versionListSchema },
  },
  'GET /api/queries/:slug/versions/:version': {
    summary: 'A query as it was',
    answers: { 200: versionContentSchema },
  },
  'GET /api/queries/:slug/file': {
    summary: 'The query as the text of a catalog file',
    answers: { 200: queryFileSchema },
  },
  'PUT /api/queries/:slug/file': {
    summary: 'Makes or changes the query as the text of a catalog file says',
    request: queryFileSchema,
    answers: { 200: importedSchema },
  },
} as const satisfies Record<string, Described>;

/** Who depends on a query, and what would break. */
const dependents = {
  'GET /api/queries/:slug/dependents': {
    summary: 'What hangs on the query: linked ranges, share links, other queries',
    answers: { 200: dependentsSchema },
  },
  'POST /api/queries/:slug/impact': {
    summary: 'What a change would break, found out without running anything',
    request: impactRequestSchema,
    answers: { 200: impactSchema },
  },
  'PUT /api/ranges/:id': {
    summary: 'A linked range tells where it is and what it uses',
    request: rangeRegistrationSchema,
    answers: nothing,
  },
  'DELETE /api/ranges/:id': {
    summary: 'A linked range is no more',
    query: rangeQuerySchema,
    answers: nothing,
  },
  'POST /api/ranges/:id/token': {
    summary: "Makes the token of the range's schedule; the only answer that holds it",
    request: scheduleTokenRequestSchema,
    answers: { 201: scheduleTokenSchema },
  },
  'DELETE /api/ranges/:id/token': {
    summary: "Revokes the token of the range's schedule",
    query: scheduleTokenQuerySchema,
    answers: nothing,
  },
  'POST /api/check': {
    summary: 'What is wrong with a catalog file, and what it would break',
    request: checkRequestSchema,
    answers: { 200: checkedFileSchema },
  },
} as const satisfies Record<string, Described>;

/** Share links, and the answers to whoever has one. */
const links = {
  'GET /api/queries/:slug/links': {
    summary: "The query's share links that the member may see",
    answers: { 200: linkListSchema },
  },
  'POST /api/queries/:slug/links': {
    summary: 'A new share link; its secret is told only here',
    request: newLinkSchema,
    answers: { 201: createdLinkSchema },
  },
  'DELETE /api/links/:id': { summary: 'Revokes a share link at once', answers: nothing },
  'GET /s/:token': { summary: "A share link's page", answers: { 200: 'text/html' } },
  'GET /s/:token.csv': {
    summary: 'The result as CSV; the last good one while the query fails',
    answers: { 200: 'text/csv', 304: '' },
  },
  'GET /s/:token.json': {
    summary: 'The result as an array of objects; the last good one while the query fails',
    answers: { 200: z.array(z.record(z.string(), fieldSchema)), 304: '' },
  },
  'GET /s/:token.xlsx': {
    summary: 'The result as an Excel workbook; the last good one while the query fails',
    answers: {
      200: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      304: '',
    },
  },
  'GET /s/:token/result': {
    summary: "What a share link's page shows",
    answers: { 200: sharedResultSchema },
  },
  'OPTIONS /s/:token.csv': { summary: 'Pages of other sites may read it', answers: nothing },
  'OPTIONS /s/:token.json': { summary: 'Pages of other sites may read it', answers: nothing },
} as const satisfies Record<string, Described>;

/** What members mark and ask for, and what helps to write SQL. */
const others = {
  'GET /api/favourites': {
    summary: 'The slugs of the queries that the member marked',
    answers: { 200: favouritesSchema },
  },
  'PUT /api/favourites/:slug': { summary: 'Marks a query', answers: nothing },
  'DELETE /api/favourites/:slug': { summary: 'Takes the mark away', answers: nothing },
  'GET /api/asks': {
    summary: 'What members asked for: to authors all of it, to a viewer their own',
    answers: { 200: askListSchema },
  },
  'POST /api/asks': {
    summary: 'Asks the authors for a query',
    request: newAskSchema,
    answers: { 201: askSchema },
  },
  'PUT /api/asks/:id': {
    summary: 'Answers an ask, or opens it again',
    request: askAnswerSchema,
    answers: { 200: askSchema },
  },
  'GET /api/sources': {
    summary: 'The data sources',
    answers: { 200: sourceListSchema },
  },
  'GET /api/sources/:name/schema': {
    summary: 'The tables and columns that queries may read, with their comments',
    answers: { 200: sourceSchemaSchema },
  },
  'POST /api/describe': {
    summary: 'Whether a text is right, its columns and parameters, without running it',
    request: describeRequestSchema,
    answers: { 200: descriptionSchema },
  },
  'POST /api/explain': {
    summary: 'What PostgreSQL would do, in words',
    request: explainRequestSchema,
    answers: { 200: explanationSchema },
  },
  'POST /api/lift': {
    summary: 'The literals of a text that could become parameters',
    request: liftRequestSchema,
    answers: { 200: liftedSchema },
  },
  'GET /new': { summary: 'The page of a new query', answers: { 200: 'text/html' } },
  'GET /asks': { summary: 'The page of what was asked for', answers: { 200: 'text/html' } },
  'GET /q/:slug/edit': { summary: "A query's editor", answers: { 200: 'text/html' } },
  'GET /q/:slug/history': { summary: "A query's versions", answers: { 200: 'text/html' } },
} as const satisfies Record<string, Described>;

export const catalogDescribed = { ...queries, ...dependents, ...links, ...others };
