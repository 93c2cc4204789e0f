// The editor: the SQL and trying it at the left; parameters, tables and what the query says of itself at the right.
import type { EditorView } from '@codemirror/view';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Choice, Parameter } from '../../domain/contract/parameter.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';
import { choicesOfQuery } from './choices-of-query.ts';
import type { Draft } from './draft.ts';
import { EditorSide } from './editor-side.tsx';
import { spanOf, type Span } from './position.ts';
import { ConflictDialog, ImpactDialog } from './save-dialogs.tsx';
import { replaceText, SqlEditor, type Mark } from './sql-editor.tsx';
import { TryPane } from './try-pane.tsx';
import { useDescription } from './use-description.ts';
import { useDraft, type Editing } from './use-draft.ts';
import { useSave, type Saving } from './use-save.ts';

export interface EditorProps {
  /** What the draft is kept under in this browser. */
  name: string;
  draft: Draft;
  sources: string[];
  parent: SavedQuery | null;
}

export function EditorForm({ name, draft: saved, sources, parent }: EditorProps) {
  const editing = useDraft(name, saved);
  const { content, used } = editing;
  const saving = useSave(editing, (query) => goTo(routes.queryPage(query.slug)));
  const view = useRef<EditorView | null>(null);
  const runner = useRef<(() => void) | null>(null);
  const [selected, setSelected] = useState<Span>({ from: 0, to: 0 });
  const [ran, setRan] = useState<{ problem: Problem; start: number } | null>(null);
  const declared = content.parameters.filter((one) => used.some(({ name }) => name === one.name));
  const described = useDescription(content.source, content.sql, declared);
  useEffect(() => editing.setGuesses(described.last?.parameters ?? []), [described.last]);
  const [schema, loadSchema] = useLoaded(content.source, () =>
    ask('GET sourceSchema', { params: { name: content.source } }),
  );
  const isSelection = content.sql.slice(selected.from, selected.to).trim() !== '';
  const problem = described.sql === content.sql ? described.problem : null;
  const mark = useMemo(() => markOf(content.sql, problem, ran), [content.sql, problem, ran]);
  const loadChoices = (parameter: Parameter): Promise<Choice[]> =>
    choicesOfQuery(parameter.choices);
  return (
    <div class="editor">
      <EditorHead editing={editing} saving={saving} view={view} parent={parent} />
      <div class="editor-main">
        <SqlEditor
          sql={content.sql}
          onChange={(sql, names) => {
            editing.change({ sql });
            editing.setNames(names);
            setRan(null);
          }}
          schema={schema.state === 'done' ? schema.value : null}
          mark={mark}
          onRun={() => runner.current?.()}
          onSelect={setSelected}
          view={view}
        />
        <SqlState
          problem={problem}
          known={described.last !== null && described.sql === content.sql}
        />
        <TryPane
          request={{
            source: content.source,
            sql: isSelection ? content.sql.slice(selected.from, selected.to) : content.sql,
            parameters: used,
            isSelection,
          }}
          loadChoices={loadChoices}
          runner={runner}
          onProblem={(failed) =>
            setRan(failed && { problem: failed, start: isSelection ? selected.from : 0 })
          }
        />
      </div>
      <EditorSide
        editing={editing}
        sources={sources}
        columns={described.last?.columns.map((column) => column.name) ?? []}
        schema={schema}
        onSchemaAgain={loadSchema}
        onInsert={(text) => insert(view.current, text)}
        onReplace={(sql) => replaceText(view.current, sql)}
        loadChoices={loadChoices}
      />
      <Dialogs editing={editing} saving={saving} />
    </div>
  );
}

function markOf(
  sql: string,
  problem: Problem | null,
  ran: { problem: Problem; start: number } | null,
): Mark | null {
  const shown = ran?.problem ?? problem;
  const span = shown && spanOf(shown, sql, ran?.start ?? 0);
  return shown && span ? { ...span, message: shown.message } : null;
}

function insert(view: EditorView | null, text: string): void {
  if (!view) return;
  view.dispatch(view.state.replaceSelection(text));
  view.focus();
}

/** Whether PostgreSQL accepts the text, in a line that is always there. */
function SqlState({ problem, known }: { problem: Problem | null; known: boolean }) {
  const { line } = problem?.extras ?? {};
  return (
    <p class={problem ? 'sql-state tone bad' : 'sql-state quiet'} role="status">
      {problem && (
        <>
          <Icon name="bad" />
          {typeof line === 'number' && `Line ${line}: `}
          {problem.message}
        </>
      )}
      {!problem && known && (
        <>
          <Icon name="good" />
          PostgreSQL accepts this.
        </>
      )}
    </p>
  );
}

interface HeadProps {
  editing: Editing;
  saving: Saving;
  view: { current: EditorView | null };
  parent: SavedQuery | null;
}

function EditorHead({ editing, saving, view, parent }: HeadProps) {
  const { content, change, draft, changed, keptAt } = editing;
  const { state } = saving;
  const back = draft.slug === null ? routes.catalog : routes.queryPage(draft.slug);
  const ready = content.title.trim() !== '' && content.sql.trim() !== '';
  return (
    <div class="editor-head stack">
      <p>
        <a class="way-back" href={back}>
          ‹ {draft.slug === null ? 'Catalog' : 'Back to the query'}
        </a>
        {parent && (
          <span class="quiet small">
            {' '}
            A copy of <a href={routes.queryPage(parent.slug)}>{parent.title}</a>
          </span>
        )}
      </p>
      <div class="row wrap">
        <h1 class="unseen">{draft.slug === null ? 'New query' : `Edit ${content.title}`}</h1>
        <input
          class="input title-input grow"
          aria-label="Title"
          placeholder="Title, such as “Sign-ups by month”"
          value={content.title}
          onInput={(event) => change({ title: event.currentTarget.value })}
        />
        <button type="button" class="button" onClick={() => void format(view.current)}>
          Format
        </button>
        <button
          type="button"
          class="button primary"
          disabled={!ready || !(changed || draft.slug === null) || state.step === 'saving'}
          onClick={() => void saving.save()}
        >
          {state.step === 'saving' ? 'Saving…' : content.status === 'draft' ? 'Save draft' : 'Save'}
        </button>
      </div>
      {keptAt !== null && (
        <div class="note">
          <p class="grow">
            You wrote this <TimeAgo at={new Date(keptAt).toISOString()} /> and did not save it.
          </p>
          <button
            type="button"
            class="button compact"
            onClick={() => replaceText(view.current, editing.startOver())}
          >
            {draft.slug === null ? 'Begin anew' : 'Back to the saved version'}
          </button>
        </div>
      )}
      {state.step === 'writing' && state.problem && (
        <ProblemNote
          problem={state.problem}
          takeFocus
          action={draftAction(editing, state.problem)}
        />
      )}
    </div>
  );
}

// What PostgreSQL refuses can be kept as a draft only.
function draftAction({ content, change }: Editing, { extras }: Problem) {
  if (content.status === 'draft' || extras.mayBeDraft !== true) return undefined;
  return { label: 'Make it a draft', run: () => change({ status: 'draft' }) };
}

async function format(view: EditorView | null): Promise<void> {
  if (!view) return;
  const { formatSql } = await import('./format-sql.ts');
  const text = view.state.sliceDoc();
  replaceText(view, formatSql(text));
  view.focus();
}

function Dialogs({ editing, saving }: { editing: Editing; saving: Saving }) {
  const { state } = saving;
  if (state.step === 'breaks') {
    return <ImpactDialog impact={state.impact} onAnswer={(yes) => void saving.answer(yes)} />;
  }
  if (state.step !== 'conflict') return null;
  const takeTheirs = () => {
    editing.forget();
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
