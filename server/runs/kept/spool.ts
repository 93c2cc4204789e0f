// A run's one snapshot: its rows as the engine gave them, which a frozen run takes, and pages of them as the envelope has them.
import { endOfRows, type RowSink, type RunStart } from '../../engines/rows.ts';
import type { SpooledRows } from '../../formats/envelope.ts';
import { etagOf, hashOf } from '../../formats/etag.ts';
import { formatted } from '../../formats/formatted.ts';
import { arraysFormat, type ExactWishes } from '../../formats/json.ts';
import type { RowFormat } from '../../formats/row-writer.ts';
import type { Holding } from '../held/holdings.ts';
import { expiredRun } from './member-run.ts';
import { SpooledPieces } from './spooled-pieces.ts';
import { WrittenPages } from './written-pages.ts';

export class Spool implements RowSink {
  about: RunStart | null = null;
  #hash = hashOf([]);
  #etag: string | null = null;
  readonly #holding: Holding;
  readonly #exact: ExactWishes;
  readonly #pieces: SpooledPieces;
  /** Of a large result; the pages of a small one are written when they are read. */
  #written: WrittenPages | null = null;

  constructor(holding: Holding, exact: ExactWishes = {}) {
    this.#holding = holding;
    this.#exact = exact;
    this.#pieces = new SpooledPieces({ holding });
  }

  start(about: RunStart): void {
    this.about = about;
    this.#hash = hashOf(about.columns);
  }

  rows(chunk: Buffer, from: number, to: number, count: number): void {
    if (this.#pieces.isGone) return;
    const bytes = chunk.subarray(from, to);
    this.#hash.update(bytes);
    const before = this.#pieces.isLarge ? [] : [...this.#pieces.inMemory()];
    this.#pieces.add(bytes, count);
    if (!this.#pieces.isLarge) return;
    if (this.#written === null) {
      this.#written = new WrittenPages(this.#format(), this.#holding);
      for (const piece of before) this.#written.rows(piece.bytes);
    }
    this.#written.rows(bytes);
  }

  get rowCount(): number {
    return this.#pieces.rowCount;
  }

  /** To be called when the last row has come. */
  end(): void {
    this.#written?.end();
    this.#pieces.end();
  }

  /** Known once the run is over; covers the columns and the rows. */
  get etag(): string {
    return (this.#etag ??= etagOf(this.#hash));
  }

  // Row after row with a comma between them; the brackets are added to each page.
  #format(): RowFormat {
    const format = arraysFormat(this.about ?? { columns: [] }, this.#exact);
    return { ...format, head: () => NOTHING, tail: () => NOTHING };
  }

  /**
   * The rows from number `after` (from 0), at most `count` of them, as the envelope has them, piece by piece. Throws Problem
   * run_expired when they were forgotten before the first.
   */
  async *read(after: number, count: number): AsyncGenerator<SpooledRows> {
    if (!this.#written?.areThere) return yield* formatted(this.#format(), this.whole(after, count));
    yield* this.#written.read(after, count);
    // Who has the last page has all of them; if one is asked for again, it is written again.
    if (after + count >= this.rowCount) this.giveUpPages();
  }

  /** The same rows as the engine gave them: whole messages, valid until the next are asked for. */
  async *whole(after: number, count: number): AsyncGenerator<SpooledRows> {
    if (this.#pieces.isGone) throw expiredRun();
    for await (const { bytes, skip, count: rowCount, toTheEnd } of this.#pieces.load(
      after,
      count,
    )) {
      const from = endOfRows(bytes, 0, skip);
      const to = toTheEnd ? bytes.length : endOfRows(bytes, from, rowCount);
      yield { bytes: bytes.subarray(from, to), rowCount };
    }
  }

  /** Lets go of the pages that were written while the rows came; false when there are none. */
  giveUpPages(): boolean {
    if (!this.#written?.areThere) return false;
    this.#written.close();
    return true;
  }

  /** Forgets everything. */
  close(): void {
    this.#pieces.close();
    this.#written?.close();
  }
}

const NOTHING = Buffer.alloc(0);
