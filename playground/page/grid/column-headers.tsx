// The letters above the columns, whose edges can be dragged.
import { useRef, useState } from 'preact/hooks';
import type { TabView } from '../../protocol.ts';
import { leftOf, sizes, widthOf } from './columns.ts';
import type { ColumnLayout } from './columns.ts';
import { columnName } from '../places.ts';
import type { PlaygroundState } from '../playground-state.ts';
import type { Viewport } from './viewport.ts';

interface Props {
  state: PlaygroundState;
  tab: TabView;
  layout: ColumnLayout;
  viewport: Viewport;
}

const narrowest = 20;

export function ColumnHeaders({ state, tab, layout, viewport }: Props) {
  const { area } = state;
  const { frozen } = layout;
  const columns: number[] = [];
  for (let c = viewport.firstColumn; c <= viewport.lastColumn; c++) columns.push(c);
  const draw = (column: number, from: number) => {
    const lit = column >= area.column && column < area.column + area.columns;
    const [left, width] = [leftOf(layout, column) + from, widthOf(layout, column)];
    return (
      <div
        key={column}
        class={`column-header${lit ? ' lit' : ''}`}
        role="columnheader"
        data-column={column}
        style={{ left: `${left}px`, width: `${width}px` }}
      >
        {columnName(column)}
        <Edge state={state} tab={tab} column={column} width={width} />
      </div>
    );
  };
  return (
    <div class="column-headers" role="row" aria-rowindex={1}>
      <div class="corner" role="columnheader" data-corner aria-label="Select all" />
      {frozen.columns > 0 && (
        <div class="frozen-cells" role="presentation" style={{ width: `${frozen.width}px` }}>
          {Array.from({ length: frozen.columns }, (_, index) => draw(index + 1, 0))}
        </div>
      )}
      {columns.map((column) => draw(column, sizes.rowHeader))}
    </div>
  );
}

interface EdgeProps {
  state: PlaygroundState;
  tab: TabView;
  column: number;
  width: number;
}

/** The right edge of a header: drag it to make the column wider, double-click it to fit the contents. */
function Edge({ state, tab, column, width }: EdgeProps) {
  const start = useRef<number | null>(null);
  const [moved, setMoved] = useState(0);
  const widthAt = (by: number) => Math.max(narrowest, Math.round(width + by));
  return (
    <div
      class={`edge${start.current === null ? '' : ' dragged'}`}
      style={start.current === null ? {} : { transform: `translateX(${moved}px)` }}
      onDblClick={(event) => {
        event.stopPropagation();
        void state.edit({ do: 'fitColumns', tab: tab.id, ...fitted(state, tab, column) });
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = event.clientX;
        setMoved(0);
      }}
      onPointerMove={(event) => {
        if (start.current !== null) setMoved(event.clientX - start.current);
      }}
      onPointerUp={(event) => {
        if (start.current === null) return;
        const pixels = widthAt(event.clientX - start.current);
        start.current = null;
        setMoved(0);
        if (pixels !== width) void state.edit({ do: 'width', tab: tab.id, column, pixels });
      }}
    />
  );
}

/** All of the selected columns when the one is among them. */
function fitted({ area }: PlaygroundState, tab: TabView, column: number) {
  const whole = area.rows === tab.rows;
  const among = column >= area.column && column < area.column + area.columns;
  return whole && among ? { from: area.column, count: area.columns } : { from: column, count: 1 };
}
