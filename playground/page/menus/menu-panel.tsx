// The list that a menu opens, with lists within it.
import { useState } from 'preact/hooks';
import type { Entry } from './entries.ts';

interface PanelProps {
  caption: string;
  entries: Entry[];
  close: () => void;
}

/** The list of a menu, wherever it opens. */
export function MenuPanel({ caption, entries, close }: PanelProps) {
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
        return <Item key={index} entry={entry} over={() => setOpen(null)} close={close} />;
      })}
    </div>
  );
}

interface ItemProps {
  entry: Extract<Entry, { kind: 'action' }>;
  over: () => void;
  close: () => void;
}

function Item({ entry, over, close }: ItemProps) {
  const { caption, keys, off, chosen, act } = entry;
  return (
    <button
      type="button"
      role={chosen === undefined ? 'menuitem' : 'menuitemradio'}
      {...(chosen === undefined ? {} : { 'aria-checked': chosen })}
      tabIndex={-1}
      aria-disabled={off === true}
      onPointerEnter={over}
      onClick={() => {
        if (off) return;
        close();
        act();
      }}
    >
      <span>{caption}</span>
      {keys && <kbd aria-hidden="true">{keys}</kbd>}
      {chosen && <span aria-hidden="true">✓</span>}
    </button>
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
