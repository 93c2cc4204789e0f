// The description of the HTTP interface, held against real answers of every route that answers JSON.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { sampleUrls } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { sending } from '../identity/people.ts';
import { misfits } from './json-schema.ts';

let server: TestServer;
let document: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON of another's making

beforeAll(async () => {
  server = await startTestServer({
    env: {
      SOURCE_SAMPLE_URL: sampleUrls().reader,
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    },
    catalog: {
      'of-file.sql':
        '/*---\ntitle: Of a file\nparameters:\n  kind: { type: choice, choices: [a, b], default: a }\n---*/\nselect :kind as kind\n',
    },
  });
  document = (await server.ask('/openapi.json')).json();
});

afterAll(() => server.stop());

/** The answer fits what the description says of this route and status, and nothing in it is left out there. */
function expectDescribed(route: string, answer: Answer): void {
  const [method = '', path = ''] = route.split(' ');
  const described = document.paths[path]?.[method.toLowerCase()];
  const response = described?.responses[String(answer.status)] ?? described?.responses.default;
  const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  expect([route, answer.status, Object.keys(response?.content ?? {}).join()]).toEqual([
    route,
    answer.status,
    type,
  ]);
  if (!type.includes('json')) return;
  const schema = response.content[type].schema;
  expect([route, misfits(answer.json(), schema, document)]).toEqual([route, []]);
}

const content = {
  ...{ title: 'Described', sql: 'select id, name from accounts where id > :least', tags: ['x'] },
  ...{ columns: [{ name: 'id', format: 'whole' }], chart: { kind: 'bar', x: 'name', y: ['id'] } },
  parameters: [{ name: 'least', type: 'number', default: '0' }],
};

test('every kind of answer is as it is described', async () => {
  const asked: [route: string, at: string, method: string, body?: unknown][] = [
    ['POST /api/queries', '/api/queries', 'POST', content],
    ['GET /api/queries', '/api/queries?search=described', 'GET'],
    ['GET /api/queries/{slug}', '/api/queries/described', 'GET'],
    ['PUT /api/queries/{slug}', '/api/queries/described', 'PUT', { ...content, title: 'Again' }],
    ['PUT /api/queries/{slug}', '/api/queries/described', 'PUT', { title: '' }],
    ['GET /api/queries/{slug}/versions', '/api/queries/described/versions', 'GET'],
    ['GET /api/queries/{slug}/versions/{version}', '/api/queries/described/versions/1', 'GET'],
    ['POST /api/queries/{slug}/restore', '/api/queries/described/restore', 'POST', { version: 1 }],
    ['GET /api/queries/{slug}/file', '/api/queries/described/file', 'GET'],
    ['GET /api/queries/{slug}/choices/{parameter}', '/api/queries/of-file/choices/kind', 'GET'],
    ['POST /api/queries/{slug}/result', '/api/queries/described/result', 'POST', { maxRows: 2 }],
    ['GET /q/{slug}.json', '/q/of-file.json', 'GET'],
    ['GET /q/{slug}.csv', '/q/of-file.csv', 'GET'],
    ['GET /q/{slug}.xlsx', '/q/of-file.xlsx', 'GET'],
    ['POST /api/run', '/api/run', 'POST', { source: 'sample', sql: 'select 1 as one' }],
    [
      'POST /api/queries/{slug}/impact',
      '/api/queries/described/impact',
      'POST',
      { sql: 'select 1' },
    ],
    ['GET /api/queries/{slug}/dependents', '/api/queries/described/dependents', 'GET'],
    ['GET /api/queries/{slug}/links', '/api/queries/described/links', 'GET'],
    ['PUT /api/favourites/{slug}', '/api/favourites/described', 'PUT'],
    ['GET /api/favourites', '/api/favourites', 'GET'],
    ['POST /api/asks', '/api/asks', 'POST', { text: 'Please' }],
    ['GET /api/asks', '/api/asks', 'GET'],
    ['GET /api/sources', '/api/sources', 'GET'],
    ['GET /api/sources/{name}/schema', '/api/sources/sample/schema', 'GET'],
    ['POST /api/describe', '/api/describe', 'POST', { source: 'sample', sql: 'select 1' }],
    ['POST /api/explain', '/api/explain', 'POST', { source: 'sample', sql: 'select 1' }],
    ['POST /api/lift', '/api/lift', 'POST', { sql: 'select 1 where 1 = 2' }],
    ['POST /api/check', '/api/check', 'POST', { file: 'x.sql', text: 'nothing' }],
    ['GET /api/me', '/api/me', 'GET'],
    ['GET /healthz', '/healthz', 'GET'],
    ['GET /readyz', '/readyz', 'GET'],
    ['GET /metrics', '/metrics', 'GET'],
  ];
  for (const [route, at, method, body] of asked) {
    const answer = await server.ask(at, { ...sending(method, body), headers: { 'if-match': '*' } });
    expectDescribed(route, answer);
  }
});

test('runs, files, answers to asks and the archive are as they are described', async () => {
  const run = '6f0c9d0e-2f6b-4a58-9b52-3a86b3d7a001';
  const sql = 'select n from generate_series(1, 30) n';
  const started = await server.ask(
    '/api/run',
    sending('POST', { source: 'sample', sql, run, pageRows: 10, waitSeconds: 20 }),
  );
  expectDescribed('POST /api/run', started);
  expectDescribed('GET /api/runs/{run}', await server.ask(`/api/runs/${run}`));
  expectDescribed('GET /api/runs/{run}', await server.ask(`/api/runs/${run}?waitSeconds=5`));
  const rows = `/api/runs/${run}/rows?after=${started.json().next}`;
  expectDescribed('GET /api/runs/{run}/rows', await server.ask(rows));
  expectDescribed(
    'DELETE /api/runs/{run}',
    await server.ask(`/api/runs/${run}`, { method: 'DELETE' }),
  );

  const file = { text: '/*---\ntitle: As a file\nsource: sample\n---*/\nselect 1 as one\n' };
  const at = '/api/queries/as-a-file';
  expectDescribed(
    'PUT /api/queries/{slug}/file',
    await server.ask(`${at}/file`, sending('PUT', file)),
  );
  expectDescribed('DELETE /api/queries/{slug}', await server.ask(at, { method: 'DELETE' }));
  expectDescribed('GET /api/queries', await server.ask('/api/queries?archived=true'));
  expectDescribed(
    'POST /api/queries/{slug}/restore',
    await server.ask(`${at}/restore`, sending('POST', {})),
  );
  const asked = await server.ask('/api/asks', sending('POST', { text: 'How many?' }));
  expectDescribed(
    'PUT /api/asks/{id}',
    await server.ask(
      `/api/asks/${asked.json().id}`,
      sending('PUT', { state: 'answered', query: 'as-a-file' }),
    ),
  );
  expectDescribed(
    'DELETE /api/favourites/{slug}',
    await server.ask('/api/favourites/as-a-file', { method: 'DELETE' }),
  );
});

test('the answers to and of a share link and a linked range are as they are described', async () => {
  await server.ask('/api/queries', sending('POST', { ...content, title: 'Shared' }));
  const made = await server.ask(
    '/api/queries/shared/links',
    sending('POST', { name: 'One', free: ['least'] }),
  );
  const { token, id } = made.json();
  const spreadsheet = { id: 's', name: 'S' };
  const range = { query: 'shared', spreadsheet, tab: 'T', columns: ['id'] };
  const registered = await server.ask('/api/ranges/r', sending('PUT', range));

  expectDescribed('POST /api/queries/{slug}/links', made);
  expectDescribed('PUT /api/ranges/{id}', registered);
  expectDescribed(
    'DELETE /api/ranges/{id}',
    await server.ask('/api/ranges/r?spreadsheet=s', { method: 'DELETE' }),
  );
  expectDescribed(
    'POST /api/ranges/{id}/token',
    await server.ask('/api/ranges/r/token', sending('POST', { query: 'shared', spreadsheet: 's' })),
  );
  expectDescribed(
    'DELETE /api/ranges/{id}/token',
    await server.ask('/api/ranges/r/token?spreadsheet=s', { method: 'DELETE' }),
  );
  expectDescribed('GET /s/{token}.json', await server.ask(`/s/${token}.json?least=100`));
  expectDescribed('GET /s/{token}.csv', await server.ask(`/s/${token}.csv`));
  expectDescribed('GET /s/{token}.xlsx', await server.ask(`/s/${token}.xlsx`));
  expectDescribed('GET /s/{token}/result', await server.ask(`/s/${token}/result`));
  expectDescribed('GET /s/{token}/result', await server.ask(`/s/${token}/result?x=1`));
  expectDescribed(
    'GET /api/queries/{slug}/dependents',
    await server.ask('/api/queries/shared/dependents'),
  );
  expectDescribed(
    'POST /api/queries/{slug}/impact',
    await server.ask('/api/queries/shared/impact', sending('POST', { sql: 'select 1' })),
  );
  expectDescribed(
    'DELETE /api/links/{id}',
    await server.ask(`/api/links/${id}`, { method: 'DELETE' }),
  );
  expectDescribed('GET /api/queries/{slug}/links', await server.ask('/api/queries/shared/links'));
});

test('the answers to and of an alert and a destination are as they are described', async () => {
  await server.ask('/api/queries', sending('POST', { ...content, title: 'Watched' }));
  const post = (at: string, body: unknown) => server.ask(at, sending('POST', body));
  const url = 'https://ops.invalid/x';
  const place = await post('/api/destinations', { kind: 'webhook', name: 'ops', url });
  const fields = { name: 'Any', key: ['id'], to: ['webhook:ops'] };
  const made = await post('/api/alerts', { query: 'watched', ...fields });
  const at = `/api/alerts/${made.json().id}`;

  expectDescribed('POST /api/destinations', place);
  expectDescribed('POST /api/alerts', made);
  expectDescribed(
    'POST /api/alerts/{id}/evaluate',
    await post(`${at}/evaluate`, { deliver: true }),
  );
  expectDescribed('POST /api/alerts/{id}/evaluate', await post(`${at}/evaluate`, {}));
  expectDescribed('GET /api/alerts', await server.ask('/api/alerts?query=watched'));
  expectDescribed('GET /api/alerts/{id}', await server.ask(at));
  expectDescribed('PUT /api/alerts/{id}', await server.ask(at, sending('PUT', fields)));
  expectDescribed('POST /api/alerts/{id}/mute', await post(`${at}/mute`, { until: null }));
  expectDescribed('GET /api/destinations', await server.ask('/api/destinations'));
  const test = `/api/destinations/${place.json().id}/test`;
  expectDescribed('POST /api/destinations/{id}/test', await post(test, {}));
  expectDescribed('DELETE /api/alerts/{id}', await server.ask(at, { method: 'DELETE' }));
  const destination = test.replace('/test', '');
  expectDescribed(
    'DELETE /api/destinations/{id}',
    await server.ask(destination, { method: 'DELETE' }),
  );
});
