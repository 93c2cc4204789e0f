// Looks at Sheetfeed's own database.
import pg from 'pg';
import { connectionReason } from '../connection-reason.ts';
import type { Settings } from '../settings.ts';
import { good, warning, wrong, type Finding } from './finding.ts';

const oldestVersion = 140_000;

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
  if (typeof facts === 'string') {
    return [
      wrong(
        `Sheetfeed's own database does not answer (${facts}).`,
        'Check DATABASE_URL, that the database is up, and that this machine may reach it.',
      ),
    ];
  }
  return findings(facts);
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

async function ask(url: string): Promise<Facts | string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    const { rows } = await client.query<Facts>(`
      select current_setting('server_version_num')::int as version, current_database() as name,
        pg_is_in_recovery() as "isFollower",
        coalesce(has_schema_privilege(current_schema(), 'create'), false) as "mayMakeTables"`);
    return rows[0] ?? 'it gave no answer';
  } catch (error) {
    return connectionReason(error as Error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}
