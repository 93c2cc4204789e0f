// Share links over HTTP: made, listed and revoked by members.
import type { Request } from 'express';
import { z } from 'zod';
import type { CreatedLink, Link, NewLink } from '../../../domain/contract/link.ts';
import { own } from '../../../domain/own.ts';
import { Problem } from '../../../domain/problem.ts';
import { routes } from '../../../domain/routes.ts';
import { visibleBoard, type BoardOptions } from '../../catalog/boards/boards.ts';
import { ownerFrom, ownsOrAdmins, type KnownQuery } from '../../catalog/queries/known-query.ts';
import {
  findLink,
  insertLink,
  linksOf,
  revokeLink,
  type KnownBoardLink,
  type KnownLink,
} from '../../catalog/links/share-links.ts';
import type { KnownTables } from '../../catalog/sheet-tables/known-tables.ts';
import { isOwner } from '../../identity/sight.ts';
import type { Member } from '../../identity/member.ts';
import { requireTables, tablesOfQuery } from '../../runs/sheet-tables.ts';
import { requireTimeZone } from '../../runs/time-zone.ts';
import type { Sources } from '../../sources/sources.ts';
import { checkValues } from '../../runs/values.ts';
import type { Handlers } from '../front/handlers.ts';

export interface ShareLinkOptions extends BoardOptions {
  sources: Sources;
  tables: KnownTables;
  publicUrl: string | null;
  /** The zone of a link that names none. */
  timeZone: string;
  now: () => Date;
}

type LinkRows = 'GET links' | 'POST links' | 'DELETE link';

export function shareLinkHandlers(options: ShareLinkOptions): Handlers<LinkRows> {
  const { catalog, database } = options;
  return {
    async 'GET links'({ member, params }) {
      const query = await catalog.findAny(params.slug, member);
      const links = await linksOf(database, [query.slug, ...query.formerly]);
      const shown = links.filter((link) => maySee(link, query, member));
      return { links: shown.map(linkView), hidden: links.length - shown.length };
    },
    async 'POST links'({ member, params, body: link, change, request, response }) {
      const query = await catalog.find(params.slug, member);
      refuseUnfit(options, query, link);
      await requireYes(options, query, { link, member });
      const made = await change(async (client, tell) => {
        tell(query.slug, { link: link.name, expiresAt: link.expiresAt });
        return insertLink(client, { query: query.slug, link, creator: ownerFrom(member) });
      });
      response.setHeader('Cache-Control', 'no-store');
      return createdView(made, options, request);
    },
    async 'DELETE link'({ member, params, change }) {
      const link = await requireOwn(options, params.id, member);
      await change(async (client, tell) => {
        tell('board' in link ? link.board : link.query, {
          link: link.name,
          before: { state: link.state },
        });
        await revokeLink(client, link.id);
      });
    },
  };
}

function maySee(link: KnownLink, query: KnownQuery, member: Member): boolean {
  return link.creator.id === member.id || ownsOrAdmins(query, member);
}

function linkView({ creator: _creator, ...link }: KnownLink): Link {
  return link;
}

function createdView(
  { link, token }: { link: KnownLink; token: string },
  { publicUrl }: ShareLinkOptions,
  request: Request,
): CreatedLink {
  const base = publicUrl ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;
  const csvUrl = base + routes.shareCsv(token);
  return {
    ...linkView(link),
    token,
    url: base + routes.sharePage(token),
    csvUrl,
    jsonUrl: base + routes.shareJson(token),
    importData: `=IMPORTDATA("${csvUrl}")`,
  };
}

// Each value that the link fixes must fit now: nobody is there to mend it when the link is used.
function refuseUnfit(
  { access, timeZone, now }: ShareLinkOptions,
  query: KnownQuery,
  link: NewLink,
): void {
  if (!access.policyOf(query.source).links) {
    const detail = `Results of the data source ${query.source} may not leave by share link. An admin of Sheetfeed has set it so.`;
    throw new Problem('forbidden', detail);
  }
  if (query.status === 'draft') {
    throw new Problem('invalid_request', 'A draft cannot be shared. Publish the query first.');
  }
  const known = new Set(query.parameters.map(({ name }) => name));
  const stranger = link.free.find(
    (name) => !known.has(name) || own(link.values, name) !== undefined,
  );
  if (stranger !== undefined) {
    const detail = `${stranger} is not a parameter of the query that may be left free. Free parameters have no fixed value.`;
    throw new Problem('unknown_parameter', detail, { parameter: stranger });
  }
  if (link.expiresAt !== null && new Date(link.expiresAt) <= now()) {
    throw new Problem(
      'invalid_request',
      'The link would have expired already. Choose a later day.',
    );
  }
  const zone = requireTimeZone(link.timeZone ?? timeZone);
  const open = query.parameters.map((parameter) =>
    link.free.includes(parameter.name) ? { ...parameter, optional: true } : parameter,
  );
  checkValues(open, link.values, { now: now(), timeZone: zone });
}

/** Who has the link sees what people keep in a sheet. Throws Problem unconfirmed where that was not said yes to. */
export async function requireYes(
  options: Pick<ShareLinkOptions, 'sources' | 'tables' | 'catalog'>,
  query: KnownQuery,
  { link, member }: { link: Pick<NewLink, 'sheetTables'>; member: Member },
): Promise<void> {
  const read = await tablesOfQuery(options, query);
  requireTables(options.tables, read, member);
  if (read.every((name) => link.sheetTables.includes(name))) return;
  const detail = `The query reads ${read.length === 1 ? 'the sheet table' : 'the sheet tables'} ${read.join(', ')}: whoever has the link sees what comes of their rows, without a sign-in. Make the link all the same?`;
  throw new Problem('unconfirmed', detail, { sheetTables: read });
}

async function requireOwn(
  options: ShareLinkOptions,
  id: string,
  member: Member,
): Promise<KnownLink | KnownBoardLink> {
  const { database } = options;
  const link = z.uuid().safeParse(id).success ? await findLink(database, id) : null;
  if (link !== null && link.creator.id === member.id) return link;
  if (link !== null && (member.role === 'admin' || (await owns(options, link, member))))
    return link;
  throw new Problem('not_found', 'There is no such share link. It may have been revoked already.');
}

async function owns(
  options: ShareLinkOptions,
  link: KnownLink | KnownBoardLink,
  member: Member,
): Promise<boolean> {
  if ('board' in link) {
    const board = await visibleBoard(options, link.board, member);
    return board !== null && isOwner(board, member);
  }
  const query = options.catalog.visible(link.query, member);
  return query !== null && ownsOrAdmins(query, member);
}
