// Tells at the cells of a sheet table which of them do not fit, in notes; each goes when its cell is mended.
import type { BadCell } from '../../domain/contract/sheet-tables/sheet-table.ts';
import { cellName, placeText } from '../../domain/cells/cell-name.ts';
import { asksToMend, noteToMend } from '../../domain/sheet-tables/cell-note.ts';
import { messageOf } from '../google/problems.ts';
import type { TableStand } from './place.ts';

type Range = GoogleAppsScript.Spreadsheet.Range;

export type ToldCell = Pick<BadCell, 'cell' | 'shown' | 'reason'>;

/** Cells whose notes are read in one call. */
const BLOCK_CELLS = 200_000;

/** Writes what is to be mended into notes, below what people wrote there. */
export function tellAtCells(
  stands: readonly TableStand[],
  cells: readonly ToldCell[],
  textOf: (cell: ToldCell) => string,
): void {
  const [first] = stands;
  for (const cell of first ? cells : []) {
    // With its tab, where several are stacked.
    const range = first?.sheet.getParent().getRange(placed(first, cell.cell));
    if (!range) continue;
    // Somebody may have mended it, or put a row in above, since it was read.
    if (isShown(range, cell)) changeNote(range, range.getNote(), textOf(cell));
  }
}

/** A cell with its tab, as the spreadsheet finds it. */
function placed({ sheet }: TableStand, cell: string): string {
  return cell.includes('!') ? cell : placeText(sheet.getName(), cell);
}

/** Takes our notes out of a table, but for those of the cells that still do not fit. */
export function takeNotesOut(stands: readonly TableStand[], still: readonly ToldCell[]): void {
  for (const stand of stands) {
    takeOutOf(stand, new Set(still.map(({ cell }) => placed(stand, cell))));
  }
}

function takeOutOf(stand: TableStand, kept: ReadonlySet<string>): void {
  const { sheet, area } = stand;
  const columns = Math.min(area.lastColumn, sheet.getMaxColumns()) - area.column + 1;
  const last = sheet.getMaxRows();
  const most = Math.max(1, Math.floor(BLOCK_CELLS / Math.max(1, columns)));
  for (let row = area.row; row <= last && columns > 0; row += most) {
    const block = sheet.getRange(row, area.column, Math.min(most, last - row + 1), columns);
    block.getNotes().forEach((notes, down) =>
      notes.forEach((note, right) => {
        if (!asksToMend(note)) return;
        const [at, column] = [row + down, area.column + right];
        if (!kept.has(placed(stand, cellName(at, column))))
          changeNote(sheet.getRange(at, column), note, null);
      }),
    );
  }
}

// Where a cell is protected against the person its note stays as it is: the table says the same.
function changeNote(range: Range, note: string, text: string | null): void {
  const wanted = noteToMend(note, text);
  if (wanted === note) return;
  try {
    range.setNote(wanted);
  } catch (error) {
    console.warn(messageOf(error));
  }
}

function isShown(range: Range, { shown }: ToldCell): boolean {
  const value: unknown = range.getValue();
  const held = typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
  // A long text is told shortened; a date is held as one, and shown as the spreadsheet writes it.
  const begins = shown.endsWith('…') ? held.startsWith(shown.slice(0, -1)) : held === shown;
  return begins || value instanceof Date || range.getDisplayValue() === shown;
}
