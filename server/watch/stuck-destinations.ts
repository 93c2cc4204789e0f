// Tells an admin by mail of a destination that takes nothing until somebody sees to it: what waits for it tells nobody else.
import type pg from 'pg';
import type { Message } from '../../domain/alerts/message.ts';
import { routes } from '../../domain/routes.ts';
import { destinationsNamed, type SealedDestination } from '../catalog/deliveries/destinations.ts';
import { putMessages } from '../catalog/deliveries/outbox.ts';
import { adminsFor, noteStuck } from '../catalog/deliveries/stuck.ts';
import type { Log } from '../log.ts';
import { ensureMailDestinations, type MailAddresses } from './mail-addresses.ts';

/** In the caller's transaction, once for each time that it is stuck. Of mail that nobody takes only the log and the page can tell. */
export async function tellStuck(
  options: MailAddresses & { log: Log },
  client: pg.PoolClient,
  { destination, problem }: { destination: SealedDestination; problem: string },
): Promise<void> {
  const { id, kind, name } = destination;
  const stuck = await noteStuck(client, id);
  if (stuck === null) return;
  options.log.warn(
    { kind, name, problem },
    'a destination takes no messages until an admin sees to it',
  );
  if (kind === 'mail') return;
  const { madeBy, at } = stuck;
  const to = (await adminsFor(client, madeBy)).map((email) => `mail:${email}`);
  await ensureMailDestinations(options, client, { to, madeBy });
  const found = await destinationsNamed(client, to);
  const identity = `stuck/${id}/${at.toISOString()}`;
  await putMessages(
    client,
    [...found.values()].map((each) => each.id),
    [{ identity, message: messageOf(`${kind}:${name}`, { problem, at }) }],
  );
}

function messageOf(name: string, { problem, at }: { problem: string; at: Date }): Message {
  return {
    what: 'stuck',
    alert: { id: '', name, note: '' },
    query: { slug: '', title: 'Destinations' },
    ...{ at: at.toISOString(), subjects: [], count: 0, isWhole: false },
    ...{ frozen: null, reason: problem },
    path: routes.adminPage('destinations'),
  };
}
