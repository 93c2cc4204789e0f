// The columns that a person put inside a range.
import type { Place } from '../../cells/place.ts';
import { offsetNow } from './columns.ts';
import type { Arrangement } from './columns.ts';

/** Columns of the range as it is now, counted from its left edge, that are the person's own. */
export function ownOffsets(place: Pick<Place, 'columns'>, arrangement: Arrangement): number[] {
  const ours = new Set(
    [...arrangement.columns, ...arrangement.present]
      .filter(({ offset }) => !arrangement.inserted.includes(offset))
      .map(({ offset }) => offsetNow(arrangement, offset)),
  );
  return [...Array(place.columns).keys()].filter((offset) => !ours.has(offset));
}
