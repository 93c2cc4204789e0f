// What is due of each data source by itself: a source that is dead, or has thousands due at once, keeps others from nothing,
// and the statement looks at as many rows as it takes, however many wait.

/** How much more a server may take. */
export interface Room {
  /** In all. */
  most: number;
  /** Of each data source. */
  ofSources: ReadonlyMap<string, number>;
  /** Of each one that is not among them. */
  ofOthers: number;
}

export interface FairClaim extends Room {
  /** Of this claim alone: what was taken away from its server is not had again by its next claim. */
  lease: string;
}

export interface Due {
  table: string;
  /** Conditions in SQL on a row: that no server has it; and that it is not resting, where its time has come. */
  isFree: string;
  isRested?: string;
}

/**
 * The beginning of a statement that takes rows which are due by `due_at`, or wanted at once since `wanted_at`, and whose `source`
 * names a data source: with their `ctid`, locked, in `taken (place, wanted)`. Its parameters from $2 on are those of `fairValues`.
 * A row that was written while the statement began is not where it was, and is taken by the next claim.
 */
export function fairlyTaken({ table, isFree, isRested = 'true' }: Due): string {
  return `with due as (${fairly(table, `${isRested} and ${isFree}`, 'due_at')}),
    wished as (${fairly(table, `wanted_at is not null and ${isFree}`, 'wanted_at')}),
    taken as (
      select place, wanted from (
        select * from wished union all
        select * from due where place not in (select place from wished)) as each
      order by since limit $2)`;
}

// The least `since` has waited for longest. There is an index on it, with `source` before; the row that is compared has it used
// also where PostgreSQL does not know yet how many are due, and would read all of them for each source.
function fairly(table: string, condition: string, since: string): string {
  return `with recursive sources (source) as (
      select min(source) from ${table}
      union all
      select (select min(source) from ${table} where source > sources.source) from sources
      where sources.source is not null)
    select found.* from sources
    cross join lateral (
      select ctid as place, ${since} as since, wanted_at is not null as wanted from ${table}
      where source = sources.source and (source, ${since}) <= (sources.source, now()) and ${condition}
      order by ${since}
      limit coalesce(($4::jsonb ->> sources.source)::integer, $3)
      for update skip locked) as found
    where sources.source is not null
    order by since limit $2`;
}

/** The values of the parameters from $2 on. */
export function fairValues({ most, ofOthers, ofSources }: Room): [number, number, string] {
  return [most, ofOthers, JSON.stringify(Object.fromEntries(ofSources))];
}
