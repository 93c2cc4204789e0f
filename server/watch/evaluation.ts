// Evaluates one alert: an ordinary run, recorded, with the rights of the alert's owner; what was seen goes to the rules in
// domain/alerts/, and what follows from it is written in one transaction, state and messages together.
import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { isOfChange, sightOf, type Sight } from '../../domain/alerts/condition.ts';
import { evaluated, firingIn, type Step } from '../../domain/alerts/episodes.ts';
import { nextSlot, restMs } from '../../domain/alerts/every.ts';
import { messageOf, showsRows, type Message } from '../../domain/alerts/message.ts';
import { Problem, PROBLEMS } from '../../domain/problem.ts';
import type { KnownAlert } from '../catalog/alerts/alerts.ts';
import { keepMemory } from '../catalog/alerts/memories.ts';
import { lockClaimed, saveEvaluation } from '../catalog/alerts/evaluations.ts';
import { destinationsNamed } from '../catalog/deliveries/destinations.ts';
import { putMessages } from '../catalog/deliveries/outbox.ts';
import type { KnownQuery } from '../catalog/queries/known-query.ts';
import { databaseProblem } from '../database/database-problem.ts';
import { inTransaction } from '../database/transaction.ts';
import type { Member } from '../identity/member.ts';
import { freeze } from '../runs/frozen/freeze.ts';
import { packed, recall } from './memory.ts';
import { OWNER_GONE, ownerOf, reasonOf } from './reasons.ts';
import type { WholeRun } from '../runs/whole-run.ts';
import type { WatchDependencies } from './watch-dependencies.ts';

/** What an alert looks at of a result; a larger one it cannot judge. */
export const BOUNDS = { rows: 10_000, bytes: 8 * 1024 * 1024 };

/** What one look at the query saw. */
export interface Looked {
  sight: Sight;
  /** Null where nothing ran. */
  whole: WholeRun | null;
  /** What is compared with at the next look; null where nothing is. */
  memory: Buffer | null;
  /** Null where the owner does not see it. */
  query: KnownQuery | null;
}

/** After so long it is looked again: of a source that hiccups nobody is told that the alert could not be evaluated. */
const LOOK_AGAIN_MS = [1_000, 5_000];

/**
 * Looks at the alert's query with its owner's rights. What keeps it from being seen is a sight too; throws only what says
 * nothing of the query: this server stops, or its own database is away.
 */
export async function lookAt(
  dependencies: WatchDependencies,
  alert: KnownAlert,
  signal: AbortSignal,
): Promise<Looked> {
  const { catalog, log, members } = dependencies;
  const member = await ownerOf(members, alert.owner);
  if (member === null) return unseen(OWNER_GONE, null);
  for (let tries = 0; ; tries++) {
    try {
      return await lookOnce(dependencies, { alert, member, signal });
    } catch (error) {
      if (signal.aborted || isOurs(error)) throw error;
      const pause = isPassing(error) ? LOOK_AGAIN_MS[tries] : undefined;
      if (pause === undefined)
        return unseen(reasonOf(log, error), catalog.visible(alert.query, member));
      await setTimeout(pause, undefined, { signal });
    }
  }
}

interface Looking {
  alert: KnownAlert;
  member: Member;
  signal: AbortSignal;
}

async function lookOnce(
  { catalog, database, runs, timeZone }: WatchDependencies,
  { alert: { id, query: slug, content, isWanted }, member, signal }: Looking,
): Promise<Looked> {
  const query = await catalog.find(slug, member);
  const { values } = content;
  const asked = { member, query, values, timeZone, origin: 'alert' as const, maxAgeSeconds: 0 };
  const look = await runs.look({ ...asked, afresh: isWanted, signal }, BOUNDS);
  const before = isOfChange(content.when) ? await recall(database, id) : null;
  const sight = sightOf(content, look, before);
  const memory = remembers(content, sight) ? await packed(look) : null;
  return { sight, whole: look.whole, memory, query };
}

// Where Sheetfeed's own database is away, the query may be as sound as ever.
const isOurs = (error: unknown) =>
  error instanceof Problem ? error.code === 'service_unavailable' : databaseProblem(error) !== null;

const isPassing = (error: unknown) =>
  error instanceof Problem && PROBLEMS[error.code].passing === true;

// What was not seen is not what the next look compares with.
const remembers = ({ when }: KnownAlert['content'], { state }: Sight) =>
  isOfChange(when) && (state === 'seen' || state === 'compared');

const unseen = (reason: string, query: KnownQuery | null): Looked => ({
  ...{ sight: { state: 'failing', reason }, whole: null, memory: null, query },
});

/** What an evaluation comes to, before anything of it is written. */
export function stepOf(
  { content, state }: Pick<KnownAlert, 'content' | 'state'>,
  sight: Sight,
  { at, isMuted }: { at: Date; isMuted: boolean },
): Step {
  const rule = { inARow: content.in_a_row, remind: content.remind };
  return evaluated(rule, state, { sight, at: at.toISOString(), isMuted });
}

/** The messages that tell of it. */
export function messagesOf(
  { access }: Pick<WatchDependencies, 'access'>,
  alert: Pick<KnownAlert, 'id' | 'query' | 'content'>,
  {
    query,
    step,
    at,
    frozen = null,
  }: { query: KnownQuery | null; step: Step; at: Date; frozen?: string | null },
): Message[] {
  const { id, content } = alert;
  const about = {
    alert: { id, name: content.name, note: content.note },
    query: { slug: query?.slug ?? alert.query, title: query?.title ?? alert.query },
    at: at.toISOString(),
    frozen,
    thread: step.thread && `${id}/${step.thread}`,
    firing: firingIn(step.state.subjects),
    // A channel is as open as a share link.
    mayTellRows: query !== null && access.policyOf(query.source).links,
  };
  return step.told.map((told) => messageOf(told, about));
}

/**
 * Writes what a look at a claimed alert comes to. Null where the alert is this server's no more, since it took too long or
 * somebody changed the alert meanwhile: then nothing is written.
 */
export async function conclude(
  dependencies: WatchDependencies,
  alert: KnownAlert,
  { sight, whole, memory, query }: Looked,
  lease: string,
): Promise<{ step: Step; messages: Message[] } | null> {
  const { database, timeZone } = dependencies;
  return inTransaction(database, async (client) => {
    const locked = await lockClaimed(client, alert.id, lease);
    if (locked === null) return null;
    const { now: at, isMuted } = locked;
    const step = stepOf(alert, sight, { at, isMuted });
    const failures = sight.state === 'failing' ? locked.failures + 1 : 0;
    const { next, missed } = nextOf(alert, { at, failures }, timeZone);
    const frozen = await frozenFor(dependencies, client, { alert, whole, step });
    await saveEvaluation(client, {
      ...{ alert: alert.id, lease, slot: alert.dueAt, at, next, missed, failures, frozen },
      run: whole?.facts.run ?? null,
      ...{ state: step.state, outcome: step.outcome, began: step.began, ended: step.ended },
      firing: firingIn(step.state.subjects),
      detail: sight.state === 'failing' ? sight.reason : null,
      source: query?.source ?? null,
    });
    if (memory !== null) await keepMemory(client, alert.id, memory);
    const messages = messagesOf(dependencies, alert, { query, step, at, frozen });
    await tell(client, alert, messages);
    return { step, messages };
  });
}

/** The frozen run of what a message shows; null where none does, or where there is no room for another one. */
async function frozenFor(
  { frozen: limits, log }: WatchDependencies,
  client: pg.PoolClient,
  { alert, whole, step }: { alert: KnownAlert; whole: WholeRun | null; step: Step },
): Promise<string | null> {
  if (whole === null || !step.told.some(({ what }) => showsRows(what))) return null;
  await client.query('savepoint freezing');
  try {
    const freezing = { maker: alert.owner, alert: alert.id, limits };
    return (await freeze(client, whole, freezing)).id;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // That somebody is told counts for more than that the rows are kept.
    log.warn({ alert: alert.id, problem: error.message }, 'what an alert saw could not be frozen');
    await client.query('rollback to savepoint freezing');
    return null;
  }
}

function nextOf(
  { content, dueAt }: KnownAlert,
  { at, failures }: { at: Date; failures: number },
  timeZone: string,
): { next: Date; missed: number } {
  const { next, missed } = nextSlot(content.every, { slot: dueAt, now: at }, timeZone);
  const rest = restMs(failures);
  if (rest === 0) return { next, missed };
  // What it rests for is no slot that was missed.
  const rested = new Date(at.getTime() + rest);
  const later = nextSlot(content.every, { slot: next, now: rested }, timeZone).next;
  return { next: next >= rested ? next : later, missed };
}

/** Puts messages into the outbox, for every destination of the alert that there is. */
export async function tell(
  client: pg.PoolClient,
  { id, content }: Pick<KnownAlert, 'id' | 'content'>,
  messages: readonly Message[],
): Promise<void> {
  if (messages.length === 0) return;
  const known = await destinationsNamed(client, content.to);
  const ids = [...known.values()].map(({ id: destination }) => destination);
  const letters = messages.map((message) => ({
    alert: id,
    // Of one evaluation there is one message of each kind, and an episode begins and ends in one evaluation.
    identity: [id, message.at, message.what].join('/'),
    message,
  }));
  await putMessages(client, [...new Set(ids)], letters);
}
