// The tests that every version of PostgreSQL takes: hostile SQL does no harm, benign SQL works.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { Major } from '../postgres-versions/programs.ts';
import { readAttacks, readBenign, type Attack, type Benign } from './corpus.ts';
import { judgeAttack, judgeBenign } from './judge.ts';
import { using, type Lab } from './lab.ts';
import { alsoMeasured, ASKED_WHERE, askedOf, type Outcome, type RunSql } from './runner.ts';
import { PATIENT, startServerUnderTest, type ServerUnderTest } from './server-runner.ts';
import { startWatchedLab, stopLab } from './watched-lab.ts';
import type { Watch } from './watch.ts';

/** Declares the tests for one version: each on a primary and on a hot standby. */
export function testCorpora(major: Major): void {
  let lab: Lab;
  let server: ServerUnderTest;
  let patient: ServerUnderTest;
  let watch: Watch;

  beforeAll(async () => {
    const begin = async (brief: ServerUnderTest, begun: Lab) => {
      patient = await startServerUnderTest(begun, PATIENT);
      for (const name of SERVERS)
        for (const { runOn } of [brief, patient]) await works(runOn(name));
    };
    ({ lab, server, watch } = await startWatchedLab({ major, begin }));
  });
  afterAll(async () => {
    await patient?.stop();
    await stopLab({ lab, server, watch });
  });

  const categories = [...new Set(readAttacks('').map(({ category }) => category))];
  const benign = readBenign().filter(({ minServer }) => minServer <= major);
  describe(`PostgreSQL ${major}`, () => {
    test.each(categories)(
      `hostile SQL of the kind "%s" ends as it must, ${ASKED_WHERE}, changes nothing, and the next query works`,
      async (category) => {
        const ofKind = readAttacks(lab.folder).filter((attack) => attack.category === category);
        const wrong: string[] = [];
        for (const name of SERVERS) {
          const both = (on: ServerUnderTest) =>
            alsoMeasured(name, { run: on.runOn(name), measure: on.measureOn(name) });
          const [brief, others] = [both(server), both(patient)];
          const found = await runAttacks(askedOf(name, ofKind), (attack) =>
            (attack.expected === 'bounded' ? brief : others)(attack),
          );
          wrong.push(...found.map((sentence) => `${name}: ${sentence}`));
          wrong.push(...(await works(patient.runOn(name))));
        }
        wrong.push(...(await watch.changes()), ...(await watch.leftovers()));
        expect(wrong).toEqual([]);
      },
    );

    test.each(SERVERS)(
      '%s: benign SQL gives as many rows as PostgreSQL itself gives',
      async (name) => {
        const wrong = await using(lab.adminUrl(name), (admin) =>
          runBenign(admin, patient.runOn(name), askedOf(name, benign)),
        );
        wrong.push(...(await watch.changes()), ...(await watch.leftovers()));
        expect(wrong).toEqual([]);
      },
    );
  });
}

const SERVERS = ['primary', 'standby'] as const;

/** Runs all of them, a few at a time, so that one report names everything that is wrong. */
async function runAttacks(
  attacks: Attack[],
  run: (attack: Attack) => Promise<Outcome>,
): Promise<string[]> {
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

async function runBenign(admin: pg.Client, run: RunSql, entries: Benign[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const entry of entries) {
    const sentence = judgeBenign(entry, await run(entry), await rowsOf(admin, entry));
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
  const outcome = await run(entry);
  if (outcome.state === 'done' && outcome.rows === 100) return [];
  return [`an ordinary query no longer works: ${JSON.stringify(outcome)}`];
}
