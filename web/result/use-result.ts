// Runs a query for its page: waits in steps, fetches the pages of its one snapshot, and can be cancelled.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Values } from '../../domain/contract/parameter.ts';
import type { Field, Result, ResultRequest } from '../../domain/contract/result.ts';
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

/** Asks for the result of a saved query, or of SQL that is being written. */
export type AskResult = (request: ResultRequest) => Promise<AnswerOf<'POST result'>>;

export interface ResultRun {
  run: Run;
  /** The last result, also while the next is on its way. */
  last: Result | null;
  start: (askResult: AskResult, values: Values) => void;
  cancel: () => void;
}

export function useResult(): ResultRun {
  const [run, setRun] = useState<Run>({ state: 'none' });
  const [last, setLast] = useState<Result | null>(null);
  const current = useRef<string | null>(null);
  const drop = () => {
    if (!current.current) return;
    // The server ends an abandoned run by itself if this does not reach it.
    ask('DELETE run', { params: { run: current.current } }).catch(() => undefined);
    current.current = null;
  };
  useEffect(() => drop, []);
  const start = (askResult: AskResult, values: Values) => {
    drop();
    const id = newRun();
    current.current = id;
    const mine = () => current.current === id;
    const startedAt = Date.now();
    setRun({ state: 'running', startedAt, rowCount: 0 });
    const noteRows = (rowCount: number) =>
      mine() && setRun({ state: 'running', startedAt, rowCount });
    wholeResult({ askResult, values, run: id, mine, noteRows }).then(
      (result) => {
        if (!mine() || !result) return;
        current.current = null;
        setLast(result);
        setRun({ state: 'done', result });
      },
      (error) => {
        if (!mine()) return;
        current.current = null;
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
  return { run, last, start, cancel };
}

interface Asked {
  askResult: AskResult;
  values: Values;
  run: string;
  /** False once a newer run has taken this one's place. */
  mine: () => boolean;
  noteRows: (rowCount: number) => void;
}

/** Null when a newer run has taken its place. */
async function wholeResult(asked: Asked): Promise<Result | null> {
  const first = await firstPage(asked);
  if (!first) return null;
  const rows: Field[][] = [...first.rows];
  let next = first.next;
  while (next !== null && rows.length < shownAtMost) {
    if (!asked.mine()) return null;
    asked.noteRows(rows.length);
    const page = await ask('GET rows', { params: { run: first.run }, query: { after: next } });
    for (const row of page.rows) rows.push(row);
    next = page.next;
  }
  return { ...first, rows, next };
}

async function firstPage({
  askResult,
  values,
  run,
  mine,
  noteRows,
}: Asked): Promise<Result | null> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const request = { values, timeZone, run, maxRows: shownAtMost, pageRows, waitSeconds };
  const begin = () => askResult(request);
  const goOn = (): Promise<typeof answer> =>
    ask('GET run', { params: { run }, query: { pageRows, waitSeconds } }).catch((error: unknown) =>
      isForgotten(error) ? begin() : Promise.reject(error),
    );
  let answer: Awaited<ReturnType<AskResult>> | AnswerOf<'GET run'> = await begin();
  for (; mine(); answer = await goOn()) {
    if ('rows' in answer) return answer;
    if ('rowCount' in answer) noteRows(answer.rowCount);
  }
  return null;
}

// Its server ended, and the run with it.
const isForgotten = (error: unknown) =>
  error instanceof Problem && (error.code === 'not_found' || error.code === 'run_expired');
