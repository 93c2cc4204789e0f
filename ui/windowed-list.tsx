// A long listbox of which only the rows on the screen are drawn; rows may differ in height.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { listWindow, scrollTo } from './list-window.ts';

export interface ListRow {
  key: string;
  /** A heading between the options; it cannot be chosen. */
  heading?: string;
}

interface Props<Row extends ListRow> {
  id: string;
  label: string;
  rows: Row[];
  /** The key of the row that the arrows have reached. */
  active: string | null;
  draw: (row: Row) => ComponentChildren;
  onOpen: (row: Row) => void;
  /** Called when the end comes near, to load more. */
  onNearEnd: () => void;
}

const headingHeight = 34;
const rowHeight = 54;

export function WindowedList<Row extends ListRow>(props: Props<Row>) {
  const { rows, active } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const measured = useRef(new Map<string, number>());
  const [view, setView] = useState({ scrollTop: 0, height: 600 });
  const [, redraw] = useState(0);
  const heights = rows.map((row) => measured.current.get(row.key) ?? estimate(row));
  const shown = listWindow(heights, view);

  const look = () => {
    const element = scroller.current;
    if (!element) return;
    setView({ scrollTop: element.scrollTop, height: element.clientHeight });
    if (element.scrollTop + element.clientHeight > element.scrollHeight - 600) props.onNearEnd();
  };
  useEffect(() => {
    look();
    const observer = new ResizeObserver(look);
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [rows.length]);
  useLayoutEffect(() => {
    if (measure(scroller.current, measured.current)) redraw((count) => count + 1);
  });
  useEffect(() => {
    const index = rows.findIndex(({ key }) => key === active);
    if (index >= 0 && scroller.current) {
      // The heading above the first option comes into sight with it.
      const from = rows[index - 1]?.heading !== undefined ? index - 1 : index;
      const top = scrollTo(heights, { ...view, scrollTop: scroller.current.scrollTop }, index);
      scroller.current.scrollTop = from === 0 ? 0 : top;
    }
  }, [active]);

  return (
    <div
      class="windowed"
      role="listbox"
      id={props.id}
      aria-label={props.label}
      ref={scroller}
      onScroll={look}
      tabIndex={-1}
    >
      <div role="presentation" style={{ height: `${shown.above}px` }} />
      {rows.slice(shown.from, shown.to).map((row) => (
        <Item key={row.key} {...props} row={row} />
      ))}
      <div role="presentation" style={{ height: `${shown.below}px` }} />
    </div>
  );
}

function Item<Row extends ListRow>(props: Props<Row> & { row: Row }) {
  const { id, row, rows, active, draw, onOpen } = props;
  if (row.heading !== undefined) {
    return (
      <div role="presentation" class="list-heading" data-key={row.key}>
        {row.heading}
      </div>
    );
  }
  const options = rows.filter(({ heading }) => heading === undefined);
  return (
    <div
      role="option"
      id={optionId(id, row.key)}
      class={row.key === active ? 'list-row active' : 'list-row'}
      aria-selected={row.key === active}
      aria-setsize={options.length}
      aria-posinset={options.indexOf(row) + 1}
      data-key={row.key}
      onClick={() => onOpen(row)}
    >
      {draw(row)}
    </div>
  );
}

/** The id of a row's element, for aria-activedescendant. */
export function optionId(listId: string, key: string): string {
  return `${listId}-${key.replace(/[^a-z0-9-]/gi, '_')}`;
}

function estimate(row: ListRow): number {
  return row.heading === undefined ? rowHeight : headingHeight;
}

// Notes the true heights of the rows that are drawn; true when one differed from what was known.
function measure(scroller: HTMLElement | null, measured: Map<string, number>): boolean {
  let changed = false;
  for (const element of scroller?.querySelectorAll<HTMLElement>('[data-key]') ?? []) {
    const key = element.dataset.key ?? '';
    const height = element.offsetHeight;
    if (height > 0 && measured.get(key) !== height) {
      measured.set(key, height);
      changed = true;
    }
  }
  return changed;
}
