// The draft that is being written, kept in this browser at every pause.
import { useMemo, useState } from 'preact/hooks';
import type { Parameter } from '../../domain/contract/parameter.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { draftOf, sameContent, type Draft, type DraftContent } from './draft.ts';
import { keptDraft } from './kept-drafts.ts';
import { parametersFor } from './parameters/recognised.ts';
import { useKeeping, type Keeping } from './use-keeping.ts';

export interface Editing {
  draft: Draft;
  content: DraftContent;
  change: (over: Partial<DraftContent>) => void;
  /** The parameters that the SQL uses, those it does not, and what would be saved or run. */
  used: Parameter[];
  unused: Parameter[];
  setNames: (names: string[]) => void;
  setGuesses: (guesses: Parameter[]) => void;
  changeParameter: (parameter: Parameter) => void;
  removeParameter: (name: string) => void;
  setNote: (note: string) => void;
  /** Whether it differs from what is saved. */
  changed: boolean;
  /** When the kept draft that was opened was written; null when it was not begun from one. */
  keptAt: number | null;
  /** Back to what is saved; gives its SQL. */
  startOver: () => string;
  /** Goes on from another saved version, with the same content. */
  rebase: (version: number) => void;
  /** `sent` was saved as the query: what was written since is a change to it. */
  settle: (query: SavedQuery, sent: Pick<Draft, 'content' | 'note'>) => void;
  keeping: Keeping;
}

/** `name` is what the draft is kept under until it is saved; `begun` what it begins from. */
export function useDraft(name: string, begun: Draft): Editing {
  const [saved, setSaved] = useState(begun);
  const kept = useMemo(() => keptDraft(name), [name]);
  const useful = kept !== null && !sameContent(kept.draft.content, saved.content) ? kept : null;
  const [draft, setDraft] = useState(useful?.draft ?? saved);
  const [keptAt, setKeptAt] = useState(useful?.savedAt ?? null);
  const [names, setNames] = useState<string[]>([]);
  const [guesses, setGuesses] = useState<Parameter[]>([]);
  const { content } = draft;
  const changed = !sameContent(content, saved.content);
  const keeping = useKeeping(begun.slug === null ? (draft.slug ?? name) : name, draft, changed);
  const change = (over: Partial<DraftContent>) =>
    setDraft((before) => ({ ...before, content: { ...before.content, ...over } }));
  return {
    draft,
    content,
    change,
    ...parametersFor(names, content.parameters, guesses),
    setNames,
    setGuesses,
    ...parameterChanges(content, change),
    setNote: (note) => setDraft((before) => ({ ...before, note })),
    changed,
    keptAt,
    startOver: () => {
      setDraft(saved);
      setKeptAt(null);
      return saved.content.sql;
    },
    settle: (query, sent) => {
      const now = draftOf(query);
      setSaved(now);
      setKeptAt(null);
      setDraft(({ content: written, note }) => ({
        ...now,
        content: sameContent(written, sent.content) ? now.content : written,
        note: note === sent.note ? '' : note,
      }));
    },
    rebase: (version) => setDraft((before) => ({ ...before, version })),
    keeping,
  };
}

function parameterChanges({ parameters }: DraftContent, change: Editing['change']) {
  const others = (name: string) => parameters.filter((one) => one.name !== name);
  return {
    changeParameter: (parameter: Parameter) =>
      change({ parameters: [...others(parameter.name), parameter] }),
    removeParameter: (gone: string) => change({ parameters: others(gone) }),
  };
}
