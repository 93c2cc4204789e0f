// What of each original can be varied inside: found when a variation needs it, and kept for as long as the original stays as it is.
import { Problem } from '../../../domain/problem.ts';
import { closedShape, type OpenShape } from '../../../domain/teaching/open-shape.ts';
import type { KnownQuery } from '../queries/known-query.ts';
import type { Varying } from './varied-text.ts';

/** A text that could not be read is tried again after so long. */
const AGAIN_MS = 1_000;

export class OpenShapes {
  readonly #varying: Pick<Varying, 'openings'>;
  readonly #again: () => void;
  readonly #known = new WeakMap<KnownQuery, OpenShape>();
  #waiting: NodeJS.Timeout | undefined;

  /** `again` is called where a text could not be read, once it may be. */
  constructor(varying: Pick<Varying, 'openings'>, again: () => void) {
    this.#varying = varying;
    this.#again = again;
  }

  /** Null where nobody has looked yet. */
  known(query: KnownQuery): OpenShape | null {
    return this.#known.get(query) ?? null;
  }

  /** Null where its text could not be read just now. */
  async of(query: KnownQuery): Promise<OpenShape | null> {
    const known = this.#known.get(query);
    if (known !== undefined) return known;
    const { source, sql, parameters } = query;
    try {
      const declared = parameters.map(({ name }) => name);
      const shape = await this.#varying.openings(source, sql, declared);
      this.#known.set(query, shape);
      return shape;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'service_unavailable') return this.#later();
      const closed = closedShape(error.message);
      this.#known.set(query, closed);
      return closed;
    }
  }

  #later(): null {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(this.#again, AGAIN_MS).unref();
    return null;
  }
}

/** Throws Problem service_unavailable where the text could not be read. */
export function requireShape(shape: OpenShape | null): OpenShape {
  if (shape !== null) return shape;
  throw new Problem('service_unavailable', 'The query could not be read just now. Try again.');
}
