// The tests that every version of PostgreSQL takes: attacks by mechanism spring no trap, honest SQL runs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { besideEachOther, entryOf, runHonest } from '../corpora/honest.ts';
import { runSetup, using, type Lab } from '../corpora/lab.ts';
import {
  alsoMeasured,
  askedHow,
  askedOf,
  describeOutcome,
  EVERY,
  inItsTurn,
  type Outcome,
  type RunSql,
} from '../corpora/runner.ts';
import { PATIENT, startServerUnderTest, type ServerUnderTest } from '../corpora/server-runner.ts';
import { startWatchedLab, stopLab } from '../corpora/watched-lab.ts';
import type { Watch } from '../corpora/watch.ts';
import {
  installedExtensions,
  installedPrograms,
  type Major,
} from '../postgres-versions/programs.ts';
import {
  readAttackEntries,
  readHonestEntries,
  readTraps,
  readWarehouseSetup,
  type AttackEntry,
  type Fate,
} from './entries.ts';
import { extensionNeeded } from './extension-needed.ts';
import { plannedHonestly, planningBombs } from './bombs/planning.ts';
import { readHonestly, readingBombs } from './bombs/reading.ts';
import { wrappedTrees } from './wrapped-trees.ts';
import { readSecondCorpus, secondSetup, type Expected, type SecondEntry } from './second-corpus.ts';

/** Declares the tests for one version: each on a primary and on a hot standby. */
export function testAttacks(major: Major): void {
  let lab: Lab;
  let server: ServerUnderTest;
  let patient: ServerUnderTest;
  let watch: Watch;
  const has = installedExtensions(major);

  beforeAll(async () => {
    const programs = has.size > 0 ? await installedPrograms(major) : undefined;
    const begin = async (brief: ServerUnderTest, begun: Lab) => {
      patient = await startServerUnderTest(begun, PATIENT);
      for (const name of ['primary', 'standby'] as const)
        for (const { runOn } of [brief, patient]) await runOn(name)(entryOf(ordinary));
    };
    ({ lab, server, watch } = await startWatchedLab({ major, programs, prepare: setTraps, begin }));
  });
  afterAll(async () => {
    await patient?.stop();
    await stopLab({ lab, server, watch });
  });

  // What cannot be stopped would take all turns: test/attacks/unstoppable.ts has each alone.
  const second = readSecondCorpus(major).filter(
    ({ id, expected }) => expected !== 'bounded' || id === 'planning-27',
  );
  const boundedIds = new Set(
    second.flatMap(({ id, expected }) => (expected === 'bounded' ? [id] : [])),
  );
  const lacks = ({ sql }: { sql: string }) => {
    const needs = extensionNeeded(sql);
    return needs !== null && !has.has(needs);
  };
  const bombs = [...planningBombs, ...readingBombs].filter(({ from }) => from <= major);
  const attacks = [...readAttackEntries(major), ...bombs, ...wrappedTrees];
  const honest = [...readHonestEntries(major), ...plannedHonestly, ...readHonestly];
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
      ...(await judgeAttack(patient.runOn(name))(ordinary)),
    ];

    const both = (on: ServerUnderTest) =>
      alsoMeasured(name, { run: on.runOn(name), measure: on.measureOn(name) });

    test(`${EVERY} attack is refused before it springs a trap, ${askedHow(name)}`, async () => {
      const wrong = await attackAll(askedOf(name, quick), judgeAttack(both(patient)), lab);
      wrong.push(...(await aftermath()));
      expect(wrong).toEqual([]);
    });

    test(`what would take all time or memory ends within its limits, ${askedHow(name)}`, async () => {
      const [run, measure] = [inItsTurn(server.runOn(name)), inItsTurn(server.measureOn(name))];
      const bothWays = alsoMeasured(name, { run, measure, mayTimeOut: true });
      const wrong = await besideEachOther(askedOf(name, heavy), judgeAttack(bothWays));
      wrong.push(...(await aftermath()));
      expect(wrong).toEqual([]);
    });

    test(`${EVERY} case of the second corpus ends as it must and springs no trap, ${askedHow(name)}`, async () => {
      const cases = second
        .filter((each) => !lacks(each))
        .map((each) => ({ ...each, name: each.id }));
      const [brief, others] = [both(server), both(patient)];
      const run: RunSql = (entry) => (boundedIds.has(entry.id) ? brief : others)(entry);
      const wrong = await attackAll(askedOf(name, cases), judgeSecond(run), lab);
      wrong.push(...(await aftermath()));
      expect(wrong).toEqual([]);
    });

    test('honest SQL gives as many rows as PostgreSQL gives the same role', async () => {
      const asked = askedOf(
        name,
        honest.filter((each) => !lacks(each)),
      );
      const wrong = await runHonest(asked, patient.runOn(name), { url: lab.readerUrl(name) });
      wrong.push(...(await aftermath()));
      expect(wrong).toEqual([]);
    });
  });
}

const ordinary: AttackEntry = {
  name: 'ordinary',
  sql: 'select * from app.victim',
  fate: 'harmless',
  from: 0,
};

/** Sets the traps, and the database of the second corpus, in the lab. */
export async function setTraps(lab: Lab): Promise<void> {
  const door = new URL(lab.adminUrl('primary'));
  const conninfo = `host=${door.hostname} port=${door.port} dbname=lab user=${door.username} password=${door.password}`;
  await using(lab.adminUrl('primary'), async (admin) => {
    await admin.query(`alter database lab set trap.door = '${conninfo}'`);
  });
  await using(lab.adminUrl('primary'), async (admin) => {
    await admin.query(readTraps());
    const awaken = await putToSleep(admin);
    await runSetup(admin, secondSetup());
    await admin.query('reset role');
    await admin.query(readWarehouseSetup());
    await admin.query('vacuum analyze');
    await awaken();
    await admin.query('truncate trap.sprung');
    await requireTraps(admin);
    await admin.query('truncate trap.sprung');
  });
}

// Indexes and statistics spring them for each of their rows, each time by a new connection: for as long as they are made
// nothing comes of it.
async function putToSleep(admin: pg.Client): Promise<() => Promise<unknown>> {
  const { rows } = await admin.query<{ awake: string }>(
    `select pg_get_functiondef('trap.spring(text)'::regprocedure) as awake`,
  );
  await admin.query(`create or replace function trap.spring(how text) returns boolean
    language plpgsql volatile security definer as 'begin return true; end'`);
  return () => admin.query(rows[0]?.awake ?? '');
}

// A trap that cannot be sprung would prove nothing.
async function requireTraps(admin: pg.Client): Promise<void> {
  await admin.query('begin read only');
  await admin.query(`select trap.spring_stable('test')`);
  await admin.query('rollback');
  const { rows } = await admin.query('select how from trap.sprung');
  if (rows.length !== 1) throw new Error('The trap does not spring.');
}

/**
 * Several at a time, and what is wrong with them. Where a trap was sprung, once more one after the other, so that it is
 * known by which.
 */
async function attackAll<T extends { name: string; sql: string }>(
  entries: T[],
  judge: (entry: T) => Promise<string[]>,
  lab: Lab,
): Promise<string[]> {
  return using(lab.adminUrl('primary'), async (admin) => {
    const before = await countSprung(admin);
    const wrong = await besideEachOther(entries, judge);
    const after = await countSprung(admin);
    if (after === before) return wrong;
    wrong.push(`a trap was sprung ${after - before} times`);
    let sprung = after;
    for (const entry of entries) {
      await judge(entry);
      const now = await countSprung(admin);
      if (now !== sprung) wrong.push(`${entry.name} sprang the trap ← ${entry.sql.slice(0, 200)}`);
      sprung = now;
    }
    return wrong;
  });
}

function judgeAttack(runSql: RunSql): (entry: AttackEntry) => Promise<string[]> {
  return async (entry) => {
    const outcome = await runSql(entryOf(entry));
    if (isAs[entry.fate](outcome)) return [];
    return [
      `${entry.name} (${entry.fate}): ${describeOutcome(outcome)} ← ${entry.sql.slice(0, 200)}`,
    ];
  };
}

function judgeSecond(runSql: RunSql): (entry: SecondEntry) => Promise<string[]> {
  return async (entry) => {
    const outcome = await runSql(entry);
    if (isAsExpected[entry.expected](outcome)) return [];
    return [
      `${entry.id} (${entry.expected}): ${describeOutcome(outcome)} ← ${entry.sql.slice(0, 200)}`,
    ];
  };
}

/** How many traps were sprung so far. */
export async function countSprung(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ n: number }>('select count(*)::int as n from trap.sprung');
  return rows[0]?.n ?? 0;
}

const hasCode = (outcome: Outcome, code: RegExp): boolean =>
  outcome.state === 'problem' && code.test(outcome.code);
const isFailed = (outcome: Outcome): boolean =>
  outcome.state === 'problem' && outcome.status >= 400 && outcome.status < 500;

/** Whether an outcome is one that a fate allows. */
export const isAs: Record<Fate, (outcome: Outcome) => boolean> = {
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

/** Whether an outcome is one that the second corpus allows. */
export const isAsExpected: Record<Expected, (outcome: Outcome) => boolean> = {
  reject: isFailed,
  fail: isFailed,
  bounded: isAs.bounded,
  harmless: isAs.harmless,
  ok: ({ state }) => state === 'done',
};
