// Bounds what waits for somebody else's answer: by time, and by whoever breaks it off.

export interface Bounds {
  withinMs?: number;
  /** Each breaks it off. */
  by: readonly (AbortSignal | undefined)[];
}

/**
 * Calls `work` with a signal of its own. Nothing of it is left when it is over, however long the others live:
 * `AbortSignal.any` leaves something of each call with a signal that lives as long as the server, and `AbortSignal.timeout`
 * lives on until its time is up.
 */
export async function bounded<T>(
  { withinMs, by }: Bounds,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const undoing = by.map((signal) => followed(own, signal));
  const late = () => own.abort(new DOMException('There was no answer in time.', 'TimeoutError'));
  const timer = withinMs === undefined ? undefined : setTimeout(late, withinMs).unref();
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(timer);
    for (const undo of undoing) undo();
  }
}

function followed(own: AbortController, signal: AbortSignal | undefined): () => void {
  if (signal === undefined) return () => {};
  const abort = () => own.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return () => signal.removeEventListener('abort', abort);
}
