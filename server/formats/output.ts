// Where the bytes of a result go: an HTTP response, as far as a format needs it.
import type { RunStart } from '../engines/rows.ts';

/** What is known of an answer at its first byte. */
export interface Known {
  etag: string | null;
  length: number | null;
}

export interface Output {
  /** Called once before the first byte. */
  begin(about: RunStart, known: Known): void;
  /** False asks for a pause until `onDrain` fires. `written` is called when the bytes are no longer needed. */
  write(piece: Uint8Array, written: () => void): boolean;
  onDrain(listener: () => void): void;
  end(): void;
}
