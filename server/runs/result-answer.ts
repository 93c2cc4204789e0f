// What the sidebar is answered of a run: its first rows, that they are those it knows, or that it is still under way.
import type { Running, Unchanged } from '../../domain/contract/result.ts';
import { nextOf, pageBody } from '../formats/envelope.ts';
import { plainEtag } from '../formats/etag.ts';
import type { KeptRuns } from './kept/kept-runs.ts';
import type { Facts, MemberRun } from './kept/member-run.ts';

/** What a caller of `result` may ask for besides the run itself. */
export interface ResultOptions {
  maxRows?: number | undefined;
  pageRows?: number | undefined;
  run?: string | undefined;
  unless?: string | undefined;
  waitSeconds?: number | undefined;
}

/** What who waits for a run by its id may ask for. */
export type WaitOptions = Pick<ResultOptions, 'pageRows' | 'unless' | 'waitSeconds'> & {
  /** Aborted when the caller leaves. */
  signal: AbortSignal;
};

/** `body` is the envelope (or page) as JSON text, in pieces that are each valid until the next is asked for. */
export type ResultAnswer =
  | { state: 'done'; etag: string; body: AsyncIterable<Uint8Array> }
  | { state: 'unchanged'; unchanged: Unchanged }
  | { state: 'running'; running: Running };

/** What there is to tell of a run when it is over, or the caller's patience with it. Throws what the run threw. */
export async function answerOf(
  runs: KeptRuns,
  kept: MemberRun,
  options: WaitOptions & Pick<ResultOptions, 'run'>,
): Promise<ResultAnswer> {
  // Without a name, and without further pages, nobody can come back to it.
  const dismiss = () => void (options.run === undefined && runs.dismiss(kept));
  const facts = await kept.wait(options.waitSeconds ?? null, options.signal).catch(thenDo(dismiss));
  if (!facts) return { state: 'running', running: { ...(await kept.state()), state: 'running' } };
  if (options.unless !== undefined && plainEtag(options.unless) === facts.etag) {
    dismiss();
    return { state: 'unchanged', unchanged: unchangedOf(facts) };
  }
  const pageRows = options.pageRows ?? facts.rowCount;
  const next = nextOf(facts.rowCount, 0, pageRows);
  if (next !== null && options.run === undefined) await runs.keepForPages(kept);
  const { rows } = await kept.page(0, pageRows);
  const body = pageBody({ ...facts, next }, rows);
  return {
    state: 'done',
    etag: facts.etag,
    body: next === null ? untilSent(body, dismiss) : body,
  };
}

const thenDo = (act: () => void) => (error: unknown) => {
  act();
  throw error;
};

async function* untilSent(
  body: AsyncIterable<Uint8Array>,
  onSent: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    onSent();
  }
}

function unchangedOf({ etag, ranAt, query, title, lagSeconds }: Facts): Unchanged {
  return { unchanged: true, etag, ranAt, query, title, lagSeconds };
}
