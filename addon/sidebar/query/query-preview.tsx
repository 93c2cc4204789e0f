// The first five rows of a query, anew whenever its values change.
import { useEffect, useRef, useState } from 'preact/hooks';
import { leftOutWords, meantWords } from '../../../domain/choices.ts';
import type { Parameter } from '../../../domain/contract/parameter.ts';
import type { Problem } from '../../../domain/problem.ts';
import { countWords, serverWords } from '../../../ui/age.ts';
import { labelOf } from '../../../ui/entries.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { PreviewShape, ResultPreview } from '../../../ui/result-preview.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import type { PreviewView, ValueSources } from '../../sidebar-functions.ts';
import { ProgressNote } from '../progress-note.tsx';
import { newRun } from '../../../ui/new-run.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';
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

/** Runs the preview for the values when they are complete; an older run is cancelled on the server. */
export function usePreview(slug: string, values: ValueSources, complete: boolean): Preview {
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
    call('previewQuery', { slug, values, run: id }).then(
      (view) => finish(view, null),
      (error) => finish(null, problemOf(error)),
    );
  };
  const key = JSON.stringify(values);
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
  parameters: Parameter[];
  /** What the form itself finds wrong: with it there is nothing to run yet. */
  ownErrors: Record<string, string>;
}

export function QueryPreview({ preview, parameters, ownErrors }: Props) {
  const { startedAt } = preview;
  return (
    <section aria-labelledby="preview-title" class="stack small-gap">
      <h2 id="preview-title">Preview</h2>
      <PreviewBody preview={preview} parameters={parameters} ownErrors={ownErrors} />
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

function PreviewBody({ preview, parameters, ownErrors }: Props) {
  const { shown, problem, startedAt } = preview;
  const open = parameters.filter(({ name }) => own(ownErrors, name) !== undefined);
  if (open.length > 0) {
    const names = open.map(labelOf).join(' and ');
    return <p class="quiet">Fill in {names} to see the first rows.</p>;
  }
  if (problem && typeof problem.extras.parameter === 'string') {
    return <p class="quiet">The first rows appear here when the value above fits.</p>;
  }
  if (problem) {
    return <ProblemNote problem={problem} action={{ label: 'Try again', run: preview.again }} />;
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
  return <Rows view={shown} stale={startedAt !== null} forValues={forValues} />;
}

interface RowsProps {
  view: PreviewView;
  stale: boolean;
  /** In words, for a result without rows. */
  forValues: string;
}

function Rows({ view, stale, forValues }: RowsProps) {
  const { start } = useSession();
  const matched = [...meantWords(view.matches), ...leftOutWords(view.matches)].join(' ');
  if (view.rowCount === 0) {
    return (
      <p class={stale ? 'stale' : undefined} role="status">
        The query answers no rows{forValues}. Inserting it gives the header and one empty row.
        {matched && ` ${matched}`}
      </p>
    );
  }
  return (
    <div class={stale ? 'stack small-gap stale' : 'stack small-gap'} aria-busy={stale}>
      <ResultPreview
        columns={view.columns}
        rows={view.rows}
        timeZone={start.spreadsheet.timeZone}
        label="The first rows"
      />
      <p class="quiet small" role="status">
        {rowsWords(view)}, {serverWords(view.ranOn, view.lagSeconds)}, <TimeAgo at={view.ranAt} />
      </p>
      {matched && <p class="quiet small">{matched}</p>}
    </div>
  );
}

function rowsWords({ rows, rowCount, truncated }: PreviewView): string {
  if (truncated || rowCount > rows.length) {
    const all = truncated && rowCount <= rows.length ? 'more' : countWords(rowCount, 'row');
    return all === 'more' ? `First ${rows.length} rows` : `First ${rows.length} of ${all}`;
  }
  return `All ${countWords(rowCount, 'row')}`;
}
