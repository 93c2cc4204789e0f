// Copy, cut and paste, within the spreadsheet and between it and anything else that speaks tables.
import type { CellView, Edit } from '../../protocol.ts';
import { writeTsv } from '../../simulator/values/tab-separated.ts';
import { api } from '../api.ts';
import { messageOf, type PlaygroundState } from '../playground-state.ts';
import { tableAsText, tableOf } from './clipboard-table.ts';

export type Part = Extract<Edit, { do: 'pasteCells' }>['part'];

/** Listens while the grid has the focus; the answer ends it. */
export function listenToClipboard(
  state: PlaygroundState,
  box: { current: HTMLDivElement | null },
): () => void {
  const mine = () => {
    const { activeElement } = document;
    const isHere = activeElement?.matches('.waiting') || activeElement === box.current;
    return (isHere || activeElement === document.body) && !state.editing;
  };
  let part: Part = 'all';
  const copy = (event: ClipboardEvent) => {
    if (!mine()) return;
    event.preventDefault();
    const cut = event.type === 'cut';
    const cells = paintedCells(state);
    if (!cells) return void copyBySimulator(state, cut);
    const text = textOf(cells);
    event.clipboardData?.setData('text/plain', text);
    event.clipboardData?.setData('text/html', tableOf(cells));
    remember(state, cut, text);
  };
  const paste = (event: ClipboardEvent) => {
    if (!mine()) return;
    event.preventDefault();
    const { clipboardData } = event;
    const plain = clipboardData?.getData('text/plain') ?? '';
    pasteInto(state, { plain, html: clipboardData?.getData('text/html') ?? '', part });
    part = 'all';
  };
  // The browser pastes by these keys what it calls plain text: values alone, as in Sheets.
  const keys = ({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent) => {
    const pastes = (ctrlKey || metaKey) && key.toLowerCase() === 'v';
    part = pastes && shiftKey ? 'values' : 'all';
  };
  const listeners = { copy, cut: copy, paste, keydown: keys };
  for (const [name, listener] of Object.entries(listeners))
    document.addEventListener(name, listener as EventListener);
  return () => {
    for (const [name, listener] of Object.entries(listeners))
      document.removeEventListener(name, listener as EventListener);
  };
}

/** What a menu's Copy and Cut do. */
export function copySelection(state: PlaygroundState, cut: boolean): Promise<void> {
  return copyBySimulator(state, cut);
}

/** What a menu's Paste does: the browser may not let it see what other programs copied. */
export async function pasteByMenu(state: PlaygroundState, part: Part): Promise<void> {
  const plain = await navigator.clipboard.readText().catch(() => state.copied?.text ?? null);
  if (plain === null) {
    const message = `Press Ctrl+V instead: the browser does not let menus see what was copied.`;
    return state.tell({ title: 'Not pasted', message, bad: true });
  }
  pasteInto(state, { plain, html: '', part });
}

interface Pasted {
  plain: string;
  html: string;
  part: Part;
}

function pasteInto(state: PlaygroundState, { plain, html, part }: Pasted): void {
  const { tab, area, copied } = state;
  if (!tab) return;
  const text = plain.replaceAll('\r\n', '\n');
  if (copied?.text === text) {
    const cut = copied.cut && part === 'all';
    void state.edit({ do: 'pasteCells', tab: tab.id, area, cut, text, part });
    if (cut) state.keepCopied(null);
    return;
  }
  const told = (part === 'all' ? tableAsText(html) : null) ?? text;
  if (told !== '') void state.edit({ do: 'paste', tab: tab.id, area, text: told });
}

/** The selected cells; null where some of them have not been painted yet. */
function paintedCells(state: PlaygroundState): (CellView | undefined)[][] | null {
  const { row, column, rows, columns } = state.area;
  if (!state.hasRows(row, row + rows - 1)) return null;
  return Array.from({ length: rows }, (_, down) =>
    Array.from({ length: columns }, (__, across) => state.cell(row + down, column + across)),
  );
}

function textOf(cells: (CellView | undefined)[][]): string {
  return writeTsv(cells.map((line) => line.map((cell) => cell?.display ?? '')));
}

function remember(state: PlaygroundState, cut: boolean, text: string): void {
  const { tab, area } = state;
  if (!tab) return;
  state.keepCopied({ tab: tab.id, area, cut, text });
  void state.edit({ do: 'copy', tab: tab.id, area });
}

async function copyBySimulator(state: PlaygroundState, cut: boolean): Promise<void> {
  const { tab, area } = state;
  if (!tab) return;
  void state.edit({ do: 'copy', tab: tab.id, area });
  const asked = state.settled().then(() => api.copy(tab.id, area));
  try {
    // Begun at once, while the browser still sees that a person asked for it.
    const blob = asked.then(({ text }) => new Blob([text], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
  } catch (error) {
    // Within the spreadsheet it can be pasted all the same.
    console.error('The clipboard did not take what was copied:', messageOf(error));
  }
  const { text } = await asked;
  state.keepCopied({ tab: tab.id, area, cut, text });
}
