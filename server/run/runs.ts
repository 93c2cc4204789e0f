// All runs that are under way or kept: starts them, waits for them, pages through them, cancels them.
import type pg from 'pg';
import type { Choice } from '../../domain/contract/parameter.ts';
import type { Running, Unchanged } from '../../domain/contract/result.ts';
import type { Member } from '../identity/member.ts';
import type { Log } from '../log.ts';
import type { RunRequest } from './run.ts';
import type { Sources } from './sources.ts';

export interface RunLimits {
  timeoutSeconds: number;
  maxRows: number;
  maxBytes: number;
}

export interface RunsOptions {
  sources: Sources;
  /** Sheetfeed's own database, where each run is recorded. */
  database: pg.Pool;
  limits: RunLimits;
  now: () => Date;
  log: Log;
}

/** What a caller of `result` may ask for besides the run itself. */
export interface ResultOptions {
  maxRows?: number | undefined;
  pageRows?: number | undefined;
  run?: string | undefined;
  unless?: string | undefined;
  waitSeconds?: number | undefined;
}

/** `body` is the envelope (or page) as JSON text, in pieces. */
export type ResultAnswer =
  | { state: 'done'; body: AsyncIterable<Uint8Array> }
  | { state: 'unchanged'; unchanged: Unchanged }
  | { state: 'running'; running: Running };

export interface Runs {
  result(request: RunRequest, options: ResultOptions): Promise<ResultAnswer>;
  choices(request: RunRequest): Promise<Choice[]>;
  /** Cancels the member's own run. Throws Problem not_found for anybody else's. */
  cancel(run: string, member: Member): Promise<void>;
  /** Cancels what is under way and records what is not recorded yet. */
  close(): Promise<void>;
}

export function createRuns(_options: RunsOptions): Runs {
  throw new Error('not built yet');
}
