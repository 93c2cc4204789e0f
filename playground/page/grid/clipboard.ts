// Copy, cut and paste between the grid and anything else that speaks tab-separated text.
import { toClipboard } from './tab-separated.ts';
import type { PlaygroundState } from '../playground-state.ts';

/** More cells than this are not put on the clipboard at once. */
const mostCells = 100_000;

/** Listens while the grid has the focus; the answer ends it. */
export function listenToClipboard(
  state: PlaygroundState,
  box: { current: HTMLDivElement | null },
): () => void {
  const mine = () => document.activeElement === box.current && !state.editing;
  const copy = (event: ClipboardEvent) => {
    if (!mine()) return;
    event.clipboardData?.setData('text/plain', selectedText(state));
    event.preventDefault();
    if (event.type === 'cut' && state.tab) {
      void state.edit({ do: 'clear', tab: state.tab.id, area: state.area });
    }
  };
  const paste = (event: ClipboardEvent) => {
    if (!mine() || !state.tab) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    event.preventDefault();
    const { row, column } = state.area;
    if (text) void state.edit({ do: 'paste', tab: state.tab.id, row, column, text });
  };
  document.addEventListener('copy', copy);
  document.addEventListener('cut', copy);
  document.addEventListener('paste', paste);
  return () => {
    document.removeEventListener('copy', copy);
    document.removeEventListener('cut', copy);
    document.removeEventListener('paste', paste);
  };
}

// Cells far outside the window have not been fetched; whole columns end with what is painted.
function selectedText(state: PlaygroundState): string {
  const { row, column, rows, columns } = state.area;
  const height = Math.min(rows, Math.max(1, Math.floor(mostCells / columns)));
  const texts: string[][] = [];
  for (let r = row; r < row + height; r++) {
    const cells: string[] = [];
    for (let c = column; c < column + columns; c++) cells.push(state.cell(r, c)?.display ?? '');
    texts.push(cells);
  }
  return toClipboard(texts);
}
