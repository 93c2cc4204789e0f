// Finds the formulas of a spreadsheet that refer to given cells and to nothing else.
import { referencesOf } from '../../cells/formula-references.ts';
import type { Reference } from '../../cells/formula-references.ts';
import { cellName } from '../../cells/cell-name.ts';
import type { Place } from '../../cells/place.ts';
import { ask } from '../sheet.ts';
import type { Rules, TabFormulas } from '../sheet.ts';

/** A formula somewhere, and what it refers to in one tab. */
export interface Referring {
  /** Such as Sheet1!D4. */
  place: string;
  row: number;
  column: number;
  /** It stands in the tab that it refers to. */
  own: boolean;
  references: Omit<Reference, 'tab'>[];
}

/** All formulas of the spreadsheet that refer to cells of the tab in which the range stands. */
export function* referringTo(): Rules<Referring[]> {
  const tabs = yield* ask({ read: 'allFormulas' });
  const name = tabs.find(({ own }) => own)?.tab ?? '';
  return tabs.flatMap((tab) => referringIn(tab, name));
}

function referringIn({ tab, own, formulas }: TabFormulas, name: string): Referring[] {
  return formulas.flatMap((row, rowIndex) =>
    row.flatMap((formula, columnIndex): Referring[] => {
      if (formula === '') return [];
      const references = referencesOf(formula).filter((reference) =>
        reference.tab === null ? own : reference.tab === name,
      );
      if (references.length === 0) return [];
      const at = { row: rowIndex + 1, column: columnIndex + 1 };
      return [{ ...at, own, references, place: `${tab}!${cellName(at.row, at.column)}` }];
    }),
  );
}

/** Those that deleting the cells would leave with #REF!, for they refer to nothing but them. */
export function broken(formulas: Referring[], cells: Place): Referring[] {
  return formulas.filter(
    ({ own, row, column, references }) =>
      !(own && within(cells, { fromRow: row, toRow: row, fromColumn: column, toColumn: column })) &&
      references.some((reference) => within(cells, reference)),
  );
}

/**
 * Whether one takes several rows together, the first of which is a data row of the range: in its columns, or in those
 * beside that move with its rows.
 */
export function takesTogether(
  formulas: Referring[],
  { row, column, rows, columns }: Place,
  { left, right }: { left: number; right: number } = { left: 0, right: 0 },
): boolean {
  const isInside = (at: Referring) =>
    at.own &&
    at.row > row &&
    at.row < row + rows &&
    at.column >= column &&
    at.column < column + columns;
  return formulas.some(
    (formula) =>
      !isInside(formula) &&
      formula.references.some(
        ({ fromRow, toRow, fromColumn, toColumn }) =>
          fromRow > row &&
          fromRow < row + rows &&
          toRow > fromRow &&
          fromColumn < column + columns + right &&
          toColumn >= column - left,
      ),
  );
}

function within(cells: Place, reference: Omit<Reference, 'tab' | 'isFixed'>): boolean {
  return (
    reference.fromRow >= cells.row &&
    reference.toRow < cells.row + cells.rows &&
    reference.fromColumn >= cells.column &&
    reference.toColumn < cells.column + cells.columns
  );
}
