// A run that is asked about first where the database expects it to take long; where nobody can say, it just runs.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { BodyInputOf } from '../../../domain/contract/routes.ts';
import type { Explanation } from '../../../domain/contract/schema.ts';
import { ask } from '../../frame/ask.ts';

export interface WarnedRun {
  /** What speaks against the run that waits for an answer; null while none does. */
  warned: Explanation | null;
  begin: (asked: BodyInputOf<'POST explain'>, start: () => void) => void;
  answer: (yes: boolean) => void;
}

export function useWarnedRun(): WarnedRun {
  const [warned, setWarned] = useState<Explanation | null>(null);
  const waiting = useRef<(() => void) | null>(null);
  useEffect(() => () => void (waiting.current = null), []);
  const begin: WarnedRun['begin'] = (asked, start) => {
    waiting.current = start;
    // Whoever has begun another one meanwhile wants this one no more.
    const isWanted = () => waiting.current === start;
    ask('POST explain', { body: asked }).then(
      (explanation) => {
        if (!isWanted()) return;
        if (explanation.expensive) setWarned(explanation);
        else start();
      },
      () => isWanted() && start(),
    );
  };
  const answer = (yes: boolean) => {
    setWarned(null);
    if (yes) waiting.current?.();
  };
  return { warned, begin, answer };
}
