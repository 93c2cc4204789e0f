// A result that is held whole: its rows as PostgreSQL sent them, and the answers that were made of them.
import type { HeldRows, RowSink, RunOutcome } from '../../engines/rows.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { compressed, LEAST_COMPRESSED_BYTES, type Encoding } from '../../formats/compressed.ts';
import { csvFormat } from '../../formats/csv.ts';
import { jsonFormat } from '../../formats/json.ts';
import { recycle } from '../../formats/pieces.ts';
import { RowWriter, type NewFormat } from '../../formats/row-writer.ts';
import { tooSlow, type Stop } from '../../engines/stop.ts';
import { replay } from '../replay.ts';

export type Format = 'csv' | 'json';

/** A whole answer in one format and encoding. */
export interface Answer {
  bytes: Buffer;
  format: Format;
  encoding: Encoding;
  /** Strong; differs for each format and encoding; without quotes. */
  etag: string;
  about: RunOutcome;
  /** Holds it for a slow reader, whom `cut` ends; to be given back by the function that is returned. */
  lend: (cut: () => void) => () => void;
}

const FORMATS: Record<Format, NewFormat> = { csv: csvFormat, json: jsonFormat };
/** Formatting pauses after so many bytes, so that others get their turn. */
const BYTES_PER_TURN = 512 * 1024;

export class CachedResult {
  readonly outcome: RunOutcome & { etag: string };
  readonly rows: readonly HeldRows[];
  readonly #onGrow: (bytes: number) => void;
  readonly #answers = new Map<string, Promise<Answer>>();
  readonly #made = new Map<string, Answer>();
  readonly #readers = new Set<() => void>();
  /** Called once nobody reads it any more. */
  onReturned: () => void = () => {};
  /** Of the rows and of the answers that were made of them. */
  heldBytes: number;

  /** `onGrow` is told of the bytes that an answer takes. */
  constructor(
    outcome: RunOutcome & { etag: string },
    rows: readonly HeldRows[],
    onGrow: (bytes: number) => void = () => {},
  ) {
    this.outcome = { ...outcome, cached: true };
    this.rows = rows;
    this.#onGrow = onGrow;
    this.heldBytes = rows.reduce((sum, { chunk }) => sum + chunk.length, 0);
  }

  /** The answer in this format and encoding; made when it is asked for first. */
  answer(format: Format, encoding: Encoding): Promise<Answer> {
    const name = `${format} ${encoding}`;
    let answer = this.#answers.get(name);
    if (answer === undefined) {
      answer = this.#make(format, encoding);
      this.#answers.set(name, answer);
      answer.then(
        (made) => this.#made.set(name, made),
        // Whoever asked is told; the next one tries anew.
        () => this.#answers.delete(name),
      );
    }
    return answer;
  }

  /** The same if it is made already, else null. */
  answerAtHand(format: Format, encoding: Encoding): Answer | null {
    return this.#made.get(`${format} ${encoding}`) ?? null;
  }

  /** Whether somebody still reads it or an answer that was made of it. */
  get isLent(): boolean {
    return this.#readers.size > 0;
  }

  readonly #lend = (cut: () => void): (() => void) => {
    // Each its own, also where the same is given twice.
    const reader = () => cut();
    this.#readers.add(reader);
    return () => {
      if (this.#readers.delete(reader) && !this.isLent) this.onReturned();
    };
  };

  /** Ends who still reads it. */
  letGo(): void {
    for (const cut of this.#readers) cut();
  }

  async #make(format: Format, encoding: Encoding): Promise<Answer> {
    const about = this.outcome;
    if (encoding === 'identity') {
      const bytes = await this.#formatted(FORMATS[format]);
      const etag = `${about.etag}-${format}`;
      return this.#grown({ bytes, format, encoding, etag, about, lend: this.#lend });
    }
    const plain = await this.answer(format, 'identity');
    if (plain.bytes.length < LEAST_COMPRESSED_BYTES) return plain;
    const bytes = await compressed(plain.bytes, encoding);
    return this.#grown({ ...plain, bytes, encoding, etag: `${plain.etag}-${encoding}` });
  }

  #grown(answer: Answer): Answer {
    this.heldBytes += answer.bytes.length;
    this.#onGrow(answer.bytes.length);
    return answer;
  }

  async #formatted(newFormat: NewFormat): Promise<Buffer> {
    const pieces: Buffer[] = [];
    const writer = new RowWriter(newFormat(this.outcome), (piece) => pieces.push(piece));
    let sinceTurn = 0;
    for (const { chunk } of this.rows) {
      writer.rows(chunk, 0, chunk.length);
      sinceTurn += chunk.length;
      if (sinceTurn < BYTES_PER_TURN) continue;
      sinceTurn = 0;
      await nextTurn();
    }
    writer.end();
    const whole = Buffer.concat(pieces);
    pieces.forEach(recycle);
    return whole;
  }

  /** Hands the rows to a sink, at the sink's pace. Throws the problem that `stop` was called with. */
  async replay(sink: RowSink, stop: Stop): Promise<RunOutcome> {
    const giveBack = this.#lend(() => stop.because(tooSlow()));
    try {
      return await replay(this.outcome, this.rows, { sink, stop });
    } finally {
      giveBack();
    }
  }
}
