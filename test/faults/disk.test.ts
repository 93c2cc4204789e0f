// A disk without room, Sheetfeed's own or its database's, is told of in a sentence and takes nothing else with it.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ask as askDatabase } from '../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startProgram, writeFiles, type TestProgram } from '../support/server.ts';
import { ask, startReading, type Ending } from './client.ts';

let folder: string;
let own: TestDatabase;
let data: TestDatabase;
let program: TestProgram;
let url: string;

const header = '/*---\ntitle: Any\nsource: main\n---*/\n';
const rows = (count: number) =>
  `${header}select g, repeat('x', 90) as text from generate_series(1, ${count}) g\n`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-disk-'));
  await writeFiles(folder, {
    'quick.sql': `${header}select 1 as x\n`,
    // Some 20 and some 100 MB.
    'fewer.sql': rows(200_000),
    'many.sql': rows(1_000_000),
  });
  own = await newDatabase({ template: 'empty' });
  data = await newDatabase({ template: 'empty' });
  const settings = {
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: own.adminUrl,
    CATALOG_DIR: folder,
    SOURCE_MAIN_URL: data.readerUrl,
  };
  program = startProgram(settings, { mostFileKilobytes: 4_000 });
  [, url = ''] = await program.printed(/Sheetfeed is at (\S+)/);
});
afterAll(async () => {
  program.kill('SIGTERM');
  await program.ended();
  await own.drop();
  await data.drop();
  await rm(folder, { recursive: true });
});

async function expectWell(): Promise<void> {
  const atWork = await eventually(
    () =>
      askDatabase(
        data.adminUrl,
        `select from pg_stat_activity
         where datname = current_database() and application_name = 'sheetfeed' and state <> 'idle'`,
      ),
    (found) => found.length === 0,
  );
  expect(atWork).toEqual([]);
  expect(await ask(`${url}/q/quick.csv`)).toMatchObject({ state: 'whole', status: 200 });
  expect(await ask(`${url}/api/queries/quick/result`, {})).toMatchObject({ status: 200 });
}

const noRoom: Partial<Ending> = {
  state: 'problem',
  status: 503,
  code: 'service_unavailable',
  detail: expect.stringContaining('no room') as unknown as string,
};

test('a result for which there is no room on the disk is a problem that says so', async () => {
  const run = randomUUID();
  expect(await ask(`${url}/api/queries/fewer/result`, { run })).toMatchObject(noRoom);
  // Who asks for the same run again is told the same.
  expect(await ask(`${url}/api/queries/fewer/result`, { run })).toMatchObject(noRoom);
  await expectWell();
});

test('a reader whose rows do not fit on the disk is cut off, and who shares the run gets all of them', async () => {
  const slow = startReading(`${url}/q/many.csv`);
  const quick = await ask(`${url}/q/many.csv`);

  expect(quick).toMatchObject({ state: 'whole', status: 200 });
  expect(quick.state === 'whole' && quick.text.split('\r\n').length).toBe(1_000_002);
  expect(await slow.toTheEnd()).toMatchObject({ state: 'cut' });
  await expectWell();
});

test("while Sheetfeed's own database takes no changes, runs go on, and who would change something is told", async () => {
  const name = new URL(own.adminUrl).pathname.slice(1);
  const becomeReadOnly = async (isReadOnly: boolean) => {
    await askDatabase(
      data.adminUrl,
      `alter database ${name} set default_transaction_read_only to ${isReadOnly}`,
    );
    await askDatabase(
      data.adminUrl,
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
      [name],
    );
  };
  const save = (title: string) =>
    ask(`${url}/api/queries`, { title, sql: 'select 1', source: 'main' });
  await becomeReadOnly(true);

  expect(await eventually(() => save('One'), isTold)).toMatchObject({
    ...{ state: 'problem', status: 503, code: 'service_unavailable' },
    detail: expect.stringContaining('takes no changes') as unknown,
  });
  const run = randomUUID();
  expect(await ask(`${url}/api/queries/quick/result`, { run })).toMatchObject({ status: 200 });
  expect(await ask(`${url}/q/quick.csv?_maxAgeSeconds=60`)).toMatchObject({ status: 200 });

  await becomeReadOnly(false);
  const saved = await eventually(
    () => save('Two'),
    ({ state }) => state === 'whole',
  );
  expect(saved).toMatchObject({ status: 201 });
  // The record of what ran meanwhile was kept.
  const recorded = await eventually(
    () => askDatabase(own.adminUrl, 'select outcome from runs where id = $1', [run]),
    (found) => found.length > 0,
  );
  expect(recorded).toEqual([{ outcome: 'done' }]);
});

const isTold = (ending: Ending) =>
  ending.state === 'problem' && ending.detail.includes('no changes');
