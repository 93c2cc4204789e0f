// The most expensive input that each route lets in, for the test that nothing of it holds the server up.
import { rows, type Route } from '../../../domain/contract/routes.ts';
import { often } from '../../support/random.ts';
import type { Asked } from '../../support/server.ts';
import {
  fillings,
  file,
  headers,
  KB,
  lists,
  many,
  parameter,
  sql,
  texts,
} from './expensive-texts.ts';

/** One request. */
export interface Expensive extends Asked {
  /** What is expensive about it. */
  name: string;
  path: string;
}

const id = '00000000-0000-4000-8000-000000000000';
const content = { title: 'Written', source: 'sample', sql };
const range = {
  ...{ query: 'good', spreadsheet: { id: 's', name: 'S' }, tab: 'T' },
  columns: many(2000, (n) => `column ${n}`),
};

const tableColumns = [{ name: 'a', header: 'A', type: 'number' }];

/** A valid body of each route that takes one. */
const bodies: Partial<Record<Route, Record<string, unknown>>> = {
  'POST /api/tokens': { name: 'x', scopes: ['read'], days: 1 },
  'POST /api/queries': {
    ...content,
    description: '',
    tags: [],
    formerly: [],
    parameters: [],
    columns: [],
    chart: null,
    slug: 'other',
    parent: null,
  },
  'PUT /api/queries/:slug': {
    ...content,
    tags: [],
    parameters: [],
    columns: [],
    chart: { kind: 'bar', y: [] },
  },
  'PUT /api/queries/:slug/file': { text: file('title: One') },
  'POST /api/queries/:slug/restore': { version: 1 },
  'POST /api/queries/:slug/impact': { sql, source: 'sample', parameters: [] },
  'PUT /api/queries/:slug/audience': { audience: { members: [], groups: [] } },
  'POST /api/queries/:slug/links': { name: 'x', values: {}, free: [], maxAgeSeconds: 0 },
  'POST /api/queries/:slug/sheet': { spreadsheet: 's', tab: 'T', values: {}, rule: null },
  'POST /api/queries/:slug/slack-channels': { channel: 'C0GRANTED', name: 'billing' },
  'POST /api/google-grant/begin': { returnTo: '/q/good', spreadsheet: 's' },
  'POST /api/google-grant': { state: 's', code: 'c' },
  'PUT /api/ranges/:id': range,
  'POST /api/ranges/:id/token': { query: 'good', spreadsheet: 's' },
  'POST /api/asks': { search: '', text: 'Who left?' },
  'PUT /api/asks/:id': { state: 'declined', query: null, reply: null },
  'POST /api/sheet-tables': {
    ...{ name: 'other', title: 'Other', columns: tableColumns, usedBy: null, badRows: 'fail' },
    place: { spreadsheet: { id: 's', name: 'S' }, tab: 'T', range: 'A1:B' },
  },
  'PUT /api/sheet-tables/:name': { title: 'Other', columns: tableColumns },
  'PUT /api/sheet-tables/:name/rows': { headers: ['A', 'B'], rows: [[1, '']], locale: 'de_DE' },
  'POST /api/alerts': { query: 'good', name: 'x', key: [], values: {}, every: '1 day', to: [] },
  'PUT /api/alerts/:id': { name: 'x', when: 'rows', key: [], values: {}, to: [], note: '' },
  'POST /api/alerts/:id/mute': { until: null },
  'PUT /api/range-schedules/:id': {
    ...{ query: 'good', range: 'r', spreadsheet: { id: 's', name: 'S' }, tab: 'T' },
    ...{ values: {}, cells: {}, every: '1 hour' },
  },
  'PUT /api/range-schedules/:id/paused': { paused: true },
  'POST /api/destinations': { kind: 'slack', name: 'x', url: 'https://slack.invalid/x' },
  'POST /api/describe': { source: 'sample', sql, parameters: [parameter] },
  'POST /api/explain': { source: 'sample', sql, parameters: [parameter], values: {} },
  'POST /api/measure': { source: 'sample', sql, parameters: [parameter], values: {} },
  'POST /api/lift': { sql, parameters: [parameter] },
  'POST /api/openings': { source: 'sample', sql },
  'PUT /api/sources/:name/words/:schema/:table': { means: 'x', columns: [] },
  'POST /api/check': { file: 'a.sql', text: file('title: One'), slugs: [] },
  'POST /api/queries/:slug/result': {
    values: {},
    place: { spreadsheet: { id: 's', name: 'S' }, tab: 'T' },
  },
  'POST /api/run': { source: 'sample', sql, parameters: [parameter], values: {} },
  'PUT /api/members/:id': { role: 'author' },
  'POST /api/invitations': { people: 'new@example.com' },
  'POST /api/groups': { name: 'A group', members: [] },
  'PUT /api/groups/:id': { name: 'Another', members: [] },
  'PUT /api/policies/:source': {
    runBy: { members: [], groups: [] },
    writeBy: null,
    links: true,
    sheets: true,
  },
};

/** What goes to a route besides the body's fields filled at random. */
function special(route: Route): Expensive[] {
  const path = pathOf(route);
  return specials[route]?.({ path, body: bodies[route] ?? {} }) ?? [];
}

type Special = (usual: { path: string; body: object }) => Expensive[];

const withTexts: Special = ({ path, body }) =>
  texts.map(([name, text]) => ({ name, path, body: { ...body, sql: text } }));
const withHeaders: Special = ({ path, body }) =>
  headers.map(([name, header]) => ({ name, path, body: { ...body, text: file(header) } }));
const ofLargeResults: Special = ({ path }) =>
  ['wide', 'long', 'digits'].map((slug) => ({ name: slug, path: path.replace('good', slug) }));
const searches = [
  'abcdefgh '.repeat(50),
  'nosuchwordanywhere',
  '东京'.repeat(200),
  'a'.repeat(500),
  '',
];

const specials: Partial<Record<Route, Special>> = {
  'POST /api/describe': withTexts,
  'POST /api/explain': withTexts,
  'POST /api/measure': withTexts,
  'POST /api/lift': withTexts,
  'POST /api/openings': withTexts,
  'POST /api/run': withTexts,
  'POST /api/queries': withTexts,
  'PUT /api/queries/:slug': withTexts,
  'POST /api/queries/:slug/impact': withTexts,
  'PUT /api/queries/:slug/file': withHeaders,
  'POST /api/check': withHeaders,
  'POST /api/queries/:slug/result': () => [
    ...lists.map(([name, values]) => ({
      name,
      path: '/api/queries/lists/result',
      body: { values },
    })),
    { name: '1,600 columns', path: '/api/queries/wide/result', body: {} },
    { name: '50,000 rows', path: '/api/queries/long/result', body: {} },
  ],
  'POST /api/queries/:slug/links': ({ body }) =>
    lists.map(([name, values]) => ({
      name,
      path: '/api/queries/lists/links',
      body: { ...body, values },
    })),
  'PUT /api/sheet-tables/:name/rows': ({ path, body }) =>
    [
      ['cells that are numbers', 1],
      ['cells that could be numbers', '1.234,5'],
      ['cells that could be dates', '5/12/2026 10:30'],
    ].map(([name, cell]) => ({
      name: `190,000 ${name}`,
      path,
      body: { ...body, rows: many(9_500, () => many(20, () => cell)) },
    })),
  'GET /q/:slug.csv': ofLargeResults,
  'GET /q/:slug.json': ofLargeResults,
  'GET /q/:slug.xlsx': ofLargeResults,
  'GET /api/queries': ({ path }) =>
    searches.map((words) => ({
      name: `a search for ${words.slice(0, 9)}`,
      path: `${path}?limit=200&search=${encodeURIComponent(words)}`,
    })),
};

const methodOf = (route: Route) => route.split(' ')[0] ?? 'GET';

function pathOf(route: Route): string {
  if (route.includes('/sheet-tables/:name')) {
    return (route.split(' ')[1] ?? '').replace(':name', 'sheet_of_test');
  }
  const slug = route.startsWith('PUT') || route.startsWith('DELETE') ? 'written' : 'good';
  return (route.split(' ')[1] ?? '')
    .replace(':slug', slug)
    .replace(':token', 'sfl_none')
    .replace(':version', '1')
    .replace(':parameter', 'kinds')
    .replace(':page', 'members')
    .replace(':name', 'sample')
    .replace(':schema', 'public')
    .replace(':table', 'accounts')
    .replace(':source', 'sample')
    .replace(/:(id|run)/, id);
}

/** Requests of one kind to every route: whatever one of them lets in. */
function general(route: Route): Expensive[] {
  const path = pathOf(route);
  const long = 'x, '.repeat(4000);
  return [
    {
      name: 'long headers',
      path,
      headers: { 'if-none-match': '"a", '.repeat(2400), 'if-match': '*' },
    },
    {
      name: 'many encodings',
      path,
      headers: { 'accept-encoding': ' gzip;q=0 ,'.repeat(1000), accept: long.slice(0, 2000) },
    },
    { name: 'many arguments', path: `${path}?${'a=1&'.repeat(3000)}` },
    {
      name: 'a long argument',
      path: `${path}?search=${'%20'.repeat(4000)}&next=${'9'.repeat(1000)}`,
    },
    { name: 'a long path', path: `${path}${'/'.repeat(2000)}${'-'.repeat(8000)}` },
  ];
}

function filled(route: Route): Expensive[] {
  const body = bodies[route];
  if (body === undefined) return [];
  const path = pathOf(route);
  const some = fillings.slice(0, often(2, fillings.length));
  const each = Object.keys(body).flatMap((field) =>
    some.map(([name, value]) => ({
      name: `${name} for ${field}`,
      path,
      body: { ...body, [field]: value },
    })),
  );
  const whole = fillings
    .slice(-2)
    .map(([name, value]) => ({ name: `${name} for the whole`, path, body: value }));
  const deep = {
    name: 'half a million levels',
    path,
    headers: { 'content-type': 'application/json' },
    body: `{"a":${'['.repeat(480 * KB)}${']'.repeat(480 * KB)}}`,
  };
  return [...each, ...whole, deep];
}

// An ordinary run takes a sixth for each route, another sixth for the next one.
function some<T>(all: T[], turn: number): T[] {
  const step = often(6, 1);
  return all.filter((_, index) => (index + turn) % step === 0);
}

/** For each route of the table of rights. */
export const expensive = rows.map(({ route }, turn) => ({
  route,
  asked: some([...special(route), ...filled(route), ...general(route)], turn).map((one) => ({
    ...{ method: methodOf(route), ...one },
    headers: { 'if-match': '*', ...one.headers },
  })),
}));

/** The catalog that they are sent to: some queries, and many beside them. */
export const catalog: Record<string, string> = {
  'good.sql': file('title: Good'),
  'wide.sql': `/*---\ntitle: Wide\n---*/\n${texts[4]?.[1]}, g from generate_series(1, 300) g\n`,
  'digits.sql': `/*---\ntitle: Digits\n---*/\nselect ('1' || repeat('0', 130000) || '1')::numeric as many, ('1' || repeat('0', 130000) || '.01')::numeric as most\n`,
  'long.sql': `/*---\ntitle: Long\n---*/\nselect g as id, repeat('x', 90) as text from generate_series(1, 50000) g\n`,
  'lists.sql': `/*---
title: Lists
parameters:
  numbers: { type: number, list: true, optional: true }
  days: { type: date, list: true, optional: true }
  times: { type: timestamp, list: true, optional: true }
  words: { type: text, list: true, optional: true }
  kinds: { type: choice, list: true, optional: true, choices: [${many(1000, (n) => `c${n}`).join(', ')}] }
---*/
select cardinality(:numbers::numeric[]), cardinality(:days::date[]), cardinality(:times::timestamp[]),
  cardinality(:words::text[]), cardinality(:kinds::text[])
`,
  ...Object.fromEntries(
    many(2000, (n) => [
      `others/query-${n}.sql`,
      `/*---\ntitle: Number ${n} of abcdefg\ndescription: ${'word '.repeat(20)}${n}\ntags: [t${n % 300}]\n---*/\nselect ${n} as "column ${n}"\n`,
    ]),
  ),
};
