// The rows of a linked range as people speak of them: by the columns that name a row, and what the database holds there.
import { cellName } from '../../domain/cells/cell-name.ts';
import { cellOfKeyText, keyTextOfCell } from '../../domain/cells/key-text.ts';
import type { Cell } from '../../domain/cells/cell.ts';
import { isDate, serialOfDateObject } from '../../domain/cells/wall-clock.ts';
import type { RowKey, Thread } from '../../domain/contract/talk/comment.ts';
import type { LinkedColumn } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import type { PlacedRange } from '../ranges/records.ts';
import type { SelectedRow } from './talk-views.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Where the rows of threads stand, by the ids of the threads; those that stand nowhere, or in several places, are left out. */
export function cellsOfThreads(found: PlacedRange, threads: readonly Thread[]) {
  const ofRows = threads.filter(({ row }) => row !== null);
  if (ofRows.length === 0) return {};
  const seen = seenRange(found);
  const cells: Record<string, string> = {};
  for (const { id, row, column } of ofRows) {
    const at = row === null ? null : placeOfRow(seen, row);
    const across = Math.max(0, columnAt(seen, column ?? row?.[0]?.column ?? ''));
    if (at !== null) cells[id] = cellName(found.place.row + at, found.place.column + across);
  }
  return cells;
}

/** The row of the selected cell. Throws Problem: invalid_value, keys_invalid. */
export function rowOfSelected(spreadsheet: Spreadsheet, found: PlacedRange): SelectedRow {
  const { linked } = found;
  const { down, across } = selectedIn(spreadsheet, found);
  const seen = seenRange(found);
  const row = keyNames(found).map((name) => {
    const column = linked.columns.find((one) => one.name === name);
    const cell = seen.rows[down]?.[columnAt(seen, name)];
    const value = column && cell !== undefined ? keyTextOfCell(cell, column) : null;
    if (value === null) {
      throw new Problem(
        'keys_invalid',
        `What stands in ${column?.label ?? name} does not say which row this is. Comment on it on the query’s page.`,
      );
    }
    return { column: name, value };
  });
  const label = seen.header[across];
  return { row, column: linked.columns.find((one) => one.label === label)?.name ?? null };
}

interface SeenRange {
  columns: readonly LinkedColumn[];
  /** What the header row says. */
  header: readonly string[];
  /** The cells, with the header; dates as serial numbers. */
  rows: readonly (readonly Cell[])[];
  /** Whose clocks its instants are shown by. */
  timeZone: string;
}

function seenRange({ linked, range, timeZone }: PlacedRange): SeenRange {
  const rows = (range.getValues() as unknown[][]).map((row) =>
    row.map((value) =>
      isDate(value) ? serialOfDateObject(value.getTime(), timeZone) : (value as Cell),
    ),
  );
  return {
    columns: linked.columns,
    header: (rows[0] ?? []).map(String),
    rows,
    timeZone: linked.refreshed?.timeZone ?? timeZone,
  };
}

function columnAt({ columns, header }: SeenRange, name: string): number {
  const label = columns.find((column) => column.name === name)?.label;
  return label === undefined ? -1 : header.indexOf(label);
}

function placeOfRow(seen: SeenRange, row: RowKey): number | null {
  const wanted = row.map(({ column, value }) => {
    const kind = seen.columns.find(({ name }) => name === column)?.kind;
    const cell = kind === undefined ? null : cellOfKeyText(value, { kind }, seen.timeZone);
    return { at: columnAt(seen, column), cell };
  });
  if (wanted.some(({ at }) => at < 0)) return null;
  const places = seen.rows.flatMap((cells, down) =>
    down > 0 && wanted.every(({ at, cell }) => cells[at] === cell) ? [down] : [],
  );
  return places.length === 1 ? (places[0] ?? null) : null;
}

// As the query's author says, so that the row is found again on the query's page too.
function keyNames({ linked }: PlacedRange): readonly string[] {
  const { key = [] } = linked.refreshed ?? {};
  if (key.length > 0) return key;
  throw new Problem(
    'keys_invalid',
    `The author of ${linked.title} has not said which columns name a row (its key), so a comment here is about the whole.`,
  );
}

function selectedIn(spreadsheet: Spreadsheet, { linked, place, sheet }: PlacedRange) {
  const active = spreadsheet.getActiveSheet();
  const cell = active.getActiveRange();
  const down = (cell?.getRow() ?? 0) - place.row;
  const across = (cell?.getColumn() ?? 0) - place.column;
  const isInside = down > 0 && down < place.rows && across >= 0 && across < place.columns;
  if (isInside && active.getSheetId() === sheet.getSheetId()) return { down, across };
  throw new Problem(
    'invalid_value',
    `Select a cell of ${linked.title} below its header, then ask again.`,
  );
}
