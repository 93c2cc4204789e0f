// The tests, for every version of PostgreSQL, of SQL that reads sheet tables: as PostgreSQL answers of real tables of the
// same names, and no harm.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import path from 'node:path';
import { root } from '../../server/root.ts';
import type { Entry } from '../corpora/corpus.ts';
import { readEntries } from '../corpora/entries.ts';
import { using, type Lab, type ServerName } from '../corpora/lab.ts';
import { askedOf, describeOutcome, type RunSql } from '../corpora/runner.ts';
import type { ServerUnderTest } from '../corpora/server-runner.ts';
import { startWatchedLab, stopLab } from '../corpora/watched-lab.ts';
import type { Watch } from '../corpora/watch.ts';
import type { Major } from '../postgres-versions/programs.ts';
import { countSprung, isAs, setTraps } from './attacks.ts';

import { createRealTables, publishTables } from './sheet-tables-twin.ts';

/** Time for honest texts on a busy machine; what takes all of a machine is to take little memory in it. */
const limits = { timeoutSeconds: 10 };

/** Declares the tests for one version: each on a primary and on a hot standby. */
export function testSheetTables(major: Major): void {
  let lab: Lab;
  let server: ServerUnderTest;
  let watch: Watch;

  beforeAll(async () => {
    const prepare = async (empty: Lab) => {
      await setTraps(empty);
      await createRealTables(empty);
    };
    const begin = async (started: ServerUnderTest) => {
      await publishTables(started);
      for (const name of ['primary', 'standby'] as const)
        await started.runOn(name)(entryOf(ORDINARY));
    };
    ({ lab, server, watch } = await startWatchedLab({ major, limits, prepare, begin }));
  });
  afterAll(() => stopLab({ lab, server, watch }));

  describe.each(['primary', 'standby'] as const)(`PostgreSQL ${major}, %s`, (name) => {
    test('SQL over sheet tables gives the rows that PostgreSQL gives of real tables of those names, or none where it gives none', async () => {
      const wrong = await using(twinUrl(lab, name), (reader) =>
        compareAll(reader, server.runOn(name), askedOf(name, entriesOf('same'))),
      );
      expect([...wrong, ...(await watch.changes()), ...(await watch.leftovers())]).toEqual([]);
    });

    test('what a sheet table cannot be used for is refused, and what its rows are given to springs no trap', async () => {
      const wrong: string[] = [];
      const before = await using(lab.adminUrl('primary'), countSprung);
      for (const entry of askedOf(name, entriesOf('refused'))) {
        const outcome = await server.runOn(name)(entry);
        const isRefused =
          outcome.state === 'problem' && /^sql_(not_allowed|invalid)$/.test(outcome.code);
        if (!isRefused) wrong.push(`${entry.id}: ${describeOutcome(outcome)} ← ${entry.sql}`);
      }
      expect([...wrong, ...(await watch.changes()), ...(await watch.leftovers())]).toEqual([]);
      expect(await using(lab.adminUrl('primary'), countSprung)).toBe(before);
    });

    test('a sheet table of 9 MB that a text names hundreds of times takes the database little memory', async () => {
      for (const sql of askedOf(name, manyReferences)) {
        const outcome = await server.runOn(name)(entryOf(sql));
        const isBounded = outcome.state === 'done' || isAs.bounded(outcome);
        expect([isBounded, describeOutcome(outcome)]).toEqual([true, describeOutcome(outcome)]);
      }
      for (const megabytes of await memoryOfBackends(lab.adminUrl(name)))
        expect(megabytes).toBeLessThan(MOST_MEGABYTES);
    });
  });
}

const times = (count: number, piece: string, between: string) =>
  Array<string>(count).fill(piece).join(between);

const manyReferences = [
  `select count(*) from (${times(300, 'table sheet.large', ' union all ')}) t`,
  `select ${times(300, '(select max(words) from sheet.large)', ' || ')} is null`,
  `with a as not materialized (table sheet.large), b as not materialized (${times(20, 'table a', ' union all ')})
   select count(*) from (${times(20, 'table b', ' union all ')}) t`,
  `select a || a || a || a from (select a || a || a || a as a from (select a || a || a || a as a from
     (select (select min(words) from sheet.large) as a) s) t) u`,
];

// A backend reads the arrays, plans with them and holds their rows; a copy for each reference would be gigabytes.
const MOST_MEGABYTES = 400;

/** The most that each of the reader's backends ever held; none where the machine does not tell. */
async function memoryOfBackends(url: string): Promise<number[]> {
  const sql = `select pid from pg_stat_activity where usename = 'sheetfeed_reader' and application_name not like 'bystander%'`;
  const { rows } = await using(url, (admin) => admin.query<{ pid: number }>(sql));
  if (!existsSync('/proc/self/status')) return [];
  return rows.map(({ pid }) => {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(peak?.[1] ?? 0) / 1024;
  });
}

const ORDINARY = 'select count(*) from sheet.people';

const entryOf = (sql: string, id = sql): Entry => ({ id, sql, params: [], named: {} });

function entriesOf(fate: string): Entry[] {
  return readEntries(path.join(root, 'test', 'attacks', 'sheet-tables.sql'))
    .filter(({ facts }) => facts[0] === fate)
    .map(({ name, sql }) => entryOf(sql, name));
}

/** The same database with real tables in the place of the sheet's. */
function twinUrl(lab: Lab, name: ServerName): string {
  const url = new URL(lab.readerUrl(name));
  url.pathname = '/twin';
  return url.href;
}

async function compareAll(reader: pg.Client, run: RunSql, entries: Entry[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const entry of entries) wrong.push(...(await compare(reader, run, entry)));
  return wrong;
}

async function compare(reader: pg.Client, run: RunSql, entry: Entry): Promise<string[]> {
  const told = await answerOf(reader, entry.sql);
  const outcome = await run(entry);
  const told_ = `${entry.id} (${told.error ?? `${told.rows.length} rows`}): ${describeOutcome(outcome)} ← ${entry.sql}`;
  if (told.error !== null) {
    const isFailed = outcome.state === 'problem' && outcome.status >= 400 && outcome.status < 500;
    return isFailed ? [] : [told_];
  }
  if (outcome.state !== 'done' || outcome.rows !== told.rows.length) return [told_];
  // Which rows, not only how many.
  const { rows, error } = await answerOf(reader, digestOf(entry.sql));
  if (error !== null) return [];
  const same = await run(
    entryOf(`select 1 where (${digestOf(entry.sql)}) = '${String(rows[0]?.[0])}'`),
  );
  if (same.state === 'done' && same.rows === 1) return [];
  return [`${entry.id} gave other rows than PostgreSQL: ${describeOutcome(same)} ← ${entry.sql}`];
}

const digestOf = (sql: string): string =>
  `select md5(coalesce(string_agg(t::text, '|' order by t::text collate "C"), '')) from (${sql}\n) t`;

async function answerOf(
  reader: pg.Client,
  sql: string,
): Promise<{ rows: unknown[][]; error: string | null }> {
  // pg's types do not know the option that keeps it from the simple protocol.
  const query = { text: sql, rowMode: 'array' as const, queryMode: 'extended' };
  return reader.query<unknown[]>(query).then(
    ({ rows }) => ({ rows, error: null }),
    (error: Error) => ({ rows: [], error: error.message }),
  );
}
