// The rows of a range where they are given, as by an undo, and not decided by the range's mode.
import { NOTHING_SAID } from '../around/apart.ts';
import type { Beside, Surroundings } from '../around/neighbours.ts';
import { surroundingsOf, withOwn } from '../around/neighbours.ts';
import type { FormulaColumn, OwnColumns } from '../around/own-columns.ts';
import type { Place } from '../../cells/place.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';
import { markedRows } from './marks.ts';
import type { Layout, LayoutInput, Mark } from './range-layout.ts';
import { blankPrint } from './row-prints.ts';
import { edgesTaken } from '../around/together.ts';
import { insideEdges, rowsIn, type RowLayout } from './rows.ts';
import { ownColumnsOf } from './standing-layout.ts';

/** A column of the person's formulas, counted from the range's left edge, with runs of the data rows that have the formula. */
export interface FormulasBefore extends Pick<FormulaColumn, 'formula' | 'up' | 'down'> {
  at: number;
  /** Where it and the range's corner stood before the columns came; absent in what an earlier add-on kept. */
  stood?: { at: number; row: number; column: number };
  /** The number formats that its cells have, with runs of rows; absent where others stay that have the formula. */
  formats?: { format: string; rows: { from: number; count: number }[] }[];
  rows: { from: number; count: number }[];
}

export interface WishedRows {
  rows: () => RowLayout;
  /** Columns beside that went with rows. */
  beside?: Beside | undefined;
  /** Rows went in these and in the range's alone. */
  inPart?: boolean | undefined;
  /** The marks of rows, by the rows as they are now. */
  marks?: Mark[];
  /** Rows, as they will be, that come again with the mark. */
  struckBack?: number[];
  /** Columns of formulas as they were before, which come into the rows again that had them. */
  formulas?: FormulasBefore[];
}

/** The columns beside that went with the rows come back with them, and their formulas come down again. */
export function* wishedLayout(
  { rows, beside, inPart, marks = [], struckBack = [], formulas = [] }: WishedRows,
  input: LayoutInput,
): Rules<Layout> {
  const { arrangement, around, present: rowsNow } = input;
  const own = yield* ownColumnsOf(input);
  const wished = yield* insideTaken(rows(), around, beside);
  const back = struckBack.map((row): Mark => ({ row, gone: true }));
  const layout: Layout = { rows: wished, own, marks: [...marksIn(wished, marks), ...back] };
  if (!beside) return layout;
  const { place } = around;
  // A row that is struck through is no model for one that comes back.
  const marked = yield* markedRows({ arrangement, around });
  const struck = [...wished.present.keys()].filter((row) => marked.has(wished.present[row] ?? -1));
  // Nor is a blank one, which may be as its person left it.
  const blank = blankPrint(arrangement.columns);
  const isBlank = (row: number) => rowsNow[wished.present[row] ?? -1] === blank;
  const all = new Set([...struck, ...layout.marks.map(({ row }) => row)]);
  return {
    ...layout,
    marks: likePlainRows(layout.marks, wished, (row) => all.has(row) || isBlank(row)),
    around: withOwn(around, { ...beside, inPart }),
    struck: [...all],
    standsStill: true,
    formulas: formulasBack(formulas, { own, present: wished.present, place }).flatMap(
      ({ now }) => now ?? [],
    ),
  };
}

/**
 * Formulas as they were before a refresh, each with the column that has it now, from which it comes down again: what else
 * stands in a column, such as one that somebody put there since, never does. Null: no column has it now.
 */
export function formulasBack(
  formulas: FormulasBefore[],
  {
    own,
    present,
    place,
  }: { own: OwnColumns | null; present: RowLayout['present']; place: Pick<Place, 'column'> },
): { before: FormulasBefore; now: FormulaColumn | null }[] {
  const there = own?.formulas ?? [];
  return formulas.map((before, index) => {
    const { at, rows, up, down } = before;
    const found =
      there.find(({ column }) => column === place.column + at) ??
      (there.length === formulas.length ? there[index] : undefined);
    if (!found) return { before, now: null };
    const had = rowsIn(rows);
    const has = new Set(found.rows);
    const stay = had.flatMap((row) => present[row] ?? []).filter((row) => has.has(row));
    const now = { column: found.column, rows: stay, coming: new Set(had), up, down };
    return { before, now };
  });
}

// What takes rows together does not grow again with those that come back at its edge.
function* insideTaken(
  rows: RowLayout,
  { place }: Surroundings,
  beside: Beside | undefined,
): Rules<RowLayout> {
  const came = rows.insertions.reduce((sum, { count }) => sum + count, 0);
  const stay = rows.present.length - came;
  if (!rows.insertions.some(({ before }) => before === 0 || before === stay)) return rows;
  const { first, last } = yield* edgesTaken(surroundingsOf(place, NOTHING_SAID, beside));
  const there = rows.present.filter((row) => row !== null);
  return insideEdges(rows, {
    first: first && (yield* staysTrue(place, beside, there[0])),
    last: last && (yield* staysTrue(place, beside, there[there.length - 1])),
  });
}

// Whether what stands beside a row may be copied to another one: a formula that looks at other rows would look at others,
// and of one that has lost what it looked at nobody knows where that was.
function* staysTrue(
  { row, column, columns }: Place,
  { left, right }: Beside = { left: 0, right: 0 },
  index: number | undefined,
): Rules<boolean> {
  if (index === undefined) return false;
  const cells = { row: row + 1 + index, rows: 1, column: column - left };
  const place = { ...cells, columns: left + columns + right };
  const [formulas = []] = yield* ask({ read: 'formulasR1C1', place });
  return !formulas.some((formula) => /\bR\[-?[1-9]|#REF!/.test(formula));
}

// What loses its mark looks like a row that has none, nor had one.
function likePlainRows(
  marks: Mark[],
  { present }: RowLayout,
  isOdd: (row: number) => boolean,
): Mark[] {
  const plain = present.findIndex((row, index) => row !== null && !isOdd(index));
  const like = plain < 0 ? null : plain;
  return marks.map((mark): Mark => (mark.gone ? mark : { ...mark, like }));
}

function marksIn({ present }: RowLayout, marks: Mark[]): Mark[] {
  const at = new Map(present.map((row, index) => [row, index]));
  return marks.flatMap((mark): Mark[] => {
    const row = at.get(mark.row);
    if (row === undefined) return [];
    if (mark.gone) return [{ ...mark, row }];
    const like = mark.like ?? null;
    return [{ row, gone: false, like: like === null ? null : (at.get(like) ?? null) }];
  });
}
