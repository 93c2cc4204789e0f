// The first five rows of a query, anew whenever its values change.
import { useEffect, useRef, useState } from 'preact/hooks';
import { leftOutWords, meantWords } from '../../../domain/choices.ts';
import type { Parameter } from '../../../domain/contract/parameter.ts';
import type { ColumnNote, Person } from '../../../domain/contract/query.ts';
import type { Problem } from '../../../domain/problem.ts';
import { countWords, serverWords } from '../../../ui/age.ts';
import { isEmpty, labelOf, type Entries } from '../../../ui/entries.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { PreviewShape } from './preview-shape.tsx';
import { SheetsRead } from '../../../ui/sheets-read.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import type {
  AskedQuery,
  PreviewView,
  RangeOptions,
  ToldProblem,
} from '../../sidebar-functions.ts';
import { ReaderProblem } from '../problem/reader-problem.tsx';
import { ProgressNote } from '../progress-note.tsx';
import { newRun } from '../../../ui/new-run.ts';
import { call } from '../server.ts';
import { ShownRows } from './shown-rows.tsx';
import type { WholeRun } from './whole-run.ts';
import { own } from '../../../domain/own.ts';

export interface Preview {
  /** The rows to show: of these values, or the last ones while new ones are on their way. */
  shown: PreviewView | null;
  problem: Problem | null;
  startedAt: number | null;
  stopped: boolean;
  again: () => void;
  cancel: () => void;
}

// People type several letters a second: ask only when they pause.
const pauseMs = 400;

/** Runs the preview when the values are complete; an older run is cancelled on the server. */
export function usePreview(asked: AskedQuery, complete: boolean): Preview {
  const [shown, setShown] = useState<PreviewView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [startedAt, setStartedAt] = useState<number | null>(null);
  const [stopped, setStopped] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const current = useRef<string | null>(null);
  const first = useRef(true);
  const stop = () => {
    if (!current.current) return;
    call('cancelRun', { run: current.current }).catch(() => undefined);
    current.current = null;
    setStartedAt(null);
  };
  const run = () => {
    const id = newRun();
    current.current = id;
    setStopped(false);
    setStartedAt(Date.now());
    const finish = (view: PreviewView | null, failed: Problem | null) => {
      if (current.current !== id) return;
      current.current = null;
      setStartedAt(null);
      setProblem(failed);
      setShown(view);
    };
    call('previewQuery', { ...asked, run: id }).then(
      (view) => finish(view, null),
      (error) => finish(null, problemOf(error)),
    );
  };
  const key = JSON.stringify(asked);
  useEffect(() => {
    setProblem(null);
    if (!complete) return;
    const timer = setTimeout(run, first.current ? 0 : pauseMs);
    first.current = false;
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [key, complete, attempt]);
  const cancel = () => {
    stop();
    setStopped(true);
  };
  return { shown, problem, startedAt, stopped, again: () => setAttempt((n) => n + 1), cancel };
}

interface Props {
  preview: Preview;
  whole: WholeRun;
  options: RangeOptions;
  notes: readonly ColumnNote[];
  parameters: Parameter[];
  entries: Entries;
  /** What its authors are told where it does not run. */
  met: Omit<ToldProblem, 'problem'>;
  owner: Person | null;
  /** What the form itself finds wrong: with it there is nothing to run yet. */
  ownErrors: Record<string, string>;
}

export function QueryPreview(props: Props) {
  const { preview } = props;
  const { startedAt } = preview;
  return (
    <section aria-labelledby="preview-title" class="stack small-gap">
      <h2 id="preview-title">Preview</h2>
      <PreviewBody {...props} />
      {startedAt !== null && (
        <ProgressNote
          progress={{ phase: 'running', startedAt, rowCount: 0 }}
          doing="Running the query"
          onCancel={preview.cancel}
        />
      )}
    </section>
  );
}

function PreviewBody(props: Props) {
  const { preview, whole, parameters, entries, ownErrors, met, owner } = props;
  const { shown, startedAt } = preview;
  const problem = preview.problem ?? whole.problem;
  const open = parameters.filter(({ name }) => own(ownErrors, name) !== undefined);
  const missing = open.filter(({ name }) => isEmpty(own(entries, name)));
  if (missing.length > 0) {
    const names = missing.map(labelOf).join(' and ');
    return <p class="quiet">Fill in {names} to see the first rows.</p>;
  }
  if (open.length > 0 || typeof problem?.extras.parameter === 'string') {
    return <p class="quiet">The first rows appear here when the value above fits.</p>;
  }
  if (problem) {
    return (
      <ReaderProblem
        problem={problem}
        met={met}
        owner={owner}
        action={{ label: 'Try again', run: preview.again }}
      />
    );
  }
  if (preview.stopped) {
    return (
      <p class="quiet">
        The preview was cancelled.{' '}
        <button type="button" class="plain-button" onClick={preview.again}>
          Run it again
        </button>
      </p>
    );
  }
  if (!shown) return <PreviewShape />;
  const forValues = parameters.length > 0 ? ' for these values' : '';
  const isChosen = props.options.filter.length > 0 || props.options.sort.length > 0;
  const stale = startedAt !== null || (isChosen && whole.chosen === null);
  return (
    <Rows
      {...props}
      view={whole.chosen ?? shown}
      first={shown}
      stale={stale}
      forValues={forValues}
    />
  );
}

interface RowsProps extends Pick<Props, 'whole' | 'options' | 'notes'> {
  /** The first rows, of those that are left where some were chosen. */
  view: PreviewView;
  first: PreviewView;
  stale: boolean;
  /** In words, for a result without rows. */
  forValues: string;
}

function Rows({ view, first, whole, options, notes, stale, forValues }: RowsProps) {
  const matched = [...meantWords(view.matches), ...leftOutWords(view.matches)].join(' ');
  if (first.rowCount === 0) {
    return (
      <p class={stale ? 'stale' : undefined} role="status">
        The query answers no rows{forValues}. Inserting it gives the header and one empty row.
        {matched && ` ${matched}`}
      </p>
    );
  }
  return (
    <div class={stale ? 'stack small-gap stale' : 'stack small-gap'} aria-busy={stale}>
      <ShownRows view={view} notes={notes} options={options} />
      <p class="quiet small" role="status">
        {rowsWords(view, first, whole)}, {serverWords(view.ranOn, view.lagSeconds)},{' '}
        <TimeAgo at={view.ranAt} />
        <SheetsRead tables={view.sheetTables} />
      </p>
      {matched && <p class="quiet small">{matched}</p>}
    </div>
  );
}

function rowsWords(view: PreviewView, first: PreviewView, whole: WholeRun): string {
  const shown = view.rows.length;
  const all = whole.total ?? (first.truncated ? null : first.rowCount);
  const more = whole.truncated ? ' or more' : '';
  if (view !== first) {
    const left = countWords(view.rowCount, 'row');
    return view.rowCount === all
      ? `First ${shown} of ${left}${more}, sorted`
      : `First ${shown} of the ${left} that are left of ${new Intl.NumberFormat().format(all ?? 0)}${more}`;
  }
  if (all === null) return `First ${shown} rows`;
  return shown < all
    ? `First ${shown} of ${countWords(all, 'row')}${more}`
    : `All ${countWords(all, 'row')}`;
}
