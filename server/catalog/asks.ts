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

/** Enters an ask. */
export async function insertAsk(
  database: pg.Pool,
  { search, text, askedBy }: { search: string; text: string; askedBy: Owner },
): Promise<Ask> {
  const { rows } = await database.query<AskRow>(
    `insert into asks (search, "text", asked_by) values ($1, $2, $3) returning ${columns}`,
    [search, text, JSON.stringify(askedBy)],
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

/** Answers an ask, or opens it again; null when there is none of this id. */
export async function answerAsk(
  database: pg.Pool,
  id: string,
  answer: { state: Ask['state']; query: string | null; reply: string | null; answeredBy: Owner },
): Promise<Ask | null> {
  const { state, query, reply, answeredBy } = answer;
  const { rows } = await database.query<AskRow>(
    `update asks set state = $2, query = $3, reply = $4,
       answered_by = case when $2 = 'open' then null else $5::jsonb end,
       answered_at = case when $2 = 'open' then null else now() end
     where id = $1 returning ${columns}`,
    [id, state, query, reply, JSON.stringify(answeredBy)],
  );
  return rows[0] === undefined ? null : askFrom(rows[0]);
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
