// Shows that the corpora find holes: what a bare read-only transaction lets through is named, each time.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readAttacks } from './corpus.ts';
import { judgeAttack } from './judge.ts';
import { startLab, using, type Lab } from './lab.ts';
import { watchLab, type Watch } from './watch.ts';
import { weakRunner } from './weak-runner.ts';

let lab: Lab;
let watch: Watch;

beforeAll(async () => {
  lab = await startLab(18);
  watch = await watchLab(lab);
});
afterAll(async () => {
  await watch?.stop();
  await lab?.stop();
});

/** Runs the attacks with these ids; what is wrong with their outcomes, and what they changed. */
async function attack(url: string, ids: string[]): Promise<{ wrong: string[]; changes: string[] }> {
  const runner = await weakRunner(url);
  const wrong: string[] = [];
  for (const entry of readAttacks(lab.folder).filter(({ id }) => ids.includes(id))) {
    const sentence = judgeAttack(entry, await runner.run(entry));
    if (sentence !== null) wrong.push(sentence.slice(0, sentence.indexOf(' ')));
  }
  // Before the session ends, since what it holds goes with it.
  const changes = await watch.changes();
  await runner.end();
  return { wrong, changes: changes.map((change) => change.slice(0, change.indexOf(':'))) };
}

test('a lock that outlives the transaction is reported, on the primary and on the standby', async () => {
  for (const name of ['primary', 'standby'] as const) {
    const found = await attack(lab.readerUrl(name), ['advisory-01', 'udf-11']);

    expect(found.wrong).toEqual(['advisory-01', 'udf-11']);
    expect(found.changes).toEqual([`${name}, advisory locks`]);
    await watch.leftovers();
    expect(await watch.changes()).toHaveLength(1);
  }
});

test('a transaction that is prepared in a read-only transaction is reported', async () => {
  const found = await attack(lab.readerUrl('primary'), ['txcontrol-17']);
  await using(lab.adminUrl('primary'), (admin) => admin.query(`rollback prepared 'x1'`));
  await watch.changes();

  expect(found.wrong).toEqual(['txcontrol-17']);
  expect(found.changes).toContain('primary, prepared transactions');
});

test('a superuser who writes a file, ends a session, pauses the replay or resets statistics is reported', async () => {
  const written = await attack(lab.adminUrl('primary'), ['files-12', 'files-26', 'admin-fn-15']);
  const ended = await attack(lab.adminUrl('standby'), ['admin-fn-01']);
  await using(lab.adminUrl('standby'), (admin) => admin.query('select pg_wal_replay_pause()'));
  const paused = await watch.changes();
  await using(lab.adminUrl('standby'), (admin) => admin.query('select pg_wal_replay_resume()'));

  expect(written.wrong).toEqual(['files-12', 'files-26', 'admin-fn-15']);
  expect(written.changes).toEqual(
    expect.arrayContaining(['primary, files', 'primary, statistics were reset']),
  );
  expect(ended.changes).toContain('standby, sessions that should live');
  expect(paused.join()).toContain('standby, replay paused: was not paused, is paused');
});

test('a row, a sequence, a role, a function and a large object that are changed are reported', async () => {
  await watch.changes();
  await using(lab.adminUrl('primary'), async (admin) => {
    await admin.query(`update app.victim set v = 'changed' where id = 7`);
    await admin.query(`select nextval('app.seq1')`);
    await admin.query(`alter role tight set work_mem = '1GB'`);
    await admin.query(`create function app.added() returns int language sql as 'select 1'`);
    await admin.query(`select lo_put(4242, 0, 'hullo')`);
  });
  const changed = (await watch.changes()).map((change) => change.slice(0, change.indexOf(':')));

  for (const server of ['primary', 'standby']) {
    expect(changed).toEqual(
      expect.arrayContaining([
        `${server}, rows of app.victim`,
        `${server}, sequences`,
        `${server}, rows of pg_db_role_setting`,
        `${server}, rows of pg_proc`,
        `${server}, rows of pg_largeobject`,
      ]),
    );
  }
});
