// In what health a data source is, for whoever runs Sheetfeed: whether it can be used, and what should be known of it.
import { connectionReason } from '../database/connection-reason.ts';
import { turnsStuck } from './problems.ts';
import type { ServerRole, SourceServer } from '../engines/postgres/servers/server.ts';
import type { Source } from './source.ts';

export interface SourceHealth {
  name: string;
  /** False when no run could start now. */
  usable: boolean;
  /** Why the source refuses to run (a role that could write), or why it does not answer; null when well. */
  problem: string | null;
  warnings: string[];
  servers: ServerHealth[];
}

export interface ServerHealth {
  role: ServerRole;
  healthy: boolean;
  lagSeconds: number | null;
  /** Why it does not answer; null when it does. */
  reason: string | null;
}

/** Asks the servers as a run would. Does not throw. */
export async function healthOf(source: Source): Promise<SourceHealth> {
  const problem = await source.usableServers().then(
    () => stuckProblem(source),
    (error: Error) => error.message,
  );
  const servers = source.servers.map(serverHealth);
  const warnings = problem === null ? await warningsOf(source) : [];
  return { name: source.name, usable: problem === null, problem, warnings, servers };
}

function stuckProblem({ name, slots }: Source): string | null {
  return slots.stuck < slots.capacity ? null : turnsStuck(name, 'everybody').message;
}

function serverHealth({ url, role, healthy, lagSeconds, lastError }: SourceServer): ServerHealth {
  return { role, healthy, lagSeconds, reason: lastError && connectionReason(lastError, url) };
}

async function warningsOf({ servers, slots: { stuck } }: Source): Promise<string[]> {
  const healthy = servers.filter((server) => server.healthy);
  const audits = await Promise.all(healthy.map((server) => server.audit().catch(() => null)));
  const sentences = audits.flatMap((audit) =>
    audit === null
      ? []
      : [...audit.dangers, ...audit.warnings].map((each) => `The role ${audit.role} ${each}.`),
  );
  if (stuck > 0)
    sentences.push(`${stuck} of its runs were told to end, but PostgreSQL cannot stop them.`);
  return [...new Set(sentences)];
}
