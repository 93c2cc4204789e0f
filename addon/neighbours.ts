// Looks at what stands around a linked range: asked for only where rows or columns come or go.
import type { Place } from '../domain/refresh/plan.ts';
import type { Neighbours } from '../domain/refresh/reach.ts';
import { broken, formulasReferringTo, takesTogether } from './references.ts';
import type { Referring } from './references.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Top, left, bottom, right. */
type Corners = [number, number, number, number];

interface Edges {
  top: number;
  bottom: number;
  left: number;
  right: number;
  lastRow: number;
  lastColumn: number;
  /** The size of the tab. */
  maxRows: number;
  maxColumns: number;
}

/** What stands around `place` in its tab; `companions` columns to the right move with its rows. */
export function neighboursOf(sheet: Sheet, place: Place, companions: number): Neighbours {
  const edges: Edges = {
    top: place.row,
    bottom: place.row + place.rows - 1,
    left: place.column,
    right: place.column + place.columns - 1,
    lastRow: sheet.getLastRow(),
    lastColumn: sheet.getLastColumn(),
    maxRows: sheet.getMaxRows(),
    maxColumns: sheet.getMaxColumns(),
  };
  const partnersLeft = partners(sheet, edges, 'left');
  const partnersRight = partners(sheet, edges, 'right');
  const from = edges.left - partnersLeft;
  const to = edges.right + Math.max(partnersRight, companions);
  let formulas: Referring[] | null = null;
  return {
    partnersLeft,
    partnersRight,
    companions,
    beside:
      !isBlank(sheet, edges, [edges.top + 1, 1, edges.bottom, from - 1]) ||
      !isBlank(sheet, edges, [edges.top + 1, to + 1, edges.bottom, edges.lastColumn]),
    tornBelow: isTorn(sheet, edges, from - 1) || isTorn(sheet, edges, to),
    mergedBelow: isMerged(sheet, edges, { from, to }),
    blankRight: blankColumns(sheet, edges),
    tornRight:
      isTornAcross(sheet, edges, edges.top - 1) || isTornAcross(sheet, edges, edges.bottom),
    aboveOrBelow:
      !isBlank(sheet, edges, [1, edges.left, edges.top - 1, edges.lastColumn]) ||
      !isBlank(sheet, edges, [edges.bottom + 1, edges.left, edges.lastRow, edges.lastColumn]),
    summed: () => takesTogether((formulas ??= formulasReferringTo(sheet)), place),
    deletionBreaksFormulas: ({ row, count, withPartners }) =>
      broken((formulas ??= formulasReferringTo(sheet)), {
        row,
        rows: count,
        column: withPartners ? from : edges.left,
        columns: withPartners ? to - from + 1 : place.columns,
      }).length > 0,
  };
}

// Formulas belong to the rows when they stand beside the first data row and beside the last one.
function partners(sheet: Sheet, edges: Edges, side: 'left' | 'right'): number {
  const from = side === 'left' ? 1 : edges.right + 1;
  const to = side === 'left' ? edges.left - 1 : edges.lastColumn;
  if (to < from || edges.bottom === edges.top) return 0;
  const read = (row: number) => {
    const [formulas = []] = sheet.getRange(row, from, 1, to - from + 1).getFormulas();
    return side === 'left' ? formulas.reverse() : formulas;
  };
  const first = read(edges.top + 1);
  const last = read(edges.bottom);
  const end = first.findIndex((formula, index) => formula === '' || (last[index] ?? '') === '');
  return end < 0 ? first.length : end;
}

function isBlank(sheet: Sheet, { maxRows }: Edges, [top, left, bottom, right]: Corners): boolean {
  const end = Math.min(bottom, maxRows);
  if (end < top || right < left) return true;
  return sheet.getRange(top, left, end - top + 1, right - left + 1).isBlank();
}

// Below the range, something stands on both sides of the line to the right of `column`.
function isTorn(sheet: Sheet, edges: Edges, column: number): boolean {
  if (column < 1 || column + 1 > edges.lastColumn || edges.lastRow <= edges.bottom) return false;
  const rows = edges.lastRow - edges.bottom;
  const cells = sheet.getRange(edges.bottom + 1, column, rows, 2).getDisplayValues();
  return cells.some(([one, other]) => one !== '' && other !== '');
}

// To the right of the range, something stands on both sides of the line below `row`.
function isTornAcross(sheet: Sheet, edges: Edges, row: number): boolean {
  if (row < 1 || row + 1 > edges.lastRow || edges.lastColumn <= edges.right) return false;
  const columns = edges.lastColumn - edges.right;
  const [above = [], below = []] = sheet
    .getRange(row, edges.right + 1, 2, columns)
    .getDisplayValues();
  return above.some((text, index) => text !== '' && below[index] !== '');
}

function isMerged(sheet: Sheet, edges: Edges, { from, to }: { from: number; to: number }): boolean {
  const below = edges.maxRows - edges.top;
  if (below < 1) return false;
  const merges = sheet.getRange(edges.top + 1, from, below, to - from + 1).getMergedRanges();
  return merges.some((merge) => merge.getColumn() < from || merge.getLastColumn() > to);
}

function blankColumns(sheet: Sheet, edges: Edges): number {
  const grid = edges.maxColumns;
  if (edges.lastColumn <= edges.right) return grid - edges.right;
  const width = edges.lastColumn - edges.right;
  const cells = sheet.getRange(edges.top, edges.right + 1, edges.bottom - edges.top + 1, width);
  if (cells.isBlank()) return grid - edges.right;
  let blank = 0;
  while (
    isBlank(sheet, edges, [edges.top, edges.right + 1, edges.bottom, edges.right + 1 + blank])
  ) {
    blank += 1;
  }
  return blank;
}
