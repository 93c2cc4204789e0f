// The marks of linked ranges as this server last put them, so that the next refresh need not ask where they are: the batch
// that it ends in begins with them, and is refused where they have moved.
import { LRUCache } from 'lru-cache';
import type { Place } from '../../domain/cells/place.ts';
import { isAnchored, type Anchor } from './anchors.ts';

/** Of more ranges the server asks again. */
const MOST_RANGES = 5_000;

export class KnownMarks {
  readonly #anchors = new LRUCache<string, Anchor[]>({ max: MOST_RANGES });

  /** Null where they are not known, or the range has other edges by now. */
  find(range: MarkedRange, tab: number, place: Place): Anchor[] | null {
    const known = this.#anchors.get(keyOf(range));
    return known && isAnchored(known, tab, place) ? known : null;
  }

  keep(range: MarkedRange, anchors: Anchor[]): void {
    this.#anchors.set(keyOf(range), anchors);
  }

  forget(range: MarkedRange): void {
    this.#anchors.delete(keyOf(range));
  }
}

export interface MarkedRange {
  spreadsheet: { id: string };
  id: string;
}

const keyOf = ({ spreadsheet, id }: MarkedRange) => `${spreadsheet.id} ${id}`;
