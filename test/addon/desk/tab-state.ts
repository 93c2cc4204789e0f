// All that stands in a tab, as one text: for whether a tab is again what it was.
import type { Desk } from './desk.ts';

/** Its first tab, with the formats and lines of its cells. */
export function stateOf(desk: Desk): string {
  const { rows: last, columns: width } = desk.sheet('Sheet1').contentEnd();
  const cells: string[] = [];
  for (let row = 1; row <= last; row += 1) {
    for (let column = 1; column <= width; column += 1) {
      const { input, value, line, color, format } = desk.cell('Sheet1', row, column);
      // Where the first row of a sum goes, Google does not take it in again when it comes back.
      if ((input === '' && value === '') || input.startsWith('=SUM(')) continue;
      cells.push(JSON.stringify([row, column, input, value, line, color, format]));
    }
  }
  return cells.join('\n');
}
