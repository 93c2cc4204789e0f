// Keys that mean the same wherever on the page the focus is, but in a field.
import type { PlaygroundState } from './playground-state.ts';

/** Ctrl+Z, and Ctrl+Y or Ctrl+Shift+Z; the answer ends it. */
export function listenToShortcuts(state: PlaygroundState): () => void {
  const listen = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isField(event.target)) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    void state.edit({ do: key === 'y' || event.shiftKey ? 'redo' : 'undo' });
  };
  document.addEventListener('keydown', listen);
  return () => document.removeEventListener('keydown', listen);
}

// A field has an undo of its own; a choice has none, nor has the cell before somebody types.
function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea:not(.waiting)');
}
