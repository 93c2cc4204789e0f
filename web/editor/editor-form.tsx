// The editor: the SQL and trying it at the left; parameters, tables and what the query says of itself at the right.
import type { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { routes } from '../../domain/routes.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';
import { useResult } from '../result/use-result.ts';
import { goTo } from '../frame/location.ts';
import type { Draft } from './draft.ts';
import { EditorHead } from './editor-head.tsx';
import { EditorSide } from './editor-side.tsx';
import { addressOf } from './kept-drafts.ts';
import { ConflictDialog, ImpactDialog } from './save-dialogs.tsx';
import { replaceText } from './sql/sql-editor.tsx';
import { SqlPane } from './sql/sql-pane.tsx';
import { useDescription, type Described } from './sql/use-description.ts';
import { useDraft, type Editing } from './use-draft.ts';
import { useSave, type Saving } from './use-save.ts';

export interface EditorProps {
  /** What the draft is kept under in this browser. */
  name: string;
  draft: Draft;
  sources: string[];
  parent: SavedQuery | null;
  /** The values to try it with, as a page's address has them. */
  values: URLSearchParams;
}

export function EditorForm({ name, draft: saved, sources, parent, values }: EditorProps) {
  const editing = useDraft(name, saved);
  const { content } = editing;
  const saving = useSave(editing);
  useAddressOf(editing.draft, { name, keptAs: editing.keeping.name });
  useSaveKey(saving);
  const view = useRef<EditorView | null>(null);
  const described = useDescribed(editing);
  const result = useResult();
  const [schema, loadSchema] = useLoaded(content.source, () =>
    ask('GET sourceSchema', { params: { name: content.source } }),
  );
  return (
    <div class="editor">
      <EditorHead {...{ editing, saving, view, parent, sources }} />
      <SqlPane
        editing={editing}
        schema={schema.state === 'done' ? schema.value : null}
        described={described}
        view={view}
        {...{ values, result }}
      />
      <EditorSide
        editing={editing}
        columns={described.last?.columns ?? []}
        tried={result.last}
        schema={schema}
        onSchemaAgain={loadSchema}
        onInsert={(text) => insert(view.current, text)}
        onReplace={(sql) => replaceText(view.current, sql)}
      />
      <Dialogs editing={editing} saving={saving} />
    </div>
  );
}

// A new query that was saved has an address of its own, and so has what another window made way for: the page stays, and a
// reload finds it.
function useAddressOf({ slug }: Draft, { name, keptAs }: { name: string; keptAs: string }): void {
  useEffect(() => {
    if (slug !== null || keptAs !== name) history.replaceState(null, '', addressOf(keptAs));
  }, [slug, keptAs]);
}

/** Ctrl+S, or Cmd+S, saves, whatever has the focus. */
function useSaveKey({ isReady, save }: Saving): void {
  const saving = useRef({ isReady, save });
  saving.current = { isReady, save };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey)
        return;
      // The browser would offer the page as a file.
      event.preventDefault();
      if (saving.current.isReady) void saving.current.save();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

/** What the database says of the draft; what it says of the parameters fills in those that nobody configured. */
function useDescribed({ content, used, setGuesses }: Editing): Described {
  const declared = content.parameters.filter((one) => used.some(({ name }) => name === one.name));
  const described = useDescription(content.source, content.sql, declared);
  useEffect(() => setGuesses(described.last?.parameters ?? []), [described.last]);
  return described;
}

function insert(view: EditorView | null, text: string): void {
  if (!view) return;
  view.dispatch(view.state.replaceSelection(text));
  view.focus();
}

function Dialogs({ editing, saving }: { editing: Editing; saving: Saving }) {
  const { state } = saving;
  if (state.step === 'breaks') {
    return <ImpactDialog impact={state.impact} onAnswer={(yes) => void saving.answer(yes)} />;
  }
  if (state.step !== 'conflict') return null;
  const takeTheirs = () => {
    editing.keeping.forget();
    goTo(routes.queryPage(state.theirs.slug));
  };
  return (
    <ConflictDialog
      mine={{ ...editing.content, parameters: editing.used }}
      theirs={state.theirs}
      onSaveMine={() => void saving.saveOver()}
      onTakeTheirs={takeTheirs}
      onClose={saving.close}
    />
  );
}
