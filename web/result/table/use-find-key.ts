// Ctrl+F finds in the table, where the browser would look only at the rows that are drawn; a second press leaves it to the browser.
import { useEffect, useRef } from 'preact/hooks';

export function useFindKey(box: { current: HTMLElement | null }, open: () => void): void {
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.key.toLowerCase() !== 'f') return;
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (document.querySelector('dialog[open]') || isElsewhere(event.target, box.current)) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

// The editor finds in its own text; in the field itself the browser's search is wanted.
function isElsewhere(target: EventTarget | null, box: HTMLElement | null): boolean {
  if (!(target instanceof HTMLElement) || box === null) return true;
  return target.matches('.cm-content, .find-bar input') || target.closest('.cm-editor') !== null;
}
