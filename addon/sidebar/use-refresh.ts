// Refreshes linked ranges, one or all in turn: waits for the run, asks what must be asked, keeps what came of it.
import { useRef, useState } from 'preact/hooks';
import { Problem } from '../../domain/problem.ts';
import { countWords } from '../../ui/age.ts';
import { problemOf } from '../../ui/loaded.ts';
import type {
  Confirmed,
  LinkedRangeView,
  RefreshPreview,
  RefreshView,
} from '../sidebar-functions.ts';
import { useRunSteps, type RunSteps } from './run-steps.ts';
import { call } from './server.ts';
import { useSession, type Question, type Session } from './session.ts';

/** What came of the last try at a range, while the sidebar is open. */
export interface Outcome {
  notes: string[];
  problem: Problem | null;
}

export interface Refreshing {
  steps: RunSteps;
  /** The id of the range that is being refreshed. */
  current: string | null;
  /** How far "Refresh all" is: this many of that many; null when it is not running. */
  all: { done: number; of: number } | null;
  outcomes: Record<string, Outcome>;
  refresh: (range: LinkedRangeView) => Promise<void>;
  refreshAll: (ranges: LinkedRangeView[]) => Promise<void>;
  cancelAll: () => void;
  note: (id: string, outcome: Outcome) => void;
}

export function useRefresh(): Refreshing {
  const session = useSession();
  const steps = useRunSteps();
  const [current, setCurrent] = useState<string | null>(null);
  const [all, setAll] = useState<{ done: number; of: number } | null>(null);
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const stopped = useRef(false);
  const note = (id: string, outcome: Outcome) =>
    setOutcomes((before) => ({ ...before, [id]: outcome }));

  const attempt = async (range: LinkedRangeView, ask: Session['ask'] | null) => {
    setCurrent(range.id);
    note(range.id, { notes: [], problem: null });
    try {
      const view = await refreshOne(range, steps, ask);
      if (!view) return note(range.id, { notes: ['Nothing was changed.'], problem: null });
      session.putRange(view.range);
      note(range.id, { notes: [changesWords(view.changes), ...view.notes], problem: null });
    } catch (error) {
      note(range.id, { notes: [], problem: problemOf(error) });
    } finally {
      setCurrent(null);
    }
  };
  const refreshAll = async (ranges: LinkedRangeView[]) => {
    stopped.current = false;
    for (const [done, range] of ranges.entries()) {
      if (stopped.current) break;
      setAll({ done, of: ranges.length });
      await attempt(range, null);
    }
    setAll(null);
    call('listRanges').then(
      ({ ranges: now }) => session.setRanges(now),
      () => undefined,
    );
  };
  const cancelAll = () => {
    stopped.current = true;
    steps.cancel();
  };
  const refresh = (range: LinkedRangeView) => attempt(range, session.ask);
  return { steps, current, all, outcomes, refresh, refreshAll, cancelAll, note };
}

/** Null when the person said no. Without `ask` a question is a problem: needs_confirmation. */
async function refreshOne(
  range: LinkedRangeView,
  steps: RunSteps,
  ask: Session['ask'] | null,
): Promise<RefreshView | null> {
  const { id, slug, values } = range;
  const { run, rowCount } = await steps.finish(slug, values);
  const write = (confirmed: Confirmed) =>
    steps.writing(rowCount, () => call('refreshRange', { id, run, confirmed }));
  try {
    return await write({});
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code !== 'needs_confirmation' || !ask) throw problem;
    const changes = await call('previewRefresh', { id, run });
    if (!(await ask(refreshQuestion(problem.message, changes)))) return null;
    return write({ editedCells: true, removedColumns: true });
  }
}

function refreshQuestion(said: string, changes: RefreshPreview): Question {
  const removed = changes.columnsRemoved.map((name) => `Column ${name} goes`);
  const formulas = changes.formulasReferring.map((cell) => `Formula in ${cell} refers to it`);
  return {
    title: 'Look before this goes on',
    sentences: [said, `Going on: ${changesWords(changes)}`],
    list: [...removed, ...formulas],
    yes: 'Refresh anyway',
    danger: true,
  };
}

/** What a refresh changed, or would change, in one sentence. */
export function changesWords(changes: RefreshPreview): string {
  const parts = [
    changes.rowsAdded > 0 ? `${countWords(changes.rowsAdded, 'row')} added` : '',
    changes.rowsRemoved > 0 ? `${countWords(changes.rowsRemoved, 'row')} removed` : '',
    changes.rowsChanged > 0 ? `${countWords(changes.rowsChanged, 'row')} changed` : '',
    changes.columnsAdded.length > 0 ? `new ${columnWords(changes.columnsAdded)}` : '',
    changes.columnsRemoved.length > 0 ? `${columnWords(changes.columnsRemoved)} removed` : '',
    changes.cellsEditedByHand > 0
      ? `${countWords(changes.cellsEditedByHand, 'cell')} changed by hand put back`
      : '',
  ].filter((part) => part !== '');
  if (changes.unchanged || parts.length === 0) return 'Nothing has changed.';
  return `${parts.join(', ')}.`;
}

function columnWords(names: string[]): string {
  return `${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}`;
}
