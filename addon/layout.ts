// Decides which row of a content goes into which row of a range, by the range's mode.
import { noLosses } from '../domain/cells/cell.ts';
import type { LinkedRange } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import type { Arrangement } from '../domain/refresh/columns.ts';
import { checkKeys, matchKeys } from '../domain/refresh/keys.ts';
import type { Place, PlacedColumn } from '../domain/refresh/plan.ts';
import { mayDelete, surplusRows } from '../domain/refresh/reach.ts';
import type { Neighbours } from '../domain/refresh/reach.ts';
import {
  appendRows,
  leastRows,
  matchRows,
  replaceRows,
  rowsToDelete,
} from '../domain/refresh/rows.ts';
import type { RowLayout } from '../domain/refresh/rows.ts';
import { blankPrint, expectedPrints } from './content.ts';
import type { Content } from './content.ts';
import { ownCells, ownOffsets } from './own-cells.ts';
import type { OwnCell } from './own-cells.ts';
import { rowPrints } from './sheet/range-cells.ts';
import type { RangeCells } from './sheet/range-cells.ts';
import { rangeAt } from './sheet/places.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** The colour of rows whose key the result no longer has. */
export const GONE_COLOR = '#9aa0a6';

export interface Layout {
  rows: RowLayout;
  /** Data rows, as they will be, that get the mark of a gone key or lose it. */
  marks: { row: number; gone: boolean }[];
  /** Cells of the person's own in rows that go. */
  ownCells: OwnCell[];
}

export interface LayoutInput {
  sheet: Sheet;
  place: Place;
  linked: LinkedRange;
  content: Content;
  arrangement: Arrangement;
  cells: RangeCells;
  /** The fingerprints of the present data rows. */
  present: number[];
  around: () => Neighbours;
  /** Rows in which the person keeps something of their own stay, blank. */
  keepOwn: boolean;
}

/** The rows of a refresh. Throws Problem: keys_invalid. */
export function layoutOf(input: LayoutInput): Layout {
  switch (input.linked.options.mode) {
    case 'append':
      return { rows: appendedRows(input), marks: [], ownCells: [] };
    case 'match':
      return matchedRows(input);
    case 'replace':
    case 'snapshot':
      return replacedRows(input);
  }
}

function replacedRows(input: LayoutInput): Layout {
  const { sheet, place, linked, content, present, arrangement, around } = input;
  const results = content.rows.length;
  const stays = staysBlank(input);
  const summed = !stays && isSummed(input, results);
  const gone = rowsToDelete(present.length, leastRows(present.length, results, summed));
  const keepSurplus = stays
    ? 'blank'
    : surplusRows(
        { row: place.row + 1 + gone.from, count: gone.count },
        { truncated: content.truncated, fillDown: linked.options.fillDown },
        around,
      );
  const own =
    keepSurplus === null && gone.count > 0
      ? ownCells({ sheet, place }, gone, {
          ...{ arrangement, companions: linked.options.companionColumns },
        })
      : [];
  const stay = own.length > 0 && input.keepOwn;
  const rows = replaceRows(present.length, results, {
    summed,
    keepSurplus: stay ? 'blank' : keepSurplus,
  });
  return { rows, marks: [], ownCells: stay ? [] : own };
}

// Asked for only where it makes a difference: a range that has one data row, or is about to.
function isSummed({ present, around }: LayoutInput, rows: number): boolean {
  const grows = present.length === 1 && rows > 1;
  const shrinks = present.length > 1 && rows < 2;
  return (grows || shrinks) && around().summed();
}

// Rows that an earlier refresh could not delete stay until the number of rows changes again.
function staysBlank({ linked, content, arrangement, present }: LayoutInput): boolean {
  if (linked.refreshing || linked.rowCount !== content.rows.length) return false;
  const blank = blankPrint(arrangement.columns);
  return present.slice(content.rows.length).every((print) => print === blank);
}

function appendedRows(input: LayoutInput): RowLayout {
  const { linked, content, present } = input;
  const summed = isSummed(input, present.length + content.rows.length);
  const { refreshing, rowCount } = linked;
  if (!refreshing) {
    // Rows that the person added below the last one inside the range are kept too.
    const kept = rowCount === 0 ? 0 : present.length;
    return appendRows(present.length, content.rows.length, { kept, lastIsAtEnd: false, summed });
  }
  const kept = Math.min(refreshing.rows, present.length);
  const lastIsAtEnd =
    refreshing.last !== null &&
    present.length > kept &&
    present[kept - 1] !== refreshing.last &&
    present[present.length - 1] === refreshing.last;
  return appendRows(present.length, content.rows.length, { kept, lastIsAtEnd, summed });
}

function matchedRows(input: LayoutInput): Layout {
  const { place, content, cells, linked, around } = input;
  const { fillDown } = linked.options;
  const keys = keyColumns(input);
  checkKeys(
    content.rows,
    keys.map(({ source }) => source),
    keys.map(({ label }) => label),
  );
  const present = rowPrints(
    cells,
    keys.map(({ offset, kind }) => ({ kind, offset: offset < place.columns ? offset : null })),
  );
  const results = expectedPrints(content, keys, noLosses());
  const filled = companionsFilled(input);
  const placeholder = linked.rowCount === 0;
  const mayGo = (row: number) =>
    placeholder ||
    (!content.truncated &&
      !filled(row) &&
      mayDelete({ row: place.row + 1 + row, count: 1 }, around(), fillDown));
  const matches = matchKeys(present, results, mayGo);
  const stay = present.length - matches.gone.size;
  const summed = isSummed(input, stay + matches.added.length);
  return { rows: matchRows(matches, summed), marks: marksOf(input, matches), ownCells: [] };
}

function keyColumns({ linked, arrangement }: LayoutInput): PlacedColumn[] {
  const { keyColumns: names } = linked.options;
  const keys = arrangement.columns.filter(({ name }) => names.includes(name));
  if (names.length > 0 && keys.length === names.length) return keys;
  const missing = names.filter((name) => !keys.some((column) => column.name === name));
  throw new Problem(
    'keys_invalid',
    names.length === 0
      ? 'No key column is chosen, so rows cannot be matched. Choose one in the options of this range.'
      : `The query no longer has the key column ${missing.join(', ')}. Choose another in the options of this range.`,
  );
}

// Whether anything of the person's stands in a row: in the columns beside that move with it, or in those
// that they inserted. Read once, when first asked.
function companionsFilled({ sheet, place, linked, arrangement }: LayoutInput) {
  const { companionColumns } = linked.options;
  const inside = ownOffsets(place, arrangement);
  let filled: boolean[] | null = null;
  return (row: number): boolean => {
    if (companionColumns + inside.length === 0 || place.rows < 2) return false;
    filled ??= readFilled(sheet, place, { inside, companionColumns });
    return filled[row] ?? false;
  };
}

function readFilled(
  sheet: Sheet,
  place: Place,
  { inside, companionColumns }: { inside: number[]; companionColumns: number },
): boolean[] {
  const columns = Math.min(
    place.columns + companionColumns,
    sheet.getMaxColumns() - place.column + 1,
  );
  const range = rangeAt(sheet, { ...place, row: place.row + 1, rows: place.rows - 1, columns });
  const formulas = range.getFormulas();
  return range
    .getDisplayValues()
    .map((row, index) =>
      row.some(
        (text, column) =>
          (column >= place.columns || inside.includes(column)) &&
          text !== '' &&
          (formulas[index]?.[column] ?? '') === '',
      ),
    );
}

function marksOf(
  { sheet, place, content }: LayoutInput,
  { results, gone }: { results: (number | null)[]; gone: Set<number> },
): Layout['marks'] {
  if (place.rows < 2) return [];
  const colors = rangeAt(sheet, {
    ...place,
    row: place.row + 1,
    rows: place.rows - 1,
    columns: 1,
  }).getFontColors();
  const marks: Layout['marks'] = [];
  let row = -1;
  results.forEach((match, index) => {
    if (gone.has(index)) return;
    row += 1;
    const isGone = match === null && !content.truncated;
    const isMarked = colors[index]?.[0]?.toLowerCase() === GONE_COLOR;
    if (isGone !== isMarked && (match !== null || isGone)) marks.push({ row, gone: isGone });
  });
  return marks;
}
