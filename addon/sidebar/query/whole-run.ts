// The whole run behind a preview: how many rows there are in all, and the rows that are left of them by a person's choice.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../domain/problem.ts';
import type { RowChoice } from '../../../domain/refresh/chosen-rows.ts';
import { newRun } from '../../../ui/new-run.ts';
import { problemOf } from '../../../ui/loaded.ts';
import type { AskedQuery, PreviewView } from '../../sidebar-functions.ts';
import { call } from '../server.ts';

const stepSeconds = 10;
/** What is inserted was true so long ago at most. */
const recentMs = 60_000;

export interface WholeRun {
  /** Rows in all; null while nobody knows. */
  total: number | null;
  /** Not all rows could be had. */
  truncated: boolean;
  /** The first of the rows that are left by the choice; null where there is none, or it is on its way. */
  chosen: PreviewView | null;
  problem: Problem | null;
  /** The run, for whoever wants all of its rows: under way, or done a moment ago. */
  take: () => string | null;
}

interface Whole {
  run: string;
  key: string;
  rows: number | null;
  truncated: boolean;
  endedAt: number | null;
}

/** Runs the query whole once its first rows are there; with other values that run is cancelled. */
export function useWholeRun(
  asked: AskedQuery,
  first: PreviewView | null,
  choice: RowChoice,
): WholeRun {
  const key = JSON.stringify([asked.values, asked.selection]);
  const current = useRef<Whole | null>(null);
  const [whole, setWhole] = useState<Whole | null>(null);
  const put = (next: Whole | null) => {
    current.current = next;
    setWhole(next);
  };
  useEffect(() => {
    if (!first) return undefined;
    const run = newRun();
    put({ run, key, rows: null, truncated: false, endedAt: null });
    void countInSteps(run, asked, () => current.current?.run === run).then(
      (done) => {
        if (!done || current.current?.run !== run) return;
        put({ run, key, rows: done.rowCount, truncated: done.truncated, endedAt: Date.now() });
      },
      // The preview stands without a total; whoever inserts is told what is wrong.
      () => current.current?.run === run && put(null),
    );
    return () => {
      const left = current.current;
      if (left?.run !== run) return;
      if (left.endedAt === null) call('cancelRun', { run }).catch(() => undefined);
      put(null);
    };
  }, [first]);
  const { chosen, problem } = useChosen(asked, whole, choice);
  const take = () => {
    const now = current.current;
    if (now?.key !== key) return null;
    return now.endedAt === null || Date.now() - now.endedAt < recentMs ? now.run : null;
  };
  const total = whole?.rows ?? null;
  return { total, truncated: whole?.truncated ?? false, chosen, problem, take };
}

function useChosen(asked: AskedQuery, whole: Whole | null, choice: RowChoice) {
  const [chosen, setChosen] = useState<PreviewView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { filter, sort } = choice;
  const isChosen = filter.length > 0 || sort.length > 0;
  const ready = (whole?.rows ?? null) !== null ? (whole?.run ?? null) : null;
  useEffect(() => {
    setProblem(null);
    if (!isChosen || ready === null) return setChosen(null);
    let isLast = true;
    const timer = setTimeout(() => {
      call('previewQuery', { ...asked, run: ready, chosen: { filter, sort } }).then(
        (view) => isLast && setChosen(view),
        (error) => isLast && setProblem(problemOf(error)),
      );
    }, 300);
    return () => {
      isLast = false;
      clearTimeout(timer);
    };
  }, [ready, JSON.stringify([filter, sort])]);
  return { chosen, problem };
}

async function countInSteps(run: string, start: AskedQuery, isWanted: () => boolean) {
  let state = await call('countRows', { run, waitSeconds: stepSeconds, start });
  while (state.state !== 'done') {
    if (!isWanted()) return null;
    state = await call('countRows', { run, waitSeconds: stepSeconds });
  }
  return state;
}
