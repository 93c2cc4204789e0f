// Looks at each data source: its role, its follower, its lag, as the server itself would before a run.
import { createSources, type SourceHealth } from '../run/sources.ts';
import type { Settings } from '../settings.ts';
import { good, warning, wrong, type Finding } from './finding.ts';

const noticeableLagSeconds = 60;
const readerRole =
  'server/run/reader-role.sql makes a role that may only read: psql -f server/run/reader-role.sql (its first lines say how).';

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

function findingsOf({ name, problem, warnings, servers }: SourceHealth): Finding[] {
  const found: Finding[] = [];
  if (problem !== null) found.push(wrong(problem, fixOf(name, problem)));
  const away = servers.filter(({ healthy }) => !healthy).length;
  if (problem === null && away > 0) {
    found.push(
      wrong(
        `Of the ${servers.length} servers of the data source ${name}, ${away} did not answer.`,
        `Check each address in SOURCE_${settingOf(name)}_URL.`,
      ),
    );
  }
  if (problem === null && !servers.some(({ role }) => role === 'follower')) {
    found.push(
      warning(
        `The data source ${name} has no follower, so queries run on its primary.`,
        `Add a follower's address to SOURCE_${settingOf(name)}_URL, behind a space.`,
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
  if (/ is not used: /.test(problem)) return `Give it another role. ${readerRole}`;
  return `Check SOURCE_${settingOf(name)}_URL, that the database is up, and that this machine may reach it.`;
}

// Whoever may write queries on it could read the sessions, the runs and their values.
function ownDatabaseAsSource({ databaseUrl, sources }: Settings): Finding[] {
  const place = (url: string) => {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port || '5432'}${pathname}`;
  };
  return sources
    .filter(({ urls }) => databaseUrl !== null && urls.map(place).includes(place(databaseUrl)))
    .map(({ name }) =>
      wrong(
        `The data source ${name} is Sheetfeed's own database: authors could read what members did.`,
        'Give Sheetfeed a database of its own in DATABASE_URL.',
      ),
    );
}
