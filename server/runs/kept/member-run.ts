// A run as its member comes back to it: waits for it, pages through its rows, cancels it. It is held by this server
// or by another one.
import type { SpooledRows } from '../../formats/envelope.ts';
import type { Result } from '../../../domain/contract/result.ts';
import { Problem } from '../../../domain/problem.ts';
import type { WholeRun } from '../whole-run.ts';

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
  /** `count` rows from number `after` (from 0). Throws the run's problem, conflict while it goes on, run_expired. */
  page(after: number, count: number): Promise<RowsPage>;
  /** All of it. Throws like `page`. */
  whole(): Promise<WholeRun>;
  /** All of it, as the engine gave it. Throws like `page`. */
  whole(): Promise<WholeRun>;
  cancel(): Promise<void>;
}

export function noRun(): Problem {
  return new Problem('not_found', 'There is no such run. Run the query to get its result.');
}

/** The run was the member's, and is not held any more. */
export function expiredRun(): Problem {
  return new Problem(
    'run_expired',
    'The result of this run is no longer kept, for it is too old or its room was needed. Run the query again.',
  );
}
