// Finds what the planner itself calls although no query names it: functions of constants in the indexes, statistics and
// checks of the tables that it plans for.
import type { Session } from '../session/session.ts';
import { FIRST_OWN_OID } from './known-function.ts';

// With the tables' partitions and children, the nearest two thousand: with more, PostgreSQL would think it worth its
// while to compile the statement, which takes longer than all of it. Only trees that call a function of the database's own are of interest.
const EXPRESSIONS = `
  with recursive tables(oid) as (
    select unnest($1::oid[])
    union
    select i.inhrelid from tables join pg_catalog.pg_inherits i on i.inhparent = tables.oid
  )
  select tree
  from (select oid from tables limit 2000) tables
    cross join lateral (
      select i.indexprs::text from pg_catalog.pg_index i where i.indrelid = tables.oid
      union all select i.indpred::text from pg_catalog.pg_index i where i.indrelid = tables.oid
      union all select s.stxexprs::text from pg_catalog.pg_statistic_ext s where s.stxrelid = tables.oid
      union all select c.conbin::text from pg_catalog.pg_constraint c where c.conrelid = tables.oid and c.contype = 'c'
      union all select p.partexprs::text from pg_catalog.pg_partitioned_table p where p.partrelid = tables.oid
      union all select c.relpartbound::text from pg_catalog.pg_class c where c.oid = tables.oid and c.relispartition
    ) expression(tree)
  where tree ~ ':(op)?funcid [1-9][0-9]{4}'`;

/** The OIDs of the database's own functions that the planner may call for the tables in the trees. */
export async function calledByPlanner(session: Session, trees: string): Promise<number[]> {
  const found = trees.matchAll(/:rtekind 0 :relid (\d+)/g);
  const tables = new Set([...found].map(([, oid]) => Number(oid)));
  const own = [...tables].filter((oid) => oid >= FIRST_OWN_OID);
  if (own.length === 0) return [];
  const rows = await session.lookUp(EXPRESSIONS, [`{${own.join(',')}}`]);
  return [...new Set(rows.flat().flatMap((tree) => callsOfConstants(tree ?? '')))];
}

interface Node {
  /** The database's own function that it calls; 0 for none. */
  calls: number;
  isConstant: boolean;
}

const PART = /\\[\s\S]|\{(\w+)|(\})|\s:(?:op)?funcid\s+(\d+)/g;

// The planner calls a function beforehand where nothing in its arguments comes from a row.
function callsOfConstants(tree: string): number[] {
  const called: number[] = [];
  const stack: Node[] = [];
  for (const [, tag, end, oid] of tree.matchAll(PART)) {
    const top = stack.at(-1);
    if (tag !== undefined) stack.push({ calls: 0, isConstant: tag !== 'VAR' });
    else if (oid !== undefined && top !== undefined) top.calls = Number(oid);
    else if (end !== undefined && stack.pop()) {
      const around = stack.at(-1);
      if (top?.isConstant && top.calls >= FIRST_OWN_OID) called.push(top.calls);
      if (around && !top?.isConstant) around.isConstant = false;
    }
  }
  return called;
}
