// The line to paste where a frozen run is spoken of. Whoever copies it cites it, so from then on it is kept for good.
import { useState } from 'preact/hooks';
import type { Frozen } from '../../domain/contract/frozen.ts';
import type { Problem } from '../../domain/problem.ts';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  frozen: Frozen;
  onCited: () => void;
}

export function Citation({ frozen: { id, citation, citedAt }, onCited }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const cite = () => {
    if (citedAt === null)
      ask('POST cite', { params: { id } }).then(onCited, (error) => setProblem(problemOf(error)));
    return citation;
  };
  return (
    <section class="stack small-gap" aria-label="Cite it">
      <p class="citation">{citation}</p>
      <div class="row wrap">
        <CopyButton label="Copy citation" icon="copy" text={cite} />
        {citedAt === null && <span class="quiet">Then it is kept for good.</span>}
      </div>
      {problem && <ProblemNote problem={problem} takeFocus />}
    </section>
  );
}
