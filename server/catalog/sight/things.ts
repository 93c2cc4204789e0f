// What people see in Sheetfeed: each query, sheet table and board, with who it is open to and why somebody sees it.
import type { Audience } from '../../../domain/contract/access.ts';
import type { ThingKind } from '../../../domain/contract/operation/who-sees.ts';
import type { Access, Views } from '../../identity/access.ts';
import type { Member } from '../../identity/member.ts';
import { isOwner, type Sight } from '../../identity/sight.ts';
import { allBoards, queriesOn, type BoardOptions } from '../boards/boards.ts';
import type { KnownBoard } from '../boards/known-board.ts';
import type { KnownQuery, Owner } from '../queries/known-query.ts';
import type { KnownTables } from '../sheet-tables/known-tables.ts';
import type { KnownTable } from '../sheet-tables/sheet-tables.ts';

/** Why somebody sees a thing, or does not; `query` is the title of the one that shows a board. */
export type ThingSight =
  Sight | { sees: true; why: 'query'; query: string } | { sees: false; why: 'queries' };

export interface Thing {
  kind: ThingKind;
  name: string;
  title: string;
  source: string | null;
  owner: Owner | null;
  openTo: Audience;
  /** What else limits it, in sentences. */
  limits: string[];
  /** Of the member, with these groups. */
  sightOf(views: Views, member: Member): ThingSight;
}

export interface ThingOptions extends BoardOptions {
  access: Access;
  tables: KnownTables;
}

/** All of them, by kind and title. */
export async function allThings(options: ThingOptions): Promise<Thing[]> {
  const { access, catalog, tables } = options;
  const boards = await allBoards(options);
  const byTitle = (a: Thing, b: Thing) =>
    a.title.localeCompare(b.title) || a.name.localeCompare(b.name);
  return [
    ...[...catalog.all()].map((query) => queryThing(access, query)).sort(byTitle),
    ...tables.all().map(tableThing).sort(byTitle),
    ...boards.map((board) => boardThing(options, board)).sort(byTitle),
  ];
}

function queryThing(access: Access, query: KnownQuery): Thing {
  const { slug: name, title, source, owner, status, variation } = query;
  const limits = [
    ...(status === 'draft' ? ['A draft: only authors and admins see it.'] : []),
    ...(access.policyOf(source).runBy === null ? [] : [`Not everybody may run on ${source}.`]),
    ...(variation && variation.state !== 'published'
      ? [
          `A variation that ${variation.state === 'offered' ? 'is only offered' : 'its owner keeps'}.`,
        ]
      : []),
    ...(variation ? [`Only for whoever sees ${variation.of.title}.`] : []),
  ];
  return {
    ...{ kind: 'query', name, title, source, owner, limits, openTo: access.audienceOf(query) },
    sightOf: (views, member) => views.sight(member, query),
  };
}

function tableThing({ name, title, publisher: owner, usedBy: openTo }: KnownTable): Thing {
  return {
    ...{ kind: 'sheet_table', name, title, source: null, owner, openTo, limits: [] },
    sightOf(views, member): ThingSight {
      if (owner.id === member.id) return { sees: true, why: 'owner' };
      const belonging = views.belonging(member, openTo);
      return belonging === null ? { sees: false, why: 'not_open' } : { sees: true, ...belonging };
    },
  };
}

function boardThing({ catalog }: ThingOptions, board: KnownBoard): Thing {
  const { slug: name, content, owner } = board;
  const slugs = queriesOn(board);
  const limits = slugs.length === 0 ? [] : ['Only for whoever sees a query on it.'];
  return {
    ...{ kind: 'board', name, title: content.title, source: null, owner, openTo: null, limits },
    sightOf(views, member): ThingSight {
      if (isOwner(board, member)) return { sees: true, why: 'owner' };
      if (slugs.length === 0) return { sees: true, why: 'everybody' };
      if (member.role === 'admin') return { sees: true, why: 'admin' };
      for (const slug of slugs) {
        const query = catalog.named(slug);
        if (query !== null && views.sight(member, query).sees)
          return { sees: true, why: 'query', query: query.title };
      }
      return { sees: false, why: 'queries' };
    },
  };
}
