// The table of destinations: places that messages go to, each with its encrypted secret.
import type pg from 'pg';
import type { Audience } from '../../../domain/contract/access.ts';
import type { Destination, DestinationKind } from '../../../domain/contract/destination.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

/** As the servers deliver to it. */
export interface SealedDestination {
  id: string;
  kind: DestinationKind;
  name: string;
  sealed: string;
}

/** With who may send there, which is told by name. */
export type ListedDestination = Omit<Destination, 'usedBy'> & { usedBy: Audience };

interface DestinationRow {
  id: string;
  kind: DestinationKind;
  name: string;
  made_by: Owner;
  made_at: Date;
  waiting: number;
  problem: string | null;
  rest_until: Date | null;
  used_by: Audience;
}

/** All of them by kind and name, with what waits for each. */
export async function listDestinations(database: pg.Pool): Promise<ListedDestination[]> {
  const { rows } = await database.query<DestinationRow>(
    `select id, kind, name, made_by, made_at, problem, used_by,
       case when rest_until > now() then rest_until end as rest_until,
       (select count(*)::integer from deliveries
        where destination = destinations.id and state = 'waiting') as waiting
     from destinations order by kind, lower(name) limit 1000`,
  );
  return rows.map(({ made_by, made_at, rest_until, used_by, ...row }) => ({
    ...row,
    usedBy: used_by,
    madeBy: personOf(made_by),
    madeAt: made_at.toISOString(),
    restUntil: rest_until?.toISOString() ?? null,
  }));
}

/** The id of the new destination; null where there is one of this kind and name. */
export async function insertDestination(
  client: pg.PoolClient,
  { kind, name, sealed, madeBy }: Omit<SealedDestination, 'id'> & { madeBy: Owner },
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `insert into destinations (kind, name, sealed, made_by) values ($1, $2, $3, $4)
     on conflict do nothing returning id`,
    [kind, name, sealed, JSON.stringify(madeBy)],
  );
  return rows[0]?.id ?? null;
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export async function findDestination(
  database: pg.Pool,
  id: string,
): Promise<SealedDestination | null> {
  if (!UUID.test(id)) return null;
  const { rows } = await database.query<SealedDestination>(
    'select id, kind, name, sealed from destinations where id = $1',
    [id],
  );
  return rows[0] ?? null;
}

export async function deleteDestination(client: pg.PoolClient, id: string): Promise<void> {
  await client.query('delete from destinations where id = $1', [id]);
}

/** Destinations by `kind:name`, whatever the case of the name; those that there are not are left out. */
export async function destinationsNamed(
  database: pg.Pool | pg.PoolClient,
  names: readonly string[],
): Promise<Map<string, { id: string; usedBy: Audience }>> {
  const { rows } = await database.query<{ wanted: string; id: string; usedBy: Audience }>(
    `select wanted, id, used_by as "usedBy" from unnest($1::text[]) as wanted
     join destinations on lower(kind || ':' || name) = lower(wanted)`,
    [names],
  );
  return new Map(rows.map(({ wanted, ...destination }) => [wanted, destination]));
}

/** Says who may send there; null: every author. */
export async function setDestinationUse(
  client: pg.PoolClient,
  id: string,
  usedBy: Audience,
): Promise<void> {
  await client.query('update destinations set used_by = $2 where id = $1', [
    ...[id, usedBy && JSON.stringify(usedBy)],
  ]);
}
