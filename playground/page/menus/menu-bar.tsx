// The menu bar: opens with a click, moves with the arrow keys.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Menu } from './entries.ts';
import { MenuPanel } from './menu-panel.tsx';

export function MenuBar({ menus }: { menus: Menu[] }) {
  const [open, setOpen] = useState<number | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  useClickElsewhere(bar, open !== null, () => setOpen(null));
  const turn = (by: number) => {
    const next = ((open ?? 0) + by + menus.length) % menus.length;
    setOpen(next);
    focusItem(bar.current, `[data-menu="${next}"]`);
  };
  return (
    <div
      class="menu-bar"
      role="menubar"
      aria-label="Spreadsheet"
      ref={bar}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight' && !isSubmenu(event.target)) turn(1);
        else if (event.key === 'ArrowLeft' && !inSubmenu(event.target)) turn(-1);
        else if (event.key === 'ArrowDown') moveFocus(bar.current, event.target, 1);
        else if (event.key === 'ArrowUp') moveFocus(bar.current, event.target, -1);
        else if (event.key === 'Escape') setOpen(null);
        else return;
        event.preventDefault();
      }}
    >
      {menus.map(({ caption, entries }, index) => (
        <div class="menu" key={caption} role="none">
          <MenuButton caption={caption} index={index} open={open} setOpen={setOpen} />
          {open === index && (
            <MenuPanel
              caption={caption}
              entries={entries}
              close={() => leave(() => setOpen(null))}
            />
          )}
        </div>
      ))}
    </div>
  );
}

/** What was chosen concerns the cells: the keys go there again. */
function leave(close: () => void): void {
  close();
  document.querySelector<HTMLElement>('.grid')?.focus({ preventScroll: true });
}

interface ButtonProps {
  caption: string;
  index: number;
  /** The menu that is open; null when none is. */
  open: number | null;
  setOpen: (index: number | null) => void;
}

function MenuButton({ caption, index, open, setOpen }: ButtonProps) {
  return (
    <button
      type="button"
      role="menuitem"
      data-menu={index}
      tabIndex={index === (open ?? 0) ? 0 : -1}
      aria-haspopup="menu"
      aria-expanded={open === index}
      onClick={() => setOpen(open === index ? null : index)}
      onPointerEnter={(event) => {
        if (open !== null && event.pointerType === 'mouse') setOpen(index);
      }}
    >
      {caption}
    </button>
  );
}

/** Calls `close` for a click anywhere else while the menu is open. */
function useClickElsewhere(
  bar: { current: HTMLElement | null },
  isOpen: boolean,
  close: () => void,
): void {
  useEffect(() => {
    if (!isOpen) return;
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !bar.current?.contains(event.target)) close();
    };
    // A click into the sidebar's frame is seen only as the window losing the focus.
    document.addEventListener('pointerdown', away);
    window.addEventListener('blur', close);
    return () => {
      document.removeEventListener('pointerdown', away);
      window.removeEventListener('blur', close);
    };
  }, [isOpen]);
}

function isSubmenu(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && 'submenu' in target.dataset;
}

function inSubmenu(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('.submenu .menu-panel') !== null;
}

function focusItem(bar: HTMLElement | null, selector: string): void {
  bar?.querySelector<HTMLElement>(selector)?.focus();
}

/** From the bar into the open menu, and up and down in it. */
function moveFocus(bar: HTMLElement | null, from: EventTarget | null, by: number): void {
  const items = [...(bar?.querySelectorAll<HTMLElement>('.menu-panel button') ?? [])];
  const at = from instanceof HTMLElement ? items.indexOf(from) : -1;
  const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : (at + by + items.length) % items.length;
  items[next]?.focus();
}
