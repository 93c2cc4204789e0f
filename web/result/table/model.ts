// A table as it is drawn: the result, the rows and columns on the screen in their order, and where each column stands.
import { useMemo } from 'preact/hooks';
import type { ColumnNote } from '../../../domain/contract/query.ts';
import type { Field } from '../../../domain/contract/result.ts';
import type { CellMarks } from '../cell-marks.ts';
import { shownColumns, type Shown, type TableResult } from '../shown-columns.ts';
import { lay, type Laid } from './part.ts';
import type { Bounds } from './selection.ts';
import { columnsOnScreen, rowsOnScreen, type View } from './view.ts';
import { naturalWidths } from './widths.ts';

export interface Model {
  result: TableResult;
  /** Of each of the result's columns. */
  shown: readonly Shown[];
  view: View;
  /** Where the rows on the screen stand in the result. */
  places: readonly number[];
  /** The columns on the screen, the pinned ones first. */
  columns: readonly Laid[];
  /** Pixels. */
  width: number;
  pinnedWidth: number;
  marks: CellMarks | undefined;
}

/** More than so much of the screen would leave no room for the rest. */
const pinnedShare = 0.6;

export function useModel(
  result: TableResult,
  notes: readonly ColumnNote[],
  { view, screenWidth, marks }: { view: View; screenWidth: number; marks: CellMarks | undefined },
): Model {
  const shown = useMemo(() => shownColumns(result, notes), [result, notes]);
  const widths = useMemo(() => naturalWidths(result, shown), [result, shown]);
  const { filters, sorts } = view;
  const places = useMemo(() => rowsOnScreen(result, shown, view), [result, shown, filters, sorts]);
  const laid = useMemo(() => {
    const order = columnsOnScreen(result.columns.length, view);
    const widthOf = (column: number) => view.widths.get(column) ?? widths[column] ?? 0;
    const wanted = lay(order, widthOf, view.pinned);
    const tooWide = wanted.pinnedWidth > screenWidth * pinnedShare;
    return tooWide ? lay(order, widthOf, new Set()) : wanted;
  }, [result, widths, view, screenWidth]);
  return useMemo(
    () => ({ result, shown, view, places, marks, ...laid }),
    [result, shown, places, laid, marks],
  );
}

/** The chosen cells, as a result of their own. */
export function cellsIn(model: Model, { top, bottom, left, right }: Bounds) {
  const columns = model.columns.slice(left, right + 1).flatMap(({ column }) => {
    const of = model.shown[column];
    return of ? [{ column, of: of.column }] : [];
  });
  return {
    columns: columns.map(({ of }) => of),
    rows: model.places
      .slice(top, bottom + 1)
      .map((place) => columns.map(({ column }) => fieldAt(model, place, column))),
  };
}

export function fieldAt({ result }: Model, place: number, column: number): Field {
  return result.rows[place]?.[column] ?? null;
}
