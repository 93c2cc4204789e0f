// The line above the grid: the name of the selected cell, and what is in it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TabView } from '../../protocol.ts';
import { handleEditorKey } from './keys.ts';
import { areaName, readPlace } from '../places.ts';
import type { PlaygroundState } from '../playground-state.ts';

export function FormulaBar({ state, tab }: { state: PlaygroundState; tab: TabView }) {
  const { row, column } = state.selection;
  const { editing } = state;
  const text = editing?.text ?? state.cell(row, column)?.input ?? '';
  return (
    <div class="formula-bar">
      <HistoryButtons state={state} />
      <NameBox state={state} tab={tab} />
      <span class="fx" aria-hidden="true">
        fx
      </span>
      <input
        class="formula"
        aria-label="Content of the cell"
        value={text}
        spellcheck={false}
        autocomplete="off"
        onFocus={() => {
          if (!editing) state.startEditing('bar');
        }}
        onInput={(event) => state.changeText(event.currentTarget.value)}
        onKeyDown={(event) => handleEditorKey(event, state, tab)}
        onBlur={() => state.commit()}
      />
    </div>
  );
}

/** Undo and redo; they say what they would take back. */
function HistoryButtons({ state }: { state: PlaygroundState }) {
  return (
    <>
      {(['undo', 'redo'] as const).map((word) => {
        const what = state.view?.history[word] ?? null;
        const name = word === 'undo' ? 'Undo' : 'Redo';
        return (
          <button
            key={word}
            type="button"
            class={`history ${word}`}
            aria-label={name}
            title={what === null ? `Nothing to ${word}` : `${name} ${what}`}
            disabled={what === null}
            // The keys stay with the cells.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => void state.edit({ do: word })}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M9 5L4 10l5 5M4 10h10a5 5 0 0 1 0 10h-3" />
            </svg>
          </button>
        );
      })}
    </>
  );
}

/** Shows where the selection is; a place typed into it is gone to. */
function NameBox({ state, tab }: { state: PlaygroundState; tab: TabView }) {
  const name = areaName(state.area);
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  // What somebody is typing there stays, whatever is selected meanwhile.
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(null);
  }, [name]);
  return (
    <input
      ref={field}
      class="name-box"
      aria-label="Name of the cell"
      value={typed ?? name}
      spellcheck={false}
      autocomplete="off"
      onFocus={(event) => event.currentTarget.select()}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => setTyped(null)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        // The cell that gets the focus would take it for a new line.
        event.preventDefault();
        const place = readPlace(event.currentTarget.value, tab);
        if (place) state.select(place);
        setTyped(null);
        document.querySelector<HTMLElement>('.grid')?.focus();
      }}
    />
  );
}
