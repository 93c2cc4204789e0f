// What of each original can be varied inside: found when a variation needs it, and kept for as long as the original stays as it is.
import { Problem } from '../../../domain/problem.ts';
import { closedShape, type OpenShape } from '../../../domain/contract/teaching/open-shape.ts';
import type { KnownQuery } from '../queries/known-query.ts';
import type { Varying } from './varied-text.ts';

export class OpenShapes {
  readonly #varying: Pick<Varying, 'openings'>;
  readonly #known = new WeakMap<KnownQuery, OpenShape>();

  constructor(varying: Pick<Varying, 'openings'>) {
    this.#varying = varying;
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
      return error.code === 'service_unavailable' ? null : closedShape(error.message);
    }
  }
}

/** Throws Problem service_unavailable where the text could not be read. */
export function requireShape(shape: OpenShape | null): OpenShape {
  if (shape !== null) return shape;
  throw new Problem('service_unavailable', 'The query could not be read just now. Try again.');
}
