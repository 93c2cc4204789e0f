// Finds a person's own columns: those beside a range that hold something in its rows, and those put inside it.
import type { Place } from '../../cells/place.ts';
import type { RangeOptions } from '../../linked-range.ts';
import type { OwnReach } from '../../own-reach.ts';
import { columnsBeside, MOST_BESIDE } from './beside.ts';
import type { Besides } from './beside.ts';
import type { Surroundings } from './neighbours.ts';
import { notedBeside } from './noted-cells.ts';
import type { NotedCell } from './noted-cells.ts';
import { coloredRows } from './colored-rows.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';

export interface OwnColumns {
  /** So many stand directly beside the range, on each side. */
  left: number;
  right: number;
  /** Their columns of the tab, those inside the range included. */
  columns: number[];
  /**
   * For each data row, the columns in which the person keeps something: typed, or a formula of this row alone; and those
   * of the range or beside it at whose cell a note stands.
   */
  filled: number[][];
  /** For each data row, whether anything stands in these columns, alike in all rows or not. */
  held: boolean[];
  /** Columns whose formulas are one and the same, each with the data rows that have it: new rows get it. */
  formulas: FormulaColumn[];
  /** Data rows to whose cells the person gave a colour: they stand still as well, but are asked about and kept by nobody. */
  colored: number[];
  /** Of those beside, the ones that touch another range too: whose rows they belong to nobody can tell. */
  shared: number[];
  /**
   * No row may come above this data row: a formula stands in it that fills the cells below it by itself, or begins a
   * column of formulas which look at the row above.
   */
  notAbove: number;
}

export interface FormulaColumn {
  column: number;
  /** Data rows that have the formula. */
  rows: number[];
  /** As R1C1 notation tells it; absent in what an earlier add-on kept. */
  formula?: string | undefined;
  /** It looks at so many rows above its own, and below. */
  up: number;
  down: number;
  /** Rows that come, by where they will be, and get it; absent: all. */
  coming?: ReadonlySet<number>;
}

type Around = Pick<Surroundings, 'place' | 'tab' | 'said' | 'noted'>;

/** Functions whose result fills the cells below by itself. */
export const FILLS_CELLS =
  /^=\s*\{|\b(ARRAYFORMULA|BYROW|FILTER|FLATTEN|IMPORT\w+|MAKEARRAY|MAP|QUERY|SCAN|SEQUENCE|SORT|SORTN|SPLIT|TRANSPOSE|UNIQUE)\s*\(/i;

/** Those of them that are used to fill the cells at their right. */
const SPILLS_RIGHT = /^=\s*\{|\b(ARRAYFORMULA|SPLIT|TRANSPOSE)\s*\(/i;

/**
 * The own columns, where `inside` are offsets of the range that are none of ours, and the person said how far theirs reach.
 * Null: there are none.
 */
export function* findOwnColumns(
  around: Around,
  inside: number[],
  { ownColumns }: Pick<RangeOptions, 'ownColumns'>,
): Rules<OwnColumns | null> {
  const { place } = around;
  if (place.rows < 2) return null;
  const beside = yield* sidesOf(around, ownColumns);
  const { left, right } = beside;
  const end = place.column + place.columns;
  const runs = [
    { column: place.column - left, columns: left },
    ...insideRun(place, inside),
    { column: end, columns: right },
  ].filter(({ columns }) => columns > 0);
  const noted = yield* notedBeside(around, beside);
  const colored = yield* coloredRows(place);
  if (runs.length + noted.length + colored.length === 0) return null;
  const own = new Set(inside.map((offset) => place.column + offset));
  const found: OwnColumns = {
    ...{ left, right, columns: [], formulas: [], notAbove: -1, shared: [], colored },
    filled: Array.from({ length: place.rows - 1 }, () => []),
    held: Array<boolean>(place.rows - 1).fill(false),
  };
  if (beside.touchesLeft) found.shared.push(...columnsIn(place.column - left, left));
  if (beside.touchesRight) found.shared.push(...columnsIn(end, right));
  for (const run of runs) {
    const rows = { ...run, row: place.row + 1, rows: place.rows - 1 };
    const texts = yield* ask({ read: 'texts', place: rows });
    const [header = [], ...formulas] = yield* formulasFromHeader(rows);
    for (let at = 0; at < run.columns; at += 1) {
      const column = run.column + at;
      const isInside = column >= place.column && column < end;
      // What a formula in the header fills is nobody's content.
      if ((isInside && !own.has(column)) || FILLS_CELLS.test(header[at] ?? '')) continue;
      addColumn(found, column, {
        texts: texts.map((row, down) => (isSpilled(formulas[down], at) ? '' : (row[at] ?? ''))),
        formulas: formulas.map((row) => row[at] ?? ''),
      });
    }
  }
  addNotes(found, noted);
  return found;
}

function addNotes(found: OwnColumns, noted: NotedCell[]): void {
  for (const { row, column } of noted) {
    found.held[row] = true;
    const filled = found.filled[row] ?? [];
    if (!filled.includes(column)) filled.push(column);
  }
}

/** How many columns on each side are the person's own: at least so many to the right as they said. */
export function* sidesOf(around: Around, reach: OwnReach): Rules<Besides> {
  const { said, tab, place } = around;
  const beside = yield* columnsBeside(around, reach);
  if (said.companions === 0) return beside;
  const { right: room } = yield* said.room();
  const there = (yield* tab.columns()) - (place.column + place.columns) + 1;
  const right = Math.max(beside.right, Math.min(said.companions, room, there));
  return { ...beside, right };
}

// A header that is gone is thought to stand above the first row.
function* formulasFromHeader(rows: Place): Rules<string[][]> {
  const from = Math.max(1, rows.row - 1);
  const above = rows.row - from;
  const place = { ...rows, row: from, rows: rows.rows + above };
  const formulas = yield* ask({ read: 'formulasR1C1', place });
  return above === 0 ? [[], ...formulas] : formulas;
}

// In R1C1 notation: what looks at its own row alone fills no other one, but for functions that turn a row.
function fillsBelow(formula: string): boolean {
  if (!FILLS_CELLS.test(formula)) return false;
  const known = formula.replace(/^=\s*\{|\b(ARRAYFORMULA|SPLIT)\s*\(/gi, '=');
  const others = known.replace(/R\[0\]/g, 'R');
  const looksElsewhere = /\bR(\[|\d)|(^|[^A-Z\]\d])C(\[|\d)/.test(others);
  return FILLS_CELLS.test(others) || looksElsewhere || !/\bRC/.test(others);
}

/** Whether a cell of a row is filled by a formula at its left, as SPLIT does it. */
export function isSpilled(formulas: string[] = [], at: number): boolean {
  for (let left = at - 1; left >= 0 && (formulas[at] ?? '') === ''; left -= 1) {
    const formula = formulas[left] ?? '';
    if (formula !== '') return SPILLS_RIGHT.test(formula);
  }
  return false;
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
  const array = formulas.findIndex(fillsBelow);
  // What such a formula fills is nobody's content: nobody can type there.
  if (array >= 0 && written.length === 1) {
    found.notAbove = Math.max(found.notAbove, array);
    return;
  }
  const formula = usualFormula(written, texts.filter((text) => text !== '').length);
  texts.forEach((text, row) => {
    const own = formulas[row] ?? '';
    if (text === '' && own === '') return;
    found.held[row] = true;
    if (own !== formula) found.filled[row]?.push(column);
  });
  if (formula === null) return;
  const rows = [...formulas.keys()].filter((row) => formulas[row] === formula);
  const { up, down } = looksFrom(formula);
  found.formulas.push({ column, rows, formula, up, down });
  if (up > 0) found.notAbove = Math.max(found.notAbove, (rows[0] ?? 0) - 1);
}

// The one that most of the column's filled cells have: what else stands there, as where a sum begins, was typed over it.
function usualFormula(written: string[], filled: number): string | null {
  const counts = new Map<string, number>();
  for (const formula of written) counts.set(formula, (counts.get(formula) ?? 0) + 1);
  const usual = [...counts].find(([, count]) => count * 2 > Math.max(filled, written.length));
  return usual?.[0] ?? null;
}

/** How far a formula in R1C1 notation looks up and down from its own row. */
function looksFrom(formula: string): { up: number; down: number } {
  const words = formula.replace(/"(?:[^"]|"")*"/g, '""');
  const steps = [...words.matchAll(/\bR\[(-?\d+)\]/g)].map(([, step]) => Number(step));
  const near = steps.filter((step) => Math.abs(step) <= MOST_BESIDE);
  return { up: Math.max(0, ...near.map((step) => -step)), down: Math.max(0, ...near) };
}

function columnsIn(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
