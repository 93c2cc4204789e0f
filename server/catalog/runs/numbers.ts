// What the one number of a query was at its runs, oldest first.
import type pg from 'pg';
import type { Values } from '../../../domain/contract/parameter.ts';
import type { NumberAt } from '../../../domain/contract/numbers.ts';
import type { ReadTable } from '../../../domain/contract/sheet-tables/read-table.ts';

/** What a recorded run asked. */
export interface AskedRun {
  values: Values;
  /** The sheet tables that it read. */
  sheetTables: readonly Pick<ReadTable, 'name'>[] | null;
}

type NumberRow = Omit<NumberAt, 'at'> & AskedRun & { at: Date };

/** So many runs are looked through, the latest. */
const MOST_READ = 5_000;

/** Those of runs under any of its slugs that `isTold` takes, at most so many. */
export async function numbersOf(
  database: pg.Pool,
  slugs: readonly string[],
  { isTold, most }: { isTold: (run: AskedRun) => boolean; most: number },
): Promise<NumberAt[]> {
  const { rows } = await database.query<NumberRow>(
    `select started_at as at, number as value, version, origin, "values",
       sheet_tables as "sheetTables"
     from runs
     where query = any($1) and number is not null order by started_at desc limit ${MOST_READ}`,
    [slugs],
  );
  return rows
    .filter((row) => isTold(row) && Number.isFinite(Number(row.value)))
    .slice(0, most)
    .reverse()
    .map(({ at, value, version, origin }) => ({ at: at.toISOString(), value, version, origin }));
}

/** Forgets the number of a run, whose result is to be seen no more. */
export async function forgetNumberOf(client: pg.PoolClient, frozen: string): Promise<void> {
  await client.query(
    'update runs set number = null where id = (select run from frozen_runs where id = $1)',
    [frozen],
  );
}
