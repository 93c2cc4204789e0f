// The simulated Google, in a thread of its own: a script there waits for its HTTP answers as in Apps Script.
import { Worker } from 'node:worker_threads';
import type { PlaygroundEvent } from '../protocol.ts';
import type { Ask, FromWorker, ToWorker, WorkerSettings } from './worker-protocol.ts';
import { answerBytes } from './worker-protocol.ts';

export interface Simulation {
  /** What the worker answers; throws an Error with Google's or the workbook's sentence. */
  ask(ask: Ask): Promise<unknown>;
  /** Lets a script that waits in a dialog go on. */
  answerDialog(answer: { button: string; text: string }): void;
  /** Keeps the workbook, then ends the thread. */
  stop(): Promise<void>;
}

/** A worker that does not answer any more is ended without its last changes. */
const stopWithinMs = 1500;

/** `program` is the built thread; it stands beside the built playground. */
export async function startSimulation(
  settings: Omit<WorkerSettings, 'dialogAnswer'>,
  hear: (event: PlaygroundEvent) => void,
  program = new URL('./simulator-worker.js', import.meta.url),
): Promise<Simulation> {
  const dialogAnswer = new SharedArrayBuffer(answerBytes);
  const worker = new Worker(program, {
    workerData: { ...settings, dialogAnswer } satisfies WorkerSettings,
  });
  const ask = asker(worker, hear);
  await ask({ ask: 'ready' });
  return {
    ask,
    answerDialog: (answer) => writeAnswer(dialogAnswer, answer),
    async stop() {
      answerDialogToEndIt(dialogAnswer);
      const late = new Promise((resolve) => setTimeout(resolve, stopWithinMs).unref());
      await Promise.race([ask({ ask: 'save' }), late]);
      await worker.terminate();
    },
  };
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

function answerDialogToEndIt(buffer: SharedArrayBuffer): void {
  writeAnswer(buffer, { button: '', text: '' });
}

function writeAnswer(buffer: SharedArrayBuffer, answer: { button: string; text: string }): void {
  const state = new Int32Array(buffer, 0, 2);
  const bytes = new TextEncoder().encode(JSON.stringify(answer)).subarray(0, answerBytes - 8);
  new Uint8Array(buffer, 8).set(bytes);
  Atomics.store(state, 1, bytes.length);
  Atomics.store(state, 0, 1);
  Atomics.notify(state, 0);
}
