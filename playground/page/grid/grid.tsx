// The grid: paints the cells that show, and turns the mouse and the keyboard into edits.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { TabView } from '../../protocol.ts';
import { layOutColumns, sizes } from './columns.ts';
import type { ColumnLayout } from './columns.ts';
import { CellEditor } from './cell-editor.tsx';
import { Charts } from './charts.tsx';
import { ColumnHeaders } from './column-headers.tsx';
import { handleGridKey } from './keys.ts';
import { listenToClipboard } from './clipboard.ts';
import { areaName } from '../places.ts';
import { placeAt, usePointer } from './pointer.ts';
import { openMenuAt } from './menu-at.ts';
import { openChoices } from './choices.ts';
import { FillHandle } from './fill-handle.tsx';
import type { Asking } from '../menus/asking.ts';
import type { PlaygroundState } from '../playground-state.ts';
import { Row } from './row.tsx';
import { DashedFrame, SelectionFrame } from './selection-frame.tsx';
import { rowsIn, useViewport, type Viewport } from './viewport.ts';

interface GridProps {
  state: PlaygroundState;
  tab: TabView;
  asking: Asking;
}

export function Grid({ state, tab, asking }: GridProps) {
  const box = useRef<HTMLDivElement>(null);
  /** Whether the pointer went down on the mark of a drop-down. */
  const onDrop = useRef(false);
  const layout = layOutColumns(tab);
  const viewport = useViewport(box, tab, layout);
  const pointer = usePointer(state, tab, layout, box);
  useEffect(() => listenToClipboard(state, box), [state]);
  useEffect(() => state.showRows(viewport.firstRow, viewport.lastRow));
  useFollowSelection(box, state, tab, layout);
  useFocusAfterEditing(box, state);
  return (
    <div
      class={`grid${state.area.rows > 1 || state.area.columns > 1 ? ' several' : ''}`}
      ref={box}
      role="grid"
      tabIndex={-1}
      aria-label={tab.name}
      aria-rowcount={tab.rows + 1}
      aria-colcount={tab.columns + 1}
      aria-multiselectable="true"
      data-selection={areaName(state.area)}
      onFocus={(event) => focusEditor(event.target)}
      onKeyDown={(event) => handleGridKey(event, state, tab)}
      onPointerDown={(event) => {
        onDrop.current = event.target instanceof Element && event.target.matches('[data-drop]');
        pointer.down(event);
      }}
      onPointerMove={pointer.move}
      onPointerUp={() => {
        pointer.up();
        if (onDrop.current) openChoices(state, tab);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenuAt(event, { state, tab, asking, place: placeAt(event, layout, box) });
      }}
      onDblClick={(event) => {
        if (placeAt(event, layout, box)?.kind === 'cell') state.startEditing('cell');
      }}
    >
      <Content state={state} tab={tab} layout={layout} viewport={viewport} box={box} />
    </div>
  );
}

// Whoever goes to the grid types into its cells.
function focusEditor(target: EventTarget | null): void {
  if (target instanceof HTMLElement && target.matches('.grid'))
    target.querySelector<HTMLElement>('.cell-editor')?.focus({ preventScroll: true });
}

interface ContentProps {
  state: PlaygroundState;
  tab: TabView;
  layout: ColumnLayout;
  viewport: Viewport;
  box: { current: HTMLDivElement | null };
}

/** As large as the whole tab, but only what shows is painted. */
function Content({ state, tab, layout, viewport, box }: ContentProps) {
  const { frozen } = layout;
  const firstRow = Math.max(viewport.firstRow, frozen.rows + 1);
  const { copied } = state;
  return (
    <div class="grid-content" style={contentSize(tab, layout)} role="presentation">
      <ColumnHeaders state={state} tab={tab} layout={layout} viewport={viewport} />
      {frozen.rows > 0 && (
        <div class="frozen-rows" role="presentation">
          <div class="frozen-edge" style={{ height: `${frozen.height}px` }} />
          {rowsIn({ firstRow: 1, lastRow: frozen.rows }).map((row) => {
            const top = (row - 1) * sizes.row;
            return <Row key={row} {...{ state, row, top, layout, viewport }} />;
          })}
        </div>
      )}
      {rowsIn({ firstRow, lastRow: viewport.lastRow }).map((row) => {
        const top = (row - 1) * sizes.row + sizes.columnHeader;
        return <Row key={row} {...{ state, row, top, layout, viewport }} />;
      })}
      <Charts tab={tab} layout={layout} />
      <SelectionFrame area={state.area} layout={layout} />
      {copied?.tab === tab.id && <DashedFrame area={copied.area} layout={layout} />}
      {!state.editing && <FillHandle state={state} tab={tab} layout={layout} box={box} />}
      <CellEditor state={state} tab={tab} layout={layout} />
    </div>
  );
}

function useFocusAfterEditing(
  box: { current: HTMLDivElement | null },
  state: PlaygroundState,
): void {
  useLayoutEffect(() => {
    if (!state.editing && !isUsed(document.activeElement))
      box.current?.focus({ preventScroll: true });
  }, [state.editing === null]);
}

// Whoever went on to a field or into the sidebar is not called back by the cell that was left.
function isUsed(element: Element | null): boolean {
  return element?.matches('input, textarea, select, iframe') ?? false;
}

function contentSize(tab: TabView, layout: ColumnLayout) {
  const width = (layout.edges.at(-1) ?? 0) + sizes.rowHeader;
  return { width: `${width}px`, height: `${tab.rows * sizes.row + sizes.columnHeader}px` };
}

/** Scrolls so that the moving end of the selection shows; whole rows and columns have no end worth seeing. */
function useFollowSelection(
  box: { current: HTMLDivElement | null },
  state: PlaygroundState,
  tab: TabView,
  layout: ColumnLayout,
): void {
  const { row, column, toRow, toColumn } = state.selection;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const { area, isGiven } = state;
    if (area.rows < tab.rows) showRow(element, layout, isGiven ? row : toRow);
    if (area.columns < tab.columns) showColumn(element, layout, isGiven ? column : toColumn);
  }, [row, column, toRow, toColumn, state.view?.workbook.activeTab]);
}

function showRow(element: HTMLElement, { frozen }: ColumnLayout, row: number): void {
  const top = (row - 1) * sizes.row;
  const height = element.clientHeight - sizes.columnHeader;
  const behind = row > frozen.rows && top < element.scrollTop + frozen.height;
  if (behind) element.scrollTop = top - frozen.height;
  if (top + sizes.row > element.scrollTop + height) element.scrollTop = top + sizes.row - height;
}

function showColumn(element: HTMLElement, layout: ColumnLayout, column: number): void {
  const { frozen, edges } = layout;
  const left = edges[column - 1] ?? 0;
  const right = edges[column] ?? left;
  const width = element.clientWidth - sizes.rowHeader;
  const behind = column > frozen.columns && left < element.scrollLeft + frozen.width;
  if (behind) element.scrollLeft = left - frozen.width;
  if (right > element.scrollLeft + width) element.scrollLeft = right - width;
}
