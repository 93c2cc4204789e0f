// The files that go along with messages: the whole table of the frozen run that a message shows, as far as a mail can carry it.
import type pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import type { Message } from '../../domain/alerts/message.ts';
import { findFrozen, type KnownFrozen } from '../catalog/frozen/frozen-runs.ts';
import type { Output } from '../formats/output.ts';
import { FrozenResults } from '../runs/frozen/frozen-results.ts';
import type { Attachment } from './destination.ts';

/** Many mail servers take 10 MB, and base64 makes a third more of it. */
const MOST_BYTES = 6 * 1024 * 1024;

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export class Attachments {
  readonly #database: pg.Pool;
  readonly #results: FrozenResults;

  constructor(database: pg.Pool) {
    this.#database = database;
    this.#results = new FrozenResults(database);
  }

  /** The table of the message's result as it was wished for; null where none was, or it has been erased. */
  async of({ subscription, frozen: id, query: { slug } }: Message): Promise<Attachment | null> {
    const format = subscription?.attach ?? null;
    const frozen = format === null || id === null ? null : await findFrozen(this.#database, id);
    if (format === null || frozen === null || frozen.erasedAt !== null) return null;
    const name = `${slug}.${format}`;
    return { name, type: TYPES[format], content: await this.#content(frozen, format) };
  }

  async #content(frozen: KnownFrozen, format: 'csv' | 'xlsx'): Promise<Buffer | null> {
    const gone = new AbortController();
    const collected = new Collected(() => gone.abort());
    try {
      if (format === 'csv')
        await this.#results.download(frozen, 'csv', {
          ...collected.output,
          encoding: 'identity',
          onGone: (listener) => {
            gone.signal.addEventListener('abort', listener, { once: true });
            return () => gone.signal.removeEventListener('abort', listener);
          },
          send: () => {},
        });
      else await this.#results.workbook(frozen, collected.output, gone.signal);
    } catch (error) {
      // Also what no such file can hold is read on the page.
      if (gone.signal.aborted || error instanceof Problem) return null;
      throw error;
    }
    return gone.signal.aborted ? null : collected.whole();
  }
}

/** Takes the bytes of a file, as long as there are not too many. */
class Collected {
  readonly output: Output;
  readonly #pieces: Buffer[] = [];

  constructor(onTooMany: () => void) {
    let bytes = 0;
    this.output = {
      begin: () => {},
      write: (piece, written) => {
        bytes += piece.length;
        if (bytes > MOST_BYTES) onTooMany();
        else this.#pieces.push(Buffer.from(piece));
        written();
        return true;
      },
      onDrain: () => {},
      end: () => {},
    };
  }

  whole(): Buffer {
    return Buffer.concat(this.#pieces);
  }
}
