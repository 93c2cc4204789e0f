// Real HTTP that answers at once, for UrlFetchApp: a worker asks, this thread waits.
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';
import { TooSlow } from './script-settings.ts';
import type { FetchRequest, FetchResponse } from './script-settings.ts';

export interface SyncFetch {
  (request: FetchRequest): FetchResponse;
  /** Ends the worker. */
  close(): void;
}

interface Answer {
  response?: FetchResponse;
  problem?: string;
  isLate?: boolean;
}

/** Runs in the worker; as text, so that it is the same from the sources and in a built program. */
const program = `
const { workerData: { port, flag } } = require('node:worker_threads');
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
  port.postMessage(answered);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
});
`;

/** The server must live in another thread or process, for this one waits. `address` may map a URL to where its server really is. */
export function createSyncFetch(address: (url: string) => string = (url) => url): SyncFetch {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const workerData = { port: port2, flag };
  const worker = new Worker(program, { eval: true, workerData, transferList: [port2] });
  worker.unref();
  port1.unref();
  const ask = (request: FetchRequest): FetchResponse => {
    Atomics.store(flag, 0, 0);
    port1.postMessage({ ...request, url: address(request.url) });
    Atomics.wait(flag, 0, 0, (request.timeoutSeconds + 5) * 1000);
    const answer = receiveMessageOnPort(port1)?.message as Answer | undefined;
    if (answer?.response) return answer.response;
    const problem = answer?.problem ?? 'The server did not answer in time.';
    throw !answer || answer.isLate ? new TooSlow(problem) : new Error(problem);
  };
  return Object.assign(ask, { close: () => void worker.terminate() });
}
