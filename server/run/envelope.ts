// The sidebar's result: facts about a run as JSON, with its rows as arrays, one page at a time.
import { etagOf, hashOf } from './etag.ts';
import { arraysFormat } from './json.ts';
import type { KeptRun } from './kept-run.ts';
import { Download, type Output } from './download.ts';
import { RowWriter, type RowFormat } from './row-writer.ts';
import type { Flow, RowSink, RunOutcome, RunRequest, RunStart } from './run.ts';

/** The envelope with the first `pageRows` rows (null: all of them), in pieces. */
export async function* resultBody(
  run: KeptRun,
  pageRows: number | null,
): AsyncGenerator<Uint8Array> {
  const facts = run.facts();
  const head = { ...facts, next: nextOf(run, 0, pageRows ?? facts.rowCount) };
  yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},"rows":`);
  yield* rowsAsJson(run, 0, pageRows ?? facts.rowCount);
  yield Buffer.from('}');
}

/** A further page of the rows, in pieces. */
export async function* pageBody(
  run: KeptRun,
  after: number,
  pageRows: number,
): AsyncGenerator<Uint8Array> {
  const head = { run: run.id, next: nextOf(run, after, pageRows) };
  yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},"rows":`);
  yield* rowsAsJson(run, after, pageRows);
  yield Buffer.from('}');
}

export interface StreamedRun {
  id: string;
  request: RunRequest;
}

/** Sends the whole envelope while the run goes on; what is known only at its end stands behind the rows. */
export class StreamedResult implements RowSink {
  readonly #run: StreamedRun;
  readonly #download: Download;
  readonly #begun = performance.now();
  #hash = hashOf([]);
  #outcome: RunOutcome | null = null;

  constructor(run: StreamedRun, output: Output) {
    this.#run = run;
    this.#download = new Download(output, (about) => this.#format(about));
  }

  start(about: RunStart, flow: Flow): void {
    this.#hash = hashOf(about.columns);
    this.#download.start(about, flow);
  }

  rows(chunk: Buffer, from: number, to: number): void {
    this.#hash.update(chunk.subarray(from, to));
    this.#download.rows(chunk, from, to);
  }

  /** To be called when the run has ended well. */
  end(outcome: RunOutcome): void {
    this.#outcome = outcome;
    this.#download.end();
  }

  #format(about: RunStart): RowFormat {
    const { id, request } = this.#run;
    const head = {
      query: request.query.slug,
      version: request.query.version,
      run: id,
      ranAt: about.ranAt.toISOString(),
      timeZone: request.timeZone,
      cached: about.cached,
      lagSeconds: about.lagSeconds,
      ranOn: about.ranOn,
      columns: about.columns,
    };
    return {
      ...arraysFormat(about),
      head: () => Buffer.from(`${JSON.stringify(head).slice(0, -1)},"rows":[`),
      tail: () => Buffer.from(`],${JSON.stringify(this.#tail()).slice(1)}`),
    };
  }

  #tail() {
    if (!this.#outcome) throw new Error('the run has not ended');
    return {
      rowCount: this.#outcome.rowCount,
      truncated: this.#outcome.truncated,
      next: null,
      durationMs: Math.round((performance.now() - this.#begun) * 10) / 10,
      etag: etagOf(this.#hash),
    };
  }
}

function nextOf({ spool }: KeptRun, after: number, count: number): string | null {
  return after + count < spool.rowCount ? String(after + count) : null;
}

async function* rowsAsJson(
  { spool }: KeptRun,
  after: number,
  count: number,
): AsyncGenerator<Uint8Array> {
  const pieces: Buffer[] = [];
  const columns = spool.about?.wireColumns ?? [];
  const writer = new RowWriter(arraysFormat({ wireColumns: columns }), (piece) =>
    pieces.push(piece),
  );
  for await (const { chunk, from, to } of spool.read(after, count)) {
    writer.rows(chunk, from, to);
    yield* pieces.splice(0);
  }
  writer.end();
  yield* pieces;
}
