// The corner of the selection: dragged, it goes on with the selected cells.
import { useState } from 'preact/hooks';
import type { Area, TabView } from '../../protocol.ts';
import type { PlaygroundState } from '../playground-state.ts';
import { selectionOf } from '../places.ts';
import { leftOf, sizes, type ColumnLayout } from './columns.ts';
import { placeAt, type Place } from './pointer.ts';
import { DashedFrame } from './selection-frame.tsx';

interface Props {
  state: PlaygroundState;
  tab: TabView;
  layout: ColumnLayout;
  box: { current: HTMLDivElement | null };
}

export function FillHandle({ state, tab, layout, box }: Props) {
  const [to, setTo] = useState<Area | null>(null);
  const { area } = state;
  const reach = (event: PointerEvent) => {
    const place = placeAt(event, layout, box);
    setTo(place && grown(area, place, tab));
  };
  const fill = () => {
    if (to) {
      void state.edit({ do: 'fill', tab: tab.id, area, to });
      state.select(selectionOf(to));
    }
    setTo(null);
  };
  const top = (area.row + area.rows - 1) * sizes.row + sizes.columnHeader;
  const left = leftOf(layout, area.column + area.columns) + sizes.rowHeader;
  return (
    <>
      {to && <DashedFrame area={to} layout={layout} />}
      <div
        class="fill-handle"
        data-fill-handle
        title="Drag to fill"
        style={{ top: `${top - 4}px`, left: `${left - 4}px` }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.stopPropagation();
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          event.stopPropagation();
          if (event.buttons === 1) reach(event);
        }}
        onPointerUp={(event) => {
          event.stopPropagation();
          fill();
        }}
      />
    </>
  );
}

/** The area as far as the place, in the direction that is farther; null within the area. */
function grown(area: Area, { row, column }: Place, tab: TabView): Area | null {
  const lastRow = area.row + area.rows - 1;
  const lastColumn = area.column + area.columns - 1;
  const down = Math.max(0, Math.min(row, tab.rows) - lastRow);
  const up = Math.max(0, area.row - row);
  const right = Math.max(0, Math.min(column, tab.columns) - lastColumn);
  const left = Math.max(0, area.column - column);
  if (down + up + right + left === 0) return null;
  if (Math.max(down, up) * 4 >= Math.max(left, right))
    return { ...area, row: area.row - up, rows: area.rows + up + down };
  return { ...area, column: area.column - left, columns: area.columns + left + right };
}
