// Where to insert a query's result: a new tab (the blue button) or the selected cell, with progress.
import { useState } from 'preact/hooks';
import type { Problem } from '../../../domain/problem.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type { InsertTarget, RangeOptions } from '../../sidebar-functions.ts';
import { ProgressNote } from '../progress-note.tsx';
import { useRunSteps } from '../run-steps.ts';
import { useSession } from '../session.ts';
import { insert, type WholeQuery } from './insertion.ts';

interface Props {
  asked: WholeQuery;
  options: RangeOptions;
  /** How many columns and rows come, as far as the preview knows; null: as many rows as the query gives. */
  columns: number;
  rows: number | null;
  /** The run behind the preview, where it is of these values and recent. */
  take: () => string | null;
  /** Whether the form is complete; shows what is missing when it is not. */
  ready: () => boolean;
  /** Takes a problem that belongs to a field. */
  onRefused: (problem: Problem) => void;
}

export function InsertBar({ asked, options, columns, rows, take, ready, onRefused }: Props) {
  const session = useSession();
  const steps = useRunSteps();
  const [busy, setBusy] = useState<InsertTarget | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async (target: InsertTarget) => {
    if (busy || !ready()) return;
    setBusy(target);
    setProblem(null);
    try {
      const { columns: shown, filter, sort } = options;
      const isChosen = shown.length + filter.length + sort.length > 0;
      const chosen = isChosen ? { chosen: { columns: shown, filter, sort } } : {};
      const insertion = { ...asked, ...chosen, target, columns, rows, run: take() };
      const inserted = await insert(insertion, { steps, session });
      if (inserted) session.go(inserted);
    } catch (error) {
      const failed = problemOf(error);
      if (typeof failed.extras.parameter === 'string') onRefused(failed);
      else setProblem(failed);
    } finally {
      setBusy(null);
    }
  };
  return (
    <div class="action-bar">
      {problem && <ProblemNote problem={problem} takeFocus />}
      <ProgressNote progress={steps.progress} doing="Running the query" onCancel={steps.cancel} />
      <button
        type="button"
        class="button primary"
        disabled={busy !== null}
        onClick={() => void start('newTab')}
      >
        {busy === 'newTab' ? 'Inserting…' : 'Insert into new tab'}
      </button>
      <button
        type="button"
        class="button"
        disabled={busy !== null}
        onClick={() => void start('selection')}
      >
        {busy === 'selection' ? 'Inserting…' : 'Insert at selected cell'}
      </button>
    </div>
  );
}
