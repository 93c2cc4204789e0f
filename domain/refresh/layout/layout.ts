// Decides which row of a content goes into which row of a range: by what the range's mode does with rows.
import type { LinkedRange } from '../../linked-range.ts';
import { MODES } from '../modes.ts';
import { marksToTakeAway } from './marks.ts';
import type { Mode } from '../modes.ts';
import { surplusRows } from '../around/reach.ts';
import type { Layout, LayoutInput } from './range-layout.ts';
import { aroundOwn, ownColumnsOf, standingLayout, standingRows } from './standing-layout.ts';
import { takesTogether } from '../around/references.ts';
import { edgesTaken } from '../around/together.ts';
import { blankPrint } from './row-prints.ts';
import { appendRows, leastRows, replaceRows, rowsBelow, rowsToDelete } from './rows.ts';
import type { Rules } from '../sheet.ts';

const LAYOUTS: Record<Mode['rows'], (input: LayoutInput) => Rules<Layout>> = {
  replaced: replacedRows,
  added: addedRows,
  matched: standingRows,
};

/** The rows of a refresh. Throws Problem: keys_invalid. */
export function layoutOf(input: LayoutInput): Rules<Layout> {
  return LAYOUTS[MODES[input.linked.options.mode].rows](input);
}

function* replacedRows(input: LayoutInput): Rules<Layout> {
  const { layout, own } = yield* standingLayout(input);
  if (layout) return layout;
  const { content, present } = input;
  const around = aroundOwn(input, own);
  const results = content.rows.length;
  const stays = staysBlank(input);
  const summed = !stays && (yield* isSummed({ ...input, around }, results));
  const gone = rowsToDelete(present.length, leastRows(present.length, results, summed));
  const keepSurplus = stays
    ? 'blank'
    : yield* surplusRows(
        { row: around.place.row + 1 + gone.from, count: gone.count },
        content.truncated,
        around,
      );
  const rows = replaceRows(present.length, results, { summed, keepSurplus });
  // Nothing stands beside rows any more that were kept for that.
  const marks = yield* marksToTakeAway(input, rows);
  // None of these is what another row may look like.
  const struck = marks.map(({ row }) => row);
  return { rows, marks, struck, own, around, formulas: own?.formulas ?? [] };
}

// Asked for only where it makes a difference: a range that has one data row, or is about to.
function* isSummed({ present, around }: LayoutInput, rows: number): Rules<boolean> {
  const grows = present.length === 1 && rows > 1;
  const shrinks = present.length > 1 && rows < 2;
  if (!grows && !shrinks) return false;
  return takesTogether(yield* around.formulas(), around.place, yield* around.rowNeighbours());
}

// Rows that an earlier refresh could not delete stay until the number of rows changes again.
function staysBlank({ linked, content, arrangement, present }: LayoutInput): boolean {
  if (linked.refreshing || linked.rowCount !== content.rows.length) return false;
  const blank = blankPrint(arrangement.columns);
  return present.slice(content.rows.length).every((print) => print === blank);
}

function* addedRows(input: LayoutInput): Rules<Layout> {
  const { linked, content, present } = input;
  const summed = yield* isSummed(input, present.length + content.rows.length);
  const { refreshing, rowCount } = linked;
  // Rows that the person added below the last one inside the range are kept too.
  const whole = { kept: rowCount === 0 ? 0 : present.length, lastIsAtEnd: false };
  const before = refreshing ? beforeCutOff(present, refreshing) : whole;
  const own = content.rows.length === 0 ? null : yield* ownColumnsOf(input);
  const beside = { own, around: aroundOwn(input, own), formulas: own?.formulas ?? [] };
  const below = own !== null && before === whole && whole.kept > 0;
  const rows =
    below && !(yield* edgesTaken(beside.around)).last
      ? rowsBelow(present.length, content.rows.length)
      : appendRows(present.length, content.rows.length, { ...before, summed });
  return { rows, marks: [], ...beside };
}

// The rows that stood there before a write that was cut off, and whether that had pushed the last one down.
function beforeCutOff(
  present: number[],
  { rows, last }: NonNullable<LinkedRange['refreshing']>,
): { kept: number; lastIsAtEnd: boolean } {
  const kept = Math.min(rows, present.length);
  const lastIsAtEnd =
    last !== null &&
    present.length > kept &&
    present[kept - 1] !== last &&
    present[present.length - 1] === last;
  return { kept, lastIsAtEnd };
}
