// A session in which a text is looked at without being run: a turn on its source, prepared, given back clean.
import { Problem } from '../../../../domain/problem.ts';
import type { Parameter } from '../../../../domain/contract/parameter.ts';
import type { Access } from '../../../identity/access.ts';
import { mayWriteQueries } from '../../../identity/rights.ts';
import type { Member } from '../../../identity/member.ts';
import type { Lingering } from '../session/lingering.ts';
import { prepareStatement } from '../statement/preparation.ts';
import type { Parser, Reading } from '../statement/parser.ts';
import type { ServerKnowledge } from '../servers/knowledge.ts';
import type { Prepared, Session } from '../session/session.ts';
import { NoSlot, type Turn } from '../../../sources/turns.ts';
import type { SourceServer } from '../servers/server.ts';
import type { Source } from '../../../sources/source.ts';
import type { Sources } from '../../../sources/sources.ts';
import { problemOf } from '../statement/problems.ts';
import { readStatement } from '../guard/text-guard.ts';

export interface LookDependencies {
  access: Access;
  sources: Sources;
  parser: Parser;
}

/** A text that somebody writes, and for whom it is looked at. */
export interface LookedAt {
  source: string;
  sql: string;
  parameters: readonly Parameter[];
  /** Take every candidate for a parameter, declared or not. */
  takesUndeclared: boolean;
  timeZone: string;
  member: Member;
}

/** What PostgreSQL made of the text, within a read-only transaction of the session. */
export interface Looked {
  session: Session;
  knowledge: ServerKnowledge;
  prepared: Prepared;
  reading: Reading;
  /** The parameters that the text uses, in the order of their numbers. */
  parameters: Parameter[];
}

/** What is looked at ends by itself after this long, also while it waits for its turn. */
const LOOK_WITHIN_MS = 15_000;

/**
 * Has the guard and PostgreSQL read the text, then calls `work` in the same transaction. Nothing of the text
 * is executed. Throws Problem: sql_invalid, sql_not_allowed, source_unavailable, source_refused, not_found,
 * forbidden.
 */
export async function look<T>(
  { access, sources, parser }: LookDependencies,
  asked: LookedAt,
  work: (looked: Looked) => Promise<T>,
): Promise<T> {
  const source = sources.get(asked.source);
  access.requireWriting(asked.member, source.name);
  const declared = asked.takesUndeclared ? null : asked.parameters.map(({ name }) => name);
  const reading = await readStatement(parser, asked.sql, declared);
  const parameters = reading.names.map((name) => declaredOrText(asked.parameters, name));
  const timed = { timeZone: asked.timeZone, statementTimeoutMs: LOOK_WITHIN_MS };
  const looking = onSession(source, asked.member.id, async (session, server) => {
    const knowledge = server.knowledge(source.setting.allowFunctions ?? []);
    const prepared = await prepareStatement(session, knowledge, { reading, parameters, ...timed });
    return work({ session, knowledge, prepared, reading, parameters });
  });
  return looking.catch((error: unknown) => {
    const context = { sql: asked.sql, reading, tellsAll: mayWriteQueries(asked.member) };
    throw problemOf(error, { ...context, sourceName: source.name, phase: 'prepare' });
  });
}

function declaredOrText(declared: readonly Parameter[], name: string): Parameter {
  return declared.find((parameter) => parameter.name === name) ?? { name, type: 'text' };
}

type Work<T> = (session: Session, server: SourceServer) => Promise<T>;

/**
 * Waits for a turn on the source and works in a session of its best server; anew in another one where the first
 * had died while it lay idle. The session is given back clean, which the caller does not wait for.
 */
export async function onSession<T>(source: Source, member: string, work: Work<T>): Promise<T> {
  const turn = await takeTurn(source, member);
  const givenBack: Promise<Lingering | null>[] = [];
  try {
    const taken = await takeSession(source);
    try {
      return await workIn(taken, work, givenBack);
    } catch (error) {
      if (!taken.session.diedIdle(error)) throw error;
      taken.server.closeIdle();
    }
    return await workIn(await takeSession(source), work, givenBack);
  } finally {
    void source.endTurn(turn, givenBack, member);
  }
}

async function workIn<T>(
  { session, server }: Taken,
  work: Work<T>,
  givenBack: Promise<Lingering | null>[],
): Promise<T> {
  // A text that PostgreSQL reads for ever is ended with its connection.
  const timer = setTimeout(() => session.wire.destroy(), LOOK_WITHIN_MS);
  try {
    return await work(session, server);
  } finally {
    clearTimeout(timer);
    givenBack.push(server.giveBack(session));
  }
}

async function takeTurn(source: Source, member: string): Promise<Turn> {
  try {
    return await source.slots.take(member, AbortSignal.timeout(LOOK_WITHIN_MS));
  } catch (error) {
    if (!(error instanceof NoSlot)) throw error;
    const stuck = source.stuckFor(member);
    if (stuck) throw stuck;
    const detail = `The data source ${source.name} is busy with other runs. Try again in a moment.`;
    throw new Problem('source_unavailable', detail);
  }
}

interface Taken {
  session: Session;
  server: SourceServer;
}

async function takeSession(source: Source): Promise<Taken> {
  let failure: unknown;
  for (const server of await source.usableServers()) {
    try {
      return { server, session: await server.take() };
    } catch (error) {
      server.couldNotOpen(error as Error);
      failure = error;
    }
  }
  throw source.noSession(failure);
}
