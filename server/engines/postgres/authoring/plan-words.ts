// A plan of PostgreSQL in words, for somebody who wants to know whether a query will be slow.
import type { Explanation } from '../../../../domain/contract/schema.ts';
import { Problem } from '../../../../domain/problem.ts';

/** A node of EXPLAIN (FORMAT JSON), as far as it is told of. */
export interface PlanNode {
  'Node Type': string;
  'Total Cost': number;
  'Plan Rows': number;
  'Relation Name'?: string;
  Alias?: string;
  'Index Name'?: string;
  'Function Name'?: string;
  'CTE Name'?: string;
  'Join Type'?: string;
  'Sort Key'?: string[];
  'Group Key'?: string[];
  'Parent Relationship'?: string;
  Filter?: string;
  Plans?: PlanNode[];
}

// PostgreSQL's costs count pages read in sequence (seq_page_cost = 1). A million of them takes tens of
// seconds where the table is not in memory.
const EXPENSIVE_COST = 1_000_000;
const MANY_ROWS = 1_000_000;
const MOST_STEPS = 60;

/** Each step repeats the values that it compares with: a long one makes a plan that holds everybody up who reads it. */
const MOST_CHARACTERS = 4_000_000;

/** What EXPLAIN (FORMAT JSON) gave: an array of one object. Throws Problem result_too_large. */
export function readExplained<T>(text: string): T {
  if (text.length > MOST_CHARACTERS) {
    const detail = `The plan has more than ${MOST_CHARACTERS / 1e6} million characters. Look at one part of the query, or with shorter values.`;
    throw new Problem('result_too_large', detail);
  }
  const [explained] = JSON.parse(text) as T[];
  if (explained === undefined) throw new Error('PostgreSQL explained nothing');
  return explained;
}

/** The steps in the order in which they happen, what to mind, and whether to ask before running it. */
export function planInWords(plan: PlanNode, { maxRows }: { maxRows: number }): Explanation {
  const steps: Explanation['steps'] = [];
  tell(plan, 0, steps);
  const warnings = warningsOf(plan, maxRows);
  return {
    steps: steps.slice(0, MOST_STEPS),
    warnings,
    expensive: plan['Total Cost'] > EXPENSIVE_COST || plan['Plan Rows'] > maxRows,
    estimatedRows: plan['Plan Rows'],
    cost: plan['Total Cost'],
  };
}

// What a step works on comes before it.
function tell(node: PlanNode, depth: number, steps: Explanation['steps']): void {
  for (const child of node.Plans ?? []) tell(child, depth + 1, steps);
  const sentence = sentenceOf(node, about(node['Plan Rows']));
  if (sentence !== null) steps.push({ depth, sentence });
}

/** What a step does, with how many rows come of it; null: nothing that is worth a word. */
export function sentenceOf(node: PlanNode, rows: string): string | null {
  const type = node['Node Type'];
  const table = node['Relation Name'] ?? 'a table';
  const index = node['Index Name'] ?? 'an index';
  if (/^(Hash Join|Merge Join|Nested Loop)$/.test(type))
    return `Puts both together${outer(node)}: ${rows}.`;
  switch (type) {
    case 'Seq Scan':
    case 'Parallel Seq Scan':
      return node.Filter === undefined
        ? `Reads all of ${table}: ${rows}.`
        : `Reads all of ${table} and keeps what fits: ${rows}.`;
    case 'Index Scan':
    case 'Index Only Scan':
      return `Looks up ${table} by the index ${index}: ${rows}.`;
    case 'Bitmap Heap Scan':
      return `Reads the parts of ${table} that the index named: ${rows}.`;
    case 'Bitmap Index Scan':
      return `Finds the places in the index ${index}.`;
    case 'Function Scan':
      return `Calls ${node['Function Name'] ?? 'a function'}: ${rows}.`;
    case 'CTE Scan':
      return `Takes what ${node['CTE Name'] ?? 'WITH'} gave: ${rows}.`;
    case 'Sort':
    case 'Incremental Sort':
      return `Sorts by ${(node['Sort Key'] ?? []).join(', ')}: ${rows}.`;
    case 'Aggregate':
    case 'HashAggregate':
    case 'GroupAggregate':
      return node['Group Key'] === undefined
        ? 'Counts and sums everything into one row.'
        : `Groups by ${node['Group Key'].join(', ')}: ${rows}.`;
    case 'WindowAgg':
      return `Compares each row with its neighbours: ${rows}.`;
    case 'Unique':
      return `Leaves out what is there twice: ${rows}.`;
    case 'Limit':
      return `Stops after ${rows}.`;
    case 'Append':
    case 'Merge Append':
      return `Puts the parts one below the other: ${rows}.`;
    default:
      return null;
  }
}

function outer(node: PlanNode): string {
  const kind = node['Join Type'];
  return kind === 'Left' || kind === 'Right' || kind === 'Full'
    ? ', also rows without a partner'
    : '';
}

function about(rows: number): string {
  if (rows === 1) return 'one row';
  const digits = Math.max(0, Math.floor(Math.log10(Math.max(rows, 1))) - 1);
  const rounded = Math.round(rows / 10 ** digits) * 10 ** digits;
  return `about ${rounded.toLocaleString('en-US')} rows`;
}

function warningsOf(plan: PlanNode, maxRows: number): string[] {
  const warnings: string[] = [];
  if (plan['Plan Rows'] > maxRows) {
    warnings.push(`The result has ${about(plan['Plan Rows'])}, which is more than may be given.`);
  }
  if (plan['Total Cost'] > EXPENSIVE_COST) {
    warnings.push(
      'This reads very much and may take long. Narrow it down, for instance to fewer days.',
    );
  }
  for (const node of nodesOf(plan)) {
    const isProduct = node['Node Type'] === 'Nested Loop' && node['Plan Rows'] > MANY_ROWS;
    if (isProduct) {
      warnings.push(
        `Each row of one table meets many of the other (${about(node['Plan Rows'])}). Is a join condition missing?`,
      );
      break;
    }
  }
  return warnings;
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
