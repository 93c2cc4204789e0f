// The table of favourites: the queries that each member marked.
import type pg from 'pg';

/** The slugs that the member marked, in the order in which they were marked. */
export async function favouritesOf(database: pg.Pool, member: string): Promise<string[]> {
  const { rows } = await database.query<{ query: string }>(
    'select query from favourites where member = $1 order by marked_at, query',
    [member],
  );
  return rows.map(({ query }) => query);
}

export async function markFavourite(
  database: pg.Pool,
  member: string,
  query: string,
): Promise<void> {
  await database.query(
    'insert into favourites (member, query) values ($1, $2) on conflict do nothing',
    [member, query],
  );
}

/** Takes the marks away: a query may have been marked under a former slug. */
export async function unmarkFavourite(
  database: pg.Pool,
  member: string,
  slugs: readonly string[],
): Promise<void> {
  await database.query('delete from favourites where member = $1 and query = any($2)', [
    member,
    slugs,
  ]);
}
