// Plans a new linked range: its place is blank, or may be covered.
import type { Place } from '../../cells/place.ts';
import { NOTHING_SAID } from '../around/apart.ts';
import { surroundingsOf } from '../around/neighbours.ts';
import type { PlacedColumn } from '../layout/columns.ts';
import type { RefreshPlan } from './plan.ts';
import type { Operation, Rules } from '../sheet.ts';
import { refuseFullSpreadsheet } from '../around/spreadsheet-size.ts';

/** A new range at `place`, all rows of the result below its header. Throws Problem: sheet_full. */
export function* planInsertion(input: {
  place: Place;
  columns: PlacedColumn[];
  /** The fingerprint of each row of the result. */
  expected: number[];
  /** The fingerprint of a blank row. */
  blank: number;
  /** The fingerprints of the columns. */
  columnPrints: string;
}): Rules<RefreshPlan> {
  const { place, columns, expected } = input;
  const results = expected.length;
  const { tab, spreadsheetCells } = surroundingsOf(place, NOTHING_SAID);
  const rows = Math.max(0, place.row + place.rows - 1 - (yield* tab.rows()));
  const across = Math.max(0, place.column + place.columns - 1 - (yield* tab.columns()));
  const grow: Operation[] = rows + across > 0 ? [{ do: 'growTab', rows, columns: across }] : [];
  yield* refuseFullSpreadsheet({ tab, spreadsheetCells }, grow);
  const all = [...Array(results).keys()];
  return {
    place,
    columns,
    operations: [
      ...grow,
      { do: 'claim', place },
      ...formatsOf(columns, place),
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
    rows: results > 0 ? expected : [input.blank],
    columnPrints: input.columnPrints,
    rowCount: results,
    gone: 0,
    present: all.map(() => null),
    ...{ order: null, unordered: null, counting: 0 },
  };
}

/** Sets the formats of columns (in the order of their offsets) in all data rows of a place; neighbours that share one at once. */
export function formatsOf(columns: PlacedColumn[], place: Place): Operation[] {
  const runs: { offset: number; columns: number; format: string }[] = [];
  for (const { offset, format } of columns) {
    const last = runs[runs.length - 1];
    if (last && last.format === format && last.offset + last.columns === offset) last.columns += 1;
    else runs.push({ offset, columns: 1, format });
  }
  const rows = { row: place.row + 1, count: place.rows - 1 };
  return runs.map((run) => ({ do: 'formatColumns', ...rows, ...run }));
}
