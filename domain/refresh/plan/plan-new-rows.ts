// Plans how rows look that came between others which stand still, and which formulas they get: once all have come,
// for a row that stays for what stands beside it alone is no model.
import type { Place } from '../../cells/place.ts';
import type { FormulaColumn } from '../around/own-columns.ts';
import { runsOf } from '../layout/rows.ts';
import type { RowLayout } from '../layout/rows.ts';
import type { Operation } from '../sheet.ts';
import { formatsOf } from './plan-insertion.ts';
import { isModel } from './plan-looks.ts';
import type { RefreshInput } from './refresh-input.ts';

/**
 * The looks of rows that came between others, by the rows as they stand then; `place` is the range's, wider by what came,
 * and `moved` are rows that are no model, for they stand elsewhere for now.
 */
export function planLooksOfNew(
  input: RefreshInput,
  place: Place,
  { present, moved }: { present: (number | null)[]; moved: readonly number[] },
): Operation[] {
  const came = runsOf([...present.keys()].filter((row) => present[row] === null));
  const odd = { ...input, struck: new Set([...input.struck, ...moved]) };
  return came.flatMap((run) => looksOf(odd, place, run));
}

type Run = { from: number; count: number };

export function looksOf(input: RefreshInput, place: Place, { from, count }: Run): Operation[] {
  const first = place.row + 1;
  const row = first + from;
  const like = modelFor(input, from);
  if (like !== null) return [{ do: 'copyFormats', from: first + like, row, count }];
  const plain = Array.from({ length: count }, (_, index): Operation => ({
    ...{ do: 'markGone', row: row + index, gone: false, like: null },
  }));
  const rows = { ...place, row: row - 1, rows: count + 1 };
  return [...plain, ...formatsOf(input.arrangement.columns, rows)];
}

// The nearest row that was there and shows a row of the result.
function modelFor(input: RefreshInput, from: number): number | null {
  const { layout, struck } = input;
  let nearest: number | null = null;
  layout.present.forEach((present, row) => {
    if (!isModel(input, present) || struck.has(row)) return;
    if (nearest === null || Math.abs(row - from) < Math.abs(nearest - from)) nearest = row;
  });
  return nearest;
}

/** Rows that came get the formula; and so do those again that look at rows which others came between, or were taken from. */
export function planFormulas(
  layout: Pick<RowLayout, 'present'>,
  place: Place,
  formula: FormulaColumn,
): Operation[] {
  const from = filledFrom(layout, formula);
  if (from === undefined) return [];
  const { column, coming } = formula;
  const having = new Set(formula.rows);
  const wanted = [...layout.present.keys()].filter((row) => {
    const present = layout.present[row] ?? null;
    if (present === null) return coming?.has(row) !== false;
    return having.has(present) && !looksAsBefore(layout, row, formula);
  });
  const first = place.row + 1;
  return runsOf(wanted).map((run) => ({
    ...{ do: 'fillFormulas', from: first + from, row: first + run.from, count: run.count },
    ...{ column, columns: 1 },
  }));
}

/** The row, as it will be, from which others get a formula: one that stays, and whose formula is what it was. */
export function filledFrom(
  layout: Pick<RowLayout, 'present'>,
  formula: FormulaColumn,
): number | undefined {
  const having = new Set<number | null>(formula.rows);
  return [...layout.present.keys()]
    .reverse()
    .find((row) => having.has(layout.present[row] ?? null) && looksAsBefore(layout, row, formula));
}

function looksAsBefore(
  { present }: Pick<RowLayout, 'present'>,
  row: number,
  { up, down }: FormulaColumn,
): boolean {
  const before = present[row] ?? 0;
  for (let step = -up; step <= down; step += 1) {
    const [at, was] = [row + step, before + step];
    // Above and below the range nothing changes.
    if (at < 0 ? was >= 0 : at < present.length && present[at] !== was) return false;
  }
  return true;
}
