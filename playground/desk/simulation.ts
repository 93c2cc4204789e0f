// The simulated Google, in a thread of its own: a script there waits for its HTTP answers as in Apps Script.
import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { PlaygroundEvent } from '../protocol.ts';
import type { Notice } from '../simulator/api/drive/channels.ts';
import type { HttpAnswer, HttpCall } from '../simulator/api/http.ts';
import { Bell } from '../simulator/script/bell.ts';
import type {
  Ask,
  FromWorker,
  GivenSettings,
  GoogleAnswer,
  GoogleCall,
  ToWorker,
  WorkerSettings,
} from './worker-protocol.ts';
import { answerBytes } from './worker-protocol.ts';

export interface Simulation {
  /** What the worker answers; throws an Error with Google's or the workbook's sentence. */
  ask(ask: Ask): Promise<unknown>;
  /** The simulated Google as an API; it answers also while a script waits. */
  google(call: HttpCall): Promise<HttpAnswer>;
  /** Lets a script that waits in a dialog go on. */
  answerDialog(answer: { button: string; text: string }): void;
  /** Keeps the workbook, then ends the thread. */
  stop(): Promise<void>;
}

/** A worker that does not answer any more is ended without its last changes. */
const stopWithinMs = 1500;
const noticeMs = 10_000;

/** `program` is the built thread; it stands beside the built playground. */
export async function startSimulation(
  settings: GivenSettings,
  hear: (event: PlaygroundEvent) => void,
  program = new URL('./simulator-worker.js', import.meta.url),
): Promise<Simulation> {
  const dialogAnswer = new SharedArrayBuffer(answerBytes);
  const bell = new Bell();
  const { port1, port2: google } = new MessageChannel();
  const workerData: WorkerSettings = { ...settings, dialogAnswer, google, bell: bell.buffer };
  const worker = new Worker(program, { workerData, transferList: [google] });
  const ask = asker(worker, hear);
  const answerDialog = (answer: { button: string; text: string }) => {
    writeAnswer(dialogAnswer, answer);
    bell.ring();
  };
  await ask({ ask: 'ready' });
  return {
    ask,
    google: googleAsker(port1, bell),
    answerDialog,
    async stop() {
      answerDialog({ button: '', text: '' });
      const late = new Promise((resolve) => setTimeout(resolve, stopWithinMs).unref());
      await Promise.race([ask({ ask: 'save' }), late]);
      await worker.terminate();
      port1.close();
    },
  };
}

/** Rings after each call, for the thread may be waiting for another. All fail when it ends. */
function googleAsker(port: MessagePort, bell: Bell): Simulation['google'] {
  const waiting = new Map<
    number,
    { resolve(value: HttpAnswer): void; reject(error: Error): void }
  >();
  let asked = 0;
  port.on('message', ({ id, answer }: GoogleAnswer) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (answer) resolve?.(answer);
    else reject?.(new Error('The simulated Google failed.'));
  });
  port.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The simulated Google has ended.'));
    waiting.clear();
  });
  port.unref();
  return (call) =>
    new Promise((resolve, reject) => {
      const id = ++asked;
      waiting.set(id, { resolve, reject });
      port.postMessage({ id, call } satisfies GoogleCall);
      bell.ring();
    });
}

/** How to ask the worker and get its answer; what it tells unasked is heard. All fail when it ends. */
function asker(worker: Worker, hear: (event: PlaygroundEvent) => void): Simulation['ask'] {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  const failAll = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (message: FromWorker) => {
    if ('event' in message) return hear(message);
    if ('notice' in message) return void postNotice(message.notice);
    const { resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.ok) resolve?.(message.value);
    else reject?.(new Error(message.message));
  });
  worker.on('error', failAll);
  worker.on('exit', () => failAll(new Error('The simulated Google Sheets has ended.')));
  return (one) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++asked;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ask: one } satisfies ToWorker);
    });
}

/** Google tries again where nobody answers; here a watcher that is away misses it, and reads when it is back. */
async function postNotice({ address, headers }: Notice): Promise<void> {
  try {
    await fetch(address, { method: 'POST', headers, signal: AbortSignal.timeout(noticeMs) });
  } catch (error) {
    console.error(`A change of a spreadsheet could not be told to ${address}:`, error);
  }
}

function writeAnswer(buffer: SharedArrayBuffer, answer: { button: string; text: string }): void {
  const state = new Int32Array(buffer, 0, 2);
  const bytes = new TextEncoder().encode(JSON.stringify(answer)).subarray(0, answerBytes - 8);
  new Uint8Array(buffer, 8).set(bytes);
  Atomics.store(state, 1, bytes.length);
  Atomics.store(state, 0, 1);
}
