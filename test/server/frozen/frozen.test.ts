// Frozen runs: what is frozen stays byte for byte, is seen by whoever may see its query, and goes only with a visible gap.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Frozen, FrozenResult } from '../../../domain/contract/frozen.ts';
import { forgetFrozen } from '../../../server/catalog/frozen/frozen-runs.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

let people: People;
let data: TestDatabase;
let own: TestDatabase;
let server: TestServer;
let inOwn: pg.Pool;
let inData: pg.Pool;

const start = (env = {}) =>
  startTestServer({
    env: { DATABASE_URL: own.adminUrl, SOURCE_MAIN_URL: data.readerUrl, ...env },
    options: people.options,
  });

beforeAll(async () => {
  people = await peopleOf({ ada: 'admin', anna: 'author', bela: 'author', vera: 'viewer' });
  [data, own] = await Promise.all([
    newDatabase({ template: 'empty' }),
    newDatabase({ template: 'own' }),
  ]);
  inData = new pg.Pool({ connectionString: data.adminUrl });
  inOwn = new pg.Pool({ connectionString: own.adminUrl });
  await inData.query(`create table invoices (number text, amount numeric, paid boolean, at timestamptz);
    insert into invoices values ('A-1', 10.50, true, '2025-03-01 12:00:00+00'), ('A-2, "x"', null, false, null),
      ('', 12345678901234567890.10, null, '2025-03-01 12:00:00.123456+00')`);
  server = await start();
  await must('anna', 'POST', '/api/queries', {
    ...{ slug: 'invoices', title: 'Invoices', description: '', source: 'main' },
    sql: 'select number, amount, paid, at from invoices where :since::date < now() order by number',
    parameters: [{ name: 'since', type: 'date', default: '7 days ago' }],
  });
});
afterAll(async () => {
  await server.stop();
  await Promise.all([inData.end(), inOwn.end()]);
  await Promise.all([data.drop(), own.drop()]);
});
afterEach(() => setAudience(null));

const ask = (who: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  server.ask(path, sending(method, body, people.as(who)));

async function must(who: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await ask(who, method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
}

const setAudience = (audience: object | null) =>
  must('ada', 'PUT', '/api/queries/invoices/audience', { audience });

/** The id of a run that is over. */
async function ran(who: string, body: object = {}, path = '/api/queries/invoices/result') {
  const run = randomUUID();
  await must(who, 'POST', path, { run, ...body });
  return run;
}

const unsaved = (who: string, sql: string) => ran(who, { source: 'main', sql }, '/api/run');

const freezing = (who: string, run: string) => ask(who, 'POST', `/api/runs/${run}/freeze`);

async function frozenBy(who: string, run: string): Promise<Frozen> {
  const answer = await freezing(who, run);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json() as Frozen;
}

const pageOf = async (who: string, { id }: Pick<Frozen, 'id'>) =>
  (await must(who, 'GET', `/api/frozen/${id}`)).json() as FrozenResult;
const csvOf = (who: string, { id }: Pick<Frozen, 'id'>) => ask(who, 'GET', `/f/${id}.csv`);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('what is frozen stays byte for byte in every format while its data and its query change', async () => {
  const before = await must('vera', 'GET', '/q/invoices.csv');
  const json = await must('vera', 'GET', '/q/invoices.json');
  const frozen = await frozenBy('vera', await ran('vera'));
  await inData.query(`insert into invoices values ('A-0', 1, true, null)`);
  await must('anna', 'POST', '/api/queries/invoices/restore', { version: 1 }).catch(() => {});
  const csv = await csvOf('vera', frozen);
  const frozenJson = await must('vera', 'GET', `/f/${frozen.id}.json`);
  const workbook = await must('vera', 'GET', `/f/${frozen.id}.xlsx`);
  await inData.query(`delete from invoices where number = 'A-0'`);

  expect(csv.text).toBe(before.text);
  expect(frozenJson.text).toBe(json.text);
  expect(workbook.text.slice(0, 2)).toBe('PK');
  expect(csv.headers['content-type']).toBe(before.headers['content-type']);
  expect(frozen.fingerprint).toBe(sha256(csv.text));
});

test('a frozen run tells query, version, values as they were bound, who, when, source and rows, and a line to cite it', async () => {
  const frozen = await frozenBy('vera', await ran('vera', { timeZone: 'Europe/Paris' }));
  const page = await pageOf('anna', frozen);
  const day = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' });

  expect(page).toMatchObject({
    ...{ query: 'invoices', title: 'Invoices', version: 1, source: 'main', rowCount: 3 },
    ...{ timeZone: 'Europe/Paris', ranOn: 'primary', citedAt: null, erased: null },
    values: { since: day.format(Date.now() - 7 * 86_400_000) },
    madeBy: { name: 'vera', email: 'vera@example.com' },
    truncated: false,
  });
  expect(page.rows.map(([number]) => number)).toEqual(['', 'A-1', 'A-2, "x"']);
  expect(page.citation).toContain('Invoices (version 1, since = ');
  expect(page.citation).toContain(`3 rows`);
  expect(page.citation).toContain(`${server.url}/f/${frozen.id}`);
  expect(page.citation).toContain(frozen.fingerprint.slice(0, 16));
});

test('the fingerprint of a fixed result is this one, in this version and every later one', async () => {
  const sql = `select 1 as one, 'a,"b"' as text, null::text as none, 1.50 as n, true as yes, date '2025-01-01' as day`;
  const frozen = await frozenBy('anna', await unsaved('anna', sql));

  expect((await csvOf('anna', frozen)).text).toBe(
    'one,text,none,n,yes,day\r\n1,"a,""b""",,1.50,t,2025-01-01\r\n',
  );
  expect(frozen.fingerprint).toBe(
    sha256('one,text,none,n,yes,day\r\n1,"a,""b""",,1.50,t,2025-01-01\r\n'),
  );
});

test('the rights of its query hold now and later, under every name of it, and when it is gone', async () => {
  const frozen = await frozenBy('ada', await ran('ada'));
  await setAudience({ members: ['anna'], groups: [] });
  const hidden = await Promise.all(
    ['', '.csv', '.json', '.xlsx'].map((ending) =>
      ask('vera', 'GET', ending === '' ? `/api/frozen/${frozen.id}` : `/f/${frozen.id}${ending}`),
    ),
  );
  const unknown = await ask('vera', 'GET', '/api/frozen/0000000000000000');
  await must('ada', 'DELETE', '/api/queries/invoices');
  const gone = [await csvOf('vera', frozen), await csvOf('anna', frozen)];
  await must('ada', 'POST', '/api/queries/invoices/restore', {});
  await setAudience(null);
  const open = await csvOf('vera', frozen);

  expect(hidden.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(hidden[0]?.json().detail).toBe(unknown.json().detail);
  expect(gone.map(({ status }) => status)).toEqual([404, 200]);
  expect(open.status).toBe(200);
  expect((await must('vera', 'GET', '/api/frozen?query=invoices')).json().frozen).toEqual(
    expect.arrayContaining([expect.objectContaining({ id: frozen.id })]),
  );
});

test('a source that is closed to a member closes its frozen runs to them too', async () => {
  const frozen = await frozenBy('vera', await ran('vera'));
  const policy = { runBy: { members: ['anna'], groups: [] }, writeBy: null, links: true };
  await must('ada', 'PUT', '/api/policies/main', { ...policy, sheets: true });
  const closed = await csvOf('vera', frozen);
  await must('ada', 'PUT', '/api/policies/main', { ...policy, runBy: null, sheets: false });
  const away = await csvOf('vera', frozen);
  await must('ada', 'PUT', '/api/policies/main', { ...policy, runBy: null, sheets: true });

  // These people come with identity tokens, as the add-on does.
  expect([closed.status, away.status]).toEqual([404, 403]);
});

test('SQL that is not saved is seen by its maker and the authors of its source, and by others while it is shared', async () => {
  const frozen = await frozenBy('anna', await unsaved('anna', 'select 42 as answer'));
  const seenBy = async (who: string) => (await csvOf(who, frozen)).status;
  const share = (who: string, shared: boolean) =>
    ask(who, 'PUT', `/api/frozen/${frozen.id}/share`, { shared });
  const alone = [await seenBy('anna'), await seenBy('bela'), await seenBy('vera')];
  const refused = await share('bela', true);
  await share('anna', true);
  const shared = await seenBy('vera');
  await share('anna', false);

  expect(alone).toEqual([200, 200, 404]);
  expect(refused.status).toBe(403);
  expect(shared).toBe(200);
  expect(await seenBy('vera')).toBe(404);
  expect((await pageOf('bela', frozen)).sql).toBe('select 42 as answer');
});

test('only the member’s own run that is over and whole is frozen, and once', async () => {
  const run = await ran('vera');
  const [one, two] = await Promise.all([frozenBy('vera', run), frozenBy('vera', run)]);
  const part = await ran('vera', { maxRows: 1 });

  expect(one.id).toBe(two.id);
  expect((await freezing('anna', run)).status).toBe(404);
  expect((await freezing('vera', randomUUID())).status).toBe(404);
  expect((await freezing('vera', part)).json()).toMatchObject({ code: 'result_too_large' });
});

test('one that nobody cites is let go of after its days, with a gap that says so; a cited one stays', async () => {
  const [uncited, cited] = [
    await frozenBy('vera', await ran('vera')),
    await frozenBy('vera', await ran('vera')),
  ];
  const after = (await must('anna', 'POST', `/api/frozen/${cited.id}/cite`)).json() as Frozen;
  await inOwn.query(
    `update frozen_runs set made_at = now() - interval '31 days' where id = any($1)`,
    [[uncited.id, cited.id]],
  );
  await forgetFrozen(inOwn, 30);
  const gone = await csvOf('vera', uncited);

  expect([uncited.keptUntil, after.keptUntil]).toEqual([expect.any(String), null]);
  expect([gone.status, gone.json().code]).toEqual([410, 'run_expired']);
  expect((await pageOf('vera', uncited)).erased).toEqual({ at: expect.any(String), by: null });
  expect(sha256((await csvOf('vera', cited)).text)).toBe(cited.fingerprint);
});

test('erasing takes the rows and the values out of the database and leaves a gap that names who did it', async () => {
  const frozen = await frozenBy('vera', await ran('vera', { values: { since: '2020-02-02' } }));
  await must('vera', 'POST', `/api/frozen/${frozen.id}/cite`);
  const refused = await ask('bela', 'DELETE', `/api/frozen/${frozen.id}`);
  await must('vera', 'DELETE', `/api/frozen/${frozen.id}`);
  const page = await pageOf('bela', frozen);
  const left = await inOwn.query(
    `select to_jsonb(f)::text as text from frozen_runs f where id = $1
     union all select 'piece' from frozen_pieces where frozen = $1`,
    [frozen.id],
  );
  const gone = await csvOf('bela', frozen);

  expect(refused.status).toBe(403);
  expect(page).toMatchObject({ rows: [], sql: '', values: {}, erased: { by: { name: 'vera' } } });
  expect(left.rows).toEqual([{ text: expect.not.stringContaining('2020-02-02') }]);
  expect([gone.status, gone.json().detail]).toEqual([410, expect.stringContaining('by vera')]);
});

test('over the budget a new one is refused and leaves nothing behind, and no cited one goes', async () => {
  const count = async () =>
    (
      await inOwn.query(
        'select (select count(*) from frozen_runs) + (select count(*) from frozen_pieces) as n',
      )
    ).rows[0].n as string;
  const small = await start({ FROZEN_BYTES: '200' });
  try {
    const before = await count();
    const run = randomUUID();
    const asked = {
      run,
      source: 'main',
      sql: `select md5(n::text) from generate_series(1, 100) n`,
    };
    await small.ask('/api/run', sending('POST', asked, people.as('anna')));
    const refused = await small.ask(
      `/api/runs/${run}/freeze`,
      sending('POST', undefined, people.as('anna')),
    );

    expect([refused.status, refused.json().code]).toEqual([507, 'storage_full']);
    expect(await count()).toBe(before);
  } finally {
    await small.stop();
  }
});

test('a run that another server holds is frozen whole, also in several parts', async () => {
  const other = await start();
  try {
    const sql = `select n, md5(n::text) as hash, repeat(md5((n + 1)::text), 3) as more from generate_series(1, 60000) n`;
    const run = await unsaved('anna', sql);
    const answer = await other.ask(
      `/api/runs/${run}/freeze`,
      sending('POST', undefined, people.as('anna')),
    );
    const frozen = answer.json() as Frozen;
    const csv = await csvOf('anna', frozen);
    const page = await pageOf('anna', frozen);

    expect(answer.status).toBe(201);
    expect(frozen.fingerprint).toBe(sha256(csv.text));
    expect(csv.text.split('\r\n')).toHaveLength(60_002);
    expect(page.rows).toHaveLength(60_000);
    expect(page.rows.at(-1)?.[0]).toBe(60_000);
    const compared = await ask('anna', 'GET', `/api/frozen/${frozen.id}/difference/${frozen.id}`);
    expect(compared.json()).toMatchObject({ code: 'result_too_large' });
  } finally {
    await other.stop();
  }
});

test('what differs between two frozen runs is told by the query’s key, value by value', async () => {
  await must('anna', 'POST', '/api/queries', {
    ...{ slug: 'keyed', title: 'Keyed', source: 'main', key: ['number'] },
    sql: 'select number, amount, paid from invoices order by number',
  });
  const result = '/api/queries/keyed/result';
  const before = await frozenBy('vera', await ran('vera', {}, result));
  await inData.query(`update invoices set amount = 11.50 where number = 'A-1';
    delete from invoices where number = ''; insert into invoices values ('B-1', 7, true, null)`);
  const after = await frozenBy('vera', await ran('vera', {}, result));
  await inData.query(`update invoices set amount = 10.50 where number = 'A-1';
    insert into invoices values ('', 12345678901234567890.10, null, null);
    delete from invoices where number = 'B-1'`);
  const found = (
    await must('bela', 'GET', `/api/frozen/${before.id}/difference/${after.id}`)
  ).json();
  const other = await frozenBy('vera', await ran('vera'));
  const unlike = await ask('vera', 'GET', `/api/frozen/${before.id}/difference/${other.id}`);

  expect(found).toMatchObject({
    key: ['number'],
    counts: { added: 1, removed: 1, changed: 1, same: 1 },
    added: [['B-1', '7', 't']],
    removed: [['', '12345678901234567890.10', null]],
    changed: [
      {
        row: ['A-1', '11.50', 't'],
        cells: [{ column: 'amount', before: '10.50', after: '11.50' }],
      },
    ],
  });
  expect(unlike.status).toBe(400);
});
