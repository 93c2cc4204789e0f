// The thread of the simulated Google: keeps the workbook and runs the add-on's script, one thing at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { Desk } from './desk.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('The simulator runs in a thread of the playground.');

const tell = (message: FromWorker) => port.postMessage(message);
// The playground starts this thread, with these settings.
const desk = new Desk(workerData as WorkerSettings, tell);

port.on('message', ({ id, ask }: ToWorker) => {
  try {
    tell({ id, ok: true, value: desk.answer(ask) });
  } catch (error) {
    tell({ id, ok: false, message: error instanceof Error ? error.message : String(error) });
  }
});
