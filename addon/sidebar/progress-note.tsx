// How far a run is: after 1 s what is being done, after 5 s how far, how long, and Cancel.
import { countWords, elapsedWords } from '../../ui/age.ts';
import { useNow } from '../../ui/time-ago.tsx';
import type { Progress } from './run-steps.ts';

interface Props {
  progress: Progress;
  /** What is being run, for "Running the query". */
  doing: string;
  onCancel: () => void;
}

export function ProgressNote({ progress, doing, onCancel }: Props) {
  const now = useNow(500);
  const elapsed = progress.phase === 'idle' ? 0 : now - progress.startedAt;
  const running = progress.phase === 'running';
  return (
    <div class="progress" hidden={progress.phase === 'idle' || elapsed < 1000}>
      <div class="bar" aria-hidden="true" />
      <div class="row">
        <p class="grow">
          <span role="status">{progressWords(progress, doing)}</span>
          {elapsed >= 5000 && <span class="quiet"> {elapsedWords(elapsed)}</span>}
        </p>
        {running && elapsed >= 5000 && (
          <button type="button" class="button compact" onClick={onCancel}>
            Cancel
          </button>
        )}
      </div>
    </div>
  );
}

function progressWords(progress: Progress, doing: string): string {
  if (progress.phase === 'idle') return '';
  const { rowCount } = progress;
  if (progress.phase === 'writing') return `Writing ${countWords(rowCount, 'row')} into the sheet…`;
  return rowCount > 0 ? `${doing}: ${countWords(rowCount, 'row')} so far…` : `${doing}…`;
}
