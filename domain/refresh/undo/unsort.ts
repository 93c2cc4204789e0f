// Decides how rows that a refresh sorted go back to where they stood, before the refresh itself is taken back.
import { allFingerprint } from '../../cells/fingerprint.ts';
import { Problem } from '../../problem.ts';
import { saidOf } from '../around/apart.ts';
import { surroundingsOf, withOwn } from '../around/neighbours.ts';
import { findOwnColumns } from '../around/own-columns.ts';
import { whyNotSorted } from '../around/sort-harm.ts';
import { orderBack } from '../layout/query-order.ts';
import { presentPrints } from '../prepare.ts';
import type { RangeNow } from '../prepare.ts';
import { ask } from '../sheet.ts';
import type { Operation, Rules } from '../sheet.ts';
import type { KeptCells } from './kept-cells.ts';

type Sort = Pick<Extract<Operation, { do: 'sortRows' }>, 'row' | 'order'>;

export interface Unsorting {
  /** The sort that puts the rows back; null where they stand so already, as after an undo that was cut off. */
  back: Sort | null;
  /** The one that puts them where they are now. */
  forth: Sort | null;
  /** The range once its rows are back. */
  then: RangeNow;
}

/** Throws Problem sheet_changed where somebody changed cells since, or their order, or where a sort could harm what they keep. */
export function* decideUnsort(
  now: RangeNow,
  { order, ordered }: NonNullable<KeptCells['sorted']>,
): Rules<Unsorting> {
  const { linked, place } = now;
  const print = allFingerprint(presentPrints(linked, yield* ask({ read: 'range', place })));
  const wrote = linked.wrote && { ...linked.wrote, ordered };
  const then = { ...now, linked: { ...linked, wrote } };
  if (print === ordered) return { back: null, forth: null, then };
  if (print !== linked.wrote?.ordered || order.length !== place.rows - 1 || linked.refreshing) {
    throw new Problem(
      'sheet_changed',
      'Cells of this range were changed after the refresh, or their order. Undoing it would run over them, so nothing was changed.',
    );
  }
  const reason = yield* harmIn(now);
  if (reason !== null) {
    const says = `The rows cannot go back to where they stood before the refresh, so nothing was changed. ${reason}`;
    throw new Problem('sheet_changed', says);
  }
  const row = place.row + 1;
  return { back: { row, order: orderBack(order) }, forth: { row, order }, then };
}

function* harmIn({ linked, place }: RangeNow): Rules<string | null> {
  const alone = surroundingsOf(place, saidOf(linked, place));
  const own = yield* findOwnColumns(alone, [], linked.options);
  return yield* whyNotSorted(withOwn(alone, own), { top: false, end: false });
}
