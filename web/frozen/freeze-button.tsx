// Freezes the result that is shown: one click, and there is an address to paste.
import { useState } from 'preact/hooks';
import type { Frozen } from '../../domain/contract/frozen.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { ask } from '../frame/ask.ts';

/** `run` is the id of the run that gave the result; another run begins anew. */
export function FreezeButton({ run }: { run: string }) {
  return <Freeze key={run} run={run} />;
}

function Freeze({ run }: { run: string }) {
  const [isBusy, setBusy] = useState(false);
  const [frozen, setFrozen] = useState<Frozen | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const freeze = () => {
    setBusy(true);
    setProblem(null);
    ask('POST freeze', { params: { run } })
      .then(setFrozen, (error) => setProblem(problemOf(error)))
      .finally(() => setBusy(false));
  };
  if (frozen !== null) return <Address frozen={frozen} />;
  return (
    <>
      <button type="button" class="button compact" onClick={freeze} disabled={isBusy}>
        <Icon name="history" />
        {isBusy ? 'Freezing…' : 'Freeze'}
      </button>
      {problem && (
        <div class="whole-line">
          <ProblemNote problem={problem} takeFocus />
        </div>
      )}
    </>
  );
}

function Address({ frozen: { id, url } }: { frozen: Frozen }) {
  return (
    <p class="row wrap whole-line" role="status">
      <span>
        Frozen: this result stays as it is, at <a href={routes.frozenPage(id)}>{url}</a>
      </span>
      <CopyButton label="Copy address" icon="link" text={() => url} />
    </p>
  );
}
