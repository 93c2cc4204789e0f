// When a query's recorded runs gave no row: all that there was to know of their results.
import type pg from 'pg';
import type { AskedRun } from './numbers.ts';

/** So many are looked through, the latest: those of an alert that looks every minute, for half a week. */
const MOST_READ = 5_000;

/** Those of one version under any of its slugs, since then, that `isTold` takes. */
export async function emptyRunsOf(
  database: pg.Pool,
  { slugs, version }: { slugs: readonly string[]; version: number },
  { since, isTold }: { since: Date; isTold: (run: AskedRun) => boolean },
): Promise<Date[]> {
  const { rows } = await database.query<AskedRun & { at: Date }>(
    `select started_at as at, "values", sheet_tables as "sheetTables" from runs
     where query = any($1) and started_at > $2 and version = $3
       and row_count = 0 and outcome = 'done' and not cached and "values" <> 'null'
     order by started_at desc limit ${MOST_READ}`,
    [slugs, since, version],
  );
  return rows.filter(isTold).map(({ at }) => at);
}
