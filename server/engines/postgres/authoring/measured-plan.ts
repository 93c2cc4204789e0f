// A plan of PostgreSQL that was executed, as a tree of steps with what each took.
import type { MeasuredPlan, PlanStep } from '../../../../domain/contract/schema.ts';
import { readExplained, sentenceOf, type PlanNode } from './plan-words.ts';

/** A node of EXPLAIN (ANALYZE, FORMAT JSON), as far as it is told of. Times and rows are those of one loop, on average. */
interface MeasuredNode extends Omit<PlanNode, 'Plans'> {
  'Actual Total Time'?: number;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Workers Launched'?: number;
  'Subplan Name'?: string;
  'Sort Space Type'?: string;
  'Sort Space Used'?: number;
  'Hash Batches'?: number;
  Plans?: MeasuredNode[];
}

interface Explained {
  Plan: MeasuredNode;
  'Planning Time': number;
  'Execution Time': number;
}

/** More are not read: a table of a thousand parts has as many. */
const MOST_STEPS = 500;

/** `text` is what PostgreSQL gave. Throws Problem result_too_large. */
export function measuredPlan(text: string): MeasuredPlan {
  const explained = readExplained<Explained>(text);
  const steps: PlanStep[] = [];
  tell(explained.Plan, { depth: 0, processes: 1, within: withinOf(explained.Plan) }, steps);
  return {
    planningMs: explained['Planning Time'],
    executionMs: explained['Execution Time'],
    steps: steps.slice(0, MOST_STEPS),
    more: steps.length > MOST_STEPS,
    warnings: warningsOf(explained.Plan),
  };
}

interface Place {
  depth: number;
  /** That share its loops: what each took at the same time as the others is no time that anybody waited. */
  processes: number;
  /** What a WITH query took, which is executed while its first reader waits. */
  within: (node: MeasuredNode) => number;
}

function tell(node: MeasuredNode, place: Place, steps: PlanStep[]): void {
  const loops = node['Actual Loops'] ?? 0;
  const rows = Math.round((node['Actual Rows'] ?? 0) * loops);
  const children = node.Plans ?? [];
  const below = { ...place, depth: place.depth + 1, processes: processesBelow(node, place) };
  const ms = msOf(node, place);
  // What is executed once, for whoever first needs it, is no part of the step that it stands below.
  const waited = children
    .filter((child) => child['Parent Relationship'] !== 'InitPlan')
    .reduce((sum, child) => sum + msOf(child, below), place.within(node));
  steps.push({
    ...{ depth: place.depth, name: nameOf(node), details: detailsOf(node) },
    sentence: sentenceOf(node, rows === 1 ? 'one row' : `${rows.toLocaleString('en-US')} rows`),
    ...{ ms, ownMs: Math.max(0, ms - waited), rows, loops },
    expectedRows: Math.round(node['Plan Rows'] * Math.max(1, loops)),
  });
  for (const child of children) tell(child, below, steps);
}

function msOf(node: MeasuredNode, { processes }: Place): number {
  return (node['Actual Total Time'] ?? 0) * Math.ceil((node['Actual Loops'] ?? 0) / processes);
}

function processesBelow(node: MeasuredNode, { processes }: Place): number {
  const workers = node['Workers Launched'];
  return workers === undefined ? processes : workers + 1;
}

/** By the first reader of each WITH query: what that query took. */
function withinOf(plan: MeasuredNode): Place['within'] {
  const took = new Map<MeasuredNode, number>();
  const all = nodesOf(plan);
  const readers = new Map<string, MeasuredNode>();
  for (const node of all) {
    const name = node['CTE Name'];
    if (name !== undefined && !readers.has(name)) readers.set(name, node);
  }
  for (const node of all) {
    const name = /^CTE (.*)$/s.exec(node['Subplan Name'] ?? '')?.[1];
    const reader = name === undefined ? undefined : readers.get(name);
    if (reader) took.set(reader, (node['Actual Total Time'] ?? 0) * (node['Actual Loops'] ?? 0));
  }
  return (node) => took.get(node) ?? 0;
}

function nodesOf(plan: MeasuredNode): MeasuredNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

function nameOf(node: MeasuredNode): string {
  const join = /Join|Nested Loop/.test(node['Node Type']) ? (node['Join Type'] ?? '') : '';
  const type =
    join === '' || join === 'Inner' ? node['Node Type'] : `${node['Node Type']} (${join})`;
  const index = node['Index Name'] === undefined ? '' : ` using ${node['Index Name']}`;
  const on = node['Relation Name'] ?? node['CTE Name'] ?? node['Function Name'];
  const alias = node.Alias === undefined || node.Alias === on ? '' : ` ${node.Alias}`;
  const named = node['Subplan Name'] === undefined ? '' : `${node['Subplan Name']}: `;
  return `${named}${type}${index}${on === undefined ? '' : ` on ${on}${alias}`}`;
}

/** What is told of a node as PostgreSQL names it. */
const DETAILS = [
  ...['Index Cond', 'Recheck Cond', 'Hash Cond', 'Merge Cond', 'Join Filter', 'Filter'],
  ...['Rows Removed by Filter', 'Rows Removed by Join Filter', 'Rows Removed by Index Recheck'],
  ...['Sort Key', 'Group Key', 'Sort Method', 'Heap Fetches', 'Workers Launched'],
];

function detailsOf(node: MeasuredNode): string[] {
  const told = node as unknown as Record<string, unknown>;
  return DETAILS.flatMap((name) => {
    const value = told[name];
    if (value === undefined || value === 0) return [];
    const words = Array.isArray(value) ? value.join(', ') : String(value);
    return [`${name}: ${words.length > MOST_SHOWN ? `${words.slice(0, MOST_SHOWN)}…` : words}`];
  });
}

/** A value may be as long as a request, and each step repeats it. */
const MOST_SHOWN = 2_000;

/** With so many times the rows that it was planned for, another plan would likely be better. */
const FAR_OFF = 20;
const MANY_ROWS = 1_000;

function warningsOf(plan: MeasuredNode): string[] {
  const nodes = nodesOf(plan);
  const spilled = nodes.find((node) => node['Sort Space Type'] === 'Disk');
  const batched = nodes.find((node) => (node['Hash Batches'] ?? 1) > 1);
  const farOff = nodes.find(isFarOff);
  return [
    ...(spilled ? ['A sort did not fit into memory, and was done on disk.'] : []),
    ...(batched ? ['A table of rows to compare did not fit into memory, and went to disk.'] : []),
    ...(farOff
      ? [
          `The database expected far fewer rows than there were, and may have planned for those: ${nameOf(farOff)}.`,
        ]
      : []),
  ];
}

// The other way round says nothing: whoever has enough rows (LIMIT) asks for no more.
function isFarOff({ 'Plan Rows': expected, 'Actual Rows': rows = 0 }: MeasuredNode): boolean {
  return rows >= MANY_ROWS && rows > FAR_OFF * Math.max(1, expected);
}
