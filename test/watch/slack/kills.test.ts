// A server that is killed between any two statements while somebody asks from Slack: nothing is lost, and nothing done twice.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { often } from '../../support/random.ts';
import { ask } from '../../support/server.ts';
import { startFakeSlack, type FakeSlack } from '../../support/slack/fake-slack.ts';
import type { Seen } from '../../support/slack/workspace.ts';
import { ask as askDatabase } from '../../support/clusters.ts';
import { startServer, type ChaosServer } from '../chaos/servers.ts';
import { must } from '../watched.ts';

const ROUNDS = often(4, 120);
/** A command, or a press, takes fewer. */
const MOST_STATEMENTS = 16;

let own: TestDatabase;
let data: TestDatabase;
let slack: FakeSlack;
let server: ChaosServer;

const sql = (text: string) => askDatabase<{ count: number }>(own.adminUrl, text);

beforeAll(async () => {
  [own, data, slack] = await Promise.all([
    newDatabase({ template: 'own' }),
    newDatabase({ template: 'empty' }),
    startFakeSlack(),
  ]);
  server = await startServer({
    ...{ DATABASE_URL: own.adminUrl, SOURCE_MAIN_URL: data.readerUrl, ...slack.env },
  });
  slack.server = server;
  slack.person('UADA', 'ada@example.com');
  await sql(`insert into members (id, email, name, role) values ('ada', 'ada@example.com', 'Ada', 'viewer');
    insert into slack_people (team, person, member) values ('T0SHEET', 'UADA', 'ada')`);
  const asking = { ask: (at: string, asked: object) => ask(server.port, at, asked) };
  const query = { slug: 'answers', title: 'Answers', sql: 'select 42 as answer' };
  await must(asking, 'POST', '/api/queries', query);
});
afterAll(async () => {
  await server?.stop();
  await Promise.all([own?.drop(), data?.drop(), slack?.stop()]);
});

const again = ({ blocks }: Seen) => JSON.stringify(blocks).includes('for the second time');

/** Does it while the server is killed after so many statements; whether Slack was told that it came. */
async function killedWhile(act: () => Promise<unknown>, round: number): Promise<boolean> {
  const at = 1 + ((jest.getSeed() + round * 5) % MOST_STATEMENTS);
  server.killAfter(at, round % 2 === 0);
  const isTaken = await act().then(
    () => true,
    () => false,
  );
  await eventually(
    () => Promise.race([allDone(), server.isKilled()]),
    (isOver) => isOver,
  );
  await server.revive();
  // Nobody waits until what the dead one held is free.
  await sql('update slack_inbox set lease_until = now() where done_at is null');
  await eventually(allDone, (isDone) => isDone);
  return isTaken;
}

/** Nothing waits for an answer. Nobody waits for pauses meanwhile. */
async function allDone(): Promise<boolean> {
  await sql(`update slack_inbox set rest_until = now() where done_at is null`);
  const [left] = await sql(
    'select count(*)::integer as count from slack_inbox where done_at is null',
  );
  return left?.count === 0;
}

const countOf = async (of: string) =>
  (await sql(`select count(*)::integer as count from ${of}`))[0]?.count;

test('each command is answered once, and each result shared once, wherever the server is killed', async () => {
  let shares = 0;
  for (let round = 0; round < ROUNDS; round++) {
    slack.messages.length = 0;
    const isTaken = await killedWhile(() => slack.command('UADA', 'answers'), round);
    const answers = slack.seenBy('UADA');
    if (isTaken) expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter((seen) => !again(seen)).length).toBeLessThanOrEqual(1);

    slack.messages.length = 0;
    await slack.command('UADA', 'answers');
    const [answer] = await eventually(
      () => slack.seenBy('UADA'),
      ({ length }) => length === 1,
    );
    if (answer === undefined) throw new Error('no answer');
    const isPressed = await killedWhile(
      () => slack.press('UADA', answer, 'Freeze and share'),
      round + 1,
    );
    const frozen = await countOf('frozen_runs');
    const shared = slack.messages.filter(({ only }) => only === null);
    const told = slack.messages.filter((seen) => seen !== answer && seen.only !== null);
    // A run that was held by the server that is gone is told to be gone.
    if (isPressed) expect(shared.length + told.length).toBeGreaterThan(0);
    expect(shared.filter((seen) => !again(seen)).length).toBeLessThanOrEqual(1);
    expect(frozen).toBe(shares + (shared.length > 0 ? 1 : 0));
    shares = frozen ?? 0;
    expect(await countOf(`audit_events where what = 'froze a run'`)).toBe(shares);
  }
  expect(slack.refused).toEqual([]);
}, 600_000);
