// What differs between two frozen runs of one query.
import {
  tableDifference,
  type Table,
  type Value,
} from '../../../domain/difference/table-difference.ts';
import type { FrozenDifference } from '../../../domain/contract/frozen.ts';
import { Problem } from '../../../domain/problem.ts';
import type { KnownFrozen } from '../../catalog/frozen/frozen-runs.ts';
import { textRows } from '../../engines/rows.ts';
import type { FrozenResults } from './frozen-results.ts';

/** Nobody else is served while they are compared. */
const MOST = { values: 25_000, bytes: 1024 * 1024 };
/** Listed of each kind, and of each row. */
const WISH = { mostRows: 200, mostCells: 20 };

/** From `a` to `b`. Throws Problem invalid_request for two queries, result_too_large. */
export async function differenceOf(
  results: FrozenResults,
  a: KnownFrozen,
  b: KnownFrozen,
): Promise<Omit<FrozenDifference, 'a' | 'b'>> {
  refuseUnlike(a, b);
  const [before, after] = [await frozenTable(results, a), await frozenTable(results, b)];
  const key = b.key.length > 0 ? b.key : a.key;
  const { added, removed, changed, ...found } = tableDifference(before, after, { key, ...WISH });
  const rowOf = ({ rows }: TextTable, index: number) => [...(rows[index] ?? [])];
  return {
    ...found,
    added: added.map((index) => rowOf(after, index)),
    removed: removed.map((index) => rowOf(before, index)),
    changed: changed.map(({ after: index, cells, more }) => ({
      row: rowOf(after, index),
      cells: cells.map((cell) => ({
        column: cell.column,
        before: asText(cell.before),
        after: asText(cell.after),
      })),
      more,
    })),
  };
}

interface TextTable extends Table {
  rows: (string | null)[][];
}

// The rows were given as text.
const asText = (value: Value) => value as string | null;

/** All of its rows, each field as the database wrote it. */
export async function frozenTable(results: FrozenResults, frozen: KnownFrozen): Promise<TextTable> {
  const rows: (string | null)[][] = [];
  for await (const { chunk } of results.rows(frozen))
    for (const row of textRows(chunk, 0, chunk.length)) rows.push(row);
  return { columns: frozen.columns.map(({ name }) => name), rows };
}

function refuseUnlike(a: KnownFrozen, b: KnownFrozen): void {
  const isSame = a.query === b.query && (a.query !== null || a.sql === b.sql);
  if (!isSame)
    throw new Problem(
      'invalid_request',
      'These are frozen runs of two queries. What differs is told of one query alone.',
    );
  if (isLarge(a) || isLarge(b))
    throw new Problem(
      'result_too_large',
      'Results of more than 25,000 values or 1 MB are not compared here. Download both and compare them.',
    );
}

/** Whether it has more than is held in memory to be looked through. */
export function isLarge({ rowCount, columns, byteCount }: KnownFrozen): boolean {
  return rowCount * columns.length > MOST.values || byteCount > MOST.bytes;
}
