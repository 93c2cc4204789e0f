// Alerts in the headers of catalog files: made, changed, renamed and ended by the files, with words to whoever heard of them.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Alert } from '../../domain/contract/alert.ts';
import { eventually } from '../support/eventually.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { evaluate, must, startWatched, type Watched } from './watched.ts';

let watched: Watched;
let server: TestServer;

const alerts = (fields = '') => `alerts:
  negative:
    key: [number]
    every: 1 day
    to: [slack:#billing]
${fields}`;
const file = (more: string, title = 'Checked invoices') =>
  `/*---\ntitle: ${title}\nsource: main\n${more}---*/\nselect number, amount from invoices where amount < 0 order by number\n`;

const at = (slug: string) => path.join(server.catalogFolder, `${slug}.sql`);
const write = (slug: string, text: string) => writeFile(at(slug), text);

const alertsOf = async (slug: string): Promise<Alert[]> => {
  const answer = await server.ask(`/api/alerts?query=${slug}`);
  return answer.status === 200 ? (answer.json().alerts as Alert[]) : [];
};
const until = (slug: string, isSo: (all: Alert[]) => boolean) =>
  eventually(() => alertsOf(slug), isSo);
const headlines = () => watched.receiver.headlines();
const told = (headline: string) => eventually(headlines, (all) => all.includes(headline));

beforeAll(async () => {
  watched = await startWatched();
  server = await startTestServer({ env: watched.env });
  const slack = { kind: 'slack', name: '#billing', url: watched.receiver.url };
  await must(server, 'POST', '/api/destinations', slack);
});
afterAll(async () => {
  await server.stop();
  await watched.stop();
});
beforeEach(() => watched.clear());

/** Makes the file, breaks a row, and waits until it was told. */
async function firing(slug: string): Promise<Alert> {
  await write(slug, file(alerts()));
  const [alert] = await until(slug, (all) => all.length === 1);
  if (alert === undefined) throw new Error('there is no alert');
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await evaluate(server, alert.id);
  await told('negative fires for 1');
  return alert;
}

test('an alert in a file is made, is known by its slug and name, and is changed in the file alone', async () => {
  const { id } = await firing('first');
  const named = await must(server, 'GET', '/api/alerts/first.negative');
  const body = { name: 'negative', key: [] };
  const refused = await server.ask(`/api/alerts/${id}`, { method: 'PUT', body });
  const muted = await must(server, 'POST', '/api/alerts/first.negative/mute', { until: null });

  expect(named.json()).toMatchObject({
    ...{ id, name: 'negative', file: 'first.sql', firing: 1, lost: [] },
    owner: { name: 'The catalog folder' },
    may: { change: false, act: true },
  });
  expect([refused.status, refused.json().detail]).toEqual([
    405,
    expect.stringContaining('first.sql'),
  ]);
  expect(muted.status).toBe(204);
  await rm(at('first'));
  await told('negative is not watched any more');
});

test('an edit that leaves condition and key alone keeps who fires, also under a new slug; a file that is taken away ends it in words', async () => {
  const { id } = await firing('second');
  await write('second', file(alerts('    note: Ask Ada.\n')));
  const [edited] = await until('second', ([alert]) => alert?.note === 'Ask Ada.');
  await write('renamed', file(`formerly: [second]\n${alerts('    note: Ask Ada.\n')}`));
  await rm(at('second'));
  const [moved] = await until('renamed', ([alert]) => alert?.query === 'renamed');
  await rm(at('renamed'));
  await told('negative is not watched any more');
  const texts = watched.receiver.received.map(({ text }) => text);

  expect(edited).toMatchObject({ id, firing: 1 });
  expect(moved).toMatchObject({ id, firing: 1 });
  expect(headlines()).toEqual(['negative fires for 1', 'negative is not watched any more']);
  expect(texts.at(-1)).toContain('taken away');
});

test('another condition in the file tells that the one before is not watched any more', async () => {
  await firing('third');
  await write('third', file(alerts('    when: { column: amount, is: below, than: -3 }\n')));
  await told('negative is not watched any more');

  // The new condition fires, and may be told by then.
  const texts = watched.receiver.received.map(({ text }) => text);
  expect(texts.join('\n')).toContain('third.sql changed what it watches');
  await rm(at('third'));
  await until('third', (all) => all.length === 0);
});

test('the key is the query’s where the alert names none, and the alert has the rights of its owner', async () => {
  const header = 'key: [number]\nalerts:\n  mine: { every: 1 day, owner: nobody@example.com }\n';
  await write('owned', file(header));
  const [alert] = await until('owned', (all) => all.length === 1);
  const looked = await evaluate(server, alert?.id ?? '');
  await rm(at('owned'));

  expect(alert).toMatchObject({ key: ['number'], owner: { email: 'nobody@example.com' } });
  expect(looked).toMatchObject({ outcome: 'failing', detail: expect.stringContaining('owner') });
});

test('a destination that there is not is told beside the alert', async () => {
  await write('lost', file('alerts:\n  one: { every: 1 day, to: [slack:#nowhere] }\n'));
  const [alert] = await until('lost', (all) => all.length === 1);
  await rm(at('lost'));

  expect(alert?.lost).toEqual(['slack:#nowhere']);
});

test.each([
  ['alerts:\n  Bad Name: { every: 1 day }\n', 'lower-case'],
  ['alerts:\n  one: { every: 1 day, evry: 2 }\n', 'evry'],
  ["alerts:\n  one: { every: { cron: '0 0 31 2 *' } }\n", 'never comes'],
  ['alerts:\n  one: { values: { since: 1 } }\n', 'no parameter since'],
])('what is wrong in a file’s alerts is told of that file: %j', async (header, words) => {
  await write('wrong', file(header));
  const errors = async () =>
    (await must(server, 'GET', '/api/queries')).json().errors as { file: string; reason: string }[];
  const all = await eventually(errors, (some) => some.some((each) => each.file === 'wrong.sql'));
  await rm(at('wrong'));
  await eventually(errors, (some) => some.length === 0);

  expect(all[0]?.reason).toContain(words);
});
