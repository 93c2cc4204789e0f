// The draft that is being written, kept in this browser at every pause.
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Parameter } from '../../domain/contract/parameter.ts';
import {
  dropDraft,
  keepDraft,
  keptDraft,
  sameContent,
  type Draft,
  type DraftContent,
} from './draft.ts';
import { parametersFor } from './parameters/recognised.ts';

const pauseMs = 400;

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
  /** Whether it differs from what is saved. */
  changed: boolean;
  /** When the kept draft that was opened was written; null when it was not begun from one. */
  keptAt: number | null;
  /** Back to what is saved; gives its SQL. */
  startOver: () => string;
  /** Goes on from another saved version, with the same content. */
  rebase: (version: number) => void;
  /** Saved: nothing needs to be kept. */
  forget: () => void;
}

/** `name` is what the draft is kept under; `saved` what it begins from. */
export function useDraft(name: string, saved: Draft): Editing {
  const kept = useMemo(() => keptDraft(name), [name]);
  const useful = kept !== null && !sameContent(kept.draft.content, saved.content) ? kept : null;
  const [draft, setDraft] = useState(useful?.draft ?? saved);
  const [keptAt, setKeptAt] = useState(useful?.savedAt ?? null);
  const [names, setNames] = useState<string[]>([]);
  const [guesses, setGuesses] = useState<Parameter[]>([]);
  const { content } = draft;
  const changed = !sameContent(content, saved.content);
  const forget = useKeeping(name, draft, changed);
  const change = (over: Partial<DraftContent>) =>
    setDraft((before) => ({ ...before, content: { ...before.content, ...over } }));
  const changeParameter = (parameter: Parameter) => {
    const others = content.parameters.filter((one) => one.name !== parameter.name);
    change({ parameters: [...others, parameter] });
  };
  return {
    draft,
    content,
    change,
    ...parametersFor(names, content.parameters, guesses),
    setNames,
    setGuesses,
    changeParameter,
    removeParameter: (gone) =>
      change({ parameters: content.parameters.filter((one) => one.name !== gone) }),
    changed,
    keptAt,
    startOver: () => {
      setDraft(saved);
      setKeptAt(null);
      return saved.content.sql;
    },
    rebase: (version) => setDraft((before) => ({ ...before, version })),
    forget,
  };
}

/** Keeps a draft as long as it differs from what is saved; gives what ends that. */
function useKeeping(name: string, draft: Draft, changed: boolean): () => void {
  const forgotten = useRef(false);
  // At once, not after the next paint: who types and closes in one breath loses nothing.
  useLayoutEffect(() => {
    const keep = () => !forgotten.current && (changed ? keepDraft(name, draft) : dropDraft(name));
    const timer = setTimeout(keep, pauseMs);
    // Closing the browser does not wait for the pause.
    addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', keep);
    };
  }, [draft, changed]);
  return () => {
    forgotten.current = true;
    dropDraft(name);
  };
}
