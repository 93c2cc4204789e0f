// The menu bar: opens with a click, moves with the arrow keys.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Entry, Menu } from './menus.ts';

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
            <MenuPanel caption={caption} entries={entries} close={() => setOpen(null)} />
          )}
        </div>
      ))}
    </div>
  );
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

interface PanelProps {
  caption: string;
  entries: Entry[];
  close: () => void;
}

function MenuPanel({ caption, entries, close }: PanelProps) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div class="menu-panel" role="menu" aria-label={caption}>
      {entries.map((entry, index) => {
        if (entry.kind === 'separator') return <hr key={index} />;
        if (entry.kind === 'menu') {
          const opened = open === entry.caption;
          const show = () => setOpen(entry.caption);
          return <Submenu key={index} entry={entry} opened={opened} open={show} close={close} />;
        }
        return (
          <button
            type="button"
            role="menuitem"
            tabIndex={-1}
            key={index}
            onPointerEnter={() => setOpen(null)}
            onClick={() => {
              close();
              entry.act();
            }}
          >
            <span>{entry.caption}</span>
            {entry.keys && <kbd>{entry.keys}</kbd>}
          </button>
        );
      })}
    </div>
  );
}

interface SubmenuProps {
  entry: Extract<Entry, { kind: 'menu' }>;
  opened: boolean;
  open: () => void;
  close: () => void;
}

function Submenu({ entry, opened, open, close }: SubmenuProps) {
  return (
    <div
      class="submenu"
      role="none"
      onPointerEnter={(event) => {
        if (event.pointerType === 'mouse') open();
      }}
    >
      <button
        type="button"
        role="menuitem"
        tabIndex={-1}
        data-submenu
        aria-haspopup="menu"
        aria-expanded={opened}
        onClick={open}
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight') open();
        }}
      >
        <span>{entry.caption}</span>
        <span aria-hidden="true">▸</span>
      </button>
      {opened && <MenuPanel {...entry} close={close} />}
    </div>
  );
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
