// The tests that every version of PostgreSQL takes: attacks by mechanism spring no trap, honest SQL runs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { Entry } from '../corpora/corpus.ts';
import { runSetup, startLab, using, type Lab } from '../corpora/lab.ts';
import { describeOutcome, patiently, type Outcome, type RunSql } from '../corpora/runner.ts';
import { often } from '../support/random.ts';
import { startServerUnderTest, type ServerUnderTest } from '../corpora/server-runner.ts';
import { watchLab, type Watch } from '../corpora/watch.ts';
import {
  installedExtensions,
  installedPrograms,
  type Major,
} from '../postgres-versions/programs.ts';
import {
  readAttackEntries,
  readHonestEntries,
  readTraps,
  type AttackEntry,
  type Fate,
  type HonestEntry,
} from './entries.ts';
import { extensionNeeded } from './extension-needed.ts';
import { plannedHonestly, planningBombs } from './planning.ts';
import { readSecondCorpus, secondSetup, type Expected, type SecondEntry } from './second-corpus.ts';

/** Declares the tests for one version: each on a primary and on a hot standby. */
export function testAttacks(major: Major): void {
  let lab: Lab;
  let server: ServerUnderTest;
  let watch: Watch;
  const has = installedExtensions(major);

  beforeAll(async () => {
    lab = await startLab(major, has.size > 0 ? await installedPrograms(major) : undefined);
    await setTraps(lab);
    server = await startServerUnderTest(lab);
    for (const name of ['primary', 'standby'] as const) await server.runOn(name)(entryOf(ordinary));
    watch = await watchLab(lab);
  }, 120_000);
  afterAll(async () => {
    await watch?.stop();
    await server?.stop();
    await lab?.stop();
  }, 60_000);

  const second = readSecondCorpus(major).filter(
    ({ id, expected }) => expected !== 'bounded' || id === 'planning-27' || often(0, 1) === 1,
  );
  const lacks = ({ sql }: { sql: string }) => {
    const needs = extensionNeeded(sql);
    return needs !== null && !has.has(needs);
  };
  const attacks = [...readAttackEntries(major), ...planningBombs];
  const honest = [...readHonestEntries(major), ...plannedHonestly];
  const skipped = [
    ...[...attacks, ...honest].filter(lacks).map(({ name }) => name),
    ...second.filter(lacks).map(({ id }) => id),
  ];
  for (const name of skipped)
    test.skip(`${name} needs an extension that PostgreSQL ${major} lacks here`, () => {});

  const quick = attacks.filter((each) => each.fate !== 'bounded' && !lacks(each));
  const heavy = attacks.filter(({ fate }) => fate === 'bounded');
  describe.each(['primary', 'standby'] as const)(`PostgreSQL ${major}, %s`, (name) => {
    const aftermath = async () => [
      ...(await watch.changes()),
      ...(await watch.leftovers()),
      ...(await run(server.runOn(name), [ordinary])),
    ];

    test('every attack is refused before it springs a trap', async () => {
      const wrong = await attackOneByOne(quick, server.runOn(name), lab);
      wrong.push(...(await aftermath()));
      expect(wrong).toEqual([]);
    }, 300_000);

    test('what would take all time or memory ends within its limits', async () => {
      const wrong = await run(server.runOn(name), heavy);
      wrong.push(...(await aftermath()));
      expect(wrong).toEqual([]);
    }, 300_000);

    test('every case of the second corpus ends as it must and springs no trap', async () => {
      const cases = second.filter((each) => !lacks(each));
      const wrong = await attackSecond(cases, server.runOn(name), lab);
      wrong.push(...(await aftermath()));
      expect(wrong).toEqual([]);
    }, 300_000);

    test('honest SQL gives as many rows as PostgreSQL gives the same role', async () => {
      const wrong = await runHonest(
        honest.filter((each) => !lacks(each)),
        server.runOn(name),
        {
          url: lab.readerUrl(name),
        },
      );
      wrong.push(...(await aftermath()));
      expect(wrong).toEqual([]);
    }, 300_000);
  });
}

const ordinary: AttackEntry = {
  name: 'ordinary',
  sql: 'select * from app.victim',
  fate: 'harmless',
  from: 0,
};

const entryOf = ({ name, sql }: HonestEntry): Entry => ({ id: name, sql, params: [], named: {} });

/** Sets the traps, and the database of the second corpus, in the lab. */
export async function setTraps(lab: Lab): Promise<void> {
  const door = new URL(lab.adminUrl('primary'));
  const conninfo = `host=${door.hostname} port=${door.port} dbname=lab user=${door.username} password=${door.password}`;
  await using(lab.adminUrl('primary'), async (admin) => {
    await admin.query(`alter database lab set trap.door = '${conninfo}'`);
  });
  await using(lab.adminUrl('primary'), async (admin) => {
    await admin.query(readTraps());
    await runSetup(admin, secondSetup());
    await admin.query('reset role');
    // Its indexes and statistics have sprung some.
    await admin.query('truncate trap.sprung');
    await requireTraps(admin);
    await admin.query('truncate trap.sprung');
    await admin.query('vacuum analyze');
  });
}

// A trap that cannot be sprung would prove nothing.
async function requireTraps(admin: pg.Client): Promise<void> {
  await admin.query('begin read only');
  await admin.query(`select trap.spring_stable('test')`);
  await admin.query('rollback');
  const { rows } = await admin.query('select how from trap.sprung');
  if (rows.length !== 1) throw new Error('The trap does not spring.');
}

/** One after the other, so that the trap that was sprung is known by its attack. */
async function attackOneByOne(entries: AttackEntry[], runSql: RunSql, lab: Lab): Promise<string[]> {
  return using(lab.adminUrl('primary'), async (admin) => {
    const wrong: string[] = [];
    let sprung = await countSprung(admin);
    for (const entry of entries) {
      wrong.push(...(await run(runSql, [entry])));
      const now = await countSprung(admin);
      if (now !== sprung) wrong.push(`${entry.name} sprang the trap ← ${entry.sql.slice(0, 200)}`);
      sprung = now;
    }
    return wrong;
  });
}

const cannotRun = (entry: SecondEntry, outcome: Outcome): string[] =>
  isAsExpected[entry.expected](outcome)
    ? []
    : [`${entry.id} (${entry.expected}): ${describeOutcome(outcome)} ← ${entry.sql.slice(0, 200)}`];

async function attackSecond(entries: SecondEntry[], runSql: RunSql, lab: Lab): Promise<string[]> {
  return using(lab.adminUrl('primary'), async (admin) => {
    const wrong: string[] = [];
    let sprung = await countSprung(admin);
    for (const entry of entries) {
      const outcome = await (entry.expected === 'ok' ? patiently(runSql) : runSql)(entry);
      wrong.push(...cannotRun(entry, outcome));
      const now = await countSprung(admin);
      if (now !== sprung) wrong.push(`${entry.id} sprang the trap ← ${entry.sql.slice(0, 200)}`);
      sprung = now;
    }
    return wrong;
  });
}

async function countSprung(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ n: number }>('select count(*)::int as n from trap.sprung');
  return rows[0]?.n ?? 0;
}

/** Runs all of them, a few at a time; one sentence for each that did not end as it must. */
async function run(runSql: RunSql, entries: AttackEntry[]): Promise<string[]> {
  const waiting = [...entries];
  const wrong: string[] = [];
  const worker = async (): Promise<void> => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      const outcome = await runSql(entryOf(entry));
      if (isAs[entry.fate](outcome)) continue;
      wrong.push(`${entry.name} (${entry.fate}): ${describeOutcome(outcome)} ← ${entry.sql}`);
    }
  };
  await Promise.all([worker(), worker()]);
  return wrong;
}

const hasCode = (outcome: Outcome, code: RegExp): boolean =>
  outcome.state === 'problem' && code.test(outcome.code);
const isFailed = (outcome: Outcome): boolean =>
  outcome.state === 'problem' && outcome.status >= 400 && outcome.status < 500;

const isAs: Record<Fate, (outcome: Outcome) => boolean> = {
  refused: (outcome) => hasCode(outcome, /^sql_not_allowed$/),
  invalid: (outcome) => hasCode(outcome, /^sql_invalid$/),
  fails: isFailed,
  bounded: (outcome) =>
    outcome.state === 'done' ||
    outcome.state === 'cut' ||
    isFailed(outcome) ||
    hasCode(outcome, /^sql_timed_out$/),
  harmless: (outcome) => outcome.state === 'done' || isFailed(outcome),
};

const isAsExpected: Record<Expected, (outcome: Outcome) => boolean> = {
  reject: isFailed,
  fail: isFailed,
  bounded: isAs.bounded,
  harmless: isAs.harmless,
  ok: ({ state }) => state === 'done',
};

async function runHonest(
  entries: HonestEntry[],
  runSql: RunSql,
  { url }: { url: string },
): Promise<string[]> {
  return using(url, async (reader) => {
    await reader.query('set statement_timeout = 30000');
    const wrong: string[] = [];
    for (const entry of entries) {
      const outcome = await patiently(runSql)(entryOf(entry));
      const rows = await rowsOf(reader, entry);
      if (outcome.state === 'done' && outcome.rows === rows) continue;
      wrong.push(`${entry.name} (${rows}): ${describeOutcome(outcome)} ← ${entry.sql}`);
    }
    return wrong;
  });
}

async function rowsOf(reader: pg.Client, { sql }: HonestEntry): Promise<number | string> {
  // pg's types do not know the option that keeps it from the simple protocol.
  const query = { text: sql, rowMode: 'array' as const, queryMode: 'extended' };
  return reader.query(query).then(
    ({ rows }) => rows.length,
    (error: Error) => error.message,
  );
}
