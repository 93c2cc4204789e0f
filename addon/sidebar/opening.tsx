// What stands in a view until what it shows has been opened, and the problem when it could not be.
import type { ComponentChildren } from 'preact';
import type { Loaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';

interface OpeningProps {
  opened: Exclude<Loaded<unknown>, { state: 'done' }>;
  again: () => void;
  /** What stands there while it is being opened. */
  children: ComponentChildren;
}

export function Opening({ opened, again, children }: OpeningProps) {
  return (
    <main class="fill scroll pad">
      {opened.state === 'loading' ? (
        children
      ) : (
        <ProblemNote
          problem={opened.problem}
          takeFocus
          isWhole
          action={{ label: 'Try again', run: again }}
        />
      )}
    </main>
  );
}
