// A part of a page whose code is fetched when it is first shown.
import type { ComponentChild, ComponentType } from 'preact';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Problem } from '../../domain/problem.ts';

interface Options<Props> {
  /** Tells parts apart. */
  name: string;
  load: () => Promise<ComponentType<Props>>;
  shape: ComponentChild;
}

/** The part, and the shape of it until its code is here. */
export function lazy<Props extends object>({ name, load, shape }: Options<Props>) {
  return function Lazy(props: Props) {
    const [part, again] = useLoaded(name, () => load().catch(notThere));
    if (part.state === 'loading') return <>{shape}</>;
    if (part.state === 'failed') {
      return <ProblemNote problem={part.problem} action={{ label: 'Try again', run: again }} />;
    }
    const Part = part.value;
    return <Part {...props} />;
  };
}

// The names of parts change with each version of the page.
function notThere(error: unknown): never {
  throw new Problem(
    'backend_unreachable',
    'A part of this page could not be loaded. Check the network, or reload the page.',
    {},
    error,
  );
}
