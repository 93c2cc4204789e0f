// Plans how rows look that came between others which stand still, and which formulas they get: once all have come,
// for a row that stays for what stands beside it alone is no model.
import type { Place } from '../../cells/place.ts';
import { runsOf } from '../layout/rows.ts';
import type { Operation } from '../sheet.ts';
import { formatsOf } from './plan-insertion.ts';
import type { RefreshInput } from './refresh-input.ts';

/** The looks of rows that came, and the formulas of the person's own columns in them; `place` is the range's, wider by what came. */
export function planNewRows(input: RefreshInput, place: Place): Operation[] {
  const { layout } = input;
  const came = runsOf([...layout.present.keys()].filter((row) => layout.present[row] === null));
  return came.flatMap((run) => [...looksOf(input, place, run), ...formulasOf(input, place, run)]);
}

type Run = { from: number; count: number };

function looksOf(input: RefreshInput, place: Place, { from, count }: Run): Operation[] {
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
function modelFor({ layout, struck }: RefreshInput, from: number): number | null {
  let nearest: number | null = null;
  layout.present.forEach((present, row) => {
    if (present === null || struck.has(row)) return;
    if (nearest === null || Math.abs(row - from) < Math.abs(nearest - from)) nearest = row;
  });
  return nearest;
}

function formulasOf({ layout, ownFormulas }: RefreshInput, place: Place, run: Run): Operation[] {
  const first = place.row + 1;
  const stays = new Map(layout.present.map((row, index) => [row, index]));
  return (ownFormulas ?? []).flatMap(({ column, rows: having }): Operation[] => {
    // From one that stays: those that go are gone by then.
    const from = stays.get([...having].reverse().find((row) => stays.has(row)) ?? null);
    if (from === undefined || layout.present[from] === null) return [];
    const rows = { from: first + from, row: first + run.from, count: run.count };
    return [{ do: 'fillFormulas', ...rows, column, columns: 1 }];
  });
}
