// Saves a draft: shows first what would break, and never writes over what somebody else saved unseen.
import { useState } from 'preact/hooks';
import type { Impact } from '../../domain/contract/dependent.ts';
import type { QueryContentInput, SavedQuery } from '../../domain/contract/query.ts';
import type { Problem } from '../../domain/problem.ts';
import { problemOf } from '../../ui/loaded.ts';
import { ask, ifMatch } from '../frame/ask.ts';
import type { Draft } from './draft.ts';
import { breaksSomething, type Theirs } from './save-dialogs.tsx';
import type { Editing } from './use-draft.ts';

type State =
  | { step: 'writing'; problem: Problem | null; saved?: SavedQuery }
  | { step: 'saving' }
  | { step: 'breaks'; impact: Impact; version: number | null }
  | { step: 'conflict'; theirs: Theirs };

export interface Saving {
  state: State;
  /** There is something to save, and it has a title. */
  isReady: boolean;
  save: () => Promise<void>;
  /** Goes on after the question what would break. */
  answer: (yes: boolean) => Promise<void>;
  /** Saves over the version that somebody else saved, which stays in the history. */
  saveOver: () => Promise<void>;
  close: () => void;
}

export function useSave(editing: Editing): Saving {
  const [state, setState] = useState<State>({ step: 'writing', problem: null });
  const { slug, version } = editing.draft;
  const content: QueryContentInput = { ...editing.content, parameters: editing.used };

  const write = async (expected: number | null) => {
    setState({ step: 'saving' });
    try {
      const saved = await send(editing.draft, content, expected);
      editing.settle(saved, editing.draft);
      setState({ step: 'writing', problem: null, saved });
    } catch (error) {
      const problem = problemOf(error);
      const theirs = problem.code === 'conflict' ? theirsIn(problem) : null;
      setState(theirs ? { step: 'conflict', theirs } : { step: 'writing', problem });
    }
  };
  const check = async (expected: number | null) => {
    if (slug === null) return write(null);
    setState({ step: 'saving' });
    const { sql, source, parameters } = content;
    const body = { sql, source, parameters };
    try {
      const impact = await ask('POST impact', { params: { slug }, body });
      if (breaksSomething(impact)) setState({ step: 'breaks', impact, version: expected });
      else await write(expected);
    } catch (error) {
      setState({ step: 'writing', problem: problemOf(error) });
    }
  };
  const close = () => setState({ step: 'writing', problem: null });
  const answer = async (yes: boolean) => {
    if (yes && state.step === 'breaks') await write(state.version);
    else close();
  };
  const saveOver = async () => {
    if (state.step !== 'conflict') return;
    editing.rebase(state.theirs.version);
    await check(state.theirs.version);
  };
  const isReady = state.step !== 'saving' && hasChange(editing);
  return { state, isReady, save: () => check(version), answer, saveOver, close };
}

function send(
  { slug, parent, note }: Draft,
  content: QueryContentInput,
  expected: number | null,
): Promise<SavedQuery> {
  if (slug === null || expected === null) {
    return ask('POST queries', { body: { ...content, parent } });
  }
  return ask('PUT query', { params: { slug }, body: { ...content, note }, ...ifMatch(expected) });
}

function hasChange({ content: { title, sql }, draft, changed }: Editing): boolean {
  return title.trim() !== '' && sql.trim() !== '' && (draft.slug === null || changed);
}

// The border to the server: what a conflict carries is agreed with it.
function theirsIn(problem: Problem): Theirs | null {
  const { theirs } = problem.extras;
  const isThere = typeof theirs === 'object' && theirs !== null && 'version' in theirs;
  return isThere ? (theirs as Theirs) : null;
}
