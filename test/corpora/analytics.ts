// The tests, for every version of PostgreSQL, of honest statements as analysts and operators write them: nothing of it is refused.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Major } from '../postgres-versions/programs.ts';
import { corporaFolder } from './corpus.ts';
import { readEntries } from './entries.ts';
import { entryOf, runHonest } from './honest.ts';
import { using, type Lab } from './lab.ts';
import { askedOf } from './runner.ts';
import { PATIENT, type ServerUnderTest } from './server-runner.ts';
import { startWatchedLab, stopLab } from './watched-lab.ts';
import type { Watch } from './watch.ts';

/** Declares the tests for one version: each on a primary and on a hot standby. */
export function testAnalytics(major: Major): void {
  let lab: Lab;
  let server: ServerUnderTest;
  let watch: Watch;
  const honest = readEntries(path.join(corporaFolder, 'analytics.sql')).filter(
    ({ facts: [from = '0'] }) => Number(from) <= major,
  );

  beforeAll(async () => {
    const begin = async ({ runOn }: ServerUnderTest) => {
      for (const name of ['primary', 'standby'] as const) await runOn(name)(entryOf(FIRST));
    };
    ({ lab, server, watch } = await startWatchedLab({
      major,
      prepare: openShop,
      begin,
      limits: PATIENT,
    }));
  });
  afterAll(() => stopLab({ lab, server, watch }));

  test('the corpus holds as many statements as it promises', () => {
    expect(new Set(honest.map(({ name }) => name)).size).toBe(honest.length);
    expect(honest.length).toBeGreaterThanOrEqual(AT_LEAST);
  });

  describe.each(['primary', 'standby'] as const)(`PostgreSQL ${major}, %s`, (name) => {
    test('statements of analysts, dashboards, dbt models and operators run, and give as many rows as PostgreSQL gives the same role', async () => {
      const asked = askedOf(name, honest);
      const wrong = await runHonest(asked, server.runOn(name), { url: lab.readerUrl(name) });
      expect([...wrong, ...(await watch.changes()), ...(await watch.leftovers())]).toEqual([]);
    });
  });
}

const FIRST = { name: 'first', sql: 'select count(*) from users' };
/** On every version: older ones lack the grammar of a few. */
const AT_LEAST = 300;

async function openShop(lab: Lab): Promise<void> {
  await using(lab.adminUrl('primary'), async (admin) => {
    await admin.query(readFileSync(path.join(corporaFolder, 'analytics-setup.sql'), 'utf8'));
    await admin.query('alter database lab set search_path = shop, public');
    await admin.query('vacuum analyze');
  });
}
