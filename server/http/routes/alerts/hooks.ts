// Incoming webhooks over HTTP: made and ended by authors, called by programs when data is there.
import type pg from 'pg';
import type { Hook } from '../../../../domain/contract/hook.ts';
import { Problem } from '../../../../domain/problem.ts';
import { routes } from '../../../../domain/routes.ts';
import {
  deleteHook,
  findCalledHook,
  findHook,
  insertHook,
  listHooks,
  noteCall,
  type KnownHook,
} from '../../../catalog/hooks/hooks.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import { ownerFrom } from '../../../catalog/queries/known-query.ts';
import { inTransaction } from '../../../database/transaction.ts';
import type { Member } from '../../../identity/member.ts';
import { queriesOf } from '../../../watch/hook-watch.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface HookOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  baseUrl: () => string;
}

type HookRows = 'POST hook' | 'GET hooks' | 'POST hooks' | 'DELETE hookById';

export function hookHandlers(options: HookOptions): Handlers<HookRows> {
  const { catalog, database, baseUrl } = options;
  return {
    async 'POST hook'({ params }) {
      const hook = await findCalledHook(database, params.token);
      if (hook === null) throw noHook();
      const queries = queriesOf(catalog, hook, hook.member);
      const slugs = queries.flatMap(({ slug, formerly }) => [slug, ...formerly]);
      await inTransaction(database, (client) => noteCall(client, hook.id, slugs));
      return { queries: queries.length };
    },
    async 'GET hooks'({ member, query: { query: slug } }) {
      const wanted = slug === undefined ? null : (await catalog.find(slug, member)).slug;
      const seen = (await listHooks(database)).filter((hook) => {
        if (wanted === null) return hook.owner.id === member.id || member.role === 'admin';
        return queriesOf(catalog, hook, member).some((query) => query.slug === wanted);
      });
      return { hooks: seen.map((hook) => viewOf(catalog, hook, member)) };
    },
    async 'POST hooks'({ member, body: hook, change, response }) {
      for (const slug of hook.queries) await catalog.find(slug, member);
      const { id, token } = await change(async (client, tell) => {
        tell(hook.name, { queries: hook.queries, tags: hook.tags });
        return insertHook(client, hook, ownerFrom(member));
      });
      response.setHeader('Cache-Control', 'no-store');
      return { id, url: baseUrl() + routes.hook(token) };
    },
    async 'DELETE hookById'({ member, params, change }) {
      const hook = await findHook(database, params.id);
      if (hook === null || !mayEnd(hook, member)) throw noHook();
      await change(async (client, tell) => {
        tell(hook.name, { queries: hook.queries, tags: hook.tags });
        await deleteHook(client, hook.id);
      });
    },
  };
}

const mayEnd = ({ owner }: KnownHook, member: Member) =>
  owner.id === member.id || member.role === 'admin';

// Of the queries only those that the member may know of.
function viewOf(catalog: Catalog, { owner: _owner, ...hook }: KnownHook, member: Member): Hook {
  const queries = hook.queries.filter((slug) => catalog.visible(slug, member) !== null);
  return { ...hook, queries, may: { end: mayEnd({ ...hook, owner: _owner }, member) } };
}

function noHook(): Problem {
  const detail =
    'There is no such incoming webhook, or no longer. Ask whoever made it for a new one.';
  return new Problem('not_found', detail);
}
