// The grid: paints the cells that show, and turns the mouse and the keyboard into edits.
import { useEffect, useRef } from 'preact/hooks';
import type { TabView } from '../../protocol.ts';
import { layOutColumns, sizes } from './columns.ts';
import type { ColumnLayout } from './columns.ts';
import { CellEditor } from './cell-editor.tsx';
import { ColumnHeaders } from './column-headers.tsx';
import { handleGridKey } from './keys.ts';
import { listenToClipboard } from './clipboard.ts';
import { areaName, cellName } from '../places.ts';
import { placeAt, usePointer } from './pointer.ts';
import type { PlaygroundState } from '../playground-state.ts';
import { Row } from './row.tsx';
import { SelectionFrame } from './selection-frame.tsx';
import { rowsIn, useViewport, type Viewport } from './viewport.ts';

export function Grid({ state, tab }: { state: PlaygroundState; tab: TabView }) {
  const box = useRef<HTMLDivElement>(null);
  const layout = layOutColumns(tab);
  const viewport = useViewport(box, tab, layout);
  const pointer = usePointer(state, tab, layout, box);
  useEffect(() => listenToClipboard(state, box), [state]);
  useEffect(() => state.showRows(viewport.firstRow, viewport.lastRow));
  useFollowSelection(box, state, layout);
  useFocusAfterEditing(box, state);
  return (
    <div
      class="grid"
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={tab.name}
      aria-rowcount={tab.rows + 1}
      aria-colcount={tab.columns + 1}
      aria-multiselectable="true"
      aria-activedescendant={`cell-${cellName(state.selection.row, state.selection.column)}`}
      data-selection={areaName(state.area)}
      onKeyDown={(event) => handleGridKey(event, state, tab)}
      onPointerDown={pointer.down}
      onPointerMove={pointer.move}
      onPointerUp={pointer.up}
      onDblClick={(event) => {
        if (placeAt(event, layout, box)?.kind === 'cell') state.startEditing('cell');
      }}
    >
      <Content state={state} tab={tab} layout={layout} viewport={viewport} />
    </div>
  );
}

interface ContentProps {
  state: PlaygroundState;
  tab: TabView;
  layout: ColumnLayout;
  viewport: Viewport;
}

/** As large as the whole tab, but only what shows is painted. */
function Content({ state, tab, layout, viewport }: ContentProps) {
  return (
    <div class="grid-content" style={contentSize(tab, layout)} role="presentation">
      <ColumnHeaders state={state} tab={tab} layout={layout} viewport={viewport} />
      {rowsIn(viewport).map((row) => (
        <Row key={row} state={state} row={row} layout={layout} viewport={viewport} />
      ))}
      <SelectionFrame area={state.area} layout={layout} />
      {state.editing?.where === 'cell' && (
        <CellEditor state={state} tab={tab} layout={layout} editing={state.editing} />
      )}
    </div>
  );
}

function useFocusAfterEditing(
  box: { current: HTMLDivElement | null },
  state: PlaygroundState,
): void {
  useEffect(() => {
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

/** Scrolls so that the moving end of the selection shows. */
function useFollowSelection(
  box: { current: HTMLDivElement | null },
  state: PlaygroundState,
  layout: ColumnLayout,
): void {
  const { row, column, toRow, toColumn } = state.selection;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const top = (toRow - 1) * sizes.row;
    const left = layout.edges[toColumn - 1] ?? 0;
    const right = layout.edges[toColumn] ?? left;
    const height = element.clientHeight - sizes.columnHeader;
    const width = element.clientWidth - sizes.rowHeader;
    const all = toRow - row > 200 || toColumn - column > 50;
    if (all) return;
    if (top < element.scrollTop) element.scrollTop = top;
    if (top + sizes.row > element.scrollTop + height) element.scrollTop = top + sizes.row - height;
    if (left < element.scrollLeft) element.scrollLeft = left;
    if (right > element.scrollLeft + width) element.scrollLeft = right - width;
  }, [row, column, toRow, toColumn, state.view?.workbook.activeTab]);
}
