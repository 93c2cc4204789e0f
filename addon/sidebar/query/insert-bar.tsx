// Where to insert a query's result: a new tab (the blue button) or the selected cell, with progress.
import { useState } from 'preact/hooks';
import type { Problem } from '../../../domain/problem.ts';
import { countWords } from '../../../ui/age.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type {
  AskedQuery,
  InsertTarget,
  QueryView,
  TargetView,
  ValueSources,
} from '../../sidebar-functions.ts';
import { ProgressNote } from '../progress-note.tsx';
import { useRunSteps, type FinishedRun, type RunSteps } from '../run-steps.ts';
import { call } from '../server.ts';
import { useSession, type Question, type Session } from '../session.ts';

interface Props {
  query: QueryView['query'];
  values: ValueSources;
  /** How many columns the result has, as far as the preview knows. */
  columns: number;
  /** Whether the form is complete; shows what is missing when it is not. */
  ready: () => boolean;
  /** Takes a problem that belongs to a field. */
  onRefused: (problem: Problem) => void;
}

export function InsertBar({ query, values, columns, ready, onRefused }: Props) {
  const session = useSession();
  const steps = useRunSteps();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async (target: InsertTarget) => {
    if (busy || !ready()) return;
    setBusy(true);
    setProblem(null);
    try {
      const { slug } = query;
      await insert({ slug, values, exactText: exactText(query), target, columns }, steps, session);
    } catch (error) {
      const failed = problemOf(error);
      if (typeof failed.extras.parameter === 'string') onRefused(failed);
      else setProblem(failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="action-bar">
      {problem && <ProblemNote problem={problem} takeFocus />}
      <ProgressNote progress={steps.progress} doing="Running the query" onCancel={steps.cancel} />
      <button
        type="button"
        class="button primary"
        disabled={busy}
        onClick={() => void start('newTab')}
      >
        {busy ? 'Inserting…' : 'Insert into new tab'}
      </button>
      <button type="button" class="button" disabled={busy} onClick={() => void start('selection')}>
        Insert at selected cell
      </button>
    </div>
  );
}

// Its author wants every digit of these, as text.
const exactText = ({ columns = [] }: QueryView['query']): string[] =>
  columns.filter(({ format }) => format === 'text').map(({ name }) => name);

interface Insertion extends Required<AskedQuery> {
  target: InsertTarget;
  columns: number;
}

/** Runs the query, asks before anything is covered, writes the result, and shows the linked range. */
async function insert(asked: Insertion, steps: RunSteps, session: Session): Promise<void> {
  const { slug, values, exactText, target, columns } = asked;
  const done = await steps.finish({ slug, values, exactText });
  const { run } = done;
  const cover = await mayCover(asked, done, session);
  if (cover === 'no') return;
  const write = (covering: boolean) =>
    steps.writing(done.rowCount, () =>
      call('insertRange', {
        ...{ slug, values, exactText, run, finished: true, target },
        cover: covering,
      }),
    );
  const inserted = await write(cover === 'yes').catch(async (error) => {
    const problem = problemOf(error);
    if (problem.code !== 'needs_confirmation' || cover === 'yes') throw problem;
    const place = await call('describeTarget', { target, slug, columns, rows: done.rowCount });
    return (await session.ask(coverQuestion(place, problem.message))) ? write(true) : null;
  });
  if (!inserted) return;
  session.putRange(inserted.range);
  session.noteRecent(slug);
  session.drafts.delete(slug);
  const stands = `${countWords(done.rowCount, 'row')} inserted.`;
  session.go({
    name: 'ranges',
    range: inserted.range.id,
    notes: [stands, ...inserted.notes],
    warnings: inserted.warnings,
  });
}

async function mayCover(
  asked: Insertion,
  done: FinishedRun,
  session: Session,
): Promise<'yes' | 'no' | 'nothing'> {
  const { target, slug, columns } = asked;
  if (target === 'newTab') return 'nothing';
  const place = await call('describeTarget', { target, slug, columns, rows: done.rowCount });
  if (place.coveredCount === 0) return 'nothing';
  return (await session.ask(coverQuestion(place, null))) ? 'yes' : 'no';
}

function coverQuestion(place: TargetView, said: string | null): Question {
  const { covered, coveredCount } = place;
  const more = coveredCount - covered.length;
  const cells = countWords(coveredCount, 'cell');
  return {
    title: coveredCount > 0 ? `Cover ${cells}?` : 'Cover what stands there?',
    sentences: [
      said ??
        `The result would stand at ${place.place}, where ${cells} already ${coveredCount === 1 ? 'holds' : 'hold'} something.`,
    ],
    list: more > 0 ? [...covered, `and ${new Intl.NumberFormat().format(more)} more`] : covered,
    yes: coveredCount > 0 ? `Cover ${cells}` : 'Cover them',
    danger: true,
  };
}
