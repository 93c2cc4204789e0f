// What the keys do in the grid and while a cell is edited, as in Sheets.
import type { CellLooks, CellView, TabView } from '../../protocol.ts';
import { move } from '../places.ts';
import { openChoices } from './choices.ts';
import type { PlaygroundState } from '../playground-state.ts';

const pageRows = 25;

type Step = { rows: number; columns: number };

const arrows: Record<string, Step> = {
  ArrowUp: { rows: -1, columns: 0 },
  ArrowDown: { rows: 1, columns: 0 },
  ArrowLeft: { rows: 0, columns: -1 },
  ArrowRight: { rows: 0, columns: 1 },
};

const steps: Record<string, Step> = {
  ...arrows,
  PageUp: { rows: -pageRows, columns: 0 },
  PageDown: { rows: pageRows, columns: 0 },
};

export function handleGridKey(event: KeyboardEvent, state: PlaygroundState, tab: TabView): void {
  if (!(event.target instanceof Element) || !event.target.matches('.grid, .waiting')) return;
  // What an input method is composing is its own.
  if (event.isComposing || state.editing) return;
  const command = event.ctrlKey || event.metaKey;
  const handled = command ? commandKey(event, state, tab) : plainKey(event, state, tab);
  if (handled) event.preventDefault();
}

function plainKey(event: KeyboardEvent, state: PlaygroundState, tab: TabView): boolean {
  if (event.altKey) return event.key === 'ArrowDown' && openChoices(state, tab);
  const step = steps[event.key];
  if (step) return go(state, tab, { ...step, extend: event.shiftKey });
  const back = event.shiftKey ? -1 : 1;
  switch (event.key) {
    case 'Tab':
      return go(state, tab, { rows: 0, columns: back, extend: false });
    case 'Escape':
      state.keepCopied(null);
      return true;
    case 'Enter':
      if (event.shiftKey) return go(state, tab, { rows: -1, columns: 0, extend: false });
      if (!openChoices(state, tab)) state.startEditing('cell');
      return true;
    case 'F2':
      state.startEditing('cell');
      return true;
    case 'Delete':
    case 'Backspace':
      void state.edit({ do: 'clear', tab: tab.id, area: state.area, what: 'contents' });
      return true;
    case 'Home':
      return go(state, tab, { rows: 0, columns: -tab.columns, extend: event.shiftKey });
    case 'End':
      return go(state, tab, { rows: 0, columns: tab.columns, extend: event.shiftKey });
    default:
      return false;
  }
}

// Copy, cut and paste arrive as clipboard events instead.
function commandKey(event: KeyboardEvent, state: PlaygroundState, tab: TabView): boolean {
  const extend = event.shiftKey;
  const { area } = state;
  switch (event.key) {
    case 'a':
      state.select({ row: 1, column: 1, toRow: tab.rows, toColumn: tab.columns });
      return true;
    case 'b':
      return look(state, tab, (cell) => ({ bold: cell?.bold !== true }));
    case 'i':
      return look(state, tab, (cell) => ({ italic: cell?.italic !== true }));
    case 'u':
      return look(state, tab, (cell) => ({ line: cell?.underlined ? '' : 'underline' }));
    case 'd':
    case 'r':
      void state.edit({ do: 'repeat', tab: tab.id, area, down: event.key === 'd' });
      return true;
    case 'Home':
      return go(state, tab, { rows: -tab.rows, columns: -tab.columns, extend });
    case 'ArrowUp':
    case 'ArrowDown':
    case 'ArrowLeft':
    case 'ArrowRight':
      return jump(event.key, state, tab, extend);
    default:
      return false;
  }
}

function look(
  state: PlaygroundState,
  tab: TabView,
  change: (first: CellView | undefined) => CellLooks,
): boolean {
  const { area } = state;
  const style = change(state.cell(area.row, area.column));
  void state.edit({ do: 'style', tab: tab.id, area, style });
  return true;
}

/** To the edge of what is filled, as far as it has been painted; else to the edge of the sheet. */
function jump(key: string, state: PlaygroundState, tab: TabView, extend: boolean): boolean {
  const step = steps[key];
  if (!step) return false;
  const from = extend
    ? { row: state.selection.toRow, column: state.selection.toColumn }
    : { row: state.selection.row, column: state.selection.column };
  const filled = (row: number, column: number) => Boolean(state.cell(row, column)?.display);
  const inSheet = (row: number, column: number) =>
    row >= 1 && column >= 1 && row <= tab.rows && column <= tab.columns;
  let { row, column } = { row: from.row + step.rows, column: from.column + step.columns };
  const through = filled(from.row, from.column) && filled(row, column);
  while (inSheet(row + step.rows, column + step.columns)) {
    if (through ? !filled(row + step.rows, column + step.columns) : filled(row, column)) break;
    row += step.rows;
    column += step.columns;
  }
  return go(state, tab, { rows: row - from.row, columns: column - from.column, extend });
}

function go(state: PlaygroundState, tab: TabView, step: Step & { extend: boolean }): boolean {
  state.select(move(state.selection, tab, step));
  return true;
}

/** Enter and Tab keep what was typed and move on; Escape forgets it. */
export function handleEditorKey(event: KeyboardEvent, state: PlaygroundState, tab: TabView): void {
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key === 'Escape') {
    state.stopEditing();
  } else if (event.key === 'Enter' && event.altKey) {
    state.changeText(`${state.editing?.text ?? ''}\n`);
  } else if (event.key === 'Enter') {
    state.commit();
    go(state, tab, { rows: event.shiftKey ? -1 : 1, columns: 0, extend: false });
  } else if (event.key === 'Tab') {
    state.commit();
    go(state, tab, { rows: 0, columns: event.shiftKey ? -1 : 1, extend: false });
  } else if (state.editing?.typedOver && event.key in arrows && !event.shiftKey) {
    state.commit();
    go(state, tab, { rows: 0, columns: 0, ...arrows[event.key], extend: false });
  } else {
    return;
  }
  // At once, not when it is painted: the next key may come before that.
  if (!state.editing) document.querySelector<HTMLElement>('.grid')?.focus({ preventScroll: true });
  event.preventDefault();
}
