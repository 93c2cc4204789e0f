// The keys over a table: moving from cell to cell, choosing several, opening one, ordering by a column.
import type { GridProps } from './grid-props.ts';
import { headerHeight, rowHeight } from './part.ts';
import { moved, type Area, type Spot } from './selection.ts';
import type { Model } from './model.ts';

const noWhere: Area = { anchor: { row: -1, column: 0 }, active: { row: -1, column: 0 } };

export function useGridKeys(props: GridProps) {
  const { box, area, onArea } = props;
  const leave = (event: KeyboardEvent) => {
    if (!area) return;
    event.stopPropagation();
    onArea(null);
  };
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if ((event.altKey && event.key === 'ArrowDown') || isMenuKey(event)) openColumn(props, event);
      else if (event.key === 'Enter') enter(props, event);
      else if (event.key === 'Escape') leave(event);
      else if (!event.altKey) go(props, event);
    },
    // Whoever comes with Tab sees where the keys begin.
    onFocus: ({ target }: FocusEvent) => {
      if (!area && target === box.current && box.current?.matches(':focus-visible')) {
        onArea({ anchor: { row: 0, column: 0 }, active: { row: 0, column: 0 } });
      }
    },
  };
}

function go({ box, model, area, onArea }: GridProps, event: KeyboardEvent): void {
  const size = {
    rows: model.places.length,
    columns: model.columns.length,
    page: pageIn(box.current),
  };
  const press = { key: event.key, shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey };
  const next = moved(area ?? noWhere, press, size);
  if (!next) return;
  event.preventDefault();
  onArea(next);
  box.current?.focus({ preventScroll: true });
  if (event.key.toLowerCase() !== 'a') reveal(box.current, model, next.active);
}

function openColumn({ model, area, header }: GridProps, event: KeyboardEvent): void {
  const column = model.columns[area?.active.column ?? 0]?.column;
  if (column === undefined) return;
  event.preventDefault();
  header.open(column);
}

function enter({ box, model, area, header, onOpen }: GridProps, event: KeyboardEvent): void {
  if (!area || event.target !== box.current) return;
  event.preventDefault();
  const { row, column } = area.active;
  if (row >= 0) onOpen(row, column);
  else header.sort(model.columns[column]?.column ?? 0, event.shiftKey);
}

const isMenuKey = ({ key, shiftKey }: KeyboardEvent) =>
  key === 'ContextMenu' || (key === 'F10' && shiftKey);

function pageIn(box: HTMLElement | null): number {
  return Math.max(1, Math.floor(((box?.clientHeight ?? 300) - headerHeight) / rowHeight) - 1);
}

/** Scrolls no further than needed to see the cell wholly. */
export function reveal(box: HTMLElement | null, model: Model, { row, column }: Spot): void {
  const laid = model.columns[column];
  if (!box || !laid) return;
  const top = row * rowHeight;
  const height = box.clientHeight - headerHeight;
  if (row >= 0) {
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight > box.scrollTop + height) box.scrollTop = top + rowHeight - height;
  }
  if (laid.isPinned) return;
  if (laid.left < box.scrollLeft + model.pinnedWidth)
    box.scrollLeft = laid.left - model.pinnedWidth;
  else if (laid.left + laid.width > box.scrollLeft + box.clientWidth) {
    box.scrollLeft = Math.min(
      laid.left - model.pinnedWidth,
      laid.left + laid.width - box.clientWidth,
    );
  }
}
