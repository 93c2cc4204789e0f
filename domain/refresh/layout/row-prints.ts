// Fingerprints of the rows of a range and of a content, by which they are told to be the same.
import type { CellKind } from '../../cells/cell.ts';
import type { Content } from '../../cells/content.ts';
import { rowFingerprint } from '../../cells/fingerprint.ts';
import type { LinkedColumn } from '../../linked-range.ts';
import type { PlacedColumn } from './columns.ts';
import type { RangeCells } from '../sheet.ts';

/** Which columns of a range a row's fingerprint is taken of; null is a column that does not exist yet. */
export interface PrintedColumn {
  offset: number | null;
  kind: CellKind;
}

/** One fingerprint for each data row, by a choice of columns. */
export function rowPrints({ rows }: RangeCells, columns: PrintedColumn[]): number[] {
  const kinds = columns.map(({ kind }) => kind);
  return rows.map((row) =>
    rowFingerprint(
      columns.map(({ offset }) => (offset === null ? '' : (row[offset] ?? ''))),
      kinds,
    ),
  );
}

/** The columns that a range had when it was last written, for its fingerprints. */
export function printedColumns(
  columns: LinkedColumn[],
  present: { name: string; offset: number }[],
): PrintedColumn[] {
  return columns.map(({ name, kind }) => ({
    kind,
    offset: present.find((column) => column.name === name)?.offset ?? null,
  }));
}

/** The fingerprint that each row of a content will have in the sheet, by these columns. */
export function expectedPrints(
  { rows }: Content,
  columns: Pick<PlacedColumn, 'kind' | 'source'>[],
): number[] {
  const kinds = columns.map(({ kind }) => kind);
  return rows.map((row) =>
    rowFingerprint(
      columns.map(({ source }) => row[source] ?? ''),
      kinds,
    ),
  );
}

/** That of a row of the range that holds these texts, by the range's columns. */
export function textsPrint(
  texts: string[],
  columns: Pick<PlacedColumn, 'kind' | 'offset'>[],
): number {
  return rowFingerprint(
    columns.map(({ offset }) => texts[offset] ?? ''),
    columns.map(({ kind }) => kind),
  );
}

/** The fingerprint of a row that holds nothing. */
export function blankPrint(columns: Pick<PlacedColumn, 'kind'>[]): number {
  const kinds = columns.map(({ kind }) => kind);
  return rowFingerprint(
    kinds.map(() => ''),
    kinds,
  );
}
