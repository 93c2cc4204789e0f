// A dialog that ends in one action and a Cancel: a problem that the action meets is told in the dialog.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../domain/problem.ts';
import { Dialog } from './dialog.tsx';
import { DialogEnd } from './dialog-end.tsx';
import { problemOf } from './loaded.ts';
import { ProblemNote } from './problem-note.tsx';

interface Props {
  title: string;
  action: {
    label: string;
    /** Does it, and what comes after. */
    run: () => Promise<unknown>;
    /** It takes something away from somebody. */
    isDanger?: boolean;
    disabled?: boolean;
  };
  /** Nothing is to be filled in: the focus waits at Cancel. */
  isQuestion?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

export function ActionDialog({ title, action, isQuestion = false, onClose, children }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = () => action.run().catch((error: unknown) => setProblem(problemOf(error)));
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        {children}
        {problem && <ProblemNote problem={problem} takeFocus />}
      </div>
      <DialogEnd
        yes={{ ...action, run: () => void run() }}
        onNo={onClose}
        isQuestion={isQuestion}
      />
    </Dialog>
  );
}
