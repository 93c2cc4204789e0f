// Watches a lab while attacks run: takes fingerprints, and keeps sessions that an attack might end.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { differences, takeFingerprint, type Fingerprint } from './fingerprint.ts';
import type { Lab, ServerName } from './lab.ts';

export interface Watch {
  /** What changed on either server since the last call, or since the start; empty when nothing did. */
  changes(): Promise<string[]>;
  /** Sessions of queries that are still at work, hold a transaction, or keep something; waits for them to end. */
  leftovers(): Promise<string[]>;
  stop(): Promise<void>;
}

const servers: ServerName[] = ['primary', 'standby'];

/** Starts to watch. The bystanders are the reader's own, as a role may end its own sessions. */
export async function watchLab(lab: Lab): Promise<Watch> {
  const admins = {
    primary: await connect(lab.adminUrl('primary'), 'watch'),
    standby: await connect(lab.adminUrl('standby'), 'watch'),
  };
  const bystanders = await Promise.all(servers.map((name) => startBystander(lab, name)));
  const heard = await listen(lab);
  const look = async (): Promise<Fingerprint> => {
    await waitForStandby(admins);
    const all: Fingerprint = { 'heard by a listener': heard.join(' ') };
    const taken = await Promise.all(
      servers.map((name) => takeFingerprint(admins[name], lab.folder)),
    );
    taken.forEach((parts, index) => {
      for (const [part, text] of Object.entries(parts)) all[`${servers[index]}, ${part}`] = text;
    });
    return all;
  };
  let last = await look();
  return {
    async changes() {
      const now = await look();
      const found = differences(last, now);
      last = now;
      return found;
    },
    leftovers: async () =>
      (await Promise.all(servers.map((name) => leftoversOn(admins[name], name)))).flat(),
    async stop() {
      await Promise.all([...bystanders, heard].map((session) => session.end()));
      await Promise.all(servers.map((name) => admins[name].end()));
    },
  };
}

async function connect(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName });
  // A session that an attack ends must be seen in the fingerprint, not end the test.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

interface Ended {
  end(): Promise<void>;
}

// At work for as long as the watch lasts, so that cancelling it shows as much as ending it.
async function startBystander(lab: Lab, name: ServerName): Promise<Ended> {
  const client = await connect(lab.readerUrl(name), 'bystander');
  await client.query('set statement_timeout = 0');
  const work = client.query('select pg_sleep(86400)').catch(() => undefined);
  return {
    async end() {
      const { pid } = backendOf(client);
      const admin = await connect(lab.adminUrl(name), 'watch');
      await admin.query('select pg_terminate_backend($1)', [pid]);
      await admin.end();
      await work;
    },
  };
}

// pg knows its backend's id but does not say so in its types.
const backendOf = (client: pg.Client): { pid: number } => ({
  pid: (client as unknown as { processID: number }).processID,
});

async function listen(lab: Lab): Promise<string[] & Ended> {
  const client = await connect(lab.adminUrl('primary'), 'bystander that listens');
  const heard: string[] = [];
  client.on('notification', ({ channel, payload }) => heard.push(`${channel}=${payload ?? ''}`));
  await client.query('listen chan');
  return Object.assign(heard, { end: () => client.end() });
}

async function waitForStandby(admins: Record<ServerName, pg.Client>): Promise<void> {
  const { rows } = await admins.primary.query<{ lsn: string }>('select pg_current_wal_lsn() lsn');
  const sql = 'select pg_last_wal_replay_lsn() >= $1::pg_lsn as there';
  for (const end = Date.now() + 5_000; Date.now() < end; await sleep(50)) {
    const answer = await admins.standby.query<{ there: boolean | null }>(sql, [rows[0]?.lsn]);
    if (answer.rows[0]?.there) return;
  }
  // The fingerprint then says why: the standby was promoted, or its replay is paused.
}

async function leftoversOn(admin: pg.Client, name: ServerName): Promise<string[]> {
  const sql = `
    select pid, state, left(query, 80) as query from pg_stat_activity
    where datname = 'lab' and pid <> pg_backend_pid() and application_name not like 'bystander%'
      and backend_type = 'client backend' and state <> 'idle'`;
  let found: string[] = [];
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(100)) {
    const { rows } = await admin.query<{ pid: number; state: string; query: string }>(sql);
    if (rows.length === 0) return [];
    found = rows.map((row) => `${name}: session ${row.pid} is still ${row.state}: ${row.query}`);
  }
  return found;
}
