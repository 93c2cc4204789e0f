// Comments over HTTP: read and written by whoever may see what they are about.
import { randomUUID } from 'node:crypto';
import type { BodyOf } from '../../../../domain/contract/routes.ts';
import { Problem } from '../../../../domain/problem.ts';
import {
  deleteComment,
  findComment,
  insertComment,
  MOST_THREADS,
  resolveThread,
  rewriteComment,
  threadsAbout,
  type KnownComment,
  type NewComment,
} from '../../../catalog/comments/comments.ts';
import { citeFrozen } from '../../../catalog/frozen/frozen-runs.ts';
import { ownerFrom } from '../../../catalog/queries/known-query.ts';
import { findPeople } from '../../../identity/directory.ts';
import type { Member } from '../../../identity/member.ts';
import { spokenTo, tellSpoken, type MentionOptions } from '../../../watch/talk/mentions.ts';
import { findThing, seenThing, type Thing } from '../../../watch/talk/things.ts';
import type { Asked, Handlers } from '../../front/handlers.ts';
import { mayDelete, mayEdit, threadViews } from './comment-view.ts';

type ReadingRows = 'GET comments' | 'GET commentPeople';
type WritingRows = 'POST comments' | 'PUT comment' | 'DELETE comment' | 'PUT resolved';

export function commentHandlers(options: MentionOptions): Handlers<ReadingRows | WritingRows> {
  return { ...reading(options), ...writing(options) };
}

function reading(options: MentionOptions): Handlers<ReadingRows> {
  return {
    async 'GET comments'({ member, query }) {
      const thing = await findThing(options, query.about, member);
      const threads = threadViews(await threadsAbout(options.database, thing), thing, member);
      const shown = threads.slice(0, MOST_THREADS);
      const { about, title } = thing;
      return { about, title, threads: shown, more: threads.length > shown.length };
    },
    async 'GET commentPeople'({ member, query: { about, search } }) {
      const thing = await findThing(options, about, member);
      const { members } = await findPeople(options.database, search);
      const people = [];
      for (const { id, name, email } of members) {
        const other = email === '' ? null : await options.members.find(id);
        const sees = other !== null && (await seenThing(options, thing.about, other)) !== null;
        if (sees) people.push({ name, email });
      }
      return { people };
    },
  };
}

function writing(options: MentionOptions): Handlers<WritingRows> {
  return {
    'POST comments': (asked) => say(options, asked),
    async 'PUT comment'({ member, params, body: { text }, change }) {
      const { comment, thing } = await seenComment(options, params.id, member);
      if (!mayEdit(comment, member)) throw notYours('Only who wrote a comment changes it.');
      const spoken = await spokenTo(options, text, thing);
      await change(async (client, tell) => {
        tell(thing.names[0] ?? '', { comment: comment.id });
        if (!(await rewriteComment(client, comment.id, text))) throw noComment();
        const told = { ...comment, text };
        await tellSpoken(options, client, { comment: told, thing, members: spoken.members });
      });
      return { id: comment.id, thread: comment.thread, unreached: spoken.unreached };
    },
    async 'DELETE comment'({ member, params, change }) {
      const { comment, thing } = await seenComment(options, params.id, member);
      if (!mayDelete(comment, thing, member)) {
        throw notYours(
          'Only who wrote a comment, the owner of what it is about, and admins delete it.',
        );
      }
      await change(async (client, tell) => {
        tell(thing.names[0] ?? '', { comment: comment.id, author: comment.author.email });
        await deleteComment(client, comment.id, ownerFrom(member));
      });
    },
    async 'PUT resolved'({ member, params, body: { resolved }, change }) {
      const { comment, thing } = await seenComment(options, params.id, member);
      await change(async (client, tell) => {
        tell(thing.names[0] ?? '', { thread: comment.thread, resolved });
        await resolveThread(client, comment.thread, resolved ? ownerFrom(member) : null);
      });
    },
  };
}

async function say(
  options: MentionOptions,
  { member, body, change }: Asked<'POST comments'>,
): Promise<{ id: string; thread: string; unreached: string[] }> {
  const thing = await findThing(options, body.about, member);
  const first = await answered(options, body.replyTo, thing);
  const comment = newComment(body, { member, thing, first });
  const spoken = await spokenTo(options, comment.text, thing);
  const thread = comment.thread ?? comment.id;
  await change(async (client, tell) => {
    tell(thing.names[0] ?? '', { comment: comment.id, thread, kind: comment.kind });
    if (!(await insertComment(client, comment))) {
      await requireSame(options, comment);
      return;
    }
    // What people talk about stays to be looked at.
    if (thing.kind === 'frozen') await citeFrozen(client, thing.names[0] ?? '');
    // Who answers has more to say about it.
    if (first?.resolvedAt) await resolveThread(client, thread, null);
    const told = { ...comment, thread };
    await tellSpoken(options, client, { comment: told, thing, members: spoken.members });
  });
  return { id: comment.id, thread, unreached: spoken.unreached };
}

/** The first comment of the thread that is answered; null where a thread begins. Throws Problem not_found. */
async function answered(
  { database }: MentionOptions,
  replyTo: string | undefined,
  { kind, names }: Thing,
): Promise<KnownComment | null> {
  if (replyTo === undefined) return null;
  const any = await findComment(database, replyTo);
  const first = any === null ? null : await findComment(database, any.thread);
  if (first === null || first.about.kind !== kind || !names.includes(first.about.name)) {
    throw noComment();
  }
  return first;
}

function newComment(
  body: BodyOf<'POST comments'>,
  { member, thing, first }: { member: Member; thing: Thing; first: KnownComment | null },
): NewComment {
  const { id = randomUUID(), kind, row = null, column = null, text } = body;
  return {
    ...{ id, kind, text, author: ownerFrom(member), version: thing.version },
    about: { kind: thing.kind, name: thing.names[0] ?? '' },
    ...(first === null
      ? { thread: null, row, column }
      : { thread: first.thread, row: first.row, column: first.column }),
  };
}

// Sent again after a lost answer: it was said. Another one under the same id was not.
async function requireSame({ database }: MentionOptions, comment: NewComment): Promise<void> {
  const there = await findComment(database, comment.id);
  if (there !== null && there.author.id === comment.author.id && there.text === comment.text)
    return;
  throw new Problem('conflict', 'There is another comment of this id. Choose a new one.');
}

/** A comment about what the member may see. Throws Problem not_found. */
async function seenComment(
  options: MentionOptions,
  id: string,
  member: Member,
): Promise<{ comment: KnownComment; thing: Thing }> {
  const comment = await findComment(options.database, id);
  const about = comment && `${comment.about.kind}:${comment.about.name}`;
  const thing = about === null ? null : await seenThing(options, about, member);
  if (comment === null || thing === null) throw noComment();
  return { comment, thing };
}

function noComment(): Problem {
  return new Problem('not_found', 'There is no such comment. It may have been deleted.');
}

function notYours(detail: string): Problem {
  return new Problem('forbidden', detail);
}
