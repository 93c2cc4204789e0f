// The table of asks: what members looked for and did not find, and what the authors answered.
import type pg from 'pg';
import type { Ask } from '../../domain/contract/ask.ts';
import { personOf, type Owner } from './queries/known-query.ts';

interface AskRow {
  id: string;
  search: string;
  text: string;
  asked_by: Owner;
  asked_at: Date;
  state: Ask['state'];
  query: string | null;
  reply: string | null;
  answered_by: Owner | null;
  answered_at: Date | null;
}

const columns =
  'id, search, "text", asked_by, asked_at, state, query, reply, answered_by, answered_at';

/** Enters an ask; `query` is the one that it is about, where there is one. */
export async function insertAsk(
  client: pg.PoolClient,
  ask: { search: string; text: string; query: string | null; askedBy: Owner },
): Promise<Ask> {
  const { search, text, query, askedBy } = ask;
  const { rows } = await client.query<AskRow>(
    `insert into asks (search, "text", query, asked_by) values ($1, $2, $3, $4) returning ${columns}`,
    [search, text, query, JSON.stringify(askedBy)],
  );
  if (rows[0] === undefined) throw new Error('an insert returned no row');
  return askFrom(rows[0]);
}

/** The asks of one member, or of all (null): the open ones first, then the latest; at most five hundred. */
export async function listAsks(database: pg.Pool, member: string | null): Promise<Ask[]> {
  const { rows } = await database.query<AskRow>(
    `select ${columns} from asks where $1::text is null or asked_by ->> 'id' = $1
     order by state <> 'open', asked_at desc limit 500`,
    [member],
  );
  return rows.map(askFrom);
}

/** Answers an ask, or opens it again: as it was, and as it is now. Null when there is none of this id. */
export async function answerAsk(
  client: pg.PoolClient,
  id: string,
  answer: { state: Ask['state']; query: string | null; reply: string | null; answeredBy: Owner },
): Promise<{ before: Ask; ask: Ask } | null> {
  const { state, query, reply, answeredBy } = answer;
  const { rows: old } = await client.query<AskRow>(
    `select ${columns} from asks where id = $1 for update`,
    [id],
  );
  const { rows } = await client.query<AskRow>(
    `update asks set state = $2, query = $3, reply = $4,
       answered_by = case when $2 = 'open' then null else $5::jsonb end,
       answered_at = case when $2 = 'open' then null else now() end
     where id = $1 returning ${columns}`,
    [id, state, query, reply, JSON.stringify(answeredBy)],
  );
  if (old[0] === undefined || rows[0] === undefined) return null;
  return { before: askFrom(old[0]), ask: askFrom(rows[0]) };
}

/** Closes what is asked about the query and nobody has answered. */
export async function closeAsksAbout(
  client: pg.PoolClient,
  query: string,
  { state, by }: { state: 'answered' | 'declined'; by: Owner },
): Promise<void> {
  await client.query(
    `update asks set state = $2, answered_by = $3, answered_at = now()
     where query = $1 and state = 'open'`,
    [query, state, JSON.stringify(by)],
  );
}

/** How many asks nobody has answered. */
export async function countOpenAsks(database: pg.Pool): Promise<number> {
  const { rows } = await database.query<{ open: number }>(
    `select count(*)::integer as open from asks where state = 'open'`,
  );
  return rows[0]?.open ?? 0;
}

function askFrom(row: AskRow): Ask {
  const { id, search, text, state, query, reply } = row;
  return {
    ...{ id, search, text, state, query, reply },
    askedBy: personOf(row.asked_by),
    askedAt: row.asked_at.toISOString(),
    answeredBy: row.answered_by === null ? null : personOf(row.answered_by),
    answeredAt: row.answered_at?.toISOString() ?? null,
  };
}
