// What people talk about: a query, a frozen run or a board, as a member may see it. Whoever may not see it is told the same as
// of one that there is not.
import type { About } from '../../../domain/contract/talk/comment.ts';
import { Problem } from '../../../domain/problem.ts';
import { routes } from '../../../domain/routes.ts';
import type { ThingNames } from '../../catalog/comments/comments.ts';
import { findFrozen } from '../../catalog/frozen/frozen-runs.ts';
import { noBoard, visibleBoard, type BoardOptions } from '../../catalog/boards/boards.ts';
import { noQuery } from '../../identity/access.ts';
import { isOwner } from '../../identity/sight.ts';
import type { Member } from '../../identity/member.ts';
import { seesFrozen, type FrozenAccess } from '../../runs/frozen/frozen-access.ts';

export type ThingOptions = BoardOptions & FrozenAccess;

export interface Thing extends ThingNames {
  /** Under its name of today. */
  about: About;
  title: string;
  /** Its page. */
  path: string;
  /** Of a query. */
  version: number | null;
  isOwner(member: Member): boolean;
}

/** Throws Problem not_found. */
export async function findThing(
  options: ThingOptions,
  about: About,
  member: Member,
): Promise<Thing> {
  const thing = await seenThing(options, about, member);
  if (thing !== null) return thing;
  const [kind, name] = partsOf(about);
  if (kind === 'query') throw noQuery(name);
  if (kind === 'board') throw noBoard(name);
  throw new Problem('not_found', 'There is no such frozen run.');
}

/** Null where there is none that the member may see. */
export async function seenThing(
  options: ThingOptions,
  about: About,
  member: Member,
): Promise<Thing | null> {
  const { access, catalog, database } = options;
  const [kind, name] = partsOf(about);
  if (kind === 'query') {
    const query = catalog.everNamed(name);
    if (query === null || !access.maySee(member, query)) return null;
    return {
      ...{ kind: 'query', about: `query:${query.slug}`, names: [query.slug, ...query.formerly] },
      ...{ title: query.title, path: routes.queryPage(query.slug), version: query.version },
      isOwner: (other) => isOwner(query, other),
    };
  }
  if (kind === 'board') return seenBoard(options, name, member);
  const frozen = kind === 'frozen' ? await findFrozen(database, name) : null;
  if (frozen === null || !seesFrozen(options, frozen, member)) return null;
  const query = frozen.query === null ? null : catalog.everNamed(frozen.query);
  return {
    ...{ kind: 'frozen', about, names: [name], version: null, path: routes.frozenPage(name) },
    title: `${query?.title ?? frozen.title ?? 'A result'}, frozen`,
    isOwner: (other) => frozen.maker.id === other.id || (query !== null && isOwner(query, other)),
  };
}

async function seenBoard(
  options: ThingOptions,
  slug: string,
  member: Member,
): Promise<Thing | null> {
  const board = await visibleBoard(options, slug, member);
  if (board === null) return null;
  const { title } = board.content;
  return {
    ...{ kind: 'board', about: `board:${slug}`, names: [slug], title },
    ...{ path: routes.boardPage(slug), version: board.version },
    isOwner: (other) => isOwner(board, other),
  };
}

function partsOf(about: About): [Thing['kind'], string] {
  const [kind = '', name = ''] = about.split(':');
  return [kind as Thing['kind'], name];
}
