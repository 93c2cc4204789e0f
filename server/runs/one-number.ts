// Passes a run's rows on, and notes the number where they are one row that holds one number.
import { kindOfText } from '../engines/kinds.ts';
import { textRows, type Flow, type RowSink, type RunStart } from '../engines/rows.ts';

/** A row that is longer tells more than a number. */
const MOST_BYTES = 1_000;

export class OneNumber implements RowSink {
  /** As the database writes it; null where the result is not one number. */
  value: string | null = null;
  readonly #sink: RowSink;
  /** Which column it is; null where the result cannot be one number any more. */
  #column: number | null = null;

  constructor(sink: RowSink) {
    this.#sink = sink;
  }

  start(about: RunStart, flow: Flow): void {
    const numbers = about.columns.flatMap(({ kind }, index) =>
      kindOfText(kind).type === 'number' ? [index] : [],
    );
    this.value = null;
    this.#column = numbers.length === 1 ? (numbers[0] ?? null) : null;
    this.#sink.start(about, flow);
  }

  rows(chunk: Buffer, from: number, to: number, count: number): void {
    if (this.#column !== null) this.#note(this.#column, { chunk, from, to, count });
    this.#sink.rows(chunk, from, to, count);
  }

  #note(
    column: number,
    { chunk, from, to, count }: { chunk: Buffer; from: number; to: number; count: number },
  ): void {
    const isOne = this.value === null && count === 1 && to - from <= MOST_BYTES;
    this.value = isOne ? (textRows(chunk, from, to)[0]?.[column] ?? null) : null;
    if (!isOne || this.value === null) this.#column = null;
  }
}
