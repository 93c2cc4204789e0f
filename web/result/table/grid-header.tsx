// The header of a table: a click orders by a column; beside the name is what else can be done with it, and its edge makes it wider.
import { isNumeric, typeWords } from '../../../ui/fields/field-text.ts';
import type { HeaderActions } from './header-actions.ts';
import { cellStyle, gapBefore, type RowLook } from './grid-row.tsx';
import type { Model } from './model.ts';
import { headerHeight, type Laid } from './part.ts';
import type { Shown } from '../shown-columns.ts';
import { leastWidth } from './widths.ts';

interface Props {
  model: Model;
  look: RowLook;
  actions: HeaderActions;
}

export function GridHeader({ model, look, actions }: Props) {
  return (
    <div class="grid-head" role="rowgroup" style={{ width: `${model.width}px` }}>
      <div class="grid-head-row" role="row" aria-rowindex={1} style={{ height: headerHeight }}>
        {look.drawn.map(({ at, laid }, index) => {
          const shown = model.shown[laid.column];
          const gap = gapBefore(look.drawn, index, model.pinnedWidth);
          return (
            shown && (
              <HeaderCell
                key={laid.column}
                {...{ model, shown, at, laid, gap, actions }}
                id={`${look.id}--1-${at}`}
                isActive={look.active === at}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface CellProps {
  model: Model;
  shown: Shown;
  at: number;
  laid: Laid;
  gap: number;
  id: string;
  isActive: boolean;
  actions: HeaderActions;
}

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;

function HeaderCell({ model, shown, at, laid, gap, id, isActive, actions }: CellProps) {
  const { column, note } = shown;
  const sort = model.view.sorts.find((each) => each.column === laid.column);
  const means = note?.description === undefined ? '' : `\n${note.description}`;
  const name = note?.label ?? column.name;
  const isFiltered = model.view.filters.some((filter) => filter.column === laid.column);
  const kinds = [
    'grid-head-cell',
    isNumeric(column) ? 'right' : '',
    laid.isPinned ? 'pinned' : '',
    isActive ? 'active' : '',
    isFiltered ? 'filtered' : '',
    sort ? `sorted ${sort.direction}` : '',
  ];
  return (
    <div
      class={kinds.filter(Boolean).join(' ')}
      role="columnheader"
      id={id}
      aria-colindex={at + 1}
      aria-sort={sort ? ariaSort[sort.direction] : 'none'}
      data-at={at}
      style={cellStyle(laid, gap)}
    >
      <button
        type="button"
        class="grid-sort"
        tabIndex={-1}
        title={`${column.name}: ${typeWords(column.type)} (${column.typeName})${means}`}
        onClick={(event) => actions.sort(laid.column, event.shiftKey)}
      >
        {name}
        <small>{typeWords(column.type)}</small>
      </button>
      <button
        type="button"
        class="grid-more"
        tabIndex={-1}
        aria-label={`Filter, hide or pin ${name}`}
        title="Filter, hide, pin…"
        onClick={() => actions.open(laid.column)}
      >
        ⋮
      </button>
      <Edge laid={laid} widen={actions.widen} />
    </div>
  );
}

function Edge({ laid, widen }: { laid: Laid; widen: HeaderActions['widen'] }) {
  const begin = (event: PointerEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const edge = event.currentTarget as HTMLElement;
    const from = event.clientX - laid.width;
    edge.setPointerCapture(event.pointerId);
    edge.onpointermove = (move) => widen(laid.column, Math.max(leastWidth, move.clientX - from));
    edge.onpointerup = edge.onpointercancel = () => {
      edge.onpointermove = null;
    };
  };
  return (
    <i
      class="grid-edge"
      aria-hidden="true"
      onPointerDown={begin}
      onDblClick={() => widen(laid.column, null)}
    />
  );
}
