// The cells of a table: only those on the screen are drawn; chosen with the mouse or the keyboard, copied, opened.
import type { VNode } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { countWords } from '../../../ui/age.ts';
import { tabSeparated } from '../tab-separated.ts';
import { GridHeader } from './grid-header.tsx';
import type { GridProps } from './grid-props.ts';
import { gridRow, type RowLook } from './grid-row.tsx';
import { cellsIn, type Model } from './model.ts';
import { rowHeight, type Part } from './part.ts';
import { boundsOf, type Area, type Bounds } from './selection.ts';
import { usePart } from './use-scrolled.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useGridMouse } from './use-grid-mouse.ts';

export function Grid(props: GridProps) {
  const { box, model, area, sought, header, height } = props;
  const id = useId();
  const part = usePart(box, model, { width: innerWidth, height });
  const drawn = drawnOf(model, part);
  const bounds = area ? boundsOf(area) : null;
  const rows = useRows(model, { id, drawn, part, bounds, area, sought });
  const keys = useGridKeys(props);
  const mouse = useGridMouse(props);
  const active = area && `${id}-${area.active.row}-${area.active.column}`;
  const isDrawn = area !== null && area.active.row < part.toRow && area.active.row >= part.fromRow;
  return (
    <div
      ref={box}
      class="result-table grid"
      role="grid"
      tabIndex={0}
      style={{ height: `${height}px` }}
      aria-label={`Result, ${countWords(model.result.rowCount, 'row')}`}
      aria-rowcount={model.places.length + 1}
      aria-colcount={model.columns.length}
      aria-multiselectable
      aria-activedescendant={
        active !== null && (isDrawn || area?.active.row === -1) ? active : undefined
      }
      {...keys}
      {...mouse}
      onCopy={(event) => {
        if (!bounds || isTyped(event.target)) return;
        event.preventDefault();
        event.clipboardData?.setData(
          'text/plain',
          tabSeparated(cellsIn(model, bounds), { header: false }),
        );
      }}
    >
      <GridHeader
        model={model}
        look={lookOf({ id, drawn, sought, bounds: null, area }, -1)}
        actions={header}
      />
      <div
        class="grid-body"
        role="rowgroup"
        style={{ height: `${model.places.length * rowHeight}px`, width: `${model.width}px` }}
      >
        {rows}
      </div>
    </div>
  );
}

const isTyped = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea');

type Drawn = RowLook['drawn'];

function drawnOf({ columns }: Model, { fromColumn, toColumn }: Part): Drawn {
  const placed = columns.map((laid, at) => ({ at, laid }));
  const pinned = placed.filter(({ laid }) => laid.isPinned);
  return [...pinned, ...placed.slice(pinned.length).slice(fromColumn, toColumn)];
}

interface Drawing {
  id: string;
  drawn: Drawn;
  bounds: Bounds | null;
  area: Area | null;
  sought: string;
}

function lookOf({ id, drawn, bounds, area, sought }: Drawing, row: number): RowLook {
  return {
    id,
    drawn,
    chosen: bounds && row >= bounds.top && row <= bounds.bottom ? bounds : null,
    active: area?.active.row === row ? area.active.column : null,
    sought,
  };
}

// A row that looks as before is the same node as before, and is not gone through again.
function useRows(model: Model, drawing: Drawing & { part: Part }): VNode[] {
  const kept = useRef({ model, rows: new Map<number, { look: string; node: VNode }>() });
  if (kept.current.model !== model) kept.current = { model, rows: new Map() };
  const before = kept.current.rows;
  const now: typeof before = new Map();
  const { part, sought } = drawing;
  for (let row = part.fromRow; row < part.toRow; row += 1) {
    const look = lookOf(drawing, row);
    const chosen = look.chosen ? `${look.chosen.left}-${look.chosen.right}` : '';
    const name = `${part.fromColumn}-${part.toColumn} ${chosen} ${look.active ?? ''} ${sought}`;
    const same = before.get(row);
    now.set(row, same?.look === name ? same : { look: name, node: gridRow(model, row, look) });
  }
  kept.current.rows = now;
  return [...now.values()].map(({ node }) => node);
}
