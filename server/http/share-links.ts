// Share links over HTTP: made, listed and revoked by members.
import { Router, type Request } from 'express';
import type pg from 'pg';
import { z } from 'zod';
import {
  newLinkSchema,
  type CreatedLink,
  type Link,
  type LinkList,
  type NewLink,
} from '../../domain/contract/link.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import { ownerFrom, ownsOrAdmins, type KnownQuery } from '../catalog/queries/known-query.ts';
import {
  findLink,
  insertLink,
  linksOf,
  revokeLink,
  type KnownLink,
} from '../catalog/links/share-links.ts';
import type { Access } from '../identity/access.ts';
import type { Member } from '../identity/member.ts';
import { requireTimeZone } from '../runs/time-zone.ts';
import { checkValues } from '../runs/values.ts';
import { tellAudit } from './audited.ts';
import { checked } from './checked.ts';
import { memberOf } from './member-of.ts';
import { own } from '../../domain/own.ts';

export interface ShareLinkOptions {
  access: Access;
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  publicUrl: string | null;
  /** The zone of a link that names none. */
  timeZone: string;
  now: () => Date;
}

/** /api/queries/:slug/links and /api/links/:id */
export function shareLinkRoutes(options: ShareLinkOptions): Router {
  const { catalog, database } = options;
  const router = Router();
  router.get('/api/queries/:slug/links', async (request, response) => {
    const member = memberOf(response);
    const query = await catalog.findAny(request.params.slug, member);
    const links = await linksOf(database, [query.slug, ...query.formerly]);
    const shown = links.filter((link) => maySee(link, query, member));
    const list: LinkList = {
      links: shown.map(linkView),
      hidden: links.length - shown.length,
    };
    response.json(list);
  });
  router.post('/api/queries/:slug/links', async (request, response) => {
    const member = memberOf(response);
    const query = await catalog.find(request.params.slug, member);
    const link = checked(newLinkSchema, request.body);
    refuseUnfit(options, query, link);
    const creator = ownerFrom(member);
    const made = await insertLink(database, { query: query.slug, link, creator });
    tellAudit(response, query.slug, { link: link.name, expiresAt: link.expiresAt });
    response.setHeader('Cache-Control', 'no-store');
    response.status(201).json(createdView(made, options, request));
  });
  router.delete('/api/links/:id', async (request, response) => {
    const link = await requireOwn(options, request.params.id, memberOf(response));
    await revokeLink(database, link.id);
    tellAudit(response, link.query, { link: link.name });
    response.status(204).end();
  });
  return router;
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

async function requireOwn(
  { database, catalog }: ShareLinkOptions,
  id: string,
  member: Member,
): Promise<KnownLink> {
  const link = z.uuid().safeParse(id).success ? await findLink(database, id) : null;
  if (link !== null && link.creator.id === member.id) return link;
  const query = link === null ? null : catalog.visible(link.query, member);
  if (link !== null && (member.role === 'admin' || (query && ownsOrAdmins(query, member)))) {
    return link;
  }
  throw new Problem('not_found', 'There is no such share link. It may have been revoked already.');
}
