// What of a table is on the screen now: told again only when other rows or columns are to be drawn.
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Model } from './model.ts';
import { headerHeight, isSamePart, partOf, type Part, type Scrolled } from './part.ts';

export function usePart(
  box: { current: HTMLElement | null },
  model: Model,
  guess: { width: number; height: number },
): Part {
  const { columns, places, pinnedWidth } = model;
  const free = useMemo(() => columns.filter(({ isPinned }) => !isPinned), [columns]);
  const partNow = () =>
    partOf(
      scrolledIn(box.current, pinnedWidth) ?? { top: 0, left: pinnedWidth, ...guess },
      places.length,
      free,
    );
  const [, redraw] = useState(0);
  const part = partNow();
  const drawn = useRef(part);
  drawn.current = part;
  const latest = useRef(partNow);
  latest.current = partNow;
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      if (!isSamePart(latest.current(), drawn.current)) redraw((count) => count + 1);
    };
    element.addEventListener('scroll', look, { passive: true });
    const watch = new ResizeObserver(look);
    watch.observe(element);
    look();
    return () => {
      element.removeEventListener('scroll', look);
      watch.disconnect();
    };
  }, []);
  return part;
}

function scrolledIn(element: HTMLElement | null, pinnedWidth: number): Scrolled | null {
  if (!element || element.clientHeight === 0) return null;
  return {
    top: element.scrollTop,
    left: element.scrollLeft + pinnedWidth,
    width: element.clientWidth - pinnedWidth,
    height: element.clientHeight - headerHeight,
  };
}
