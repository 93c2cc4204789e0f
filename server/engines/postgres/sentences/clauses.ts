// The clauses of one select as stretches of its text: `from …`, `where …`, and the selects that `union` puts together.
import { own } from '../../../../domain/own.ts';
import { levelOf, type Placed, type Stretch } from './stretch.ts';

export type ClauseName =
  | 'select'
  | 'from'
  | 'where'
  | 'group'
  | 'having'
  | 'window'
  | 'order'
  | 'limit'
  | 'offset'
  | 'values'
  | 'table';

/** Each clause with its first word. */
export type Clauses = ReadonlyMap<ClauseName, Stretch>;

const BEGINNINGS: Readonly<Record<string, ClauseName>> = {
  select: 'select',
  from: 'from',
  where: 'where',
  group: 'group',
  having: 'having',
  window: 'window',
  order: 'order',
  limit: 'limit',
  fetch: 'limit',
  offset: 'offset',
  values: 'values',
  table: 'table',
};

/** Null where a clause comes twice, or something stands before the first. */
export function clausesOf(stretch: Stretch): Clauses | null {
  const clauses = new Map<ClauseName, Placed[]>();
  let current: Placed[] | null = null;
  for (const [index, token] of stretch.entries()) {
    const name = beginningAt(stretch, index);
    if (name !== null) {
      if (clauses.has(name)) return null;
      clauses.set(name, (current = []));
    }
    if (current === null) return null;
    current.push(token);
  }
  return clauses;
}

function beginningAt(stretch: Stretch, index: number): ClauseName | null {
  const token = stretch[index];
  if (token?.kind !== 'keyword' || token.level !== levelOf(stretch.slice(0, 1))) return null;
  const name = own(BEGINNINGS, token.word);
  const before = stretch[index - 1]?.word;
  // `is distinct from`, `within group (…)`
  if (name === 'from' && before === 'distinct' && stretch[index - 2]?.word !== 'select')
    return null;
  if (name === 'group' && before === 'within') return null;
  return name ?? null;
}

const SET_OPERATIONS = new Set(['union', 'intersect', 'except']);

export interface Branches {
  selects: Stretch[];
  /** The words between them. */
  operations: Stretch[];
  /** `order by`, `limit` and `offset` of all together. */
  tail: Stretch;
}

/** What `union` and its like put together. */
export function branchesOf(stretch: Stretch): Branches {
  const level = levelOf(stretch);
  const selects: Placed[][] = [[]];
  const operations: Placed[][] = [];
  let tail: Placed[] | null = null;
  for (const token of stretch) {
    const isWord = token.kind === 'keyword' && token.level === level;
    const before = operations.at(-1);
    const isFresh = before !== undefined && selects.at(-1)?.length === 0;
    if (tail !== null) tail.push(token);
    else if (isWord && SET_OPERATIONS.has(token.word)) {
      operations.push([token]);
      selects.push([]);
    } else if (isWord && isFresh && (token.word === 'all' || token.word === 'distinct')) {
      before.push(token);
    } else if (isWord && operations.length > 0 && TAIL.has(token.word)) tail = [token];
    else selects.at(-1)?.push(token);
  }
  return { selects, operations, tail: tail ?? [] };
}

const TAIL = new Set(['order', 'limit', 'offset', 'fetch']);
