// How often views refer to one another: PostgreSQL puts their queries in their place while it only reads a text.
import type { Session } from '../session/session.ts';
import type { Reading } from '../statement/parser.ts';

// Which of the named relations are views, and how often each view behind them refers to another one. A reference
// stands in the stored tree as an entry of a range table.
const VIEWS = `
  with recursive views(oid) as (
    select c.oid from unnest($1::text[]) as named(name)
      join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(name) and c.relkind = 'v' and c.oid >= 16384
    union
    select other.oid
    from views
      join pg_catalog.pg_rewrite r on r.ev_class = views.oid
      join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> views.oid
      join pg_catalog.pg_class other on other.oid = d.refobjid and other.relkind = 'v' and other.oid >= 16384
  )
  select views.oid, other.oid,
    (select count(*) from pg_catalog.regexp_matches(r.ev_action::text, ':rtekind 0 :relid ' || other.oid || ' ', 'g'))
  from views
    join pg_catalog.pg_rewrite r on r.ev_class = views.oid and r.ev_type = '1'
    left join views other on other.oid <> views.oid and exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = other.oid)`;
// Most texts name tables alone, and the statement above takes PostgreSQL a while to plan.
const ANY_VIEW = `
  select from unnest($1::text[]) as named(name)
    join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(name) and c.relkind = 'v' and c.oid >= 16384
  limit 1`;
const NAMED = `
  select pg_catalog.to_regclass(name)::oid from unnest($1::text[]) as named(name)`;

/** How many views the relations of a text come to, each put in the place of every reference. */
export async function expandedViews(
  session: Session,
  relations: Reading['relations'],
): Promise<number> {
  const names = relations.map(writtenName);
  if (names.length === 0) return 0;
  const each = [textArray([...new Set(names)])];
  if ((await session.lookUp(ANY_VIEW, each)).length === 0) return 0;
  const rows = await session.lookUp(VIEWS, each);
  const references = new Map<string, [string, number][]>();
  for (const [view, other, times] of rows) {
    const known = references.get(view ?? '') ?? [];
    references.set(view ?? '', known);
    if (other) known.push([other, Number(times)]);
  }
  const named = (await session.lookUp(NAMED, [textArray(names)])).flat();
  const sizes = new Map<string, number>();
  return named.reduce((sum, oid) => sum + (oid === null ? 0 : sizeOf(oid, references, sizes)), 0);
}

// PostgreSQL refuses a view that refers to itself when it is used; the size that is set first ends the recursion.
function sizeOf(
  view: string,
  references: ReadonlyMap<string, [string, number][]>,
  sizes: Map<string, number>,
): number {
  const known = sizes.get(view);
  if (known !== undefined) return known;
  sizes.set(view, 1);
  const within = references.get(view) ?? [];
  const size = within.reduce(
    (sum, [other, times]) => sum + times * sizeOf(other, references, sizes),
    1,
  );
  sizes.set(view, size);
  return size;
}

function writtenName({ schema, name }: Reading['relations'][number]): string {
  return schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function textArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}
