// The tests, for every version of PostgreSQL, of statements that hear neither cancel nor terminate: each ends for its caller
// within its limits. Its backend goes on at the cost of a core, so that each is ended before the next, by a signal that
// PostgreSQL answers by starting anew.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { startLab, using, type Lab, type ServerName } from '../corpora/lab.ts';
import { describeOutcome, type RunSql } from '../corpora/runner.ts';
import { startServerUnderTest, type ServerUnderTest } from '../corpora/server-runner.ts';
import {
  installedExtensions,
  installedPrograms,
  type Major,
} from '../postgres-versions/programs.ts';
import { eventually } from '../support/eventually.ts';
import { isAsExpected, setTraps } from './attacks.ts';
import { extensionNeeded } from './extension-needed.ts';
import { readSecondCorpus, type SecondEntry } from './second-corpus.ts';

/** A statement that still runs so long after its caller had an answer hears nothing. */
const DEAF_AFTER_MS = 3_000;

const ordinary = { id: 'ordinary', sql: 'select * from app.victim', params: [], named: {} };

/** Declares the tests for one version: each on a primary and on a hot standby. */
export function testUnstoppable(major: Major): void {
  let lab: Lab;
  let server: ServerUnderTest;
  const has = installedExtensions(major);
  const bounded = readSecondCorpus(major).filter(({ expected, sql }) => {
    const needs = extensionNeeded(sql);
    return expected === 'bounded' && (needs === null || has.has(needs));
  });

  beforeAll(async () => {
    lab = await startLab(major, has.size > 0 ? await installedPrograms(major) : undefined);
    await setTraps(lab);
    server = await startServerUnderTest(lab);
  });
  afterAll(async () => {
    await server?.stop();
    await lab?.stop();
  });

  describe.each(['primary', 'standby'] as const)(`PostgreSQL ${major}, %s`, (name) => {
    test('what cannot be stopped ends for its caller within its limits, and the next run is served', async () => {
      const wrong: string[] = [];
      for (const entry of bounded) {
        await eventually(
          () => server.runOn(name)(ordinary),
          ({ state }) => state === 'done',
        );
        wrong.push(...(await attack(entry, server.runOn(name))));
        await endWhatIsDeaf(lab, name);
      }
      expect(wrong).toEqual([]);
      expect(await sprung(lab)).toEqual([]);
    }, 900_000);
  });
}

async function attack(entry: SecondEntry, runSql: RunSql): Promise<string[]> {
  const outcome = await runSql(entry);
  if (isAsExpected.bounded(outcome)) return [];
  return [`${entry.id}: ${describeOutcome(outcome)} ← ${entry.sql.slice(0, 200)}`];
}

async function endWhatIsDeaf(lab: Lab, name: ServerName): Promise<void> {
  const giveUp = performance.now() + DEAF_AFTER_MS;
  let working = await backendsAtWork(lab, name);
  while (working.length > 0 && performance.now() < giveUp) {
    await sleep(200);
    working = await backendsAtWork(lab, name);
  }
  if (working.length > 0) await kill(working, lab.adminUrl(name));
}

// PostgreSQL cuts every connection as it starts anew: what comes next must not meet it before that.
async function kill(pids: number[], url: string): Promise<void> {
  const witness = new pg.Client({ connectionString: url });
  await witness.connect();
  const isCut = new Promise<void>((resolve) => witness.on('error', () => resolve()));
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await isCut;
}

async function backendsAtWork(lab: Lab, name: ServerName): Promise<number[]> {
  return onceStarted(lab.adminUrl(name), async (admin) => {
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where usename = 'sheetfeed_reader' and backend_type = 'client backend' and state = 'active'`,
    );
    return rows.map(({ pid }) => pid);
  });
}

async function sprung(lab: Lab): Promise<string[]> {
  return onceStarted(lab.adminUrl('primary'), async (admin) => {
    const { rows } = await admin.query<{ how: string }>('select how from trap.sprung');
    return rows.map(({ how }) => how);
  });
}

const STARTED_WITHIN_MS = 60_000;

// A server that starts anew refuses connections, and cuts those that it had.
async function onceStarted<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const giveUp = performance.now() + STARTED_WITHIN_MS;
  for (;;) {
    try {
      return await using(url, work);
    } catch (error) {
      if (performance.now() > giveUp) throw error;
      await sleep(200);
    }
  }
}
