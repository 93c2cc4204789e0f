// The plan of a text with the times of its steps: asked for, waited for, and given up when nobody waits any more.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { BodyInputOf } from '../../../domain/contract/routes.ts';
import type { MeasuredPlan } from '../../../domain/contract/schema.ts';
import type { Problem } from '../../../domain/problem.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { ask } from '../../frame/ask.ts';

export type Measuring =
  | { state: 'none' }
  | { state: 'running'; startedAt: number; rowCount: 0 }
  | { state: 'done'; plan: MeasuredPlan }
  | { state: 'failed'; problem: Problem };

export interface Measured {
  measuring: Measuring;
  measure: (asked: BodyInputOf<'POST measure'>) => void;
  /** Ends one that is under way, and forgets one that is done. */
  dismiss: () => void;
}

export function useMeasured(): Measured {
  const [measuring, setMeasuring] = useState<Measuring>({ state: 'none' });
  const request = useRef<AbortController | null>(null);
  // The server ends what nobody waits for.
  const drop = () => request.current?.abort();
  useEffect(() => drop, []);
  const measure: Measured['measure'] = (asked) => {
    drop();
    const { signal } = (request.current = new AbortController());
    const set = (now: Measuring) => !signal.aborted && setMeasuring(now);
    set({ state: 'running', startedAt: Date.now(), rowCount: 0 });
    ask('POST measure', { body: asked, signal }).then(
      (plan) => set({ state: 'done', plan }),
      (error) => set({ state: 'failed', problem: problemOf(error) }),
    );
  };
  const dismiss = () => {
    drop();
    setMeasuring({ state: 'none' });
  };
  return { measuring, measure, dismiss };
}
