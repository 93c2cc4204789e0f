// A row of a table: the cells on the screen, each at its column's place.
import type { CSSProperties } from 'preact';
import { fieldText, isNumeric } from '../../../ui/fields/field-text.ts';
import { leadAddress } from '../leads.ts';
import { barOf, stateOf } from './cell-look.ts';
import { holds } from './find.ts';
import { fieldAt, type Model } from './model.ts';
import { rowHeight, type Laid } from './part.ts';
import type { Bounds } from './selection.ts';

export interface RowLook {
  /** What the ids of the cells begin with. */
  id: string;
  /** The columns that are drawn; places among those on the screen. */
  drawn: readonly { at: number; laid: Laid }[];
  /** The columns of the row that are chosen. */
  chosen: Bounds | null;
  /** The column of the active cell, where it is in this row. */
  active: number | null;
  /** What is sought, in small letters. */
  sought: string;
}

export function gridRow(model: Model, row: number, look: RowLook) {
  const place = model.places[row] ?? 0;
  return (
    <div
      key={row}
      class="grid-row"
      role="row"
      aria-rowindex={row + 2}
      data-row={row}
      style={{ top: `${row * rowHeight}px`, width: `${model.width}px` }}
    >
      {look.drawn.map(({ at, laid }, index) => (
        <Cell
          key={laid.column}
          {...{ model, place, row, at, laid, look }}
          gap={gapBefore(look.drawn, index, model.pinnedWidth)}
        />
      ))}
    </div>
  );
}

// Pinned cells stand in the row's flow and stick; the first of the others is pushed to its place.
export function gapBefore(
  drawn: readonly { laid: Laid }[],
  index: number,
  pinnedWidth: number,
): number {
  const { isPinned, left } = drawn[index]?.laid ?? { isPinned: true, left: 0 };
  const isFirst = !isPinned && (index === 0 || drawn[index - 1]?.laid.isPinned === true);
  return isFirst ? left - pinnedWidth : 0;
}

export function cellStyle({ width, left, isPinned }: Laid, gap: number): CSSProperties {
  return {
    width: `${width}px`,
    ...(isPinned ? { left: `${left}px` } : {}),
    ...(gap > 0 ? { marginLeft: `${gap}px` } : {}),
  };
}

interface CellProps {
  model: Model;
  place: number;
  row: number;
  at: number;
  laid: Laid;
  look: RowLook;
  gap: number;
}

function Cell({ model, place, row, at, laid, look, gap }: CellProps) {
  const shown = model.shown[laid.column];
  if (!shown) return null;
  const { column, reading } = shown;
  const field = fieldAt(model, place, laid.column);
  const text = fieldText(field, column, reading);
  const { chosen, active, sought, id } = look;
  const [state, bar] = [stateOf(field, shown), barOf(field, shown)];
  const isChosen = chosen !== null && at >= chosen.left && at <= chosen.right;
  const kinds = [
    'grid-cell',
    isNumeric(column) ? 'right' : '',
    column.type === 'text' ? '' : 'exact',
    text === null ? 'null' : '',
    laid.isPinned ? 'pinned' : '',
    isChosen ? 'chosen' : '',
    active === at ? 'active' : '',
    sought !== '' && holds(field, shown, sought) ? 'found' : '',
    state === null ? '' : `state ${state}`,
    bar === null ? '' : 'bar',
  ];
  const words = text === null ? 'null' : firstLine(text);
  const address = leadAddress(shown.note, field);
  const isCut = text !== null && (text !== String(field) || text.length > 40);
  return (
    <div
      class={kinds.filter(Boolean).join(' ')}
      role="gridcell"
      id={`${id}-${row}-${at}`}
      aria-colindex={at + 1}
      aria-selected={isChosen}
      data-at={at}
      title={isCut ? String(field).slice(0, 500) : undefined}
      style={{ ...cellStyle(laid, gap), ...(bar === null ? {} : { '--bar': `${bar * 100}%` }) }}
    >
      <Mark model={model} place={place} name={column.name} />
      {address === null ? words : <Lead address={address}>{words}</Lead>}
    </div>
  );
}

// A link of our own, so Back leads here again. The keyboard has it in the cell's dialog.
function Lead({ address, children }: { address: string; children: string }) {
  return (
    <a href={address} tabIndex={-1}>
      {children}
    </a>
  );
}

// Before the value: where the column is narrow, the value is cut and not the mark.
function Mark({ model, place, name }: { model: Model; place: number; name: string }) {
  const mark = model.marks?.markOf?.(place, name);
  if (!mark) return null;
  const words = mark.count === 1 ? 'A comment' : `${mark.count} comments`;
  return (
    <a class="said" href={mark.address} title={words} aria-label={words} tabIndex={-1}>
      {mark.count}
    </a>
  );
}

// A cell shows one line; what a text holds behind it is in the cell's dialog.
const firstLine = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);
