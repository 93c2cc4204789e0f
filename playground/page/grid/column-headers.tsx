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
  const columns: number[] = [];
  for (let c = viewport.firstColumn; c <= viewport.lastColumn; c++) columns.push(c);
  return (
    <div class="column-headers" role="row" aria-rowindex={1}>
      <div class="corner" role="columnheader" data-corner aria-label="Select all" />
      {columns.map((column) => {
        const lit = column >= area.column && column < area.column + area.columns;
        return (
          <div
            key={column}
            class={`column-header${lit ? ' lit' : ''}`}
            role="columnheader"
            data-column={column}
            style={{
              left: `${leftOf(layout, column) + sizes.rowHeader}px`,
              width: `${widthOf(layout, column)}px`,
            }}
          >
            {columnName(column)}
            <Edge state={state} tab={tab} column={column} width={widthOf(layout, column)} />
          </div>
        );
      })}
    </div>
  );
}

interface EdgeProps {
  state: PlaygroundState;
  tab: TabView;
  column: number;
  width: number;
}

/** The right edge of a header: drag it to make the column wider. */
function Edge({ state, tab, column, width }: EdgeProps) {
  const start = useRef<number | null>(null);
  const [moved, setMoved] = useState(0);
  const widthAt = (by: number) => Math.max(narrowest, Math.round(width + by));
  return (
    <div
      class={`edge${start.current === null ? '' : ' dragged'}`}
      style={start.current === null ? {} : { transform: `translateX(${moved}px)` }}
      onPointerDown={(event) => {
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
