// Real HTTP that answers at once, for UrlFetchApp: a worker asks, this thread waits.
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';
import { Bell } from './bell.ts';
import { TooSlow } from './script-settings.ts';
import type { FetchRequest, FetchResponse } from './script-settings.ts';

export interface SyncFetch {
  (request: FetchRequest): FetchResponse;
  /** Ends the worker. */
  close(): void;
}

interface Answer {
  id: number;
  response?: FetchResponse;
  problem?: string;
  isLate?: boolean;
}

/** Runs in the worker; as text, so that it is the same from the sources and in a built program. */
const program = `
const { workerData: { port, bell } } = require('node:worker_threads');
async function answer({ url, method, headers, body, followRedirects, timeoutSeconds }) {
  const response = await fetch(url, {
    method, headers, body, redirect: followRedirects ? 'follow' : 'manual',
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  });
  const found = {};
  for (const [name, value] of response.headers) {
    found[name] = name in found ? [found[name], value].flat() : value;
  }
  return { status: response.status, headers: found, body: new Uint8Array(await response.arrayBuffer()) };
}
port.on('message', async (request) => {
  const answered = await answer(request).then(
    (response) => ({ response }),
    (error) => ({
      problem: String(error && error.cause ? error.cause.message : error),
      isLate: error && error.name === 'TimeoutError',
    }),
  );
  port.postMessage({ ...answered, id: request.id });
  Atomics.add(bell, 0, 1);
  Atomics.notify(bell, 0);
});
`;

export interface SyncFetchSettings {
  /** Where a URL's server really is. */
  address?: (url: string) => string;
  bell?: Bell;
  /** What this thread does whenever the bell rings while it waits. */
  meanwhile?: () => void;
}

/** The server must live in another thread or process, for this one waits. */
export function createSyncFetch({
  address = (url) => url,
  bell = new Bell(),
  meanwhile = () => undefined,
}: SyncFetchSettings = {}): SyncFetch {
  const { port1, port2 } = new MessageChannel();
  const workerData = { port: port2, bell: new Int32Array(bell.buffer) };
  const worker = new Worker(program, { eval: true, workerData, transferList: [port2] });
  worker.unref();
  port1.unref();
  let asked = 0;
  // One that came too late for an earlier request is nobody's.
  const look = (): Answer | null => {
    meanwhile();
    const answer = receiveMessageOnPort(port1)?.message as Answer | undefined;
    return answer?.id === asked ? answer : null;
  };
  const ask = (request: FetchRequest): FetchResponse => {
    port1.postMessage({ ...request, url: address(request.url), id: ++asked });
    const answer = bell.wait(look, (request.timeoutSeconds + 5) * 1000);
    if (answer?.response) return answer.response;
    const problem = answer?.problem ?? 'The server did not answer in time.';
    throw !answer || answer.isLate ? new TooSlow(problem) : new Error(problem);
  };
  return Object.assign(ask, { close: () => void worker.terminate() });
}
