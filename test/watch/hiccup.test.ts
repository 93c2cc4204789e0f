// An alert whose data source is away for a moment looks again before anybody is told that it could not be evaluated.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Network } from '../faults/network.ts';
import { eventually } from '../support/eventually.ts';
import type { TestServer } from '../support/server.ts';
import { evaluate, makeAlert, startWatched, startWatchingServer, type Watched } from './watched.ts';

let watched: Watched;
let network: Network;
let server: TestServer;

beforeAll(async () => {
  watched = await startWatched();
  const through = await Network.before(watched.data.readerUrl);
  network = through.network;
  const env = { ...watched.env, SOURCE_MAIN_URL: through.url };
  server = await startWatchingServer({ ...watched, env });
});
afterAll(async () => {
  network.heal();
  await server.stop();
  network.close();
  await watched.stop();
});

test('a source that is away for a moment is looked at again, and nobody is told', async () => {
  const id = await makeAlert(server, { every: '1 day' });
  await evaluate(server, id);

  network.refuse();
  const evaluating = evaluate(server, id);
  const failed = `select outcome from runs where origin = 'alert' and outcome <> 'done'`;
  const { rows } = await eventually(
    () => watched.own(failed),
    (found) => found.rows.length > 0,
  );
  network.heal();

  expect(rows).toEqual([{ outcome: 'source_unavailable' }]);
  expect(await evaluating).toMatchObject({ outcome: 'ok', told: [] });
  expect(watched.receiver.received).toEqual([]);
});

test('a source that stays away is told of', async () => {
  const id = await makeAlert(server, { name: 'Stays away', every: '1 day' });
  network.refuse();

  expect(await evaluate(server, id)).toMatchObject({
    outcome: 'failing',
    told: ['Stays away could not be evaluated'],
  });
  network.heal();
});
