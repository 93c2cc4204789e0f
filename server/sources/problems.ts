// Why a data source cannot be used now, as problems that say what to do.
import { Problem } from '../../domain/problem.ts';
import { isStatementPooler } from '../database/connection-reason.ts';
import { readerRoleSql, type Audit } from '../engines/postgres/servers/role.ts';
import { isFull } from '../engines/postgres/wire/connect.ts';
import type { SourceServer } from '../engines/postgres/servers/server.ts';

/** No server of the source may be used now. */
export function noServer(source: string, servers: readonly SourceServer[]): Problem {
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
  return `The data source ${source} does not answer. Try again in a few minutes; if it lasts, tell whoever runs Sheetfeed.`;
}

/** No turn will be free soon: everybody's, or this member's, are held by runs that PostgreSQL cannot stop. */
export function turnsStuck(source: string, whose: 'everybody' | 'member'): Problem {
  const runs = whose === 'member' ? 'Your last runs' : 'All runs that may go at once';
  const detail = `${runs} on ${source} were told to end, but the database still computes them and cannot stop. Try again when one of them is done; if it lasts, tell whoever runs Sheetfeed.`;
  return new Problem('source_unavailable', detail);
}

/** All turns were taken for so long that the run was not started. */
export function turnsTaken(
  source: string,
  { whose, seconds }: { whose: 'everybody' | 'member'; seconds: number },
): Problem {
  const retryAfterSeconds = 30;
  if (whose === 'everybody') {
    const detail = `${source} was busy with other queries for ${seconds} seconds, so this one was not started. Try again in a minute.`;
    return new Problem('source_unavailable', detail, { retryAfterSeconds });
  }
  const detail = `Your other queries on ${source} were still running after ${seconds} seconds, so this one was not started: only so many run at once. Wait for one of them, or cancel one, then try again.`;
  return new Problem('rate_limited', detail, { retryAfterSeconds });
}

/** Its role could write. */
export function roleRefused(source: string, { role, dangers }: Audit): Problem {
  const detail = `The data source ${source} is not used: its role ${role} ${dangers.join(', ')}. Give it a role that can only read.`;
  return new Problem('source_refused', detail, { hint: readerRoleSql() });
}
