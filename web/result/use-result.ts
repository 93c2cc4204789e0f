// Runs a query for its page: waits in steps, fetches the pages of its one snapshot, and can be cancelled.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Values } from '../../domain/contract/parameter.ts';
import type { Field, Result, ResultRequest } from '../../domain/contract/result.ts';
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import type { AnswerOf } from '../../domain/contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { problemOf } from '../../ui/loaded.ts';
import { newRun } from '../../ui/new-run.ts';
import { ask } from '../frame/ask.ts';

/** A page shows at most so many rows; all of them are in the CSV. */
export const shownAtMost = 100_000;
const pageRows = 20_000;
const waitSeconds = 2;

export type Run =
  | { state: 'none' }
  | { state: 'running'; startedAt: number; rowCount: number }
  | { state: 'done'; result: Result }
  | { state: 'failed'; problem: Problem };

/** Asks for the result of a saved query, or of SQL that is being written, until `signal` says that nobody waits. */
export type AskResult = (
  request: ResultRequest,
  signal: AbortSignal,
) => Promise<AnswerOf<'POST result'>>;

/** A run under way: its name, and what ends its requests. */
interface Current {
  id: string;
  requests: AbortController;
}

export interface ResultRun {
  run: Run;
  /** The last result, also while the next is on its way. */
  last: Result | null;
  /** What the last one selects from the query's; null is all of it. */
  lastSelection: Selection | null;
  start: (askResult: AskResult, values: Values, selection?: Selection | null) => void;
  cancel: () => void;
}

const nothingYet = { last: null, lastSelection: null };

export function useResult(): ResultRun {
  const [run, setRun] = useState<Run>({ state: 'none' });
  const [last, setLast] = useState<Pick<ResultRun, 'last' | 'lastSelection'>>(nothingYet);
  const { begin, isOver, drop } = useCurrent();
  const start: ResultRun['start'] = (askResult, values, selection = null) => {
    const { id, signal } = begin();
    const mine = () => !signal.aborted;
    const startedAt = Date.now();
    setRun({ state: 'running', startedAt, rowCount: 0 });
    const noteRows = (rowCount: number) =>
      mine() && setRun({ state: 'running', startedAt, rowCount });
    wholeResult({ askResult, values, run: id, signal, noteRows }).then(
      (result) => {
        if (!mine() || !result) return;
        isOver();
        setLast({ last: result, lastSelection: selection });
        setRun({ state: 'done', result });
      },
      (error) => {
        if (!mine()) return;
        isOver();
        setRun({ state: 'failed', problem: problemOf(error) });
      },
    );
  };
  const cancel = () => {
    drop();
    const problem = new Problem(
      'run_cancelled',
      'You cancelled it. Run it again whenever you like.',
    );
    setRun({ state: 'failed', problem });
  };
  return { run, ...last, start, cancel };
}

/** Knows the one run that is waited for, and drops it when nobody waits any more. */
function useCurrent() {
  const current = useRef<Current | null>(null);
  const drop = () => {
    if (!current.current) return;
    const { id, requests } = current.current;
    current.current = null;
    requests.abort();
    // The server ends an abandoned run by itself if this does not reach it.
    ask('DELETE run', { params: { run: id } }).catch(() => undefined);
  };
  useEffect(() => drop, []);
  const begin = () => {
    drop();
    const begun = { id: newRun(), requests: new AbortController() };
    current.current = begun;
    return { id: begun.id, signal: begun.requests.signal };
  };
  const isOver = () => (current.current = null);
  return { begin, isOver, drop };
}

interface Asked {
  askResult: AskResult;
  values: Values;
  run: string;
  /** Aborted once a newer run has taken this one's place, or nobody waits any more. */
  signal: AbortSignal;
  noteRows: (rowCount: number) => void;
}

/** Null when a newer run has taken its place. */
async function wholeResult(asked: Asked): Promise<Result | null> {
  const { signal } = asked;
  const first = await firstPage(asked);
  if (!first) return null;
  const rows: Field[][] = [...first.rows];
  let next = first.next;
  while (next !== null && rows.length < shownAtMost) {
    if (signal.aborted) return null;
    asked.noteRows(rows.length);
    const query = { after: next };
    const page = await ask('GET rows', { params: { run: first.run }, query, signal });
    for (const row of page.rows) rows.push(row);
    next = page.next;
  }
  return { ...first, rows, next };
}

async function firstPage({
  askResult,
  values,
  run,
  signal,
  noteRows,
}: Asked): Promise<Result | null> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const request = { values, timeZone, run, maxRows: shownAtMost, pageRows, waitSeconds };
  const begin = () => askResult(request, signal);
  const goOn = (): Promise<typeof answer> =>
    ask('GET run', { params: { run }, query: { pageRows, waitSeconds }, signal }).catch(
      (error: unknown) => (isForgotten(error) ? begin() : Promise.reject(error)),
    );
  let answer: Awaited<ReturnType<AskResult>> | AnswerOf<'GET run'> = await begin();
  for (; !signal.aborted; answer = await goOn()) {
    if ('rows' in answer) return answer;
    if ('rowCount' in answer) noteRows(answer.rowCount);
  }
  return null;
}

// Its server ended, and the run with it.
const isForgotten = (error: unknown) =>
  error instanceof Problem && (error.code === 'not_found' || error.code === 'run_expired');
