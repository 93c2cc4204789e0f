// The pace at which a connection is read while many rows come: in short turns, and not once for each few bytes.
import type { Duplex } from 'node:stream';

/** Rows up to this are read as they come: short results and first bytes wait for nothing. */
const AT_ONCE_BYTES = 1024 * 1024;
/** After so many bytes everybody else gets a turn: some 2 ms of work. */
const MOST_PER_TURN_BYTES = 256 * 1024;
/** Less in one turn shows that the reader is faster than the server. */
const FEW_BYTES = 64 * 1024;
/**
 * PostgreSQL sends 8 KB at a time. To be woken for each costs both sides more than the rows do, up to half of the
 * speed; so the system gathers some hundred KB meanwhile.
 */
const REST_MS = 1;

export class ReadingPace {
  readonly #stream: Duplex;
  /** Of the rows that have come since `begin`. */
  #bytes = 0;
  #turnBytes = 0;
  #isInTurn = false;
  #isResting = false;
  /** Whoever takes the rows wants no more for now. */
  #isPaused = false;

  constructor(stream: Duplex) {
    this.#stream = stream;
  }

  pause(): void {
    this.#isPaused = true;
    this.#stream.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (!this.#isResting) this.#stream.resume();
  }

  /** Another answer begins. */
  begin(): void {
    this.#bytes = 0;
  }

  /** To be told of all that is read. */
  read(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= AT_ONCE_BYTES) return;
    this.#turnBytes += bytes;
    if (this.#turnBytes >= MOST_PER_TURN_BYTES) this.#rest();
    if (this.#isInTurn) return;
    this.#isInTurn = true;
    setImmediate(() => this.#endTurn());
  }

  #endTurn(): void {
    const cameFew = this.#turnBytes < FEW_BYTES;
    this.#isInTurn = false;
    this.#turnBytes = 0;
    if (!cameFew) return this.#goOn();
    this.#rest();
    setTimeout(() => this.#goOn(), REST_MS);
  }

  #rest(): void {
    this.#isResting = true;
    this.#stream.pause();
  }

  #goOn(): void {
    this.#isResting = false;
    if (!this.#isPaused) this.#stream.resume();
  }
}
