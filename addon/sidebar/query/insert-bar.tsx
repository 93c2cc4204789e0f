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
import { PictureOffer, type OfferedPicture } from './picture-offer.tsx';

interface Props {
  asked: WholeQuery;
  options: RangeOptions;
  /** How many columns and rows come, as far as the preview knows; null: as many rows as the query gives. */
  columns: number;
  rows: number | null;
  /** What may be drawn of it. */
  offered: OfferedPicture;
  /** The run behind the preview, where it is of these values and recent. */
  take: () => string | null;
  /** Whether the form is complete; shows what is missing when it is not. */
  ready: () => boolean;
  /** Takes a problem that belongs to a field. */
  onRefused: (problem: Problem) => void;
}

export function InsertBar(props: Props) {
  const { asked, options, columns, rows, offered, take, ready, onRefused } = props;
  const session = useSession();
  const steps = useRunSteps();
  const [busy, setBusy] = useState<InsertTarget | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [drawn, setDrawn] = useState(false);
  const start = async (target: InsertTarget) => {
    if (busy || !ready()) return;
    setBusy(target);
    setProblem(null);
    try {
      const { columns: shown, filter, sort } = options;
      const isChosen = shown.length + filter.length + sort.length > 0;
      const chosen = isChosen ? { chosen: { columns: shown, filter, sort } } : {};
      const picture = drawn && offered !== null ? { picture: true } : {};
      const insertion = { ...asked, ...chosen, ...picture, target, columns, rows, run: take() };
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
      <PictureOffer offered={offered} wanted={drawn} change={setDrawn} />
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
