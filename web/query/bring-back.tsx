// Takes a query out of the archive again.
import { useState } from 'preact/hooks';
import type { Problem } from '../../domain/problem.ts';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  slug: string;
  title: string;
  onDone: () => void;
}

export function BringBack({ slug, title, onDone }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const bringBack = () =>
    ask('POST restore', { params: { slug }, body: {} }).then(onDone, (error) =>
      setProblem(problemOf(error)),
    );
  if (problem) return <ProblemNote problem={problem} takeFocus />;
  return (
    <button
      type="button"
      class="button compact bring-back"
      aria-label={`Bring it back: ${title}`}
      onClick={() => void bringBack()}
    >
      Bring it back
    </button>
  );
}
