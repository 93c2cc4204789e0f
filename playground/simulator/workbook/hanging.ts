// What hangs at a cell of a tab, such as a chart, when rows and columns come or go.
import type { Sheet } from './sheet.ts';
import { shiftSpan, type Shift } from './structure.ts';

/**
 * developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#EmbeddedObjectPosition: a chart is anchored to
 * a cell of the grid. It goes with whole rows and columns; cells that are pushed take none along.
 */
export function shiftHanging({ charts, pivots }: Sheet, shift: Shift): void {
  if (shift.span) return;
  const moved = <At extends { row: number; column: number }>(at: At): At => {
    const from = shift.axis === 'rows' ? at.row : at.column;
    const to = shiftSpan(from, from, shift)?.[0] ?? shift.at;
    return shift.axis === 'rows' ? { ...at, row: to } : { ...at, column: to };
  };
  for (const chart of charts) if (chart.anchor) chart.anchor = moved(chart.anchor);
  for (const pivot of pivots) if (pivot.anchor) pivot.anchor = moved(pivot.anchor);
}
