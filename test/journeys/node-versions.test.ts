// The built program on the versions of Node that people run it on, each from the registry's package of that version.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { onlyDeep } from '../support/random.ts';
import { ask, startProgram, type TestProgram } from '../support/server.ts';

const run = promisify(execFile);
/** Besides the one that runs the tests. */
const VERSIONS = ['20', '22', '24'];

onlyDeep(`the program runs on Node ${VERSIONS.join(', ')}`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-node-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The program of that version, as its package brings it. */
  async function nodeOf(version: string): Promise<string> {
    const wanted = `node-${process.platform}-${process.arch}@${version}`;
    const at = path.join(folder, version);
    const given = ['--prefix', at, '--no-save', '--ignore-scripts', '--no-audit', wanted];
    await run('npm', ['install', ...given], { cwd: folder });
    const name = `node-${process.platform}-${process.arch}`;
    return path.join(at, 'node_modules', name, 'bin', 'node');
  }

  describe.each(VERSIONS)('Node %s', (version) => {
    let database: TestDatabase;
    let program: TestProgram;
    let port: number;
    beforeAll(async () => {
      database = await newDatabase({ template: 'company' });
      const env = {
        ...{ PORT: '0', LOG_LEVEL: 'warn', CATALOG_DIR: '' },
        ...{ DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
      };
      program = startProgram(env, { node: await nodeOf(version) });
      const [, at] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
      port = Number(at);
    });
    afterAll(async () => {
      program.kill('SIGTERM');
      await program.ended();
      await database.drop();
    });

    test('a query is saved, and gives its rows in each format', async () => {
      const body = {
        slug: 'rows',
        title: 'Rows',
        sql: 'select n, n * 1.10 as more from generate_series(1, 3) n',
      };
      expect((await ask(port, '/api/queries', { method: 'POST', body })).status).toBe(201);
      expect((await ask(port, '/q/rows.csv')).text).toBe(
        'n,more\r\n1,1.10\r\n2,2.20\r\n3,3.30\r\n',
      );
      expect((await ask(port, '/q/rows.json')).json()).toHaveLength(3);
      expect((await ask(port, '/q/rows.xlsx')).status).toBe(200);
      expect((await ask(port, '/q/rows')).text).toContain('<title>Rows');
    });

    test('what would write is refused', async () => {
      const sql = 'delete from accounts';
      const answer = await ask(port, '/api/queries', {
        method: 'POST',
        body: { slug: 'writes', title: 'Writes', sql },
      });
      expect(answer.text).toMatch(/sql_not_allowed/);
    });

    test('it ends when it is told to, and warns of nothing', async () => {
      program.kill('SIGTERM');
      expect(await program.ended()).toBe(0);
      expect(program.output()).not.toMatch(/deprecat|"level":[456]0/i);
    });
  });
});
