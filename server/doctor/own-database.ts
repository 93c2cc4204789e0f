// Looks at Sheetfeed's own database.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectionFault, connectionReason, isRefusal } from '../database/connection-reason.ts';
import type { Settings } from '../settings/settings.ts';
import { good, warning, wrong, type Finding } from './finding.ts';

const oldestVersion = 140_000;
const heardWithinMs = 2000;

interface Facts {
  version: number;
  name: string;
  isFollower: boolean;
  mayMakeTables: boolean;
}

export async function ownDatabaseFindings({ databaseUrl, home }: Settings): Promise<Finding[]> {
  if (databaseUrl === null) {
    return [
      warning(
        `Sheetfeed keeps its own data in a PostgreSQL of its own, in the folder ${home}. A container loses it with the container, and several servers cannot share it.`,
        'Set DATABASE_URL to a database that you back up.',
      ),
    ];
  }
  const facts = await ask(databaseUrl);
  if ('reason' in facts) {
    return [
      wrong(
        `Sheetfeed's own database ${connectionFault(facts.refused)} (${facts.reason}).`,
        facts.refused
          ? 'Check DATABASE_URL; docs/deploy.md says how to make the database and its role.'
          : 'Check DATABASE_URL, that the database is up, and that this machine may reach it.',
      ),
    ];
  }
  return [...findings(facts), ...(await poolerFindings(databaseUrl))];
}

// Servers tell each other of changes by it, and through a pooler of transactions the wrong one hears them.
async function poolerFindings(url: string): Promise<Finding[]> {
  const [hearing, telling] = [newClient(url), newClient(url)];
  try {
    await Promise.all([hearing.connect(), telling.connect()]);
    const heard = new Promise<true>((resolve) => hearing.on('notification', () => resolve(true)));
    await hearing.query('listen sheetfeed_doctor');
    await telling.query('notify sheetfeed_doctor');
    if (await Promise.race([heard, sleep(heardWithinMs, false, { ref: false })])) return [];
  } catch {
    // That it does not answer was said before.
    return [];
  } finally {
    await Promise.all([hearing, telling].map((client) => client.end().catch(() => undefined)));
  }
  return [
    warning(
      'DATABASE_URL leads through a pooler that does not keep sessions, so several servers do not hear of each other: a run can be gone on with only where it began.',
      'Name the database itself, or a pooler in session mode.',
    ),
  ];
}

function findings({ version, name, isFollower, mayMakeTables }: Facts): Finding[] {
  if (isFollower) {
    return [
      wrong(
        `DATABASE_URL names a follower (the database ${name}), which cannot be written to.`,
        'Set DATABASE_URL to its primary.',
      ),
    ];
  }
  const found: Finding[] = [];
  if (version < oldestVersion) {
    found.push(
      wrong(
        `Sheetfeed's own database runs PostgreSQL ${Math.floor(version / 10_000)}, which is too old.`,
        'Use PostgreSQL 14 or newer.',
      ),
    );
  }
  if (!mayMakeTables) {
    found.push(
      wrong(
        `The role of DATABASE_URL may not make tables in the database ${name}.`,
        `Make the role the owner of a database of its own: create database sheetfeed owner <role>;`,
      ),
    );
  }
  return found.length > 0 ? found : [good(`Sheetfeed's own database ${name} answers.`)];
}

function newClient(url: string): pg.Client {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // One that breaks shows at its next use.
  client.on('error', () => {});
  return client;
}

async function ask(url: string): Promise<Facts | { reason: string; refused: boolean }> {
  const client = newClient(url);
  try {
    await client.connect();
    // A pooler of statements refuses it.
    await client.query('begin');
    const { rows } = await client.query<Facts>(`
      select current_setting('server_version_num')::int as version, current_database() as name,
        pg_is_in_recovery() as "isFollower",
        coalesce(has_schema_privilege(current_schema(), 'create'), false) as "mayMakeTables"`);
    return rows[0] ?? { reason: 'it gave no answer', refused: false };
  } catch (error) {
    return { reason: connectionReason(error as Error, url), refused: isRefusal(error) };
  } finally {
    await client.end().catch(() => undefined);
  }
}
