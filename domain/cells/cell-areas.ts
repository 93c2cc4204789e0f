// Groups cells into the rectangles that they fill, so that a person reads B11:D33 and not each cell.
import type { Place } from './place.ts';

/** The rectangles of these cells, each [row, column] given once, from the top and from the left. */
export function cellAreas(cells: readonly (readonly [row: number, column: number])[]): Place[] {
  const areas: Place[] = [];
  // By left edge and width: the area that the same run of cells a row further down would continue.
  const growing = new Map<string, Place>();
  for (const run of runsOf(cells)) {
    const sides = `${run.column}:${run.columns}`;
    const above = growing.get(sides);
    if (above && above.row + above.rows === run.row) above.rows += 1;
    else {
      growing.set(sides, run);
      areas.push(run);
    }
  }
  return areas;
}

// Neighbouring cells of one row, row by row.
function runsOf(cells: readonly (readonly [row: number, column: number])[]): Place[] {
  const sorted = [...cells].sort(([row, column], [other, next]) => row - other || column - next);
  const runs: Place[] = [];
  for (const [row, column] of sorted) {
    const last = runs[runs.length - 1];
    if (last?.row === row && last.column + last.columns === column) last.columns += 1;
    else runs.push({ row, column, rows: 1, columns: 1 });
  }
  return runs;
}
