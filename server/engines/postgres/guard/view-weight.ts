// How often views refer to one another: PostgreSQL puts their queries in their place while it only reads a text.
import type { Session } from '../session/session.ts';
import type { Growth } from '../statement/parser.ts';
import { textArray, writtenName } from './written-names.ts';

// Which of the named relations are views, how often each view behind them refers to another one, and the bytes of its
// tree. A reference stands in the stored tree as an entry of a range table.
const VIEWS = `
  with recursive views(oid) as (
    select c.oid from unnest($1::text[]) as named(name)
      join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(name) and c.relkind = 'v'
    union
    select other.oid
    from views
      join pg_catalog.pg_rewrite r on r.ev_class = views.oid
      join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> views.oid
      join pg_catalog.pg_class other on other.oid = d.refobjid and other.relkind = 'v'
  )
  select views.oid, other.oid,
    (select count(*) from pg_catalog.regexp_matches(r.ev_action::text, ':rtekind 0 :relid ' || other.oid || ' ', 'g')),
    pg_catalog.octet_length(r.ev_action::text)
  from views
    join pg_catalog.pg_rewrite r on r.ev_class = views.oid and r.ev_type = '1'
    left join views other on other.oid <> views.oid and exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = other.oid)`;
// Most texts name tables alone, and the statement above takes PostgreSQL a while to plan.
const ANY_VIEW = `
  select from unnest($1::text[]) as named(name)
    join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(name) and c.relkind = 'v'
  limit 1`;
const NAMED = `
  select pg_catalog.to_regclass(name)::oid
  from unnest($1::text[]) with ordinality as named(name, place) order by place`;

/** What views come to that are each put in the place of every reference. */
export interface Expanded {
  views: number;
  /** Of their trees. */
  bytes: number;
}

interface View extends Expanded {
  /** The views that it refers to, and how often. */
  within: [view: string, times: number][];
  isSummed: boolean;
}

/** What the relations of a text come to. */
export async function expandedViews(
  session: Session,
  relations: Growth['relations'],
): Promise<Expanded> {
  const names = [textArray(relations.map(writtenName))];
  const none = { views: 0, bytes: 0 };
  if (relations.length === 0 || (await session.lookUp(ANY_VIEW, names)).length === 0) return none;
  const views = new Map<string, View>();
  for (const [oid, other, times, bytes] of await session.lookUp(VIEWS, names)) {
    const view = views.get(oid ?? '') ?? {
      ...{ views: 1, bytes: Number(bytes), within: [], isSummed: false },
    };
    views.set(oid ?? '', view);
    if (other) view.within.push([other, Number(times)]);
  }
  const named = (await session.lookUp(NAMED, names)).flat();
  return relations.reduce(
    (sum, { references }, index) => plus(sum, references, sumOf(named[index] ?? '', views)),
    none,
  );
}

// PostgreSQL refuses a view that refers to itself when it is used; the mark that is set first ends the recursion.
function sumOf(oid: string, views: ReadonlyMap<string, View>): Expanded {
  const view = views.get(oid);
  if (view === undefined) return { views: 0, bytes: 0 };
  if (view.isSummed) return view;
  view.isSummed = true;
  const within = view.within.map(([other, times]) => [times, sumOf(other, views)] as const);
  return Object.assign(
    view,
    within.reduce<Expanded>((sum, [times, other]) => plus(sum, times, other), view),
  );
}

function plus(sum: Expanded, times: number, more: Expanded): Expanded {
  return { views: sum.views + times * more.views, bytes: sum.bytes + times * more.bytes };
}
