// One painted row: its header and the cells that show.
import type { CellView } from '../../protocol.ts';
import { leftOf, sizes, widthOf } from './columns.ts';
import type { ColumnLayout } from './columns.ts';
import { cellName, isInside } from '../places.ts';
import type { PlaygroundState } from '../playground-state.ts';
import type { Viewport } from './viewport.ts';

interface RowProps {
  state: PlaygroundState;
  row: number;
  /** In pixels, below the headers of the columns. */
  top: number;
  layout: ColumnLayout;
  viewport: Viewport;
}

export function Row({ state, row, top, layout, viewport }: RowProps) {
  const { area } = state;
  const selected = row >= area.row && row < area.row + area.rows;
  const cells = state.cellsOfRow(row);
  const { frozen } = layout;
  const draw = (column: number, from: number) => (
    <Cell
      key={column}
      name={cellName(row, column)}
      cell={cells?.[column]}
      selected={isInside(area, row, column)}
      left={leftOf(layout, column) + from}
      own={widthOf(layout, column)}
      width={widthWithSpill(cells, column, layout)}
    />
  );
  return (
    <div class="row" role="row" aria-rowindex={row + 1} style={{ top: `${top}px` }}>
      <div class={`row-header${selected ? ' lit' : ''}`} role="rowheader" data-row={row}>
        {row}
      </div>
      {frozen.columns > 0 && (
        <div class="frozen-cells" role="presentation" style={{ width: `${frozen.width}px` }}>
          {Array.from({ length: frozen.columns }, (_, index) => draw(index + 1, 0))}
        </div>
      )}
      {columnsOf(viewport, cells, layout).map((column) => draw(column, sizes.rowHeader))}
    </div>
  );
}

interface CellProps {
  name: string;
  cell: CellView | undefined;
  selected: boolean;
  left: number;
  /** The column's width, and with what its text runs on over. */
  own: number;
  width: number;
}

function Cell({ name, cell, selected, left, own, width }: CellProps) {
  const classes = ['cell'];
  if (cell?.align === 'right') classes.push('right');
  if (cell?.align === 'center') classes.push('center');
  if (cell?.bold) classes.push('bold');
  if (cell?.italic) classes.push('italic');
  if (cell?.underlined) classes.push('underlined');
  if (cell?.struck) classes.push('struck');
  if (cell?.note) classes.push('noted');
  if (cell?.error) classes.push('wrong');
  if (cell?.wrap) classes.push('wrap');
  if (cell?.display && !cell.background) classes.push('filled');
  const hint = cell?.error || cell?.note;
  return (
    <div
      class={classes.join(' ')}
      id={`cell-${name}`}
      role="gridcell"
      data-cell={name}
      dir="auto"
      aria-selected={selected}
      {...(hint ? { 'data-note': hint, 'aria-description': hint } : {})}
      style={{
        left: `${left}px`,
        width: `${width}px`,
        ...(hint ? { '--own': `${own}px` } : {}),
        ...(cell?.color ? { color: cell.color } : {}),
        ...(cell?.background ? { background: cell.background } : {}),
      }}
    >
      {cell?.display ?? ''}
      {cell?.choices && <span class="drop" data-drop={name} aria-hidden="true" />}
    </div>
  );
}

/** The columns in view, and before them the last one whose text may reach into it. */
function columnsOf(
  { firstColumn, lastColumn }: Viewport,
  cells: Record<number, CellView> | undefined,
  layout: ColumnLayout,
): number[] {
  const columns: number[] = [];
  if (cells && !cells[firstColumn]?.display) {
    let before = firstColumn - 1;
    const { columns: least } = layout.frozen;
    while (before > least && !cells[before]?.display) before--;
    const reach =
      before > least ? leftOf(layout, before) + widthWithSpill(cells, before, layout) : 0;
    if (reach > leftOf(layout, firstColumn)) columns.push(before);
  }
  for (let column = firstColumn; column <= lastColumn; column++) columns.push(column);
  return columns;
}

/** Text runs on over empty cells to its right, as in Sheets; numbers never do. */
function widthWithSpill(
  cells: Record<number, CellView> | undefined,
  column: number,
  layout: ColumnLayout,
): number {
  const own = widthOf(layout, column);
  const cell = cells?.[column];
  if (!cell?.display || cell.align !== 'left' || cell.wrap || cell.background || cell.choices)
    return own;
  // Seven pixels a character is about what the sheet's font takes.
  const wanted = cell.display.length * 7 + 8;
  let width = own;
  let next = column + 1;
  // Text stops at the edge of the frozen columns.
  const last = column <= layout.frozen.columns ? layout.frozen.columns : layout.edges.length - 1;
  while (width < wanted && next <= last && !cells?.[next]?.display) {
    width += widthOf(layout, next++);
  }
  return width;
}
