// What a refresh brings into a range: the columns and rows of a result, or of an earlier content.
import { addLosses, cellColumns, cellMaker, noLosses } from '../domain/cells/cell.ts';
import type { Cell, CellColumn, CellKind, Losses } from '../domain/cells/cell.ts';
import type { Field } from '../domain/contract/result.ts';
import type { LinkedRange } from '../domain/linked-range.ts';
import { uniqueNames } from '../domain/refresh/columns.ts';
import { rowFingerprint } from '../domain/cells/fingerprint.ts';
import type { PlacedColumn } from '../domain/refresh/plan.ts';
import type { WholeResult } from './run.ts';

export interface Content {
  columns: CellColumn[];
  rows: Field[][];
  truncated: boolean;
  /** Columns of numbers that are text in the sheet, because some of their integers are too long for a cell. */
  madeText: string[];
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
  const { exactText } = linked.options;
  const cells = cellColumns({ columns: named, rows }, exactText);
  return {
    columns: cells,
    rows,
    truncated: result.truncated,
    madeText: cells
      .filter(({ kind }, index) => kind === 'text' && named[index]?.type === 'number')
      .map(({ name }) => name)
      .filter((name) => !exactText.includes(name)),
    cellOf: (kind, losses) => cellMaker(kind, { timeZone, losses }),
  };
}

/** The fingerprint that each row of a content will have in the sheet, by these columns. */
export function expectedPrints(
  content: Content,
  columns: Pick<PlacedColumn, 'kind' | 'source' | 'name'>[],
  losses: Losses,
): number[] {
  const kinds = columns.map(({ kind }) => kind);
  const lost = columns.map(() => noLosses());
  const makers = kinds.map((kind, index) => content.cellOf(kind, lost[index] ?? noLosses()));
  const prints = content.rows.map((row) => {
    const cells = columns.map(({ source }, index) => makers[index]?.(row[source] ?? null) ?? '');
    return rowFingerprint(cells, kinds);
  });
  columns.forEach(({ name }, index) => addLosses(losses, name, lost[index] ?? noLosses()));
  const shown = columns.map(({ name }) => name);
  losses.columns.madeText.push(...content.madeText.filter((name) => shown.includes(name)));
  return prints;
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
