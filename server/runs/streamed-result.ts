// Sends an envelope with all rows while its run goes on.
import type { Flow, RowSink, RunOutcome, RunStart } from '../engines/rows.ts';
import { columnsOf, tableKeysOf } from '../formats/columns.ts';
import { etagOf, hashOf } from '../formats/etag.ts';
import { arraysFormat, type ExactWishes } from '../formats/json.ts';
import type { Output } from '../formats/output.ts';
import type { RowFormat } from '../formats/row-writer.ts';
import { Download } from './download.ts';
import { someFacts } from './request.ts';
import { tablesRead } from './sheet-tables.ts';
import type { RunRequest } from './request.ts';

/** What stands beside the rows of a streamed result. */
export interface Envelope {
  /** What is known at the first row. */
  head(about: RunStart): object;
  /** What is known only at the end. */
  tail(end: StreamedEnd): object;
}

export interface StreamedEnd {
  outcome: RunOutcome;
  durationMs: number;
  etag: string;
}

/** That of the sidebar's result. */
export function resultEnvelope(
  run: string,
  request: Pick<RunRequest, 'query' | 'timeZone' | 'matches'>,
): Envelope {
  const { query, timeZone } = request;
  return {
    head: (about) => ({
      query: query.slug,
      title: query.title,
      version: query.version,
      run,
      ranAt: about.ranAt.toISOString(),
      timeZone,
      cached: about.cached,
      lagSeconds: about.lagSeconds,
      ranOn: about.ranOn,
      columns: columnsOf(about.columns),
      ...someFacts(request),
      ...tablesRead(about),
      ...tableKeysOf(about.columns),
    }),
    tail: ({ outcome: { rowCount, truncated }, durationMs, etag }) => ({
      ...{ rowCount, truncated, next: null, durationMs, etag },
    }),
  };
}

/** Sends the whole envelope while the run goes on; what is known only at its end stands behind the rows. */
export class StreamedResult implements RowSink {
  readonly #envelope: Envelope;
  readonly #exact: ExactWishes;
  readonly #download: Download;
  readonly #begun = performance.now();
  #hash = hashOf([]);
  #outcome: RunOutcome | null = null;

  constructor(envelope: Envelope, output: Output, exact: ExactWishes = {}) {
    this.#envelope = envelope;
    this.#exact = exact;
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
    const head = JSON.stringify(this.#envelope.head(about)).slice(0, -1);
    return {
      ...arraysFormat(about, this.#exact),
      head: () => Buffer.from(`${head},"rows":[`),
      tail: () => Buffer.from(`],${JSON.stringify(this.#tail()).slice(1)}`),
    };
  }

  #tail(): object {
    if (!this.#outcome) throw new Error('the run has not ended');
    const durationMs = Math.round((performance.now() - this.#begun) * 10) / 10;
    return this.#envelope.tail({ outcome: this.#outcome, durationMs, etag: etagOf(this.#hash) });
  }
}
