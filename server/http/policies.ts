// Over HTTP: what each data source allows, and who sees a query.
import { Router } from 'express';
import type pg from 'pg';
import {
  newAudienceSchema,
  sourcePolicySchema,
  type PolicyList,
  type QueryAudience,
} from '../../domain/contract/access.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import { ownsOrAdmins } from '../catalog/queries/known-query.ts';
import { noSource, type Access } from '../identity/access.ts';
import { nameAudiences, setAudience, setPolicy } from '../identity/policies.ts';
import { tellAudit } from './audited.ts';
import { checked } from './checked.ts';
import { memberOf } from './member-of.ts';

export interface PolicyRoutesOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  access: Access;
  catalog: Catalog;
}

/** /api/policies and /api/queries/:slug/audience */
export function policyRoutes(options: PolicyRoutesOptions): Router {
  const { database, access, catalog } = options;
  const router = Router();
  router.get(routes.policies, async (_request, response) => {
    response.json(await listPolicies(options));
  });
  router.put('/api/policies/:source', async (request, response) => {
    const { source } = request.params;
    const policy = checked(sourcePolicySchema, request.body);
    if (!catalog.sources.includes(source)) throw noSource(source);
    await setPolicy(database, source, policy);
    await access.refresh();
    tellAudit(response, source, policy);
    response.status(204).end();
  });
  router.get('/api/queries/:slug/audience', async (request, response) => {
    const member = memberOf(response);
    const query = await catalog.findAny(request.params.slug, member);
    const [audience = null] = await nameAudiences(database, [access.audienceOf(query)]);
    const answer: QueryAudience = { audience, mayChange: ownsOrAdmins(query, member) };
    response.json(answer);
  });
  router.put('/api/queries/:slug/audience', async (request, response) => {
    const member = memberOf(response);
    const query = await catalog.findAny(request.params.slug, member);
    const { audience } = checked(newAudienceSchema, request.body);
    if (!ownsOrAdmins(query, member)) throw notTheOwner();
    await setAudience(database, query, { audience, setBy: member });
    await access.refresh();
    tellAudit(response, query.slug, { audience });
    response.status(204).end();
  });
  return router;
}

async function listPolicies({
  database,
  access,
  catalog,
}: PolicyRoutesOptions): Promise<PolicyList> {
  const policies = catalog.sources.map((source) => ({ source, ...access.policyOf(source) }));
  const named = await nameAudiences(
    database,
    policies.flatMap(({ runBy, writeBy }) => [runBy, writeBy]),
  );
  return {
    policies: policies.map((policy, index) => ({
      ...policy,
      runBy: named[2 * index] ?? null,
      writeBy: named[2 * index + 1] ?? null,
    })),
  };
}

function notTheOwner(): Problem {
  const detail = 'Only the owner of a query and admins say who sees it. Ask one of them.';
  return new Problem('forbidden', detail);
}
