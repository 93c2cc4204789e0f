// Above the editor: the way back, the title, Save, and what came of saving.
import type { EditorView } from '@codemirror/view';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { replaceText } from './sql/sql-editor.tsx';
import { TabStrip } from './tab-strip.tsx';
import type { Editing } from './use-draft.ts';
import type { Saving } from './use-save.ts';

interface Props {
  editing: Editing;
  saving: Saving;
  view: { current: EditorView | null };
  parent: SavedQuery | null;
  /** The names of the data sources there are. */
  sources: string[];
}

export function EditorHead({ editing, saving, view, parent, sources }: Props) {
  const { content, change, draft, keptAt } = editing;
  const { state } = saving;
  return (
    <div class="editor-head stack">
      <WayBack slug={draft.slug} parent={parent} />
      <TabStrip editing={editing} />
      <div class="row wrap">
        <h1 class="unseen">{draft.slug === null ? 'New query' : `Edit ${content.title}`}</h1>
        <input
          class="input title-input grow"
          aria-label="Title"
          placeholder="Title, such as “Sign-ups by month”"
          value={content.title}
          onInput={(event) => change({ title: event.currentTarget.value })}
        />
        {sources.length > 1 && (
          <select
            class="input source-input"
            aria-label="Data source"
            value={content.source}
            onChange={(event) => change({ source: event.currentTarget.value })}
          >
            {sources.map((name) => (
              <option value={name}>{name}</option>
            ))}
          </select>
        )}
        <button type="button" class="button" onClick={() => void format(view.current)}>
          Format
        </button>
        <SaveButton editing={editing} saving={saving} />
      </div>
      <NoteField editing={editing} />
      <Saved editing={editing} saving={saving} />
      {editing.keeping.isFull && <NoRoom />}
      {keptAt !== null && (
        <NotSaved
          keptAt={keptAt}
          isNew={draft.slug === null}
          onStartOver={() => replaceText(view.current, editing.startOver())}
        />
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

function NoRoom() {
  return (
    <div class="note warn" role="alert">
      <Icon name="warn" />
      <p>
        This browser has no room to keep what you write: save it, or drop drafts that you need no
        more. They are listed in the catalog.
      </p>
    </div>
  );
}

/** Said of the version that Save makes, beside its difference from the one before. */
function NoteField({ editing: { draft, setNote } }: Pick<Props, 'editing'>) {
  if (draft.slug === null) return null;
  return (
    <input
      class="input"
      aria-label="Why it is changed"
      placeholder="Why you change it (optional)"
      maxLength={500}
      value={draft.note}
      onInput={(event) => setNote(event.currentTarget.value)}
    />
  );
}

function WayBack({ slug, parent }: { slug: string | null; parent: SavedQuery | null }) {
  return (
    <p>
      <a class="way-back" href={slug === null ? routes.catalog : routes.queryPage(slug)}>
        ‹ {slug === null ? 'Catalog' : 'Back to the query'}
      </a>
      {parent && (
        <span class="quiet small">
          {' · '}A copy of <a href={routes.queryPage(parent.slug)}>{parent.title}</a>
        </span>
      )}
    </p>
  );
}

function SaveButton({ editing, saving }: Pick<Props, 'editing' | 'saving'>) {
  const isSaving = saving.state.step === 'saving';
  return (
    <button
      type="button"
      class="button primary"
      title="Ctrl+S or ⌘S"
      disabled={!saving.isReady}
      onClick={() => void saving.save()}
    >
      {isSaving ? 'Saving…' : editing.content.status === 'draft' ? 'Save draft' : 'Save'}
    </button>
  );
}

/** Saving stays here; this says that it is done, and leads to what everybody sees. */
function Saved({ editing, saving }: Pick<Props, 'editing' | 'saving'>) {
  const { state } = saving;
  const saved = state.step === 'writing' ? state.saved : undefined;
  return (
    <p class="saved" role="status">
      {saved && (
        <>
          <Icon name="good" />
          {editing.changed
            ? `Version ${saved.version} is saved, without what you wrote since. `
            : `Saved as version ${saved.version}. `}
          <a href={routes.queryPage(saved.slug)}>See the query</a>
        </>
      )}
    </p>
  );
}

interface NotSavedProps {
  /** Ms since 1970. */
  keptAt: number;
  isNew: boolean;
  onStartOver: () => void;
}

function NotSaved({ keptAt, isNew, onStartOver }: NotSavedProps) {
  return (
    <div class="note">
      <p class="grow">
        You wrote this <TimeAgo at={new Date(keptAt).toISOString()} /> and did not save it.
      </p>
      <button type="button" class="button compact" onClick={onStartOver}>
        {isNew ? 'Begin anew' : 'Back to the saved version'}
      </button>
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
  const { formatSql } = await import('./sql/format-sql.ts');
  const text = view.state.sliceDoc();
  replaceText(view, formatSql(text));
  view.focus();
}
