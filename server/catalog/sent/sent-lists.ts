// The table of lists that were kept as sent, each of the rows of a frozen run.
import type pg from 'pg';
import { MOST_SENT_LISTS } from '../../../domain/contract/talk/sent-list.ts';
import type { KnownFrozen } from '../frozen/frozen-runs.ts';
import { findAllFrozen } from '../frozen/frozen-runs.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

export interface NewSentList {
  frozen: string;
  purpose: string;
  /** Such as 2026-11-30. */
  sentOn: string;
  /** Places in the frozen run; null: all of its rows. */
  rows: readonly number[] | null;
  keptBy: Owner;
}

export interface KnownSentList extends Omit<NewSentList, 'frozen'> {
  id: string;
  frozen: KnownFrozen;
  keptAt: Date;
}

const columns = `id, frozen, purpose, to_char(sent_on, 'YYYY-MM-DD') as "sentOn", rows, kept_by as "keptBy",
  kept_at as "keptAt"`;

type SentRow = Omit<KnownSentList, 'frozen'> & { frozen: string };

/** Enters it, and gives its id. What was sent on the same day for the same purpose, of the same result, is one list. */
export async function insertSentList(client: pg.PoolClient, list: NewSentList): Promise<string> {
  const { frozen, purpose, sentOn, rows, keptBy } = list;
  const { rows: made } = await client.query<{ id: string }>(
    `insert into sent_lists (frozen, purpose, sent_on, rows, kept_by) values ($1, $2, $3, $4, $5)
     on conflict (frozen, sent_on, purpose) do update set rows =
       case when sent_lists.rows is not null and excluded.rows is not null then
         (select array_agg(distinct place order by place) from unnest(sent_lists.rows || excluded.rows) as place) end
     returning id`,
    [frozen, purpose, sentOn, rows, JSON.stringify({ id: keptBy.id, ...personOf(keptBy) })],
  );
  return made[0]?.id ?? '';
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export async function findSentList(
  database: pg.Pool | pg.PoolClient,
  id: string,
): Promise<KnownSentList | null> {
  if (!UUID.test(id)) return null;
  const { rows } = await database.query<SentRow>(
    `select ${columns} from sent_lists where id = $1`,
    [id],
  );
  return (await withFrozen(database, rows))[0] ?? null;
}

export async function deleteSentList(client: pg.PoolClient, id: string): Promise<void> {
  await client.query('delete from sent_lists where id = $1', [id]);
}

/** Those of a query under any of its slugs, or of one frozen run, the latest first. */
export async function sentListsOf(
  database: pg.Pool,
  of: { slugs: readonly string[] } | { frozen: string },
): Promise<KnownSentList[]> {
  const { rows } = await database.query<SentRow>(
    `select ${columns} from sent_lists
     where frozen in (select id from frozen_runs where query = any($1) or id = $2)
     order by sent_on desc, kept_at desc limit ${MOST_SENT_LISTS}`,
    'slugs' in of ? [of.slugs, null] : [[], of.frozen],
  );
  return withFrozen(database, rows);
}

/** How many lists of a query, under any of its slugs, there are, and how many rows they hold together. */
export async function sentTotals(
  client: pg.PoolClient,
  slugs: readonly string[],
): Promise<{ lists: number; rows: number }> {
  const { rows } = await client.query<{ lists: number; rows: number }>(
    `select count(*)::integer as lists, coalesce(sum(coalesce(cardinality(rows), row_count)), 0)::float8 as rows
     from sent_lists join frozen_runs on frozen_runs.id = frozen where query = any($1)`,
    [slugs],
  );
  return rows[0] ?? { lists: 0, rows: 0 };
}

async function withFrozen(
  database: pg.Pool | pg.PoolClient,
  rows: readonly SentRow[],
): Promise<KnownSentList[]> {
  if (rows.length === 0) return [];
  const frozen = await findAllFrozen(
    database,
    rows.map((row) => row.frozen),
  );
  const byId = new Map(frozen.map((each) => [each.id, each]));
  return rows.flatMap((row) => {
    const of = byId.get(row.frozen);
    return of === undefined ? [] : [{ ...row, frozen: of }];
  });
}
