// The menu at the pointer, or below a cell: closes with a click elsewhere, with Escape, and when something is chosen.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PlaygroundState } from '../playground-state.ts';
import type { OpenMenu } from '../shown.ts';
import { MenuPanel } from './menu-panel.tsx';

export function ContextMenu({ state, menu }: { state: PlaygroundState; menu: OpenMenu }) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: menu.left, top: menu.top });
  const close = () => {
    state.openMenu(null);
    document.querySelector<HTMLElement>('.grid')?.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    const panel = box.current?.firstElementChild;
    if (!panel) return;
    const { width, height } = panel.getBoundingClientRect();
    const left = Math.max(4, Math.min(menu.left, window.innerWidth - width - 4));
    const top = Math.max(4, Math.min(menu.top, window.innerHeight - height - 4));
    setPlace({ left, top });
    box.current?.querySelector<HTMLElement>('button')?.focus();
  }, [menu]);
  useEffect(() => {
    const away = ({ target }: Event) => {
      if (target instanceof Node && !box.current?.contains(target)) state.openMenu(null);
    };
    const gone = () => state.openMenu(null);
    document.addEventListener('pointerdown', away);
    window.addEventListener('blur', gone);
    return () => {
      document.removeEventListener('pointerdown', away);
      window.removeEventListener('blur', gone);
    };
  }, []);
  return (
    <div
      class="context-menu"
      ref={box}
      style={{ left: `${place.left}px`, top: `${place.top}px` }}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape' || event.key === 'Tab') close();
        else if (event.key === 'ArrowDown') step(box.current, 1);
        else if (event.key === 'ArrowUp') step(box.current, -1);
        else return;
        event.preventDefault();
      }}
    >
      <MenuPanel caption={menu.caption} entries={menu.entries} close={close} />
    </div>
  );
}

function step(box: HTMLElement | null, by: number): void {
  const items = [...(box?.querySelectorAll<HTMLElement>('button') ?? [])];
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + by + items.length) % items.length]?.focus();
}
