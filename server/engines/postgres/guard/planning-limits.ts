// What a query may make the planner do. Planning is deaf to cancelling for long stretches and its memory has no other
// bound, so a text that would make it grow is refused before it is planned.
import { Problem } from '../../../../domain/problem.ts';
import type { Session } from '../session/session.ts';
import { weightOf, type Weight } from './plan-weight.ts';
import { queriesOf } from './tree-queries.ts';

// With PostgreSQL 15 on 64 bits, each costs some 100 to 500 MB of memory and some seconds at the limit. Of TPC-DS the
// largest have 64 entries, 1,164 nodes and 21 joined, of TPC-H 11, 139 and 8.
const MOST_ENTRIES = 5_000;
const MOST_NODES = 1_000_000;
const MOST_JOINED = 500;
const MOST_PARTITIONS = 10_000;
const MOST_NODES_OF_PARTITIONS = 1_500_000;
const MOST_ARMS_OF_PARTITIONS = 400_000;
const MOST_PAIRS_OF_PARTITIONS = 50_000_000;
/** Pairs: of 300 ORs that must all hold (a bitmap scan for each two of them), of 300 windows. */
const MOST_COMPARED = 100_000;
/** Each order of them is tried, with each of them. */
const MOST_JOINING = 500;

/** Below, no number of children that a table may have is looked for. */
const FEW_ENTRIES = 20;
const FEW_NODES = 500;

// How many partitions, or children, each of these tables has, with those of its partitions.
const PARTITIONS = `
  with recursive within(root, oid) as (
    select oid, oid from unnest($1::oid[]) as given(oid)
    union all
    select root, i.inhrelid from within join pg_catalog.pg_inherits i on i.inhparent = within.oid
  )
  select root, count(*) - 1 from within group by root`;

/** Looks at the trees, in which views have been put in their place. Throws Problem sql_not_allowed. */
export async function checkPlanning(session: Session, trees: string): Promise<void> {
  const weight = weightOf(await queriesOf(trees));
  if (weight.entries > MOST_ENTRIES) {
    throw refused(
      'its WITH queries, subqueries and views, each put in the place of every reference, come to too many tables. Refer to them less often, or leave NOT MATERIALIZED out',
    );
  }
  if (weight.nodes > MOST_NODES)
    throw refused('its expressions grow too long when subqueries are put in their place');
  if (weight.joined > MOST_JOINED) throw refused(`it joins more than ${MOST_JOINED / 2} tables`);
  if (weight.compared > MOST_COMPARED) {
    throw refused(
      'too many ORs must hold at once, or too many windows differ. Put long lists into a parameter, or ask in several queries',
    );
  }
  if (weight.joining > MOST_JOINING)
    throw refused(`it joins two tables by more than ${MOST_JOINING} conditions`);
  await checkPartitions(session, weight);
}

// One reference to a table is honest, whatever number of partitions it has. Tables that others inherit from look like any.
async function checkPartitions(
  session: Session,
  { entries, nodes, tables }: Weight,
): Promise<void> {
  const isSmall = entries <= FEW_ENTRIES && nodes <= FEW_NODES;
  const looked = [...tables].filter(([, { isPartitioned }]) => isPartitioned || !isSmall);
  if (looked.length === 0) return;
  const rows = await session.lookUp(PARTITIONS, [`{${looked.map(([oid]) => oid).join(',')}}`]);
  let partitions = 0;
  let nodesOfPartitions = 0;
  let armsOfPartitions = 0;
  let pairsOfPartitions = 0;
  for (const [root, count] of rows) {
    const used = tables.get(Number(root)) ?? { times: 1, nodes: 0, arms: 0, pairs: 0 };
    partitions += (used.times - 1) * Number(count);
    nodesOfPartitions += used.nodes * Number(count);
    armsOfPartitions += used.arms * Number(count);
    pairsOfPartitions += used.pairs * Number(count);
  }
  if (partitions > MOST_PARTITIONS)
    throw refused('it refers too often to a table with many partitions');
  if (
    nodesOfPartitions > MOST_NODES_OF_PARTITIONS ||
    armsOfPartitions > MOST_ARMS_OF_PARTITIONS ||
    pairsOfPartitions > MOST_PAIRS_OF_PARTITIONS
  ) {
    throw refused(
      'its conditions are too many for a table with so many partitions. Put long lists into a parameter',
    );
  }
}

function refused(reason: string): Problem {
  return new Problem('sql_not_allowed', `The query cannot be planned: ${reason}.`);
}
