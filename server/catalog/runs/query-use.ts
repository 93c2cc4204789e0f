// How one query is used: runs, people, failures and times of the last thirty days, and whether it stands out.
import type pg from 'pg';
import type { QueryUse } from '../../../domain/contract/audit.ts';
import { PROBLEMS } from '../../../domain/problem.ts';

export const DAYS = 30;
/** A query stands out as slow when half of its runs take longer. */
const slowMs = 10_000;
/** And as failing when so large a part of its runs fail. */
const failingPart = 0.2;
const mostCallers = 10;

const noFailures = Object.entries(PROBLEMS).flatMap(([code, kind]) =>
  kind.callersOwn ? code : [],
);

const OURS = ['rate_limited', 'service_unavailable'];

/**
 * A run that failed through the query or its source. What is the caller's own, asked for too often, or what Sheetfeed
 * itself could not do, says nothing of the query.
 */
export const FAILED = `outcome not in (${['done', ...OURS, ...noFailures].map((code) => `'${code}'`).join(', ')})`;

interface Counted {
  runs: number;
  people: number;
  failures: number;
  medianMs: number | null;
  slowestMs: number | null;
}

/** The use of a query under any of its slugs; `withCallers` says who ran it. */
export async function useOf(
  database: pg.Pool,
  slugs: readonly string[],
  { withCallers }: { withCallers: boolean },
): Promise<QueryUse> {
  const counted = await count(database, slugs);
  return {
    ...counted,
    state: stateOf(counted),
    days: await byDay(database, slugs),
    origins: await byOrigin(database, slugs),
    lastFailure: await lastFailure(database, slugs),
    ...(withCallers ? { callers: await callersOf(database, slugs) } : {}),
  };
}

/** Whether a query stands out. A single failure among few runs does not make it failing. */
export function stateOf({
  runs,
  failures,
  medianMs,
}: Pick<Counted, 'runs' | 'failures' | 'medianMs'>): QueryUse['state'] {
  if (runs === 0) return 'unused';
  if (failures > 1 && failures / runs >= failingPart) return 'failing';
  return medianMs !== null && medianMs >= slowMs ? 'slow' : 'well';
}

const OF_QUERY = `query = any($1) and started_at > now() - interval '${DAYS} days'`;

async function count(database: pg.Pool, slugs: readonly string[]): Promise<Counted> {
  const { rows } = await database.query<Counted>(
    `select coalesce(sum(times), 0)::integer as runs, count(distinct member)::integer as people,
       (count(*) filter (where ${FAILED}))::integer as failures,
       percentile_cont(0.5) within group (order by duration_ms)
         filter (where outcome = 'done' and not cached) as "medianMs",
       max(duration_ms) filter (where outcome = 'done' and not cached) as "slowestMs"
     from runs where ${OF_QUERY}`,
    [slugs],
  );
  return rows[0] ?? { runs: 0, people: 0, failures: 0, medianMs: null, slowestMs: null };
}

async function byDay(database: pg.Pool, slugs: readonly string[]): Promise<QueryUse['days']> {
  const { rows } = await database.query<QueryUse['days'][number]>(
    `select to_char(day, 'YYYY-MM-DD') as day, coalesce(sum(times), 0)::integer as runs,
       (count(id) filter (where ${FAILED}))::integer as failures
     from generate_series((now() at time zone 'UTC')::date - ${DAYS - 1},
         (now() at time zone 'UTC')::date, interval '1 day') as day
       left join runs on ${OF_QUERY} and (started_at at time zone 'UTC')::date = day
     group by day order by day`,
    [slugs],
  );
  return rows;
}

async function byOrigin(database: pg.Pool, slugs: readonly string[]): Promise<QueryUse['origins']> {
  const { rows } = await database.query<QueryUse['origins'][number]>(
    `select origin, sum(times)::integer as runs from runs where ${OF_QUERY}
     group by origin order by runs desc, origin`,
    [slugs],
  );
  return rows;
}

async function lastFailure(
  database: pg.Pool,
  slugs: readonly string[],
): Promise<QueryUse['lastFailure']> {
  const { rows } = await database.query<{ at: Date; code: string }>(
    `select started_at as at, outcome as code from runs where ${OF_QUERY} and ${FAILED}
     order by started_at desc limit 1`,
    [slugs],
  );
  return rows[0] === undefined ? null : { at: rows[0].at.toISOString(), code: rows[0].code };
}

async function callersOf(
  database: pg.Pool,
  slugs: readonly string[],
): Promise<NonNullable<QueryUse['callers']>> {
  const { rows } = await database.query<{ name: string; runs: number; lastAt: Date }>(
    `select coalesce(m.name, 'share link ' || l.name, r.member) as name, r.runs, r.last_at as "lastAt"
     from (
       select member, sum(times)::integer as runs, max(started_at) as last_at
       from runs where ${OF_QUERY} group by member order by runs desc, member limit ${mostCallers}
     ) r
       left join members m on m.id = r.member
       left join share_links l on 'link:' || l.id = r.member
     order by r.runs desc, name`,
    [slugs],
  );
  return rows.map(({ lastAt, ...caller }) => ({ ...caller, lastAt: lastAt.toISOString() }));
}
