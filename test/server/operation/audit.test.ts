// The audit is a part of the change: neither is there without the other, whatever happens in between.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { rows, type RowName } from '../../../domain/contract/routes.ts';
import { ask } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { CLIENT, GoogleConsent } from '../../support/google/consent.ts';
import { GOOGLE_SETTINGS, scheduledSheet } from '../../support/scheduled-sheet.ts';
import { startIssuer, type Issuer } from '../../support/oidc-issuer.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { WORDED_TABLE } from '../identity/words-examples.ts';
import { changesOf, fresh, memberId, type ChangingRow, type Request } from './changes.ts';
import { onThePages, pageSettings, publicUrl, signInOnPages } from '../identity/page-sign-in.ts';

let issuer: Issuer;
let database: TestDatabase;
let server: TestServer;
const sheet = scheduledSheet();
const consent = new GoogleConsent(
  () => sheet.api,
  () => `${publicUrl}/google-grant`,
);
const cookies: Record<string, string> = {};

beforeAll(async () => {
  issuer = await startIssuer();
  database = await newDatabase({ template: 'empty' });
  await ask(database.adminUrl, WORDED_TABLE);
  sheet.share();
  server = await startTestServer({
    options: { google: { ...sheet.google, fetch: consent.over(sheet.google?.fetch ?? fetch) } },
    env: {
      ...GOOGLE_SETTINGS,
      GOOGLE_GRANT_CLIENT_ID: CLIENT.id,
      GOOGLE_GRANT_CLIENT_SECRET: CLIENT.secret,
      ...pageSettings(issuer, database),
      SOURCE_MAIN_URL: database.readerUrl,
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
      DEFAULT_ROLE: 'viewer',
      ADMIN_EMAILS: 'ada@example.com',
      TRUSTED_PROXIES: '127.0.0.1',
    },
  });
  for (const name of ['ada', 'vera']) cookies[name] = await signInOnPages(server, issuer, name);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
  issuer.stop();
});

/** Where the test's proxy says that its callers are. */
const CALLER = '203.0.113.7';

const askAs = (who: string, method: string, { path, body, headers = {} }: Request) =>
  server.ask(path, {
    method,
    headers: { ...onThePages(cookies[who] ?? ''), 'x-forwarded-for': CALLER, ...headers },
    ...(body === undefined ? {} : { body }),
  });

async function must(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await askAs('ada', method, { path, body });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
}

interface Event {
  what: string;
  subject: string | null;
  details: { before?: unknown } | null;
  email: string;
  address: string | null;
  outcome: string;
}

const events = (kind = 'change') =>
  ask<Event>(database.adminUrl, 'select * from audit_events where kind = $1 order by at', [kind]);

const CHANGES = changesOf({
  must,
  signInElsewhere: () => signInOnPages(server, issuer, 'ada'),
  arrives: (name) => signInOnPages(server, issuer, name),
  sheet,
  consent,
});

const changing = rows.filter(({ change }) => change !== undefined);
/** What replaces or ends something that the line would not tell otherwise. */
const REPLACING: readonly RowName[] = [
  'PUT alert',
  'PUT tableWords',
  'POST mute',
  'DELETE alert',
  'PUT sheetTable',
  'DELETE sheetTable',
  'DELETE board',
  'DELETE slackChannel',
  'DELETE subscription',
  'DELETE rangeSchedule',
  'PUT rangeSchedulePaused',
  'DELETE googleGrant',
  ...(['PUT variation', 'PUT variationState', 'DELETE variation'] as const),
  ...(['PUT query', 'DELETE query', 'POST restore', 'DELETE link'] as const),
  ...([
    'PUT member',
    'PUT group',
    'DELETE group',
    'DELETE invitation',
    'PUT policy',
    'PUT maintenance',
    'PUT audience',
    'PUT ask',
    'PUT frozenShare',
    'DELETE sentList',
  ] as const),
];

test.each(changing.map((row) => [row.route, row] as const))(
  '%s is one line in the audit, with who it was, from where, and what was there before',
  async (_route, { name, method, change }) => {
    const request = await CHANGES[name as ChangingRow]();
    const before = await events();

    const answer = await askAs('ada', method, request);
    if (name === 'DELETE sessions') cookies['ada'] = await signInOnPages(server, issuer, 'ada');

    expect(answer.status).toBeLessThan(300);
    const [line, ...others] = (await events()).slice(before.length);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ what: change, email: 'ada@example.com', outcome: 'done' });
    expect(line?.address).toBe(CALLER);
    expect([name, line?.details?.before !== undefined]).toEqual([name, REPLACING.includes(name)]);
  },
);

test('a role that is taken away is told with the role that there was', async () => {
  const path = `/api/members/${encodeURIComponent(await memberId(must, 'vera'))}`;
  await must('PUT', path, { role: 'author' });
  await must('PUT', path, { role: 'viewer' });

  expect((await events()).at(-1)).toMatchObject({
    subject: 'vera@example.com',
    details: { role: 'viewer', before: { role: 'author', active: true } },
  });
});

test('no line holds a secret that was told', async () => {
  const secrets = [];
  for (const name of ['POST personalTokens', 'POST links', 'POST rangeToken'] as const) {
    const { path, body } = await CHANGES[name]();
    secrets.push((await must('POST', path, body)).json().token as string);
  }

  const told = JSON.stringify(await events());
  expect(secrets.filter((secret) => secret.length < 20)).toEqual([]);
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
});

test('while no line can be written nothing changes, and whoever asks is told so', async () => {
  const requests: [name: string, method: string, request: Request][] = [];
  for (const { name, method } of changing) {
    requests.push([name, method, await CHANGES[name as ChangingRow]()]);
  }
  const before = await fingerprint();

  const answers = await whileLocked(() =>
    Promise.all(
      requests.map(async ([name, method, request]) => {
        const answer = await askAs('ada', method, request);
        return [name, answer.status, answer.json().code];
      }),
    ),
  );

  expect(answers).toEqual(requests.map(([name]) => [name, 503, 'service_unavailable']));
  expect(await fingerprint()).toEqual(before);
});

test('a change whose connection breaks before it is committed is neither there nor in the audit', async () => {
  const name = fresh('group');
  const before = await fingerprint();

  const answer = await whileLocked(async () => {
    const asked = askAs('ada', 'POST', { path: '/api/groups', body: { name } });
    await eventually(killWaiting, (killed) => killed.length > 0);
    return asked;
  });

  expect(answer.status).toBe(503);
  expect(await fingerprint()).toEqual(before);
  await must('POST', '/api/groups', { name });
  expect((await events()).at(-1)).toMatchObject({ what: 'made a group', subject: name });
});

test('a member who tries to change what they may not is in the audit, a stranger is not', async () => {
  const before = await events();
  const request = { path: '/api/groups', body: { name: 'Mine' } };
  const refused = await askAs('vera', 'POST', request);
  const strange = await server.ask('/api/groups', {
    method: 'POST',
    headers: { authorization: 'Bearer sheetfeed_pat_nobody' },
    body: request.body,
  });

  expect([refused.status, strange.status]).toEqual([403, 401]);
  const after = await eventually(events, ({ length }) => length > before.length);
  expect(after.slice(before.length)).toEqual([
    expect.objectContaining({
      ...{ email: 'vera@example.com', what: 'was refused: made a group', outcome: 'forbidden' },
      ...{ address: CALLER, details: expect.objectContaining({ path: '/api/groups' }) },
    }),
  ]);
});

test('a sign-in on the pages is in the audit with its address, and there is no session without its line', async () => {
  const signedIn = await events('sign_in');
  await signInOnPages(server, issuer, 'vera');
  expect((await events('sign_in')).slice(signedIn.length)).toEqual([
    expect.objectContaining({ what: 'signed in', email: 'vera@example.com', outcome: 'done' }),
  ]);

  const sessions = await ask(database.adminUrl, 'select id from sessions order by id');
  const cookie = await whileLocked(() => signInOnPages(server, issuer, 'vera'));

  expect(cookie).not.toContain('session');
  expect(await ask(database.adminUrl, 'select id from sessions order by id')).toEqual(sessions);
});

/** Everything that a change could touch, the audit included; not when somebody was seen last, which is noted once a minute. */
async function fingerprint(): Promise<unknown> {
  const tables = [
    ...['members', 'groups', 'group_members', 'source_policies', 'query_audiences', 'queries'],
    ...['query_versions', 'share_links', 'asks', 'schedule_tokens', 'personal_tokens'],
    ...['variations', 'sheet_tables', 'boards', 'comments', 'audit_events'],
  ];
  const digests = tables.map(
    (table) =>
      `select '${table}' as name, md5(coalesce(string_agg(told, '' order by told), '')) as content
       from ${table} t, lateral (select (to_jsonb(t) - '{last_seen_at,last_used_at}'::text[])::text) as without (told)`,
  );
  const sessions = `select 'sessions', md5(coalesce(string_agg(id::text, '' order by id), '')) from sessions`;
  return ask(database.adminUrl, [...digests, sessions].join(' union all '));
}

/** Keeps everybody from writing to the audit meanwhile. */
async function whileLocked<T>(work: () => Promise<T>): Promise<T> {
  const holder = new pg.Client({ connectionString: database.adminUrl });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query('lock table audit_events');
    return await work();
  } finally {
    await holder.end();
  }
}

const killWaiting = () =>
  ask(
    database.adminUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query like '%insert into audit_events%'
       and wait_event_type = 'Lock'`,
  );

test('a page of the audit holds no more text than a moment can carry, and the pages together hold every entry', async () => {
  await ask(
    database.adminUrl,
    `insert into runs (id, member, origin, version, sql, source, "values", time_zone, started_at,
       duration_ms, row_count, byte_count, outcome)
     select gen_random_uuid(), 'ada', 'page', 0, repeat('x', 250000), 'long', '{}', 'UTC',
       now() - n * interval '1 second', 1, 0, 0, 'done' from generate_series(1, 30) n`,
  );
  const seen = new Set<string>();
  let next: string | null = null;
  do {
    const search = new URLSearchParams({ source: 'long', ...(next === null ? {} : { next }) });
    const page = await must('GET', `/api/audit?${search}`);
    expect(page.text.length).toBeLessThan(2_000_000);
    const { entries, next: older } = page.json() as { entries: { id: string }[]; next: string };
    for (const { id } of entries) seen.add(id);
    next = older;
  } while (next !== null);

  expect(seen.size).toBe(30);
});
