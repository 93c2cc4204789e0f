// The tests that every version of PostgreSQL takes: attacks by mechanism spring no trap, honest SQL runs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { besideEachOther, entryOf, runHonest } from '../corpora/honest.ts';
import { runSetup, using, type Lab } from '../corpora/lab.ts';
import {
  alsoMeasured,
  askedHow,
  describeOutcome,
  inItsTurn,
  patiently,
  type Outcome,
  type RunSql,
} from '../corpora/runner.ts';
import type { ServerUnderTest } from '../corpora/server-runner.ts';
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
  let watch: Watch;
  const has = installedExtensions(major);

  beforeAll(async () => {
    const programs = has.size > 0 ? await installedPrograms(major) : undefined;
    const begin = async ({ runOn }: ServerUnderTest) => {
      for (const name of ['primary', 'standby'] as const) await runOn(name)(entryOf(ordinary));
    };
    ({ lab, server, watch } = await startWatchedLab({ major, programs, prepare: setTraps, begin }));
  }, 300_000);
  afterAll(() => stopLab({ lab, server, watch }), 60_000);

  // What cannot be stopped would take all turns: test/attacks/unstoppable.ts has each alone.
  const second = readSecondCorpus(major).filter(
    ({ id, expected }) => expected !== 'bounded' || id === 'planning-27',
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
      ...(await judgeAttack(server.runOn(name))(ordinary)),
    ];

    // Nearly all of them need no second, but for a busy machine. That they are refused is asked of the run: measuring,
    // which goes through the same guard, may come to its end of time there.
    const both = () =>
      alsoMeasured(name, {
        run: patiently(server.runOn(name)),
        measure: server.measureOn(name),
        mayTimeOut: true,
      });

    test(`every attack is refused before it springs a trap, ${askedHow(name)}`, async () => {
      const wrong = await attackAll(quick, judgeAttack(both()), lab);
      wrong.push(...(await aftermath()));
      expect(wrong).toEqual([]);
    }, 300_000);

    test(`what would take all time or memory ends within its limits, ${askedHow(name)}`, async () => {
      const [run, measure] = [inItsTurn(server.runOn(name)), inItsTurn(server.measureOn(name))];
      const bothWays = alsoMeasured(name, { run, measure, mayTimeOut: true });
      const wrong = await besideEachOther(heavy, judgeAttack(bothWays));
      wrong.push(...(await aftermath()));
      expect(wrong).toEqual([]);
    }, 300_000);

    test(`every case of the second corpus ends as it must and springs no trap, ${askedHow(name)}`, async () => {
      const cases = second
        .filter((each) => !lacks(each))
        .map((each) => ({ ...each, name: each.id }));
      const wrong = await attackAll(cases, judgeSecond(both()), lab);
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
    await admin.query(readWarehouseSetup());
    await admin.query('truncate trap.sprung');
    await requireTraps(admin);
    await admin.query('vacuum analyze');
    // Its indexes and statistics have sprung some.
    await admin.query('truncate trap.sprung');
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
    const outcome = await (entry.expected === 'ok' ? patiently(runSql) : runSql)(entry);
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
