// The field that stands over a cell while somebody types into it.
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
  editing: Editing;
}

export function CellEditor({ state, tab, layout, editing }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { row, column, text } = editing;
  useLayoutEffect(() => {
    const element = field.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const lines = text.split('\n');
  const longest = Math.max(...lines.map((line) => line.length));
  return (
    <textarea
      class="cell-editor"
      ref={field}
      aria-label={`Edit ${cellName(row, column)}`}
      value={text}
      spellcheck={false}
      style={{
        top: `${(row - 1) * sizes.row + sizes.columnHeader}px`,
        left: `${leftOf(layout, column) + sizes.rowHeader}px`,
        width: `${Math.max(widthOf(layout, column), Math.min(480, longest * 7.5 + 16))}px`,
        height: `${Math.max(1, lines.length) * 17 + 5}px`,
      }}
      onPointerDown={(event) => event.stopPropagation()}
      onInput={(event) => state.changeText(event.currentTarget.value)}
      onKeyDown={(event) => handleEditorKey(event, state, tab)}
      onBlur={() => state.commit()}
    />
  );
}
