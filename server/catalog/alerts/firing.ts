// What fires now: which alerts, of which queries.
import type pg from 'pg';

const MOST_TOLD = 1_000;
const MOST_OF_QUERY = 10;

/** The names of the alerts that fire now, by the slugs that their queries had when they were made. */
export async function firingByQuery(database: pg.Pool): Promise<Map<string, string[]>> {
  const { rows } = await database.query<{ query: string; names: string[] }>(
    `select query, (array_agg(name order by lower(name)))[1:${MOST_OF_QUERY}] as names from alerts
     where id in (select alert from alert_episodes where ended_at is null)
     group by query order by query limit ${MOST_TOLD}`,
  );
  return new Map(rows.map(({ query, names }) => [query, names]));
}
