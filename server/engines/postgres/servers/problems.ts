// Why a data source cannot be used now, as problems that say what to do.
import { Problem } from '../../../../domain/problem.ts';
import { isRefusal, isStatementPooler } from '../../../database/connection-reason.ts';
import { isFull } from '../wire/connect.ts';
import { readerRoleSql, type RoleFindings } from './role.ts';
import type { Server } from './server.ts';

/** No server of the source may be used now. */
export function noServer(source: string, servers: readonly Server[]): Problem {
  const healthy = servers.filter((server) => server.healthy);
  const cause = servers.find((server) => server.lastError)?.lastError ?? undefined;
  if (healthy.length === 0) return noSession(source, cause);
  const lagging = healthy.some(({ role }) => role === 'follower');
  const detail = lagging
    ? `The followers of ${source} lag too far behind. Try again in a few minutes.`
    : `No follower of ${source} answers, and queries may not run on its primary. Try again in a few minutes.`;
  return new Problem('source_unavailable', detail, {}, cause);
}

/** No session could be opened on any server. */
export function noSession(source: string, cause: unknown): Problem {
  return new Problem('source_unavailable', noSessionDetail(source, cause), {}, cause);
}

function noSessionDetail(source: string, cause: unknown): string {
  if (isFull(cause))
    return `The data source ${source} has no free connection. Try again in a moment.`;
  if (cause instanceof Error && isStatementPooler(cause)) {
    return `The data source ${source} stands behind a pooler in statement mode, where no query is safe. Tell whoever runs Sheetfeed: transaction or session mode is needed.`;
  }
  if (isRefusal(cause)) {
    return `The data source ${source} does not let Sheetfeed in. Tell whoever runs Sheetfeed: npm run doctor says why.`;
  }
  return `The data source ${source} does not answer. Try again in a few minutes; if it lasts, tell whoever runs Sheetfeed.`;
}

/** Its role could write. */
export function roleRefused(source: string, { role, dangers }: RoleFindings): Problem {
  const detail = `The data source ${source} is not used: its role ${role} ${dangers.join(', ')}. Give it a role that can only read.`;
  return new Problem('source_refused', detail, { hint: readerRoleSql() });
}
