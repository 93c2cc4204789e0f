// The field for SQL: CodeMirror with the source's tables and columns in its completion.
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { PostgreSQL, sql } from '@codemirror/lang-sql';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { SourceSchema } from '../../../domain/contract/schema.ts';
import type { Span } from './position.ts';
import { namesIn } from '../parameters/recognised.ts';
import { completionFor } from './completion/completion.ts';
import { sqlColours } from './sql-colours.ts';

export interface Mark extends Span {
  message: string;
}

interface Props {
  /** What it begins with; from then on the field itself holds the text. */
  sql: string;
  /** Called with the whole text and the names of parameters in it. */
  onChange: (sql: string, names: string[]) => void;
  schema: SourceSchema | null;
  /** What is wrong, and where. */
  mark: Mark | null;
  onRun: () => void;
  onSelect: (selected: Span) => void;
  /** Set while the field is shown, for inserting and for the focus. */
  view: { current: EditorView | null };
}

export function SqlEditor(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const language = useRef(new Compartment());
  const { view, schema, mark } = props;
  useEffect(() => {
    if (!place.current) return;
    const listener = EditorView.updateListener.of((update) => {
      const { main } = update.state.selection;
      if (update.docChanged)
        latest.current.onChange(update.state.sliceDoc(), namesIn(update.state));
      if (update.selectionSet) latest.current.onSelect({ from: main.from, to: main.to });
    });
    const run = Prec.highest(
      keymap.of([{ key: 'Mod-Enter', run: () => (latest.current.onRun(), true) }]),
    );
    const extensions = [
      run,
      listener,
      language.current.of(languageOf(latest.current.schema)),
      ...always,
    ];
    const created = new EditorView({
      parent: place.current,
      state: EditorState.create({ doc: latest.current.sql, extensions }),
    });
    view.current = created;
    latest.current.onChange(latest.current.sql, namesIn(created.state));
    return () => {
      view.current = null;
      created.destroy();
    };
  }, []);
  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(languageOf(schema)) });
  }, [schema]);
  useEffect(() => {
    const state = view.current?.state;
    if (!state) return;
    const length = state.doc.length;
    const marks = mark && mark.to <= length ? [{ ...mark, severity: 'error' as const }] : [];
    view.current?.dispatch(setDiagnostics(state, marks));
  }, [mark]);
  useKeptHeight(place);
  return <div class="sql-editor" ref={place} />;
}

const heightKey = 'sheetfeed.editor.height';

// Whoever made the field taller finds it so the next time.
function useKeptHeight(place: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const kept = Number(localStorage.getItem(heightKey));
    if (kept > 0) element.style.height = `${kept}px`;
    const observer = new ResizeObserver(() => {
      // Only what a person drags is written into the style.
      const height = Number.parseInt(element.style.height, 10);
      if (height > 0) localStorage.setItem(heightKey, String(height));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
}

/** Writes another text into the field, as one step that can be undone; `onChange` tells of it. */
export function replaceText(view: EditorView | null, text: string): void {
  view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

function languageOf(schema: SourceSchema | null): Extension {
  return [sql({ dialect: PostgreSQL }), completionFor(schema)];
}

// Tab goes on to the next field, so that the keyboard alone gets out of here again.
const always: Extension[] = [
  lineNumbers(),
  history(),
  drawSelection(),
  bracketMatching(),
  closeBrackets(),
  sqlColours,
  EditorView.lineWrapping,
  EditorState.tabSize.of(2),
  placeholder('select … from … where created_at >= :since'),
  EditorView.contentAttributes.of({ 'aria-label': 'SQL', spellcheck: 'false' }),
  keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
];
