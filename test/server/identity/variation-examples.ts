// The requests of the table of rights about variations.
import type { Route } from '../../../domain/contract/routes.ts';
import type { Example, Subject } from './watching-examples.ts';

export const variationOf = { title: 'Only one', selection: { most: 1 } };

/** The variation of each query that the examples are about. */
export const variations: Record<string, string> = {};

const one = ({ slug }: Subject) => `/api/variations/${variations[slug] ?? slug}`;
const selection = {};

export const variationExamples = {
  'POST /api/queries/:slug/selected': ({ slug }) => ({
    path: `/api/queries/${slug}/selected`,
    body: { selection },
  }),
  'POST /api/queries/:slug/selected/sql': ({ slug }) => ({
    path: `/api/queries/${slug}/selected/sql`,
    body: { selection },
  }),
  'GET /api/queries/:slug/openings': ({ slug }) => ({ path: `/api/queries/${slug}/openings` }),
  'POST /api/openings': ({ source }) => ({
    path: '/api/openings',
    body: { source, sql: 'select 1 as one' },
  }),
  'POST /api/queries/:slug/variations': ({ slug }) => ({
    path: `/api/queries/${slug}/variations`,
    body: variationOf,
  }),
  'PUT /api/variations/:slug': (subject) => ({
    path: one(subject),
    body: { ...variationOf, title: 'Still only one' },
    headers: { 'if-match': '*' },
  }),
  'DELETE /api/variations/:slug': (subject) => ({ path: one(subject) }),
  'PUT /api/variations/:slug/state': (subject) => ({
    path: `${one(subject)}/state`,
    body: { state: 'private' },
  }),
} satisfies Partial<Record<Route, (subject: Subject) => Example>>;
