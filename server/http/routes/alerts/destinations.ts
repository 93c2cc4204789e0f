// Destinations over HTTP: made, tested and deleted by admins, chosen by authors.
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { Problem } from '../../../../domain/problem.ts';
import type { Destination, NewDestination } from '../../../../domain/contract/destination.ts';
import { alertsTo } from '../../../catalog/alerts/alerts.ts';
import {
  deleteDestination,
  findDestination,
  insertDestination,
  listDestinations,
  setDestinationUse,
  type SealedDestination,
} from '../../../catalog/deliveries/destinations.ts';
import { undelivered } from '../../../catalog/deliveries/outbox.ts';
import { ownerFrom } from '../../../catalog/queries/known-query.ts';
import { AddressRefused, refuseAddress } from '../../../deliver/addresses.ts';
import { send, type Post } from '../../../deliver/kinds.ts';
import type { Access } from '../../../identity/access.ts';
import { nameAudiences } from '../../../identity/policies.ts';
import type { Member } from '../../../identity/member.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface DestinationOptions {
  access: Access;
  /** Sheetfeed's own. */
  database: pg.Pool;
  post: Post;
  baseUrl: () => string;
  now: () => Date;
}

type DestinationRows =
  | 'GET destinations'
  | 'POST destinations'
  | 'PUT destination'
  | 'POST destinationTest'
  | 'DELETE destination';

export function destinationHandlers(options: DestinationOptions): Handlers<DestinationRows> {
  const { database, post } = options;
  return {
    async 'GET destinations'({ member }) {
      const destinations = await listedFor(options, member);
      if (member.role !== 'admin') return { destinations: destinations.map(withoutProblem) };
      return { destinations, undelivered: await undelivered(database) };
    },
    async 'PUT destination'({ params, body: { usedBy }, change }) {
      const destination = await require(database, params.id);
      await change(async (client, tell) => {
        tell(nameOf(destination), { usedBy });
        await setDestinationUse(client, destination.id, usedBy);
      });
    },
    async 'POST destinations'({ member, body, change, response }) {
      refuseUnreachable(body, post);
      const { kind, name, ...given } = body;
      const made = kind === 'webhook' && body.secret === undefined ? newSigningSecret() : {};
      const sealed = post.seal.close({ ...given, ...made }, kind);
      const id = await change(async (client, tell) => {
        tell(`${kind}:${name}`);
        return insertDestination(client, { kind, name, sealed, madeBy: ownerFrom(member) });
      });
      if (id === null) throw new Problem('conflict', `There is a ${kind} named ${name} already.`);
      response.setHeader('Cache-Control', 'no-store');
      return { id, ...made };
    },
    async 'POST destinationTest'({ member, params, change }) {
      const destination = await require(database, params.id);
      await change(async (_client, tell) => tell(nameOf(destination)));
      return test(options, destination, member);
    },
    async 'DELETE destination'({ params, change }) {
      const destination = await require(database, params.id);
      await change(async (client, tell) => {
        const name = nameOf(destination);
        tell(name);
        const [first, ...others] = await alertsTo(client, name);
        if (first !== undefined) throw inUse(name, first, others.length);
        await deleteDestination(client, destination.id);
      });
    },
  };
}

const withoutProblem = (destination: Destination) => ({ ...destination, problem: null });

/** Those that the member may send to. */
async function listedFor(
  { access, database }: DestinationOptions,
  member: Member,
): Promise<Destination[]> {
  const all = await listDestinations(database);
  const usable = all.filter(({ usedBy }) => access.belongs(member, usedBy));
  const named = await nameAudiences(
    database,
    usable.map(({ usedBy }) => usedBy),
  );
  return usable.map((each, index) => ({ ...each, usedBy: named[index] ?? null }));
}

function newSigningSecret(): { secret: string } {
  return { secret: `whsec_${randomBytes(32).toString('base64')}` };
}

const nameOf = ({ kind, name }: SealedDestination) => `${kind}:${name}`;

async function require(database: pg.Pool, id: string): Promise<SealedDestination> {
  const found = await findDestination(database, id);
  if (found === null) throw new Problem('not_found', 'There is no such destination.');
  return found;
}

function refuseUnreachable(made: NewDestination, { allowed, mail, slackBot }: Post): void {
  if (made.kind === 'mail' && mail === null) throw notSetUp('mail', 'SMTP_URL and MAIL_FROM');
  if (made.kind === 'slack' && made.channel !== undefined && slackBot === null)
    throw notSetUp('Slack’s bot', 'SLACK_BOT_TOKEN');
  if (!('url' in made) || made.url === undefined) return;
  try {
    refuseAddress(new URL(made.url), allowed);
  } catch (error) {
    if (!(error instanceof AddressRefused)) throw error;
    const errors = [{ at: 'url', message: error.message }];
    throw new Problem('invalid_request', error.message, { errors });
  }
}

function notSetUp(what: string, settings: string): Problem {
  const detail = `Nothing can be sent by ${what}: whoever runs Sheetfeed sets ${settings}.`;
  return new Problem('invalid_request', detail);
}

function inUse(name: string, first: string, others: number): Problem {
  const more = others === 0 ? '' : ` and ${others} more`;
  return new Problem(
    'conflict',
    `Alerts send to ${name}: ${first}${more}. Send them elsewhere first.`,
  );
}

async function test(
  { post, baseUrl, now }: DestinationOptions,
  destination: SealedDestination,
  member: Member,
) {
  const madeAt = now();
  const message = {
    what: 'test' as const,
    alert: { id: '', name: '', note: '' },
    query: { slug: '', title: '' },
    at: madeAt.toISOString(),
    subjects: [],
    count: 0,
    isWhole: false,
    frozen: null,
    reason: `${member.name || member.email} tries whether messages arrive here.`,
  };
  const id = `test/${madeAt.toISOString()}/${destination.id}`;
  const letter = { message, id, madeAt, mayBeRepeated: false, root: null, baseUrl: baseUrl() };
  const sent = await send(destination, letter, post);
  return sent.state === 'delivered'
    ? { delivered: true, problem: null }
    : { delivered: false, problem: sent.problem };
}
