// Waits for a run in steps, so that its progress can be shown and Cancel is real.
import { useRef, useState } from 'preact/hooks';
import { Problem } from '../../domain/problem.ts';
import type { AskedQuery, AskedRange } from '../sidebar-functions.ts';
import { newRun } from '../../ui/new-run.ts';
import { call } from './server.ts';

export type Progress =
  | { phase: 'idle' }
  | { phase: 'running'; startedAt: number; rowCount: number }
  | { phase: 'writing'; startedAt: number; rowCount: number };

export interface FinishedRun {
  run: string;
  rowCount: number;
  truncated: boolean;
}

export interface RunSteps {
  progress: Progress;
  /** Runs a query to its end; goes on with `run` where one is given. Throws Problem run_cancelled when the person cancelled. */
  finish: (asked: AskedQuery | AskedRange, run?: string | null) => Promise<FinishedRun>;
  /** Shows that rows are being written, while the work goes on. */
  writing: <T>(rowCount: number, work: () => Promise<T>) => Promise<T>;
  cancel: () => void;
}

// Short enough that rows so far move, long enough that Google's calls (about 1 s each) are few.
const stepSeconds = 3;

export function useRunSteps(): RunSteps {
  const [progress, setProgress] = useState<Progress>({ phase: 'idle' });
  const current = useRef<{ run: string; cancel: (problem: Problem) => void } | null>(null);

  const finish: RunSteps['finish'] = async (asked, begun = null) => {
    const run = begun ?? newRun();
    const startedAt = Date.now();
    setProgress({ phase: 'running', startedAt, rowCount: 0 });
    const cancelled = new Promise<never>((_, reject) => {
      current.current = { run, cancel: reject };
    });
    const noteRows = (rowCount: number) => setProgress({ phase: 'running', startedAt, rowCount });
    try {
      const done = await Promise.race([waitInSteps(asked, run, noteRows), cancelled]);
      return { run, rowCount: done.rowCount, truncated: done.truncated };
    } finally {
      current.current = null;
      setProgress({ phase: 'idle' });
    }
  };
  const writing = async <T>(rowCount: number, work: () => Promise<T>): Promise<T> => {
    setProgress({ phase: 'writing', startedAt: Date.now(), rowCount });
    try {
      return await work();
    } finally {
      setProgress({ phase: 'idle' });
    }
  };
  const cancel = () => {
    if (!current.current) return;
    // Whether the server still knew the run does not matter to the person who gave up.
    call('cancelRun', { run: current.current.run }).catch(() => undefined);
    current.current.cancel(
      new Problem('run_cancelled', 'You cancelled it. The sheet is as it was.'),
    );
  };
  return { progress, finish, writing, cancel };
}

async function waitInSteps(
  start: AskedQuery | AskedRange,
  run: string,
  noteRows: (rowCount: number) => void,
) {
  const begin = () => call('waitForRun', { run, waitSeconds: stepSeconds, start });
  const goOn = () =>
    call('waitForRun', { run, waitSeconds: stepSeconds }).catch((error) =>
      isForgotten(error) ? begin() : Promise.reject(error),
    );
  let state = await begin();
  while (state.state !== 'done') {
    noteRows(state.rowCount);
    state = await goOn();
  }
  return state;
}

// Its server ended, and the run with it.
const isForgotten = (error: unknown) =>
  error instanceof Problem && (error.code === 'not_found' || error.code === 'run_expired');
