// The tests that every version of PostgreSQL takes: hostile SQL does no harm, benign SQL works.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { Major } from '../postgres-versions/programs.ts';
import { readAttacks, readBenign, type Attack, type Benign } from './corpus.ts';
import { judgeAttack, judgeBenign } from './judge.ts';
import { using, type Lab } from './lab.ts';
import { alsoMeasured, askedHow, patiently, type RunSql } from './runner.ts';
import type { ServerUnderTest } from './server-runner.ts';
import { startWatchedLab, stopLab } from './watched-lab.ts';
import type { Watch } from './watch.ts';

/** Declares the tests for one version: each on a primary and on a hot standby. */
export function testCorpora(major: Major): void {
  let lab: Lab;
  let server: ServerUnderTest;
  let watch: Watch;

  beforeAll(async () => {
    const begin = async ({ runOn }: ServerUnderTest) => {
      for (const name of ['primary', 'standby'] as const) await works(runOn(name));
    };
    ({ lab, server, watch } = await startWatchedLab({ major, begin }));
  }, 120_000);
  afterAll(() => stopLab({ lab, server, watch }), 60_000);

  const categories = [...new Set(readAttacks('').map(({ category }) => category))];
  describe.each(['primary', 'standby'] as const)(`PostgreSQL ${major}, %s`, (name) => {
    test.each(categories)(
      `hostile SQL of the kind "%s" ends as it must, ${askedHow(name)}, changes nothing, and the next query works`,
      async (category) => {
        const attacks = readAttacks(lab.folder).filter((attack) => attack.category === category);
        const both = alsoMeasured(name, {
          run: server.runOn(name),
          measure: server.measureOn(name),
        });
        const wrong = await runAttacks(attacks, both);
        wrong.push(...(await watch.changes()), ...(await watch.leftovers()));
        wrong.push(...(await works(server.runOn(name))));
        expect(wrong).toEqual([]);
      },
      300_000,
    );

    test('benign SQL gives as many rows as PostgreSQL itself gives', async () => {
      const wrong = await using(lab.adminUrl(name), (admin) =>
        runBenign(admin, server.runOn(name), major),
      );
      wrong.push(...(await watch.changes()), ...(await watch.leftovers()));
      expect(wrong).toEqual([]);
    }, 300_000);
  });
}

/** Runs all of them, a few at a time, so that one report names everything that is wrong. */
async function runAttacks(attacks: Attack[], run: RunSql): Promise<string[]> {
  const waiting = [...attacks];
  const wrong: string[] = [];
  const worker = async (): Promise<void> => {
    for (let attack = waiting.shift(); attack; attack = waiting.shift()) {
      const sentence = judgeAttack(attack, await run(attack));
      if (sentence !== null) wrong.push(sentence);
    }
  };
  // Most of those that take long wait for their limit.
  await Promise.all(Array.from({ length: 6 }, worker));
  return wrong;
}

async function runBenign(admin: pg.Client, run: RunSql, major: Major): Promise<string[]> {
  const wrong: string[] = [];
  for (const entry of readBenign().filter(({ minServer }) => minServer <= major)) {
    const sentence = judgeBenign(entry, await patiently(run)(entry), await rowsOf(admin, entry));
    if (sentence !== null) wrong.push(sentence);
  }
  return wrong;
}

/** How many rows PostgreSQL gives a superuser; null when this server cannot run it at all. */
async function rowsOf(admin: pg.Client, { sql, params, named }: Benign): Promise<number | null> {
  const names = Object.keys(named);
  const text = names.reduce(
    (done, name, index) => done.replace(`= :${name}`, `= $${index + 1}`),
    sql,
  );
  const values = [...params, ...Object.values(named)];
  // pg's types do not know the option that keeps it from the simple protocol.
  const query = { text, values, queryMode: 'extended' };
  return admin.query(query).then(
    ({ rows }) => rows.length,
    () => null,
  );
}

async function works(run: RunSql): Promise<string[]> {
  const entry = { id: 'ordinary', sql: 'select * from app.victim', params: [], named: {} };
  const outcome = await patiently(run)(entry);
  if (outcome.state === 'done' && outcome.rows === 100) return [];
  return [`an ordinary query no longer works: ${JSON.stringify(outcome)}`];
}
