// The table of rights, as tests: every route, tried by every role, on what its caller may see and on what not.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { ROLES } from '../../../domain/contract/member.ts';
import { rows, type RoutedRow, type Route } from '../../../domain/contract/routes.ts';
import { startIssuer, type Issuer } from '../../support/oidc-issuer.ts';
import { ask as askDatabase } from '../../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { GOOGLE_SETTINGS, scheduledSheet } from '../../support/scheduled-sheet.ts';
import { startTestServer, type Answer, type Asked, type TestServer } from '../../support/server.ts';
import {
  alerts,
  frozen,
  sentLists,
  id,
  nextAlertName,
  watchingExamples,
  type Example,
  type Subject,
} from './watching-examples.ts';
import { boardOn, comments, talkExamples } from './talk-examples.ts';
import { tableExamples } from './table-examples.ts';
import { variationExamples, variationOf, variations } from './variation-examples.ts';
import { WORDED_TABLE, wordsExamples } from './words-examples.ts';
import { NAMED_ELSEWHERE } from './named-elsewhere.ts';
import { peopleExamples } from './people-examples.ts';
import { ownedByInsider } from './owned-examples.ts';
import { onThePages, pageSettings, signInOnPages } from './page-sign-in.ts';

const range = { spreadsheet: { id: 's', name: 'S' }, tab: 'T' };
const sql = 'select 1 as one';
const sheet = scheduledSheet();
const kind = { name: 'kind', type: 'choice', choices: [{ value: 'a' }], default: 'a' };
const contentOn = (source: string) => ({
  title: 'New',
  sql: 'select :kind as kind',
  parameters: [kind],
  source,
});

/** A request for each route of the table, about the subject. */
const EXAMPLES: Record<Route, (subject: Subject) => Example> = {
  'GET /': () => ({ path: '/' }),
  'GET /q/:slug.csv': ({ slug }) => ({ path: `/q/${slug}.csv` }),
  'GET /q/:slug.json': ({ slug }) => ({ path: `/q/${slug}.json` }),
  'GET /q/:slug.xlsx': ({ slug }) => ({ path: `/q/${slug}.xlsx` }),
  'GET /q/:slug': ({ slug }) => ({ path: `/q/${slug}` }),
  'GET /q/:slug/edit': ({ slug }) => ({ path: `/q/${slug}/edit` }),
  'GET /q/:slug/history': ({ slug }) => ({ path: `/q/${slug}/history` }),
  'GET /q/:slug/alerts': ({ slug }) => ({ path: `/q/${slug}/alerts` }),
  'GET /tables': () => ({ path: '/tables' }),
  'GET /tables/:name': () => ({ path: '/tables/onboarding' }),
  'GET /new': () => ({ path: '/new' }),
  'GET /alerts': () => ({ path: '/alerts' }),
  'GET /asks': () => ({ path: '/asks' }),
  'GET /concerns': () => ({ path: '/concerns' }),
  'GET /account': () => ({ path: '/account' }),
  'GET /admin/:page': () => ({ path: '/admin/members' }),
  'GET /s/:token.csv': () => ({ path: '/s/sfl_x.csv' }),
  'GET /s/:token.json': () => ({ path: '/s/sfl_x.json' }),
  'GET /s/:token.xlsx': () => ({ path: '/s/sfl_x.xlsx' }),
  'GET /s/:token/result': () => ({ path: '/s/sfl_x/result' }),
  'GET /s/:token/chart': () => ({ path: '/s/sfl_x/chart' }),
  'GET /s/:token': () => ({ path: '/s/sfl_x' }),
  'OPTIONS /s/:token.csv': () => ({ path: '/s/sfl_x.csv' }),
  'OPTIONS /s/:token.json': () => ({ path: '/s/sfl_x.json' }),
  'GET /sign-in': () => ({ path: '/sign-in' }),
  'GET /sign-in/return': () => ({ path: '/sign-in/return?code=x&state=x' }),
  'GET /api/me': () => ({ path: '/api/me' }),
  'GET /api/sessions': () => ({ path: '/api/sessions' }),
  'DELETE /api/sessions': () => ({ path: '/api/sessions' }),
  'DELETE /api/sessions/:id': () => ({ path: `/api/sessions/${id}` }),
  'GET /api/tokens': () => ({ path: '/api/tokens' }),
  'POST /api/tokens': () => ({
    path: '/api/tokens',
    body: { name: 'x', scopes: ['read'], days: 1 },
  }),
  'DELETE /api/tokens/:id': () => ({ path: `/api/tokens/${id}` }),
  'GET /api/queries': () => ({ path: '/api/queries' }),
  'POST /api/queries': ({ source }) => ({ path: '/api/queries', body: contentOn(source) }),
  ...variationExamples,
  'GET /api/queries/:slug': ({ slug }) => ({ path: `/api/queries/${slug}` }),
  'PUT /api/queries/:slug': ({ slug, source }) => ({
    path: `/api/queries/${slug}`,
    body: { ...contentOn(source), title: 'Saved' },
    headers: { 'if-match': '*' },
  }),
  'DELETE /api/queries/:slug': ({ slug }) => ({ path: `/api/queries/${slug}` }),
  'GET /api/queries/:slug/choices/:parameter': ({ slug }) => ({
    path: `/api/queries/${slug}/choices/kind`,
  }),
  'GET /api/queries/:slug/sentences': ({ slug }) => ({ path: `/api/queries/${slug}/sentences` }),
  'GET /api/queries/:slug/file': ({ slug }) => ({ path: `/api/queries/${slug}/file` }),
  'PUT /api/queries/:slug/file': ({ source }) => ({
    path: '/api/queries/imported/file',
    body: { text: `/*---\ntitle: Imported\nsource: ${source}\n---*/\n${sql}\n` },
  }),
  'POST /api/queries/:slug/restore': ({ slug }) => ({
    path: `/api/queries/${slug}/restore`,
    body: {},
  }),
  'GET /api/queries/:slug/versions': ({ slug }) => ({ path: `/api/queries/${slug}/versions` }),
  'GET /api/queries/:slug/versions/:version': ({ slug }) => ({
    path: `/api/queries/${slug}/versions/1`,
  }),
  'GET /api/queries/:slug/dependents': ({ slug }) => ({
    path: `/api/queries/${slug}/dependents`,
  }),
  'POST /api/queries/:slug/impact': ({ slug }) => ({
    path: `/api/queries/${slug}/impact`,
    body: { sql },
  }),
  'GET /api/queries/:slug/use': ({ slug }) => ({ path: `/api/queries/${slug}/use` }),
  'GET /api/queries/:slug/audience': ({ slug }) => ({ path: `/api/queries/${slug}/audience` }),
  'PUT /api/queries/:slug/audience': ({ slug }) => ({
    path: `/api/queries/${slug}/audience`,
    body: { audience: { members: [], groups: [] } },
  }),
  'GET /api/queries/:slug/links': ({ slug }) => ({ path: `/api/queries/${slug}/links` }),
  'POST /api/queries/:slug/links': ({ slug }) => ({
    path: `/api/queries/${slug}/links`,
    body: { name: 'x', free: ['kind'] },
  }),
  'DELETE /api/links/:id': () => ({ path: `/api/links/${id}` }),
  'PUT /api/ranges/:id': ({ slug }) => ({
    path: '/api/ranges/r',
    body: { ...range, query: slug },
  }),
  'DELETE /api/ranges/:id': () => ({ path: '/api/ranges/r' }),
  'POST /api/ranges/:id/token': ({ slug }) => ({
    path: '/api/ranges/r/token',
    body: { query: slug, spreadsheet: 's' },
  }),
  'DELETE /api/ranges/:id/token': () => ({ path: '/api/ranges/r/token?spreadsheet=s' }),
  'GET /api/favourites': () => ({ path: '/api/favourites' }),
  'PUT /api/favourites/:slug': ({ slug }) => ({ path: `/api/favourites/${slug}` }),
  'DELETE /api/favourites/:slug': ({ slug }) => ({ path: `/api/favourites/${slug}` }),
  'GET /api/asks': () => ({ path: '/api/asks' }),
  'POST /api/asks': () => ({ path: '/api/asks', body: { search: '', text: 'Who left?' } }),
  'PUT /api/asks/:id': () => ({
    path: `/api/asks/${id}`,
    body: { state: 'declined', query: null, reply: null },
  }),
  ...watchingExamples,
  ...talkExamples,
  ...tableExamples,
  ...wordsExamples,
  'GET /api/sources': () => ({ path: '/api/sources' }),
  'GET /api/sources/:name/schema': ({ source }) => ({ path: `/api/sources/${source}/schema` }),
  'GET /api/sources/:name/uses': ({ source }) => ({
    path: `/api/sources/${source}/uses?schema=public&table=t`,
  }),
  'POST /api/describe': ({ source }) => ({ path: '/api/describe', body: { source, sql } }),
  'POST /api/explain': ({ source }) => ({ path: '/api/explain', body: { source, sql } }),
  'POST /api/measure': ({ source }) => ({ path: '/api/measure', body: { source, sql } }),
  'POST /api/lift': () => ({ path: '/api/lift', body: { sql } }),
  'POST /api/check': () => ({
    path: '/api/check',
    body: { file: 'a.sql', text: 'select 1', slugs: [] },
  }),
  'POST /api/queries/:slug/result': ({ slug }) => ({
    path: `/api/queries/${slug}/result`,
    body: {},
  }),
  'POST /api/run': ({ source }) => ({ path: '/api/run', body: { source, sql } }),
  'GET /api/runs/:run': () => ({ path: `/api/runs/${id}` }),
  'GET /api/runs/:run/rows': () => ({ path: `/api/runs/${id}/rows` }),
  'DELETE /api/runs/:run': () => ({ path: `/api/runs/${id}` }),
  'GET /api/people': () => ({ path: '/api/people' }),
  'GET /api/members': () => ({ path: '/api/members' }),
  ...peopleExamples,
  'GET /api/groups': () => ({ path: '/api/groups' }),
  'POST /api/groups': () => ({ path: '/api/groups', body: { name: 'A group' } }),
  'PUT /api/groups/:id': () => ({ path: `/api/groups/${id}`, body: { name: 'Another' } }),
  'DELETE /api/groups/:id': () => ({ path: `/api/groups/${id}` }),
  'GET /api/policies': () => ({ path: '/api/policies' }),
  'PUT /api/policies/:source': () => ({
    path: '/api/policies/nowhere',
    body: { runBy: null, writeBy: null, links: true, sheets: true },
  }),
  'PUT /api/maintenance': () => ({ path: '/api/maintenance', body: { on: false } }),
  'GET /api/overview': () => ({ path: '/api/overview' }),
  'GET /api/audit': () => ({ path: '/api/audit' }),
  'GET /api/audit.csv': () => ({ path: '/api/audit.csv' }),
  'GET /api/audit.jsonl': () => ({ path: '/api/audit.jsonl' }),
  'GET /healthz': () => ({ path: '/healthz' }),
  'POST /sign-in/signed-out': () => ({
    path: '/sign-in/signed-out',
    body: { logout_token: 'none' },
  }),
  'GET /readyz': () => ({ path: '/readyz' }),
  'GET /metrics': () => ({ path: '/metrics' }),
  'GET /openapi.json': () => ({ path: '/openapi.json' }),
};

const table = rows.map((row): [Route, RoutedRow] => [row.route, row]);
const about = (what: RoutedRow['about']) => table.filter(([, right]) => right.about === what);

let issuer: Issuer;
let database: TestDatabase;
let server: TestServer;
/** The cookies of the members. */
const cookies: Record<string, string> = {};

const open: Subject = { slug: 'open', source: 'main' };
const hidden: Subject = { slug: 'hidden', source: 'main' };
const onClosedSource: Subject = { slug: 'on-closed', source: 'closed' };
const nowhere: Subject = { slug: 'never-was', source: 'nowhere' };

beforeAll(async () => {
  issuer = await startIssuer();
  database = await newDatabase({ template: 'empty' });
  await askDatabase(database.adminUrl, WORDED_TABLE);
  sheet.share();
  server = await startTestServer({
    options: { google: sheet.google },
    env: {
      ...GOOGLE_SETTINGS,
      ...pageSettings(issuer, database),
      SOURCE_MAIN_URL: database.readerUrl,
      SOURCE_CLOSED_URL: database.readerUrl,
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
      DEFAULT_ROLE: 'viewer',
      ADMIN_EMAILS: 'admin@example.com',
      LIMIT_MEMBER_PER_MINUTE: '100000',
      LIMIT_ADDRESS_PER_MINUTE: '100000',
    },
  });
  for (const name of ['admin', 'viewer', 'author', 'outsider', 'insider']) await signIn(name);
  for (const name of ['author', 'outsider', 'insider']) {
    await must('admin', 'PUT', `/api/members/${encodeURIComponent(idOf(name))}`, {
      role: 'author',
    });
  }
  for (const { slug, source } of [open, hidden, onClosedSource]) await write(slug, source);
  for (const { slug } of [open, hidden, onClosedSource]) await watch('admin', slug);
  for (const { slug } of [open, hidden, onClosedSource]) await freeze('admin', slug);
  for (const { slug } of [open, hidden, onClosedSource]) await say('admin', slug);
  for (const { slug } of [open, hidden, onClosedSource]) await board('admin', slug);
  for (const { slug } of [open, hidden, onClosedSource]) await vary('admin', slug);
  const audience = { members: [idOf('insider')], groups: [] };
  await must('admin', 'PUT', '/api/queries/hidden/audience', { audience });
  const policy = { runBy: audience, writeBy: null, links: true, sheets: true };
  await must('admin', 'PUT', '/api/policies/closed', policy);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
  issuer.stop();
});

// A sub is unique at its issuer only.
const idOf = (name: string) => `${issuer.url} ${name}`;

async function signIn(name: string): Promise<string> {
  return (cookies[name] = await signInOnPages(server, issuer, name));
}

const ask = (who: string, method: string, { path, body, headers = {} }: Example) => {
  const cookie = who === 'nobody' ? {} : onThePages(cookies[who] ?? '');
  const asked: Asked = { method, headers: { ...cookie, ...headers } };
  return server.ask(path, body === undefined ? asked : { ...asked, body });
};

async function must(who: string, method: string, path: string, body: unknown): Promise<Answer> {
  const answer = await ask(who, method, { path, body });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
}

async function write(slug: string, source: string): Promise<void> {
  await must('admin', 'POST', '/api/queries', { ...contentOn(source), title: slug, slug });
}

/** Makes an alert of theirs, which the examples are about from then on. */
async function watch(who: string, slug: string): Promise<void> {
  const body = { query: slug, name: nextAlertName() };
  alerts[slug] = (await must(who, 'POST', '/api/alerts', body)).json().id;
}

/** Makes a board of the query’s name that shows it. */
async function board(who: string, slug: string): Promise<void> {
  await must(who, 'POST', '/api/boards', { slug, content: boardOn(slug) });
}

/** Makes a variation of theirs, which the examples are about from then on. */
async function vary(who: string, slug: string): Promise<void> {
  const made = await must(who, 'POST', `/api/queries/${slug}/variations`, variationOf);
  variations[slug] = made.json().slug;
}

/** Says something about it, which the examples are about from then on. */
async function say(who: string, slug: string): Promise<void> {
  const body = { about: `query:${slug}`, text: 'Is that so?' };
  comments[slug] = (await must(who, 'POST', '/api/comments', body)).json().id;
}

/** Freezes a result of its query, which the examples are about from then on. */
async function freeze(who: string, slug: string): Promise<void> {
  const run = randomUUID();
  await must(who, 'POST', `/api/queries/${slug}/result`, { run });
  frozen[slug] = (await must(who, 'POST', `/api/runs/${run}/freeze`, undefined)).json().id;
}

/** Keeps a result of it as sent, which the examples are about from then on. */
async function keepSent(who: string, slug: string): Promise<void> {
  await freeze(who, slug);
  const body = { frozen: frozen[slug], purpose: 'An invitation', sentOn: '2026-11-29' };
  sentLists[slug] = (await must(who, 'POST', '/api/sent-lists', body)).json().id;
}

const exampleOf = (route: Route, subject: Subject) => {
  const [method = ''] = route.split(' ');
  return { method, example: EXAMPLES[route](subject) };
};

async function tryRoute(who: string, route: Route, subject: Subject): Promise<Answer> {
  const { method, example } = exampleOf(route, subject);
  return ask(who, method, example);
}

test('every route of the table has an example here', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(rows.map(({ route }) => route).sort());
});

describe.each(table)('%s', (route, { least }) => {
  test.each(['nobody', ...ROLES])(`asks for the right "${least}" of: %s`, async (who) => {
    const changesMuch = /^(DELETE .*\/(sessions|:slug)|PUT .*\/audience)$/.test(route);
    if (changesMuch) await write('doomed', 'main').catch(() => {});
    const answer = await tryRoute(who, route, changesMuch ? { ...open, slug: 'doomed' } : open);
    if (route === 'DELETE /api/sessions' && who !== 'nobody') await signIn(who);

    if (least === 'anyone') return expect(answer.status).not.toBe(403);
    if (who === 'nobody') return expect(codeOf(answer)).toBe('401 unauthenticated');
    const may = ROLES.indexOf(who as 'viewer') >= ROLES.indexOf(least);
    if (!may) return expect(codeOf(answer)).toBe('403 forbidden');
    // The owner alone, and admins, say who sees a query and what becomes of an alert: author is not enough.
    if (ownersOnly.test(route) && who !== 'admin') return;
    expect([401, 403, 405, 500]).not.toContain(answer.status);
  });
});

const ownersOnly =
  /^(PUT \/api\/queries\/:slug\/audience|(PUT|DELETE) \/api\/queries\/:slug\/schedule|(PUT|DELETE|POST) \/api\/alerts\/:id.*|(PUT|DELETE) \/api\/frozen\/:id.*|(PUT|DELETE) \/api\/comments\/:id|(POST|DELETE) \/api\/queries\/:slug\/slack-channels.*|.* \/api\/boards\/:slug(\/file)?)$/;

function codeOf({ status, json }: Answer): string {
  return `${status} ${json().code}`;
}

/** The body without what was asked for and without the request's own id. */
function plain({ status, text }: Answer, { slug, source }: Subject): string {
  const said = text.replaceAll(slug, '(slug)').replaceAll(source, '(source)');
  return `${status} ${said.replace(/"requestId":"[^"]+"/, '')}`;
}

const queryRoutes = about('query');

test.each(queryRoutes)('%s tells of a query that one may not see as of none', async (route) => {
  const unknown = await tryRoute('outsider', route, nowhere);
  for (const subject of [hidden, onClosedSource]) {
    const answer = await tryRoute('outsider', route, subject);

    expect(answer.status).toBe(404);
    expect(plain(answer, subject)).toBe(plain(unknown, nowhere));
    expect(Object.keys(answer.headers).sort()).toEqual(Object.keys(unknown.headers).sort());
  }
});

test.each(queryRoutes)('%s works on it for who is named', async (route) => {
  for (const subject of [hidden, onClosedSource]) {
    if (route.includes('/alerts/:id')) await watch('insider', subject.slug);
    if (route.includes('/frozen/:id')) await freeze('insider', subject.slug);
    if (route.includes('/sent-lists')) await keepSent('insider', subject.slug);
    if (/boards\/:slug/.test(route)) await board('insider', subject.slug).catch(() => {});
    if (route.includes('/variations/:slug')) await vary('insider', subject.slug);
    if (route.includes('/comments/:id')) await say('insider', subject.slug);
    const answer = await tryRoute('insider', route, subject);
    // Archived by this very test.
    if (route === 'DELETE /api/queries/:slug') {
      await must('admin', 'POST', `/api/queries/${subject.slug}/restore`, {});
    }

    expect([route, answer.status]).not.toEqual([route, 404]);
  }
});

test.each(about('source'))(
  '%s tells of a source that one may not run on as of none',
  async (route) => {
    const [answer, unknown] = [
      await tryRoute('outsider', route, { ...open, source: 'closed' }),
      await tryRoute('outsider', route, { ...open, source: 'nowhere' }),
    ];
    const named = await tryRoute('insider', route, { ...open, source: 'closed' });

    expect([404, 400]).toContain(answer.status);
    expect(plain(answer, onClosedSource)).toBe(plain(unknown, nowhere));
    expect([200, 201]).toContain(named.status);
  },
);

test('lists leave out what one may not see', async () => {
  for (const who of ['outsider', 'insider']) {
    await must(who, 'PUT', '/api/favourites/open', undefined);
  }
  await must('insider', 'PUT', '/api/favourites/hidden', undefined);
  const asked = await must('outsider', 'POST', '/api/asks', { search: '', text: 'Where is it?' });
  const answered = { state: 'answered', query: 'hidden', reply: null };
  await must('insider', 'PUT', `/api/asks/${asked.json().id}`, answered);

  for (const [route] of about('list')) {
    const seen = await tryRoute('outsider', route, open);
    expect([route, seen.text]).not.toEqual([
      route,
      expect.stringMatching(/hidden"|on-closed|closed"/),
    ]);
  }
  const own = await Promise.all(
    ['/api/queries', '/api/favourites', '/api/asks', '/api/sources'].map((path) =>
      ask('insider', 'GET', { path }),
    ),
  );
  expect(own.map(({ text }) => /"hidden"|"closed"/.test(text))).toEqual([true, true, true, true]);
});

test("what is another member's own is not there", async () => {
  const owns = await ownedByInsider({ must, ask, sheet });
  expect(Object.keys(owns).sort()).toEqual(
    about('own')
      .map(([route]) => route)
      .sort(),
  );
  for (const [route, object] of Object.entries(owns)) {
    const { method, example } = exampleOf(route as Route, open);
    const path = example.path.replace(id, object);
    const [theirs, nobodys] = [
      await ask('outsider', method, { ...example, path }),
      await ask('outsider', method, example),
    ];

    expect([route, theirs.status]).toEqual([route, 404]);
    expect(plain(theirs, open)).toBe(plain(nobodys, open));
  }
});

const changing = table.filter(
  ([, { method, least }]) => !/^(GET|OPTIONS)/.test(method) && least !== 'anyone',
);

test.each(changing)('%s cannot be asked for by another site with the cookie', async (route) => {
  const { method, example } = exampleOf(route, open);
  for (const site of [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
    { origin: 'null', 'sec-fetch-mode': 'navigate' },
  ]) {
    const headers = { ...example.headers, ...site };
    const answer = await ask('admin', method, { ...example, headers });

    expect(codeOf(answer)).toBe('403 cross_site');
  }
});

test('every route that changes something is named in the audit, or is nobody else’s matter', () => {
  const unnamed = changing.filter(([, { change }]) => change === undefined);

  expect(unnamed.map(([route]) => route)).toEqual(NAMED_ELSEWHERE);
});

test.each(table.filter(([, { least }]) => least !== 'anyone'))(
  '%s opens to a personal token by its scope alone',
  async (route, { scope }) => {
    const others = ['read', 'run', 'write'].filter((other) => other !== scope);
    const [without, withScope] = [await tokenFor(others), scope && (await tokenFor([scope]))];
    const { method, example } = exampleOf(route, { ...open, slug: 'never-was' });
    const by = (token: string) => {
      const headers = { authorization: `Bearer ${token}`, ...example.headers };
      const body = example.body === undefined ? {} : { body: example.body };
      return server.ask(example.path, { method, headers, ...body });
    };

    expect(codeOf(await by(without))).toBe('403 forbidden');
    if (withScope) expect([401, 403]).not.toContain((await by(withScope)).status);
  },
);

const tokens = new Map<string, string>();
async function tokenFor(scopes: string[]): Promise<string> {
  const key = scopes.join();
  const made = tokens.get(key) ?? (await makeToken(scopes));
  tokens.set(key, made);
  return made;
}

async function makeToken(scopes: string[]): Promise<string> {
  const answer = await must('admin', 'POST', '/api/tokens', { name: 'x', scopes, days: 1 });
  return answer.json().token;
}
