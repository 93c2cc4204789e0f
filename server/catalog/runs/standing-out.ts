// Which queries stand out in the last thirty days: fail, are slow, are used most, or by nobody.
import type pg from 'pg';
import type { Overview } from '../../../domain/contract/operation/overview.ts';
import type { KnownQuery } from '../queries/known-query.ts';
import { DAYS, FAILED, stateOf } from './query-use.ts';

interface Used {
  slug: string;
  runs: number;
  people: number;
  failures: number;
  medianMs: number | null;
  lastCode: string | null;
  lastAt: Date | null;
}

/** So many of each. */
const MOST = 20;

/** `queries` are those of the catalog; what was run under a former name counts for the query of today. */
export async function standingOut(
  database: pg.Pool,
  queries: readonly KnownQuery[],
): Promise<Overview['queries']> {
  const used = await usedOf(database, queries);
  const failing = used.filter((each) => stateOf(each) === 'failing');
  const slow = used.filter((each) => stateOf(each) === 'slow');
  const usedSlugs = new Set(used.map(({ slug }) => slug));
  const unused = queries.filter(({ slug, status }) => status !== 'draft' && !usedSlugs.has(slug));
  const titles = new Map(queries.map(({ slug, title }) => [slug, title]));
  const named = ({ slug }: { slug: string }) => ({ slug, title: titles.get(slug) ?? slug });
  return {
    all: queries.length,
    ...(await countAll(database)),
    failing: worst(failing, ({ failures, runs }) => failures / runs).map((each) => ({
      ...named(each),
      ...{ runs: each.runs, failures: each.failures, lastCode: each.lastCode ?? '' },
      lastAt: (each.lastAt ?? new Date(0)).toISOString(),
    })),
    slow: worst(slow, ({ medianMs }) => medianMs ?? 0).map((each) => ({
      ...{ ...named(each), runs: each.runs, medianMs: each.medianMs ?? 0 },
    })),
    used: worst(used, ({ runs }) => runs).map((each) => ({
      ...{ ...named(each), runs: each.runs, people: each.people },
    })),
    unused: unused.slice(0, MOST).map(named),
    unusedCount: unused.length,
  };
}

const worst = <T>(all: readonly T[], of: (each: T) => number): T[] =>
  all.toSorted((one, other) => of(other) - of(one)).slice(0, MOST);

async function usedOf(database: pg.Pool, queries: readonly KnownQuery[]): Promise<Used[]> {
  const names = queries.flatMap(({ slug, formerly }) =>
    [slug, ...formerly].map((name) => ({ name, slug })),
  );
  const { rows } = await database.query<Used>(
    `select named.slug, coalesce(sum(times), 0)::integer as runs,
       count(distinct member)::integer as people,
       (count(*) filter (where ${FAILED}))::integer as failures,
       percentile_cont(0.5) within group (order by duration_ms)
         filter (where outcome = 'done' and not cached) as "medianMs",
       (array_agg(outcome order by started_at desc) filter (where ${FAILED}))[1] as "lastCode",
       max(started_at) filter (where ${FAILED}) as "lastAt"
     from runs join unnest($1::text[], $2::text[]) as named (name, slug) on named.name = runs.query
     where started_at > now() - interval '${DAYS} days'
     group by named.slug`,
    [names.map(({ name }) => name), names.map(({ slug }) => slug)],
  );
  return rows;
}

async function countAll(database: pg.Pool): Promise<{ runs: number; people: number }> {
  const { rows } = await database.query<{ runs: number; people: number }>(
    `select coalesce(sum(times), 0)::integer as runs, count(distinct member)::integer as people
     from runs where started_at > now() - interval '${DAYS} days'`,
  );
  return rows[0] ?? { runs: 0, people: 0 };
}
