// What stood beside rows that were taken out: read with its looks and notes before they go, and put back when they are there again.
import { AUTOMATIC_FORMAT } from '../../domain/cells/cell.ts';
import { isRecord } from '../../domain/record/record-fields.ts';
import type { Place } from '../../domain/cells/place.ts';
import type { RemovalBack } from '../../domain/refresh/left/removal-back.ts';
import { UNFORMATTED } from '../../domain/refresh/sheet.ts';
import { setLiteralCell } from './literal-texts.ts';
import { rangeAt } from './places.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

type Grid = (string | null)[][];

interface Look {
  of: (cells: Range) => string[][];
  set: (cells: Range, to: Grid) => unknown;
  /** What Google tells of a cell that has none of its own. */
  none?: string;
}

/** Each by the name of its grid, as it is read and set. */
const LOOKS: Record<string, Look> = {
  formats: {
    of: (cells) => cells.getNumberFormats(),
    set: (cells, to) =>
      cells.setNumberFormats(to.map((row) => row.map((it) => it ?? AUTOMATIC_FORMAT))),
    none: UNFORMATTED,
  },
  backgrounds: {
    of: (cells) => cells.getBackgrounds(),
    set: (cells, to) => cells.setBackgrounds(to),
    none: '#ffffff',
  },
  colors: {
    of: (cells) => cells.getFontColors(),
    set: (cells, to) => cells.setFontColors(to),
    none: '#000000',
  },
  lines: {
    of: (cells) => cells.getFontLines(),
    set: (cells, to) => cells.setFontLines(to as Parameters<Range['setFontLines']>[0]),
    none: 'none',
  },
  weights: {
    of: (cells) => cells.getFontWeights(),
    set: (cells, to) => cells.setFontWeights(to as Parameters<Range['setFontWeights']>[0]),
    none: 'normal',
  },
  styles: {
    of: (cells) => cells.getFontStyles(),
    set: (cells, to) => cells.setFontStyles(to as Parameters<Range['setFontStyles']>[0]),
    none: 'normal',
  },
  notes: { of: (cells) => cells.getNotes(), set: (cells, to) => cells.setNotes(to), none: '' },
};

/** How those rows of a place look, and the notes at their cells: a grid for each kind of look, a row for each row. */
export function looksOf(sheet: Sheet, place: Place, rows: number[]): Record<string, string[][]> {
  const cells = rangeAt(sheet, place);
  const picked = (grid: string[][]) => rows.map((row) => grid[row] ?? []);
  return Object.fromEntries(
    Object.entries(LOOKS).map(([name, { of }]) => [name, picked(of(cells))]),
  );
}

/** Puts the cells back into rows that are there again. */
export function restoreRemoved(
  sheet: Sheet,
  { cells, rows, column, columns }: RemovalBack,
  looks: unknown,
): void {
  for (const { row, kept } of rows)
    restoreLooks(sheet.getRange(row, column, 1, columns), looks, kept);
  for (const { row, column: at, value, formula } of cells) {
    const cell = sheet.getRange(row, at);
    if (formula !== '') cell.setFormulaR1C1(formula);
    else setLiteralCell(cell, value);
  }
}

function restoreLooks(row: Range, looks: unknown, kept: number): void {
  // Read by looksOf above, unless its pieces were lost or changed.
  const grids = isRecord(looks) ? (looks as Record<string, string[][]>) : {};
  for (const [name, { of, set, none }] of Object.entries(LOOKS)) {
    const look = grids[name]?.[kept];
    const [shown] = of(row);
    if (look?.length !== shown?.length || JSON.stringify(look) === JSON.stringify(shown)) continue;
    // One that a cell has of its own is another thing than the same by default, which a sheet's theme decides.
    set(row, [look?.map((one) => (one === none ? null : one)) ?? []]);
  }
}
