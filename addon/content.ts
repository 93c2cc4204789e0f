// What a refresh brings into a range: the columns and rows of a result, or of an earlier content.
import { cellColumns, cellMaker } from '../domain/cell.ts';
import type { Cell, CellColumn, CellKind, Losses } from '../domain/cell.ts';
import type { Field } from '../domain/contract/result.ts';
import type { LinkedRange } from '../domain/linked-range.ts';
import { uniqueNames } from '../domain/refresh-plan/columns.ts';
import { rowFingerprint } from '../domain/refresh-plan/fingerprint.ts';
import type { PlacedColumn } from '../domain/refresh-plan/plan.ts';
import type { WholeResult } from './results.ts';

export interface Content {
  columns: CellColumn[];
  rows: Field[][];
  truncated: boolean;
  /** A function from a field of a column of this kind to its cell; counts what is lost on the way. */
  cellOf: (kind: CellKind, losses: Losses) => (field: Field) => Cell;
}

/** The column that says when a row was added, in a range to which rows are added below. */
const ADDED_AT = { name: 'added_at', type: 'datetime' as const, pgType: 'timestamptz' };

/** The content that a result is; instants are shown in `timeZone`. */
export function contentOf(result: WholeResult, linked: LinkedRange, timeZone: string): Content {
  const { columns, rows } = linked.options.mode === 'append' ? withTime(result) : result;
  const names = uniqueNames(columns);
  const named = columns.map((column, index) => ({ ...column, name: names[index] ?? '' }));
  return {
    columns: cellColumns({ columns: named, rows }, linked.options.exactText),
    rows,
    truncated: result.truncated,
    cellOf: (kind, losses) => cellMaker(kind, { timeZone, losses }),
  };
}

/** The fingerprint that each row of a content will have in the sheet, by these columns. */
export function expectedPrints(
  content: Content,
  columns: Pick<PlacedColumn, 'kind' | 'source'>[],
  losses: Losses,
): number[] {
  const kinds = columns.map(({ kind }) => kind);
  const makers = kinds.map((kind) => content.cellOf(kind, losses));
  return content.rows.map((row) => {
    const cells = columns.map(({ source }, index) => makers[index]?.(row[source] ?? null) ?? '');
    return rowFingerprint(cells, kinds);
  });
}

/** The fingerprint of a row that holds nothing. */
export function blankPrint(columns: Pick<PlacedColumn, 'kind'>[]): number {
  const kinds = columns.map(({ kind }) => kind);
  return rowFingerprint(
    kinds.map(() => ''),
    kinds,
  );
}

function withTime({ columns, rows, ranAt }: WholeResult): Pick<WholeResult, 'columns' | 'rows'> {
  // To the second: a millisecond would only make the column wider.
  const at = `${ranAt.slice(0, 19)}Z`;
  return { columns: [...columns, ADDED_AT], rows: rows.map((row) => [...row, at]) };
}
