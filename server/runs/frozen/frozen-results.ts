// The result of a frozen run in every format, by the same ways as that of a run that goes on.
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type pg from 'pg';
import { findPiece } from '../../catalog/frozen/frozen-pieces.ts';
import type { KnownFrozen } from '../../catalog/frozen/frozen-runs.ts';
import { endOfRows, type HeldRows, type RowSink, type RunOutcome } from '../../engines/rows.ts';
import { Stop, cancelled } from '../../engines/stop.ts';
import { csvFormat } from '../../formats/csv.ts';
import { jsonFormat } from '../../formats/json.ts';
import type { Output } from '../../formats/output.ts';
import { Workbook } from '../../formats/xlsx/workbook.ts';
import { Download, type DownloadOutput } from '../download.ts';
import { replay } from '../replay.ts';
import { StreamedResult, type Envelope } from '../streamed-result.ts';

/** Sends the results of frozen runs to readers. */
export class FrozenResults {
  readonly #database: pg.Pool;
  readonly #underWay = new Set<Stop>();

  constructor(database: pg.Pool) {
    this.#database = database;
  }

  /** The whole result as CSV or JSON. */
  async download(frozen: KnownFrozen, format: 'csv' | 'json', output: DownloadOutput) {
    const sink = new Download(output, format === 'csv' ? csvFormat : jsonFormat);
    await this.#replay(frozen, sink, (gone) => output.onGone(gone));
    sink.end();
  }

  /** The whole result as an Excel workbook. Throws Problem result_too_large for what Excel cannot hold. */
  async workbook(frozen: KnownFrozen, output: Output, signal: AbortSignal): Promise<void> {
    const about = { title: frozen.title ?? 'Result', notes: [], timeZone: frozen.timeZone };
    const workbook = new Workbook(output, about);
    const sink = new Download(workbook, workbook.format);
    try {
      await this.#replay(frozen, sink, by(signal));
      sink.end();
      await workbook.finish(signal);
    } catch (error) {
      workbook.abandon();
      throw error;
    }
  }

  /** Its first rows, at most `most`, in an envelope. */
  async envelope(
    frozen: KnownFrozen,
    { envelope, most, signal }: { envelope: Envelope; most: number; signal: AbortSignal },
    output: Output,
  ): Promise<void> {
    const sink = new StreamedResult(envelope, output);
    sink.end(await this.#replay(frozen, sink, by(signal), most));
  }

  async #replay(
    frozen: KnownFrozen,
    sink: RowSink,
    onGone: (gone: () => void) => () => void,
    most = Infinity,
  ): Promise<RunOutcome> {
    const stop = new Stop();
    const unlisten = onGone(() => stop.because(cancelled()));
    this.#underWay.add(stop);
    try {
      const truncated = frozen.rowCount > most;
      return await replay({ ...outcomeOf(frozen), truncated }, this.rows(frozen, most), {
        sink,
        stop,
      });
    } finally {
      this.#underWay.delete(stop);
      unlisten();
    }
  }

  /** Its rows piece by piece, at most `most` of them. */
  async *rows({ id }: Pick<KnownFrozen, 'id'>, most = Infinity): AsyncGenerator<HeldRows> {
    for (let nr = 0, left = most; left > 0; nr++) {
      const piece = await findPiece(this.#database, id, nr);
      if (piece === null) return;
      const chunk = await decompressed(piece.bytes);
      const count = Math.min(left, piece.rowCount);
      yield count === piece.rowCount
        ? { chunk, count }
        : { chunk: chunk.subarray(0, endOfRows(chunk, 0, count)), count };
      left -= count;
    }
  }

  /** Cuts off who reads. */
  close(): void {
    for (const stop of this.#underWay) stop.because(cancelled());
  }
}

const decompressed = promisify<Buffer, Buffer>(brotliDecompress);

function outcomeOf(frozen: KnownFrozen): RunOutcome {
  const { columns, ranAt, ranOn, lagSeconds, rowCount, byteCount, fingerprint } = frozen;
  return {
    // As they were when they were frozen: kinds are only ever added.
    columns: columns as RunOutcome['columns'],
    ranAt: new Date(ranAt),
    ranOn: ranOn as RunOutcome['ranOn'],
    ...{ lagSeconds, rowCount, byteCount, truncated: false, cached: false },
    etag: fingerprint.slice(0, 27),
  };
}

const by =
  (signal: AbortSignal) =>
  (gone: () => void): (() => void) => {
    signal.addEventListener('abort', gone, { once: true });
    if (signal.aborted) gone();
    return () => signal.removeEventListener('abort', gone);
  };
