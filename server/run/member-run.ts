// A run as its member comes back to it: waits for it, pages through its rows, cancels it. It is held by this server
// or by another one.
import type { Result } from '../../domain/contract/result.ts';
import { Problem } from '../../domain/problem.ts';
import type { SpooledRows } from './spool.ts';

/** What the envelope tells besides the rows. */
export type Facts = Omit<Result, 'rows' | 'next'>;

export interface RunState {
  run: string;
  state: 'running' | 'done' | 'failed';
  rowCount: number;
  elapsedMs: number;
}

export interface RowsPage {
  /** Of the whole result. */
  rowCount: number;
  rows: AsyncIterable<SpooledRows>;
}

export interface MemberRun {
  readonly id: string;
  /**
   * Waits until the run is over, at most `waitSeconds` (null: as long as it takes); null when it still goes on.
   * Throws the run's problem.
   */
  wait(waitSeconds: number | null, signal: AbortSignal): Promise<Facts | null>;
  /** How far it is. */
  state(): Promise<RunState>;
  /** `count` rows from number `after` (from 0). Throws the run's problem, and conflict while it goes on. */
  page(after: number, count: number): Promise<RowsPage>;
  cancel(): Promise<void>;
}

export function noRun(): Problem {
  return new Problem(
    'not_found',
    'There is no such run. Its result may have been kept too long ago; run the query again.',
  );
}
