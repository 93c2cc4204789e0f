// The rights in memory, while they change as they are read.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../../../server/database/database.ts';
import { createAccess } from '../../../server/identity/access.ts';
import { setPolicy } from '../../../server/identity/policies.ts';
import { inTransaction } from '../../../server/database/transaction.ts';
import { createLog } from '../../../server/log.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let pool: pg.Pool;
const log = createLog('silent');

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  pool = new pg.Pool({ connectionString: database.adminUrl });
  pool.on('error', () => {});
  await migrate(pool, { log });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** The pool; with `holdNext`, its next answer about policies arrives only when what that returns is called. */
function slowPool(): { slow: pg.Pool; holdNext: () => () => void } {
  let held: Promise<void> | null = null;
  const query = async (asked: string | pg.QueryConfig) => {
    const answer = await pool.query(asked);
    if (held === null || !/source_policies/.test(String(asked))) return answer;
    const wait = held;
    held = null;
    await wait;
    return answer;
  };
  const holdNext = () => {
    let letGo = () => {};
    held = new Promise((resolve) => (letGo = resolve));
    return letGo;
  };
  return { slow: { query } as unknown as pg.Pool, holdNext };
}

test('what was read before a change does not come in after it', async () => {
  const { slow, holdNext } = slowPool();
  const access = await createAccess(slow);
  const allow = (links: boolean) =>
    inTransaction(pool, (client) =>
      setPolicy(client, 'main', { runBy: null, writeBy: null, links, sheets: true }),
    );
  await allow(true);
  const letGo = holdNext();
  const first = access.refresh();
  await setTimeout(200);
  await allow(false);

  const second = access.refresh();
  // It gets the time to come in first.
  await Promise.race([second, setTimeout(200)]);
  letGo();
  await Promise.all([first, second]);

  expect(access.policyOf('main').links).toBe(false);
});
