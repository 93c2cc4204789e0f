// Finds a person's own columns: those beside a range that hold something in its rows, and those put inside it.
import { overlap } from '../../cells/place.ts';
import type { Place } from '../../cells/place.ts';
import type { Surroundings } from './neighbours.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';

export interface OwnColumns {
  /** So many stand directly beside the range, on each side. */
  left: number;
  right: number;
  /** Their columns of the tab, those inside the range included. */
  columns: number[];
  /** For each data row, the columns in which the person keeps something: typed, or a formula of this row alone. */
  filled: number[][];
  /** Columns whose formulas are one and the same, each with the data rows that have it: new rows get it. */
  formulas: { column: number; rows: number[] }[];
  /** A formula that fills the cells below it by itself stands in this data row: no row may come above it. */
  lastArray: number;
}

type Around = Pick<Surroundings, 'place' | 'tab'>;

/** Columns further away than this belong to nobody's rows. */
const MOST_BESIDE = 50;

/** Functions whose result fills the cells below by itself. */
const FILLS_CELLS =
  /^=\s*\{|\b(ARRAYFORMULA|BYROW|FILTER|FLATTEN|IMPORT\w+|MAKEARRAY|MAP|QUERY|SCAN|SEQUENCE|SORT|SORTN|SPLIT|TRANSPOSE|UNIQUE)\s*\(/i;

/**
 * The own columns, where `inside` are offsets of the range that are none of ours, and the person said that at least so
 * many `companions` to the right are theirs. Null: there are none.
 */
export function* findOwnColumns(
  around: Around,
  inside: number[],
  companions = 0,
): Rules<OwnColumns | null> {
  const { place } = around;
  if (place.rows < 2) return null;
  const beside = yield* besides(around);
  const end = place.column + place.columns;
  const said = companions === 0 ? 0 : Math.min(companions, (yield* around.tab.columns()) - end + 1);
  const { left, right } = { left: beside.left, right: Math.max(beside.right, said) };
  const runs = [
    { column: place.column - left, columns: left },
    ...insideRun(place, inside),
    { column: end, columns: right },
  ].filter(({ columns }) => columns > 0);
  if (runs.length === 0) return null;
  const own = new Set(inside.map((offset) => place.column + offset));
  const found: OwnColumns = {
    ...{ left, right, columns: [], formulas: [], lastArray: -1 },
    filled: Array.from({ length: place.rows - 1 }, () => []),
  };
  for (const run of runs) {
    const rows = { ...run, row: place.row + 1, rows: place.rows - 1 };
    const texts = yield* ask({ read: 'texts', place: rows });
    const formulas = yield* ask({ read: 'formulasR1C1', place: rows });
    for (let at = 0; at < run.columns; at += 1) {
      const column = run.column + at;
      const isInside = column >= place.column && column < end;
      if (isInside && !own.has(column)) continue;
      addColumn(found, column, {
        texts: texts.map((row) => row[at] ?? ''),
        formulas: formulas.map((row) => row[at] ?? ''),
      });
    }
  }
  return found;
}

function insideRun(place: Place, inside: number[]): { column: number; columns: number }[] {
  const first = inside[0];
  const last = inside[inside.length - 1];
  if (first === undefined || last === undefined) return [];
  return [{ column: place.column + first, columns: last - first + 1 }];
}

function addColumn(
  found: OwnColumns,
  column: number,
  { texts, formulas }: { texts: string[]; formulas: string[] },
): void {
  found.columns.push(column);
  const written = formulas.filter((formula) => formula !== '');
  const array = formulas.findIndex((formula) => FILLS_CELLS.test(formula));
  // What such a formula fills is nobody's content: nobody can type there.
  if (array >= 0 && written.length === 1) {
    found.lastArray = Math.max(found.lastArray, array);
    return;
  }
  const usual = mostFrequent(written);
  texts.forEach((text, row) => {
    const formula = formulas[row] ?? '';
    const isEmpty = text === '' && formula === '';
    if (!isEmpty && formula !== usual) found.filled[row]?.push(column);
  });
  const isFormulaColumn =
    usual !== null && texts.every((text, row) => text === '' || formulas[row] === usual);
  if (isFormulaColumn) found.formulas.push({ column, rows: rowsWith(formulas, usual) });
}

function rowsWith(formulas: string[], formula: string): number[] {
  return [...formulas.keys()].filter((row) => formulas[row] === formula);
}

function mostFrequent(formulas: string[]): string | null {
  const counts = new Map<string, number>();
  let most: string | null = null;
  for (const formula of formulas) {
    const count = (counts.get(formula) ?? 0) + 1;
    counts.set(formula, count);
    if (most === null || count > (counts.get(most) ?? 0)) most = formula;
  }
  return most;
}

// Up to the first column that is empty in all of the range's rows, or belongs to another range.
function* besides(around: Around): Rules<{ left: number; right: number }> {
  const { place, tab } = around;
  const lastColumn = yield* tab.lastColumn();
  const toRight = Math.min(MOST_BESIDE, lastColumn - (place.column + place.columns) + 1);
  const toLeft = Math.min(MOST_BESIDE, place.column - 1);
  const right = yield* filledBeside(place, {
    most: toRight,
    from: place.column + place.columns,
    step: 1,
  });
  const left = yield* filledBeside(place, { most: toLeft, from: place.column - 1, step: -1 });
  return { left, right };
}

function* filledBeside(
  place: Place,
  { most, from, step }: { most: number; from: number; step: 1 | -1 },
): Rules<number> {
  let others: Place[] | null = null;
  for (let count = 0; count < most; count += 1) {
    const cells = {
      column: from + count * step,
      columns: 1,
      row: place.row + 1,
      rows: place.rows - 1,
    };
    if (yield* ask({ read: 'blank', place: cells })) return count;
    others ??= yield* ask({ read: 'otherRanges', place });
    if (others.some((other) => overlap(other, cells))) return count;
  }
  return Math.max(0, most);
}
