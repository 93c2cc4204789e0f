// Looks at Sheetfeed's own database.
import { setTimeout as sleep } from 'node:timers/promises';
import { differingSettings, printsOf } from '../cluster/settings-prints.ts';
import { DatabaseClient } from '../database/client.ts';
import { isRefusal } from '../database/connection-reason.ts';
import { faultOf } from '../database/hosts.ts';
import { hostOf } from '../database/protection.ts';
import { addressesOf } from '../settings/kinds.ts';
import type { Settings } from '../settings/settings.ts';
import { good, warning, wrong, type Finding } from './finding.ts';

const oldestVersion = 140_000;
const heardWithinMs = 2000;

interface Facts {
  version: number;
  name: string;
  isFollower: boolean;
  isReadOnly: boolean;
  mayMakeTables: boolean;
  /** Tells two addresses of one server from two servers. */
  server: string;
}

interface Look {
  address: string;
  facts: Facts | null;
  /** Why there are none. */
  error: unknown;
}

export async function ownDatabaseFindings(settings: Settings): Promise<Finding[]> {
  const { databaseUrl, home } = settings;
  if (databaseUrl === null) {
    return [
      warning(
        `Sheetfeed keeps its own data in a PostgreSQL of its own, in the folder ${home}. A container loses it with the container, and several servers cannot share it.`,
        'Set DATABASE_URL to a database that you back up.',
      ),
    ];
  }
  const looks = await Promise.all(addressesOf(databaseUrl).map(lookAt));
  const best = looks.find(mayWrite) ?? looks.find(({ facts }) => facts !== null) ?? looks[0];
  if (best === undefined) return [];
  const others = looks.filter((look) => look !== best).flatMap(besideFindings);
  if (best.facts === null) return [...notReached(best), ...others];
  const found = [...findings(best.facts), ...twoPrimaries(looks), ...others];
  found.push(...(await differences(best.address, settings)));
  return [...found, ...(await poolerFindings(best.address))];
}

const mayWrite = ({ facts }: Look) => facts !== null && !facts.isFollower && !facts.isReadOnly;

function notReached({ error, address }: Look): Finding[] {
  const refused = isRefusal(error);
  return [
    wrong(
      `Sheetfeed's own database ${faultOf(error, address)}.`,
      refused
        ? 'Check DATABASE_URL; docs/deploy.md says how to make the database and its role.'
        : 'Check DATABASE_URL, that the database is up, and that this machine may reach it.',
    ),
  ];
}

// One of several hosts may be away, for then another one is there. Who never answers is no help.
function besideFindings({ error, address, facts }: Look): Finding[] {
  if (facts !== null) return [];
  return [
    warning(
      `Of the hosts in DATABASE_URL, ${hostOf(address)} ${faultOf(error, address)}.`,
      "Bring it up, or name the hosts that there are: without it nothing takes the primary's place.",
    ),
  ];
}

function twoPrimaries(looks: readonly Look[]): Finding[] {
  const servers = new Set(looks.filter(mayWrite).map(({ facts }) => facts?.server));
  if (servers.size < 2) return [];
  return [
    wrong(
      `${servers.size} of the hosts in DATABASE_URL can be written to: they have parted, and what one server of Sheetfeed saves another one does not see.`,
      'Stop all but the true primary, make followers of them again (pg_rewind), and start the servers anew.',
    ),
  ];
}

async function differences(address: string, settings: Settings): Promise<Finding[]> {
  const client = newClient(address);
  try {
    await client.connect();
    const names = await differingSettings(client, await printsOf(settings));
    return names.map((name) =>
      wrong(
        `A server that runs on this database was started with another ${name} than the one given here.`,
        'Give all servers the same settings, or their sessions, links and messages work on some of them only.',
      ),
    );
  } catch {
    // No server has ever run on it, or its tables may not be read: that was said before.
    return [];
  } finally {
    await client.end().catch(() => undefined);
  }
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

function findings({ version, name, isFollower, isReadOnly, mayMakeTables }: Facts): Finding[] {
  if (isFollower) {
    return [
      wrong(
        `DATABASE_URL names a follower (the database ${name}), which cannot be written to.`,
        'Set DATABASE_URL to its primary.',
      ),
    ];
  }
  const found: Finding[] = isReadOnly ? [readOnly(name)] : [];
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

const readOnly = (name: string) =>
  wrong(
    `Sheetfeed's own database ${name} takes no changes (default_transaction_read_only is on for it or its role).`,
    'alter database … reset default_transaction_read_only; the same with alter role, and look whether its disk is full.',
  );

function newClient(url: string): DatabaseClient {
  const client = new DatabaseClient({ connectionString: url, connectionTimeoutMillis: 5000 });
  // One that breaks shows at its next use.
  client.on('error', () => {});
  return client;
}

async function lookAt(address: string): Promise<Look> {
  const client = newClient(address);
  try {
    await client.connect();
    // A pooler of statements refuses it.
    await client.query('begin');
    const { rows } = await client.query<Facts>(`
      select current_setting('server_version_num')::int as version, current_database() as name,
        pg_is_in_recovery() as "isFollower",
        current_setting('transaction_read_only')::boolean as "isReadOnly",
        concat(pg_postmaster_start_time(), inet_server_port()) as server,
        coalesce(has_schema_privilege(current_schema(), 'create'), false) as "mayMakeTables"`);
    return { address, facts: rows[0] ?? null, error: new Error('it gave no answer') };
  } catch (error) {
    return { address, facts: null, error };
  } finally {
    await client.end().catch(() => undefined);
  }
}
