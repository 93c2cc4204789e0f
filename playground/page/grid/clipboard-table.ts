// Tables on the clipboard, as documents and other spreadsheets write and read them.
import type { CellView } from '../../protocol.ts';
import { writeTsv } from '../../simulator/values/tab-separated.ts';

/** The cells as an HTML table, with the looks that other programs take over. */
export function tableOf(cells: (CellView | undefined)[][]): string {
  const table = document.createElement('table');
  for (const line of cells) {
    const row = table.insertRow();
    for (const cell of line) {
      const field = row.insertCell();
      field.textContent = cell?.display ?? '';
      if (cell?.bold) field.style.fontWeight = 'bold';
      if (cell?.italic) field.style.fontStyle = 'italic';
      if (cell?.background) field.style.backgroundColor = cell.background;
      if (cell && cell.align !== 'left') field.style.textAlign = cell.align;
    }
  }
  return table.outerHTML;
}

/** The first table of the HTML as tab-separated text; null without one. Cells that span several leave empty ones. */
export function tableAsText(html: string): string | null {
  if (!/<table/i.test(html)) return null;
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  if (!table) return null;
  const grid: string[][] = [];
  [...table.rows].forEach((row, at) => {
    const line = (grid[at] ??= []);
    let column = 0;
    for (const cell of row.cells) {
      while (line[column] !== undefined) column++;
      spread(grid, { at, column, cell });
      column += cell.colSpan;
    }
  });
  const width = Math.max(0, ...grid.map((line) => line.length));
  if (width === 0) return null;
  return writeTsv(grid.map((line) => Array.from({ length: width }, (_, c) => line[c] ?? '')));
}

function spread(
  grid: string[][],
  { at, column, cell }: { at: number; column: number; cell: HTMLTableCellElement },
): void {
  for (let down = 0; down < Math.min(cell.rowSpan, 1000); down++) {
    const line = (grid[at + down] ??= []);
    for (let across = 0; across < cell.colSpan; across++) line[column + across] = '';
  }
  for (const br of cell.querySelectorAll('br')) br.replaceWith('\n');
  const text = (cell.textContent ?? '').replaceAll(/[^\S\n]+/g, ' ').trim();
  const line = grid[at];
  if (line) line[column] = text;
}
