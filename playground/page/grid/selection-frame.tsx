// The blue frame around the selected cells, and the dashed one around those that were copied.
import type { Area } from '../../protocol.ts';
import { leftOf, sizes } from './columns.ts';
import type { ColumnLayout } from './columns.ts';

export function SelectionFrame({ area, layout }: { area: Area; layout: ColumnLayout }) {
  const several = area.rows > 1 || area.columns > 1;
  return (
    <div
      class={`selection${several ? ' several' : ''}`}
      aria-hidden="true"
      style={placeOf(area, layout)}
    />
  );
}

export function DashedFrame({ area, layout }: { area: Area; layout: ColumnLayout }) {
  return <div class="dashed" aria-hidden="true" style={placeOf(area, layout)} />;
}

export function placeOf(area: Area, layout: ColumnLayout) {
  const left = leftOf(layout, area.column);
  const right = leftOf(layout, area.column + area.columns);
  return {
    top: `${(area.row - 1) * sizes.row + sizes.columnHeader}px`,
    left: `${left + sizes.rowHeader}px`,
    width: `${right - left}px`,
    height: `${area.rows * sizes.row}px`,
  };
}
