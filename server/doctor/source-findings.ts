// Looks at each data source: its role, its follower, its lag, as the server itself would before a run.
import { connectionFault } from '../database/connection-reason.ts';
import type { SourceHealth } from '../sources/health.ts';
import { createSources, type Sources } from '../sources/sources.ts';
import { addressesOf } from '../settings/kinds.ts';
import type { Settings } from '../settings/settings.ts';
import { weakConnections } from '../weak-connections.ts';
import { good, warning, wrong, type Finding } from './finding.ts';

const noticeableLagSeconds = 60;
const readerRole =
  'deploy/reader-role.sql makes a role that may connect and only read: psql -f deploy/reader-role.sql (its first lines say how).';

export async function sourceFindings(settings: Settings): Promise<Finding[]> {
  if (settings.sources.length === 0) {
    return [
      wrong(
        'No data source is configured, so no query can run.',
        'Set SOURCE_<NAME>_URL to a PostgreSQL database, such as SOURCE_MAIN_URL=postgres://….',
      ),
    ];
  }
  const sources = createSources(settings.sources);
  try {
    const health = await sources.health();
    return [...health.flatMap(findingsOf), ...ownDatabaseAsSource(settings)];
  } finally {
    await sources.close();
  }
}

/** What keeps data sources from being used, for a program that has just started; nothing when all is well. */
export async function brokenSources(sources: Pick<Sources, 'health'>): Promise<Finding[]> {
  return (await sources.health()).flatMap(brokenParts);
}

function brokenParts({ name, problem, servers }: SourceHealth): Finding[] {
  const place = (number: number) => (servers.length === 1 ? '' : `'s server ${number}`);
  const found = servers.flatMap(({ healthy, reason, refused }, index) =>
    healthy
      ? []
      : [
          wrong(
            `The data source ${name}${place(index + 1)} ${connectionFault(refused)}: ${reason ?? 'it was not asked yet'}.`,
            connectionFix(settingOf(name), { refused }),
          ),
        ],
  );
  // A role that could write, or followers that lag behind: the servers themselves answer.
  if (problem !== null && found.length === 0) found.push(wrong(problem, fixOf(name, problem)));
  return found;
}

function connectionFix(setting: string, { refused }: { refused: boolean }): string {
  return refused
    ? `Check SOURCE_${setting}_URL. ${readerRole}`
    : `Check SOURCE_${setting}_URL, that the database is up, and that this machine may reach it.`;
}

function findingsOf(health: SourceHealth): Finding[] {
  const { name, problem, warnings, servers } = health;
  const found = brokenParts(health);
  if (problem === null && !servers.some(({ role }) => role === 'follower')) {
    found.push(
      warning(
        `The data source ${name} has no follower, so queries run on its primary.`,
        `Add a follower's address to SOURCE_${settingOf(name)}_URL, behind a space.`,
      ),
    );
  }
  if (servers.filter(({ role, healthy }) => healthy && role === 'primary').length > 1) {
    found.push(
      wrong(
        `More than one address of the data source ${name} is a primary: a follower was promoted, or one server has two addresses.`,
        'Name one primary and its followers; of two that have parted, results would come from either.',
      ),
    );
  }
  const lag = Math.max(0, ...servers.map(({ lagSeconds }) => lagSeconds ?? 0));
  if (lag > noticeableLagSeconds) {
    found.push(
      warning(
        `A follower of the data source ${name} lags ${Math.round(lag)} seconds behind.`,
        'Look at the replication; set SOURCE_<NAME>_MAX_LAG_SECONDS to pass such a follower over.',
      ),
    );
  }
  found.push(...warnings.map((sentence) => warning(`${name}: ${sentence}`, readerRole)));
  return found.length > 0
    ? found
    : [good(`The data source ${name} answers, and can only be read.`)];
}

const settingOf = (name: string) => name.toUpperCase().replaceAll('-', '_');

function fixOf(name: string, problem: string): string {
  if (/ is not used: /.test(problem)) return readerRole;
  return `Look at the replication, or set SOURCE_${settingOf(name)}_ALLOW_PRIMARY=true.`;
}

/** Connections that others may read or answer in the place of the database. */
export function weakFindings(settings: Settings): Finding[] {
  return weakConnections(settings).map((sentence) =>
    warning(
      sentence,
      'Let the database speak TLS (docs/deploy.md), and take that out of the address.',
    ),
  );
}

// Whoever may write queries on it could read the sessions, the runs and their values.
function ownDatabaseAsSource({ databaseUrl, sources }: Settings): Finding[] {
  const place = (url: string) => {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port || '5432'}${pathname}`;
  };
  const own = databaseUrl === null ? [] : addressesOf(databaseUrl).map(place);
  return sources
    .filter(({ urls }) => urls.some((url) => own.includes(place(url))))
    .map(({ name }) =>
      wrong(
        `The data source ${name} is Sheetfeed's own database: authors could read what members did.`,
        'Give Sheetfeed a database of its own in DATABASE_URL.',
      ),
    );
}
