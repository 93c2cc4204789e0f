// Plans a new linked range: its place is blank, or may be covered.
import type { Operation, Place, PlacedColumn, RefreshPlan } from './plan.ts';
import { refuseFullSpreadsheet } from './spreadsheet-size.ts';

/** A new range at `place`, all rows of the result below its header. Throws Problem: sheet_full. */
export function planInsertion(input: {
  place: Place;
  columns: PlacedColumn[];
  grid: { rows: number; columns: number };
  spreadsheetCells: number;
  expected: (result: number) => number;
  /** The fingerprint of a blank row. */
  blank: number;
  results: number;
}): RefreshPlan {
  const { place, columns, grid, results } = input;
  const rows = Math.max(0, place.row + place.rows - 1 - grid.rows);
  const across = Math.max(0, place.column + place.columns - 1 - grid.columns);
  const grow: Operation[] = rows + across > 0 ? [{ do: 'growTab', rows, columns: across }] : [];
  refuseFullSpreadsheet(input, grow);
  const all = [...Array(results).keys()];
  return {
    place,
    columns,
    operations: [
      ...grow,
      { do: 'claim', place },
      ...columns.map((column) => formatOf(column, place)),
      {
        do: 'writeHeader',
        cells: columns.map(({ offset, label }) => ({ offset, label })),
        fresh: true,
      },
      ...(results > 0 ? [{ do: 'writeRows' as const, row: place.row + 1, results: all }] : []),
    ],
    changes: {
      rowsAdded: results,
      rowsRemoved: 0,
      rowsChanged: 0,
      columnsAdded: columns.map(({ label }) => label),
      columnsRemoved: [],
    },
    rows: results > 0 ? all.map(input.expected) : [input.blank],
    rowCount: results,
    present: all.map(() => null),
  };
}

/** Sets a column's format in all data rows of a place. */
export function formatOf({ offset, format }: PlacedColumn, place: Place): Operation {
  return { do: 'formatColumn', offset, row: place.row + 1, count: place.rows - 1, format };
}
