// Makes, changes and ends alerts, each within a transaction of the caller's. Whoever was told that something fires is told
// when nobody watches it any more.
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { endOf, newState, type AlertState } from '../../domain/alerts/episodes.ts';
import { firstSlot } from '../../domain/alerts/every.ts';
import { messageOf } from '../../domain/alerts/message.ts';
import type { Alert, AlertContent } from '../../domain/contract/alert.ts';
import { Problem } from '../../domain/problem.ts';
import {
  changeAlert,
  deleteAlert,
  insertAlert,
  lockAlert,
  type KnownAlert,
} from '../catalog/alerts/alerts.ts';
import { forgetMemory } from '../catalog/alerts/memories.ts';
import { endEpisodes } from '../catalog/alerts/evaluations.ts';
import {
  ownsOrAdmins,
  personOf,
  type KnownQuery,
  type Owner,
} from '../catalog/queries/known-query.ts';
import type { Access } from '../identity/access.ts';
import type { Member } from '../identity/member.ts';
import { mayWriteQueries } from '../identity/rights.ts';
import { tell } from './evaluation.ts';
import { ensureMailDestinations, type MailAddresses } from './mail-addresses.ts';

export interface ChangeOptions extends MailAddresses {
  access: Access;
  /** The zone of an alert that names none. */
  timeZone: string;
  now: () => Date;
}

/** An alert, and its query as the member sees it. */
export interface SeenAlert {
  alert: KnownAlert;
  query: KnownQuery;
}

/** The same; null: its query is gone. */
interface LeftAlert {
  alert: KnownAlert;
  query: KnownQuery | null;
}

/** Its owner, the query's owner, and admins. */
export function mayAct({ alert, query }: SeenAlert, member: Member): boolean {
  const isOwn = alert.owner.id === member.id || ownsOrAdmins(query, member);
  return isOwn && mayWriteQueries(member);
}

/** Who is on it, while it goes on firing as it did then. */
export function takenBy({ taken, state: { firingSince = null } }: KnownAlert): Alert['takenBy'] {
  if (taken === null || firingSince === null || taken.at < firingSince) return null;
  return { ...personOf(taken.by), at: taken.at };
}

/** For an alert that is not there, or whose query the member may not see. */
export function noAlert(): Problem {
  return new Problem('not_found', 'There is no such alert. It may have been ended.');
}

export interface Making {
  query: KnownQuery;
  content: AlertContent;
  owner: Owner;
  /** Its name in the file that it is written in. */
  fileName: string | null;
}

/** Makes it, and gives its id. Throws Problem conflict where the query has one of this name. */
export async function makeAlert(
  options: ChangeOptions,
  client: pg.PoolClient,
  { query, content, owner, fileName }: Making,
): Promise<string> {
  const { timeZone, now } = options;
  await ensureMailDestinations(options, client, { to: content.to, madeBy: owner });
  const id = await insertAlert(client, {
    query: query.slug,
    content,
    owner,
    fileName,
    state: newState,
    dueAt: dueOf(content, timeZone, now()),
  });
  if (id === null) throw nameTaken(content.name);
  return id;
}

/** Null: now, by the database's clock. */
function dueOf({ every }: AlertContent, timeZone: string, now: Date): Date | null {
  return typeof every === 'string' ? null : firstSlot(every, now, timeZone);
}

export interface Changing {
  seen: LeftAlert;
  /** Told to whoever was told that it fires: `Ada ended the alert.` */
  reason: string;
}

/**
 * Writes the content, and gives the one before. What is known of subjects stays where condition and key do. Throws Problem
 * not_found, conflict.
 */
export async function rewriteAlert(
  options: ChangeOptions,
  client: pg.PoolClient,
  { seen, content, reason }: Changing & { content: AlertContent },
): Promise<AlertContent> {
  const alert = await lockAlert(client, seen.alert.id);
  if (alert === null) throw noAlert();
  const { content: before, owner } = alert;
  await ensureMailDestinations(options, client, { to: content.to, madeBy: owner });
  const keeps = isDeepStrictEqual([before.when, before.key], [content.when, content.key]);
  const comparesSame = keeps && isDeepStrictEqual(before.values, content.values);
  if (!comparesSame) await forgetMemory(client, alert.id);
  const isDueAsBefore =
    keeps && isDeepStrictEqual([before.every, before.values], [content.every, content.values]);
  const dueAt = isDueAsBefore ? alert.dueAt : dueOf(content, options.timeZone, options.now());
  if (!keeps) await farewell(options, client, { seen: { ...seen, alert }, reason });
  const state: AlertState = keeps ? alert.state : newState;
  if (!(await changeAlert(client, { id: alert.id, content, state, dueAt })))
    throw nameTaken(content.name);
  return before;
}

/** Ends it, and gives what it was. Throws Problem not_found. */
export async function endAlert(
  options: ChangeOptions,
  client: pg.PoolClient,
  { seen, reason }: Changing,
): Promise<AlertContent> {
  const alert = await lockAlert(client, seen.alert.id);
  if (alert === null) throw noAlert();
  await farewell(options, client, { seen: { ...seen, alert }, reason });
  await deleteAlert(client, alert.id);
  return alert.content;
}

async function farewell(
  { access, now }: ChangeOptions,
  client: pg.PoolClient,
  { seen: { alert, query }, reason }: Changing,
): Promise<void> {
  const { id, content, state } = alert;
  const about = {
    alert: { id, name: content.name, note: content.note },
    query: { slug: query?.slug ?? alert.query, title: query?.title ?? alert.query },
    at: now().toISOString(),
    mayTellRows: query !== null && access.policyOf(query.source).links,
    thread: state.firingSince ? `${id}/${state.firingSince}` : null,
    reason,
  };
  await endEpisodes(client, id);
  const messages = endOf(state).map((told) => messageOf(told, about));
  await tell(client, alert, messages);
}

function nameTaken(name: string): Problem {
  return new Problem(
    'conflict',
    `The query has an alert named ${name} already. Give it another name.`,
  );
}
