// The requests of the table of rights about what the server does by itself: alerts, incoming webhooks, destinations, frozen runs.
import type { Route } from '../../../domain/contract/routes.ts';

/** What a request is about: an open query and source, unless a test says otherwise. */
export interface Subject {
  slug: string;
  source: string;
}

export interface Example {
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export const id = '00000000-0000-4000-8000-000000000000';

let alertsMade = 0;
export const nextAlertName = () => `Alert ${++alertsMade}`;

/** The ids of alerts by the slugs of their queries. */
export const alerts: Record<string, string> = {};
/** The ids of frozen runs by the slugs of their queries. */
export const frozen: Record<string, string> = {};
/** The ids of lists that were kept as sent, in the same way. */
export const sentLists: Record<string, string> = {};
const frozenOf = (slug: string) => frozen[slug] ?? 'unknown';
const alertPath = (slug: string) => `/api/alerts/${alerts[slug] ?? id}`;

export const watchingExamples = {
  'POST /api/queries/:slug/numbers': ({ slug }) => ({
    path: `/api/queries/${slug}/numbers`,
    body: {},
  }),
  'GET /api/alerts': () => ({ path: '/api/alerts' }),
  'POST /api/alerts': ({ slug }) => ({
    path: '/api/alerts',
    body: { query: slug, name: nextAlertName() },
  }),
  'POST /api/alerts/rehearsal': ({ slug }) => ({
    path: '/api/alerts/rehearsal',
    body: { query: slug, name: 'Rehearsed' },
  }),
  'GET /api/alerts/:id': ({ slug }) => ({ path: alertPath(slug) }),
  'PUT /api/alerts/:id': ({ slug }) => ({ path: alertPath(slug), body: { name: 'Changed' } }),
  'POST /api/alerts/:id/evaluate': ({ slug }) => ({
    path: `${alertPath(slug)}/evaluate`,
    body: {},
  }),
  'POST /api/alerts/:id/mute': ({ slug }) => ({
    path: `${alertPath(slug)}/mute`,
    body: { until: null },
  }),
  'DELETE /api/alerts/:id': ({ slug }) => ({ path: alertPath(slug) }),
  'POST /hooks/:token': () => ({ path: '/hooks/sfh_x', body: {} }),
  'GET /api/hooks': () => ({ path: '/api/hooks' }),
  'POST /api/hooks': ({ slug }) => ({ path: '/api/hooks', body: { name: 'x', queries: [slug] } }),
  'DELETE /api/hooks/:id': () => ({ path: `/api/hooks/${id}` }),
  'GET /api/subscriptions': () => ({ path: '/api/subscriptions' }),
  'POST /api/subscriptions': ({ slug }) => ({
    path: '/api/subscriptions',
    body: { query: slug, every: '1 day', to: 'mail:nobody@example.com' },
  }),
  'DELETE /api/subscriptions/:id': () => ({ path: `/api/subscriptions/${id}` }),
  'GET /api/unsubscribe/:token': () => ({ path: '/api/unsubscribe/x' }),
  'GET /unsubscribe/:token': () => ({ path: '/unsubscribe/x' }),
  'POST /unsubscribe/:token': () => ({ path: '/unsubscribe/x' }),
  'GET /api/queries/:slug/schedule': ({ slug }) => ({ path: `/api/queries/${slug}/schedule` }),
  'PUT /api/queries/:slug/schedule': ({ slug }) => ({
    path: `/api/queries/${slug}/schedule`,
    body: { every: '1 day' },
  }),
  'DELETE /api/queries/:slug/schedule': ({ slug }) => ({ path: `/api/queries/${slug}/schedule` }),
  'GET /api/range-schedules': () => ({ path: '/api/range-schedules' }),
  'PUT /api/range-schedules/:id': ({ slug }) => ({
    path: `/api/range-schedules/${id}`,
    body: {
      ...{ query: slug, range: 'r', spreadsheet: { id: 's', name: 'S' }, tab: 'T' },
      every: '1 hour',
    },
  }),
  'DELETE /api/range-schedules/:id': () => ({ path: `/api/range-schedules/${id}` }),
  'PUT /api/range-schedules/:id/paused': () => ({
    path: `/api/range-schedules/${id}/paused`,
    body: { paused: true },
  }),
  'POST /api/range-schedules/:id/run': () => ({ path: `/api/range-schedules/${id}/run`, body: {} }),
  'POST /api/queries/:slug/sheet': ({ slug }) => ({
    path: `/api/queries/${slug}/sheet`,
    body: { spreadsheet: 'nowhere', tab: 'T' },
  }),
  'GET /google-grant': () => ({ path: '/google-grant' }),
  'GET /api/google-grant': () => ({ path: '/api/google-grant' }),
  'POST /api/google-grant/begin': () => ({
    path: '/api/google-grant/begin',
    body: { returnTo: '/account' },
  }),
  'POST /api/google-grant': () => ({
    path: '/api/google-grant',
    body: { state: 'x', code: 'y' },
  }),
  'DELETE /api/google-grant': () => ({ path: '/api/google-grant' }),
  'GET /api/destinations': () => ({ path: '/api/destinations' }),
  'POST /api/destinations': () => ({
    path: '/api/destinations',
    body: { kind: 'slack', name: '#ops', url: 'https://slack.example.com/x' },
  }),
  'POST /api/destinations/:id/test': () => ({ path: `/api/destinations/${id}/test`, body: {} }),
  'PUT /api/destinations/:id': () => ({
    path: `/api/destinations/${id}`,
    body: { usedBy: null },
  }),
  'DELETE /api/destinations/:id': () => ({ path: `/api/destinations/${id}` }),
  'POST /api/runs/:run/freeze': () => ({ path: `/api/runs/${id}/freeze` }),
  'GET /api/frozen': () => ({ path: '/api/frozen' }),
  'GET /api/frozen/:id': ({ slug }) => ({ path: `/api/frozen/${frozenOf(slug)}` }),
  'DELETE /api/frozen/:id': ({ slug }) => ({ path: `/api/frozen/${frozenOf(slug)}` }),
  'POST /api/frozen/:id/cite': ({ slug }) => ({ path: `/api/frozen/${frozenOf(slug)}/cite` }),
  'PUT /api/frozen/:id/share': ({ slug }) => ({
    path: `/api/frozen/${frozenOf(slug)}/share`,
    body: { shared: true },
  }),
  'GET /api/frozen/:a/difference/:b': ({ slug }) => ({
    path: `/api/frozen/${frozenOf(slug)}/difference/${frozenOf(slug)}`,
  }),
  'GET /api/sent-lists': ({ slug }) => ({ path: `/api/sent-lists?about=query:${slug}` }),
  'POST /api/sent-lists': ({ slug }) => ({
    path: '/api/sent-lists',
    body: { frozen: frozenOf(slug), purpose: 'A reminder', sentOn: '2026-11-30' },
  }),
  'DELETE /api/sent-lists/:id': ({ slug }) => ({
    path: `/api/sent-lists/${sentLists[slug] ?? id}`,
  }),
  'GET /f/:id.csv': ({ slug }) => ({ path: `/f/${frozenOf(slug)}.csv` }),
  'GET /f/:id.json': ({ slug }) => ({ path: `/f/${frozenOf(slug)}.json` }),
  'GET /f/:id.xlsx': ({ slug }) => ({ path: `/f/${frozenOf(slug)}.xlsx` }),
  'GET /f/:id': ({ slug }) => ({ path: `/f/${frozenOf(slug)}` }),
} satisfies Partial<Record<Route, (subject: Subject) => Example>>;
