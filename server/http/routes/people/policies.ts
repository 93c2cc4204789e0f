// Over HTTP: what each data source allows, and who sees a query.
import type pg from 'pg';
import type { PolicyList } from '../../../../domain/contract/access.ts';
import { Problem } from '../../../../domain/problem.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import { ownsOrAdmins } from '../../../catalog/queries/known-query.ts';
import { noSource, type Access } from '../../../identity/access.ts';
import { nameAudiences, setAudience, setPolicy } from '../../../identity/policies.ts';
import type { Sources } from '../../../sources/sources.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface PolicyOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  access: Access;
  catalog: Catalog;
  sources: Sources;
}

type PolicyRows = 'GET policies' | 'PUT policy' | 'GET audience' | 'PUT audience';

export function policyHandlers(options: PolicyOptions): Handlers<PolicyRows> {
  const { database, access, catalog } = options;
  return {
    'GET policies': () => listPolicies(options),
    async 'PUT policy'({ params: { source }, body, change }) {
      if (!catalog.sources.includes(source)) throw noSource(source);
      await change(async (client, tell) => {
        const before = await setPolicy(client, source, body);
        tell(source, { ...body, before });
      });
      await access.refresh();
    },
    async 'GET audience'({ member, params }) {
      const query = await catalog.findAny(params.slug, member);
      const [audience = null] = await nameAudiences(database, [access.audienceOf(query)]);
      return { audience, mayChange: ownsOrAdmins(query, member) };
    },
    async 'PUT audience'({ member, params, body: { audience }, change }) {
      const query = await catalog.findAny(params.slug, member);
      if (!ownsOrAdmins(query, member)) throw notTheOwner();
      await change(async (client, tell) => {
        const before = await setAudience(client, query, { audience, setBy: member });
        tell(query.slug, { audience, before: { audience: before } });
      });
      await access.refresh();
    },
  };
}

async function listPolicies(options: PolicyOptions): Promise<PolicyList> {
  const { database, access, catalog } = options;
  const policies = catalog.sources.map((source) => ({ source, ...access.policyOf(source) }));
  const named = await nameAudiences(
    database,
    policies.flatMap(({ runBy, writeBy }) => [runBy, writeBy]),
  );
  const stuckOf = await stuckRuns(options);
  return {
    policies: policies.map((policy, index) => ({
      ...policy,
      stuckRuns: stuckOf(policy.source),
      runBy: named[2 * index] ?? null,
      writeBy: named[2 * index + 1] ?? null,
    })),
  };
}

/** The runs of each source that nothing can end, with the addresses of their members. */
async function stuckRuns({ database, sources }: PolicyOptions) {
  const runsOf = (name: string) =>
    sources.names().includes(name) ? [...sources.get(name).stuckRuns] : [];
  const ids = sources.names().flatMap((name) => runsOf(name).map(({ member }) => member));
  const named = await database.query<{ id: string; email: string }>(
    'select id, email from members where id = any($1)',
    [ids],
  );
  const emailOf = new Map(named.rows.map(({ id, email }) => [id, email]));
  return (source: string) =>
    runsOf(source).map(({ member, processId, since }) => ({
      ...{ member: emailOf.get(member) ?? member, processId },
      since: since.toISOString(),
    }));
}

function notTheOwner(): Problem {
  const detail = 'Only the owner of a query and admins say who sees it. Ask one of them.';
  return new Problem('forbidden', detail);
}
