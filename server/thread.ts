// Work whose cost an outsider chooses, in a worker thread with a time limit: one job at a time, and nobody else waits.
import v8 from 'node:v8';
import { Worker, type ResourceLimits } from 'node:worker_threads';

export interface ThreadOptions {
  /** A worker that posts `{ begun: true }`, then `{ answer }` for each job it is sent. */
  file: URL;
  /** For one job, from when the thread begins with it. */
  withinMs: number;
  /** The thread ends when it had nothing to do for so long; without it, it stays. */
  idleMs?: number;
  /** More memory ends the thread, and with it the job alone. */
  resourceLimits?: ResourceLimits;
  /** Makes the error of a job that took too long or too much memory. */
  tooMuch: () => Error;
  /** Makes the error of a job for which the thread could not be got ready. */
  notReady: () => Error;
}

/** To get a thread ready takes a slow computer seconds, which are not the job's fault. */
const BEGIN_WITHIN_MS = 60_000;

interface Waiting<Job, Answer> {
  job: Job;
  size: number;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

interface Heard<Answer> {
  answer?: Answer;
}

/** A thread that starts at its first job. */
export class Thread<Job, Answer> {
  readonly #options: ThreadOptions;
  #worker: Worker | null = null;
  /** The thread has one job at a time, so that a job that it cannot do fails alone. */
  #doing: Waiting<Job, Answer> | null = null;
  /** The thread has begun with it. */
  #hasBegun = false;
  #queue: Waiting<Job, Answer>[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** The answer; of jobs that wait the smallest is next. Throws `tooMuch` and `notReady`. */
  ask(job: Job, size: number): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#queue.push({ job, size, resolve, reject });
      this.#next();
    });
  }

  /** How many jobs it has, the one that it is at included. */
  get jobs(): number {
    return this.#queue.length + (this.#doing === null ? 0 : 1);
  }

  #next(): void {
    if (this.#doing) return;
    const next = this.#takeSmallest();
    if (!next) return this.#rest();
    const worker = (this.#worker ??= this.#start());
    this.#doing = next;
    this.#hasBegun = false;
    this.#limit(worker, BEGIN_WITHIN_MS);
    worker.ref();
    worker.postMessage(next.job);
  }

  #rest(): void {
    const worker = this.#worker;
    worker?.unref();
    const { idleMs } = this.#options;
    if (worker === null || idleMs === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#worker = null;
      void worker.terminate();
    }, idleMs).unref();
  }

  #limit(worker: Worker, milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#giveUp(worker), milliseconds);
  }

  // Large jobs take long: a flood of them does not keep others waiting.
  #takeSmallest(): Waiting<Job, Answer> | undefined {
    const [first, ...others] = this.#queue;
    if (!first) return undefined;
    const smallest = others.reduce((a, b) => (b.size < a.size ? b : a), first);
    this.#queue = this.#queue.filter((waiting) => waiting !== smallest);
    return smallest;
  }

  #start(): Worker {
    const { file, resourceLimits } = this.#options;
    // V8's optimising compiler takes 25 MB to make a parser in WebAssembly faster whose readings are kept anyway.
    v8.setFlagsFromString('--liftoff-only');
    const worker = new Worker(file, resourceLimits === undefined ? {} : { resourceLimits });
    worker.on('message', (heard: Heard<Answer>) => {
      if (this.#worker === worker) this.#hear(worker, heard);
    });
    worker.on('error', () => this.#giveUp(worker));
    worker.on('exit', () => this.#giveUp(worker));
    return worker;
  }

  // First that it begins, then the answer.
  #hear(worker: Worker, { answer }: Heard<Answer>): void {
    if (answer === undefined) {
      this.#hasBegun = true;
      this.#limit(worker, this.#options.withinMs);
      return;
    }
    this.#takeDoing()?.resolve(answer);
    this.#next();
  }

  #takeDoing(): Waiting<Job, Answer> | null {
    clearTimeout(this.#timer);
    const doing = this.#doing;
    this.#doing = null;
    return doing;
  }

  #giveUp(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    void worker.terminate();
    const { tooMuch, notReady } = this.#options;
    this.#takeDoing()?.reject(this.#hasBegun ? tooMuch() : notReady());
    this.#next();
  }

  /** Ends the thread; what it was asked fails. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    const closed = new Error('the thread was closed');
    this.#takeDoing()?.reject(closed);
    for (const { reject } of this.#queue.splice(0)) reject(closed);
    await worker?.terminate();
  }
}
