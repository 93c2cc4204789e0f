// The field that stands over a cell while somebody types into it. Unseen, it has the focus before that too: what an input
// method composes, as for Japanese, begins only in a field, and cannot move to another.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TabView } from '../../protocol.ts';
import { leftOf, sizes, widthOf } from './columns.ts';
import type { ColumnLayout } from './columns.ts';
import { handleEditorKey } from './keys.ts';
import type { PlaygroundState } from '../playground-state.ts';
import type { Editing } from '../shown.ts';
import { cellName } from '../places.ts';

interface Props {
  state: PlaygroundState;
  tab: TabView;
  layout: ColumnLayout;
}

export function CellEditor({ state, tab, layout }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const editing = state.editing?.where === 'cell' ? state.editing : null;
  const { row, column } = editing ?? state.selection;
  const isOpened = editing !== null && !editing.typedOver;
  useLayoutEffect(() => {
    const element = field.current;
    if (!isOpened || !element) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, [isOpened]);
  return (
    <textarea
      class={editing ? 'cell-editor' : 'cell-editor waiting'}
      ref={field}
      aria-label={`Edit ${cellName(row, column)}`}
      aria-activedescendant={editing ? undefined : `cell-${cellName(row, column)}`}
      value={editing?.text ?? ''}
      spellcheck={false}
      autocomplete="off"
      style={placeOf(layout, { row, column }, editing)}
      onPointerDown={(event) => event.stopPropagation()}
      onInput={({ currentTarget: { value } }) =>
        state.editing ? state.changeText(value) : state.startEditing('cell', value)
      }
      onKeyDown={(event) => {
        if (!state.editing) return;
        handleEditorKey(event, state, tab);
        // At once: what is typed next begins anew.
        if (state.editing === null) event.currentTarget.value = '';
      }}
      onBlur={() => state.commit()}
    />
  );
}

function placeOf(
  layout: ColumnLayout,
  { row, column }: Pick<Editing, 'row' | 'column'>,
  editing: Editing | null,
) {
  const lines = (editing?.text ?? '').split('\n');
  const longest = Math.max(...lines.map((line) => line.length));
  return {
    top: `${(row - 1) * sizes.row + sizes.columnHeader}px`,
    left: `${leftOf(layout, column) + sizes.rowHeader}px`,
    width: `${Math.max(widthOf(layout, column), Math.min(480, longest * 7.5 + 16))}px`,
    height: `${lines.length * 17 + 5}px`,
  };
}
