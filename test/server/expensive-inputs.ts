// The most expensive input that each route lets in, for the test that nothing of it holds the server up.
import { rows, type Route } from '../../domain/contract/routes.ts';
import { often } from '../support/deep.ts';
import type { Asked } from '../support/server.ts';

/** One request. */
export interface Expensive extends Asked {
  /** What is expensive about it. */
  name: string;
  path: string;
}

const KB = 1000;
const id = '00000000-0000-4000-8000-000000000000';
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const named = <T>(count: number, value: T) =>
  Object.fromEntries(many(count, (n) => [`name${n}`, value]));

/** What may stand in the place of any field of a body; in a deep run all of them do. */
const fillings: [string, unknown][] = [
  ['29,000 numbers', many(29 * KB, () => 0)],
  ['4,900 empty objects', many(4900, () => ({}))],
  ['900 KB of text', 'a'.repeat(900 * KB)],
  ['29,000 nulls', many(29 * KB, () => null)],
  ['11,900 names', named(11_900, 0)],
  ['450,000 numbers', many(450 * KB, () => 0)],
  ['300,000 empty objects', many(300 * KB, () => ({}))],
];

const sql = 'select 1 as one';
const parameter = { name: 'a', type: 'text' };
const literals = `select 1 from pg_class where relpages in (${many(14_000, (n) => n % 10).join(',')})`;
const texts: [string, string][] = [
  ['14,000 literals', literals],
  ['256 KB of parentheses', `select ${'('.repeat(120 * KB)}1${')'.repeat(120 * KB)}`],
  ['256 KB of parameters', `select ${many(25 * KB, (n) => `:p${n % 900}`).join('||')}`],
  ['a sum of 100,000 terms', `select ${'1+'.repeat(100 * KB)}1`],
  ['1,600 columns', `select ${many(1600, (n) => `${n} as "column ${n}"`).join(', ')}`],
  ['1,600 texts to cast', `select ${many(1600, (n) => `'${n}'::date as c${n}`).join(', ')}`],
  ['250 KB of one line with an error', `select ${'é'.repeat(120 * KB)} from from`],
  ['250 KB of colons', `select ${':a '.repeat(80 * KB)}`],
  ['250 KB of line breaks', `select${'\n'.repeat(240 * KB)}from from`],
];

const headers: [string, string][] = [
  ['20,000 keys', many(20 * KB, (n) => `key${n}: 1`).join('\n')],
  [
    '900 parameters',
    `title: One\nparameters:\n${many(900, (n) => `  p${n}: { type: text }`).join('\n')}`,
  ],
  [
    '3,000 columns',
    `title: One\ncolumns:\n${many(3000, (n) => `  c${n}: { label: x }`).join('\n')}`,
  ],
  [
    'a list of 20,000 defaults',
    `title: One\nparameters:\n  a: { type: choice, list: true, choices: [${many(999, (n) => `c${n}`).join(',')}], default: [${many(20 * KB, () => 'c998').join(',')}] }`,
  ],
  ['25,000 tags', `title: One\ntags: [${many(25 * KB, () => '1').join(',')}]`],
  ['200 KB of text', `title: One\ndescription: ${'x '.repeat(100 * KB)}`],
  ['keys of keys', `${'? '.repeat(50 * KB)}x`],
  ['anchors by the thousand', `title: ${'&a '.repeat(50 * KB)}x`],
  ['ten thousand levels', `title: ${'['.repeat(10 * KB)}`],
];
const file = (header: string) => `/*---\n${header}\n---*/\n${sql}\n`;

const lists: [string, unknown][] = [
  ['10,000 numbers', { numbers: many(10 * KB, (n) => n) }],
  ['10,000 times the word today', { days: many(10 * KB, () => 'today') }],
  ['10,000 times', { times: many(10 * KB, () => '2025-01-31') }],
  ['10,000 choices', { kinds: many(10 * KB, () => 'c999') }],
  ['10,000 texts', { words: many(10 * KB, () => 'abc') }],
  ['100,000 numbers', { numbers: many(100 * KB, (n) => n) }],
  ['a text of 800 KB', { words: ['é'.repeat(400 * KB)] }],
  ['a number of 900 KB', { numbers: [`${'1'.repeat(900 * KB)}x`] }],
  ['a day of 800 KB', { days: [` ${'1 '.repeat(400 * KB)}`] }],
  ['11,900 names', named(11_900, 'x')],
];

const content = { title: 'Written', source: 'sample', sql };
const range = {
  ...{ query: 'good', spreadsheet: { id: 's', name: 'S' }, tab: 'T' },
  columns: many(2000, (n) => `column ${n}`),
};

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
  'PUT /api/ranges/:id': range,
  'POST /api/ranges/:id/token': { query: 'good', spreadsheet: 's' },
  'POST /api/asks': { search: '', text: 'Who left?' },
  'PUT /api/asks/:id': { state: 'declined', query: null, reply: null },
  'POST /api/describe': { source: 'sample', sql, parameters: [parameter] },
  'POST /api/explain': { source: 'sample', sql, parameters: [parameter], values: {} },
  'POST /api/lift': { sql, parameters: [parameter] },
  'POST /api/check': { file: 'a.sql', text: file('title: One'), slugs: [] },
  'POST /api/queries/:slug/result': {
    values: {},
    place: { spreadsheet: { id: 's', name: 'S' }, tab: 'T' },
  },
  'POST /api/run': { source: 'sample', sql, parameters: [parameter], values: {} },
  'PUT /api/members/:id': { role: 'author' },
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
  ['wide', 'long'].map((slug) => ({ name: slug, path: path.replace('good', slug) }));
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
  'POST /api/lift': withTexts,
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
  const slug = route.startsWith('PUT') || route.startsWith('DELETE') ? 'written' : 'good';
  return (route.split(' ')[1] ?? '')
    .replace(':slug', slug)
    .replace(':token', 'sfl_none')
    .replace(':version', '1')
    .replace(':parameter', 'kinds')
    .replace(':page', 'members')
    .replace(':name', 'sample')
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

/** For each route of the table of rights. */
export const expensive = rows.map(({ route }) => ({
  route,
  asked: [...special(route), ...filled(route), ...general(route)].map((one) => ({
    ...{ method: methodOf(route), ...one },
    headers: { 'if-match': '*', ...one.headers },
  })),
}));

/** The catalog that they are sent to: some queries, and many beside them. */
export const catalog: Record<string, string> = {
  'good.sql': file('title: Good'),
  'wide.sql': `/*---\ntitle: Wide\n---*/\n${texts[4]?.[1]}, g from generate_series(1, 300) g\n`,
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
