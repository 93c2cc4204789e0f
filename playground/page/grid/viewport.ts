// Which rows and columns of a tab show, as far as the grid is scrolled.
import { useLayoutEffect, useState } from 'preact/hooks';
import type { TabView } from '../../protocol.ts';
import { columnsBetween, sizes, type ColumnLayout } from './columns.ts';

export interface Viewport {
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
}

export function rowsIn({ firstRow, lastRow }: Pick<Viewport, 'firstRow' | 'lastRow'>): number[] {
  return Array.from(
    { length: Math.max(0, lastRow - firstRow + 1) },
    (_, index) => firstRow + index,
  );
}

export function useViewport(
  box: { current: HTMLDivElement | null },
  tab: TabView,
  layout: ColumnLayout,
): Viewport {
  const [place, setPlace] = useState({ top: 0, left: 0, width: 1280, height: 800 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () =>
      setPlace({
        top: element.scrollTop,
        left: element.scrollLeft,
        width: element.clientWidth,
        height: element.clientHeight,
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [tab.id]);
  const { frozen } = layout;
  const left = place.left + frozen.width;
  const [first, lastColumn] = columnsBetween(layout, left, place.left + place.width);
  const firstColumn = Math.max(first, frozen.columns + 1);
  const firstRow = Math.max(1, Math.floor(place.top / sizes.row) - 3);
  const lastRow = Math.min(tab.rows, Math.ceil((place.top + place.height) / sizes.row) + 3);
  return { firstRow: Math.min(firstRow, lastRow), lastRow, firstColumn, lastColumn };
}
