// Some rows of a table, by a run like any other: with its reader's rights and limits, recorded, and ended when it is closed.
import { useEffect } from 'preact/hooks';
import type { Result } from '../../../domain/contract/result.ts';
import { countWords } from '../../../ui/age.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ask } from '../../frame/ask.ts';
import { Progress, ResultTable } from '../../result/result-panel.tsx';
import { useResult } from '../../result/use-result.ts';
import { Warnings } from '../tries/warnings.tsx';
import { useWarnedRun } from '../tries/use-warned-run.ts';

interface Props {
  title: string;
  source: string;
  sql: string;
  /** The SQL gives no more rows than these; what is said where it gives so many. */
  most: number;
  full: string;
  onClose: () => void;
}

export function RowsDialog({ title, source, sql, most, full, onClose }: Props) {
  const result = useResult();
  const { run, last } = result;
  const { warned, begin, answer } = useWarnedRun();
  const start = () =>
    result.start(
      (more, signal) => ask('POST unsavedRun', { body: { source, sql, ...more }, signal }),
      {},
    );
  useEffect(() => begin({ source, sql }, start), []);
  const isAsked = run.state === 'none' && warned !== null;
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack table-look">
        {isAsked && (
          <>
            <p>This may take long.</p>
            <Warnings sentences={warned.warnings} />
          </>
        )}
        {run.state === 'failed' && <ProblemNote problem={run.problem} />}
        {run.state === 'running' && <Progress run={run} onCancel={result.cancel} />}
        {last ? (
          <Rows result={last} {...{ most, full }} />
        ) : (
          run.state !== 'failed' && !isAsked && <i class="shape table-shape" />
        )}
      </div>
      <div class="actions">
        {isAsked && (
          <button type="button" class="button primary" onClick={() => answer(true)}>
            Run it anyway
          </button>
        )}
        <button type="button" class="button" data-focus onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function Rows({ result, most, full }: { result: Result } & Pick<Props, 'most' | 'full'>) {
  return (
    <>
      <p class="quiet small" role="status">
        {result.rows.length < most ? countWords(result.rows.length, 'row') : full}
      </p>
      <ResultTable result={result} />
    </>
  );
}
