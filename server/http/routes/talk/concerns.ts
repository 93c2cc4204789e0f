// What concerns a member over HTTP: what others said to them, in their threads, and about what they own.
import type { Concern } from '../../../../domain/contract/talk/comment.ts';
import {
  concernsOf,
  noteRead,
  type KnownConcern,
  type Owned,
} from '../../../catalog/comments/concerns.ts';
import { visibleBoards } from '../../../catalog/boards/boards.ts';
import { personOf } from '../../../catalog/queries/known-query.ts';
import { isOwner } from '../../../identity/sight.ts';
import type { Member } from '../../../identity/member.ts';
import { seenThing, type Thing, type ThingOptions } from '../../../watch/talk/things.ts';
import type { Handlers } from '../../front/handlers.ts';

const MOST_SHOWN = 100;

export function concernHandlers(options: ThingOptions): Handlers<'GET concerns' | 'PUT concerns'> {
  const { database } = options;
  return {
    async 'GET concerns'({ member }) {
      const concerns = await seenConcerns(options, member);
      return { concerns, unread: concerns.filter(({ isNew }) => isNew).length };
    },
    'PUT concerns': ({ member, body }) => noteRead(database, member.id, body.readAt),
  };
}

async function seenConcerns(options: ThingOptions, member: Member): Promise<Concern[]> {
  const found = await concernsOf(options.database, member.id, await ownedBy(options, member));
  const things = new Map<string, Thing | null>();
  const concerns: Concern[] = [];
  for (const concern of found) {
    const about = `${concern.about.kind}:${concern.about.name}`;
    const known = things.get(about);
    const thing = known === undefined ? await seenThing(options, about, member) : known;
    things.set(about, thing);
    if (thing !== null) concerns.push(concernView(concern, thing));
    if (concerns.length === MOST_SHOWN) break;
  }
  return concerns;
}

async function ownedBy(options: ThingOptions, member: Member): Promise<Owned> {
  const queries = [...options.catalog.all()].filter((query) => isOwner(query, member));
  const boards = (await visibleBoards(options, member)).filter((board) => isOwner(board, member));
  return {
    queries: queries.flatMap(({ slug, formerly }) => [slug, ...formerly]),
    boards: boards.map(({ slug }) => slug),
  };
}

function concernView(concern: KnownConcern, { about, title, path }: Thing): Concern {
  const { id, thread, kind, why, author, text, mentions, madeAt, isNew, isResolved } = concern;
  return {
    ...{ id, thread, about, title, kind, why, text, mentions, isNew, resolved: isResolved },
    path: `${path}#comment-${id}`,
    author: personOf(author),
    madeAt: madeAt.toISOString(),
  };
}
