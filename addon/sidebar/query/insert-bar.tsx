// Where to insert a query's result: a new tab (the blue button) or the selected cell, with progress.
import { useState } from 'preact/hooks';
import type { Problem } from '../../../domain/problem.ts';
import { countWords } from '../../../ui/age.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type {
  AskedQuery,
  InsertTarget,
  RangeOptions,
  RefreshView,
  TargetView,
} from '../../sidebar-functions.ts';
import { ProgressNote } from '../progress-note.tsx';
import { useRunSteps, type FinishedRun, type RunSteps } from '../run-steps.ts';
import { call } from '../server.ts';
import { useSession, type Choice, type Session } from '../session.ts';

interface Props {
  asked: Required<AskedQuery>;
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
      await insert({ ...asked, ...chosen, target, columns, rows, run: take() }, steps, session);
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

interface Insertion extends Required<AskedQuery>, Pick<Props, 'columns' | 'rows'> {
  target: InsertTarget;
  chosen?: Pick<RangeOptions, 'columns' | 'filter' | 'sort'>;
  /** One that is under way, or done a moment ago. */
  run: string | null;
}

/** Runs the query, asks where something stands in its way, writes the result, and shows the linked range. */
async function insert(asked: Insertion, steps: RunSteps, session: Session): Promise<void> {
  const { slug, values, exactText } = asked;
  const done = await steps.finish({ slug, values, exactText }, asked.run);
  const inserted = await insertOrAsk(asked, { done, steps, session });
  if (!inserted) return;
  session.putRange(inserted.range);
  session.noteRecent(slug);
  session.drafts.delete(slug);
  const stands = `${countWords(inserted.range.rowCount, 'row')} inserted.`;
  session.go({
    name: 'ranges',
    range: inserted.range.id,
    notes: [stands, ...inserted.notes],
    warnings: inserted.warnings,
  });
}

interface Going {
  done: FinishedRun;
  steps: RunSteps;
  session: Session;
}

/** A way to insert: at a target, and whether what stands there moves to a tab of its own. */
interface Way {
  target: InsertTarget;
  moves: boolean;
}

const ways: Record<string, Way> = {
  below: { target: 'below', moves: false },
  newTab: { target: 'newTab', moves: false },
  move: { target: 'selection', moves: true },
};

/** Null where the person chose none of the ways. */
async function insertOrAsk(
  { target, ...asked }: Insertion,
  { done, steps, session }: Going,
): Promise<RefreshView | null> {
  const describe = () =>
    call('describeTarget', {
      target,
      slug: asked.slug,
      columns: asked.columns,
      rows: asked.rows ?? done.rowCount,
    });
  const write = ({ columns: _c, rows: _r, run: _run, ...way }: Omit<Insertion, 'target'> & Way) =>
    steps.writing(done.rowCount, () =>
      call('insertRange', { ...way, run: done.run, finished: true }),
    );
  const choose = async (said: string | null) => {
    const chosen = await session.choose(roomQuestion(await describe(), said));
    const way = chosen === null ? undefined : ways[chosen];
    return way ? write({ ...asked, ...way }) : null;
  };
  if (target === 'selection' && (await describe()).coveredCount > 0) return choose(null);
  return write({ ...asked, target, moves: false }).catch((error) => {
    const problem = problemOf(error);
    if (problem.code !== 'needs_confirmation') throw problem;
    return choose(problem.message);
  });
}

function roomQuestion(place: TargetView, said: string | null): Choice {
  const { covered, coveredCount } = place;
  const more = coveredCount - covered.length;
  const cells = countWords(coveredCount, 'cell');
  return {
    title: 'Something stands there',
    sentences: [
      said ??
        `The result would stand at ${place.place}, where ${cells} already ${coveredCount === 1 ? 'holds' : 'hold'} something.`,
    ],
    list: more > 0 ? [...covered, `and ${new Intl.NumberFormat().format(more)} more`] : covered,
    ways: [
      { name: 'below', label: 'Insert below it' },
      { name: 'newTab', label: 'Insert into a new tab' },
      { name: 'move', label: 'Move what stands there to a new tab' },
    ],
  };
}
