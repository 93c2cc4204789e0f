// What nobody catches in the server is told, counted, and ends neither it nor anybody's request.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import path from 'node:path';
import { root } from '../../../server/root.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { ask, startProgram, type TestProgram } from '../../support/server.ts';

let database: TestDatabase;
let program: TestProgram;
let port: number;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  program = startProgram(
    {
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: database.adminUrl,
      NODE_OPTIONS: `--import=${path.join(root, 'test/support/make-faults.mjs')}`,
    },
    { mayFault: true },
  );
  const [, printed] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
  port = Number(printed);
});
afterAll(async () => {
  program.kill('SIGTERM');
  await program.ended();
  await database.drop();
});

const counted = async () =>
  /^sheetfeed_faults_total (\d+)$/m.exec((await ask(port, '/metrics')).text)?.[1];

test.each([
  ['rejection', /"stack":"Error: a planted rejection\\n +at /],
  ['exception', /"stack":"Error: a planted exception\\n +at /],
  ['event', /"stack":"Error: a planted event\\n +at /],
  ['odd', /"message":"undefined".*nobody caught this/],
])(
  '%s: what nobody caught is told with its stack whatever LOG_LEVEL says, and counted, and the server goes on',
  async (kind, told) => {
    const before = Number(await counted());

    await ask(port, `/healthz?${kind}`);
    await program.printed(told);

    expect(Number(await counted())).toBe(before + 1);
    expect((await ask(port, '/healthz')).status).toBe(200);
    expect(program.process.exitCode).toBeNull();
  },
);

test('a server that told of a fault stops as well as any other', async () => {
  program.kill('SIGTERM');

  expect(await program.ended()).toBe(0);
});
