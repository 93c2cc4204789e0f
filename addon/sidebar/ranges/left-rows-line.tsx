// Says on a range's card which rows have left the result and stay for what stands beside them, and what still counts there.
import { countWords } from '../../../ui/age.ts';
import { Icon } from '../../../ui/icon.tsx';
import { countingWords } from '../../../domain/linked-range-note.ts';
import type { LeftRows } from '../../../domain/refresh/left-rows.ts';

/** More rows are counted. */
const MOST_NAMED = 5;

export function LeftRowsLine({ left: { rows, counting } }: { left: LeftRows }) {
  if (rows.length === 0) return null;
  const more = rows.length - MOST_NAMED;
  const named = rows.slice(0, MOST_NAMED).join(', ');
  return (
    <>
      <p class="quiet">
        {countWords(rows.length, 'row')} struck through ({named}
        {more > 0 && ` and ${more} more`}): no longer in the result, kept for what you keep beside.
        Delete such a row in the sheet, or empty what stands beside it, where nobody needs it.
      </p>
      {counting.length > 0 && (
        <p class="tone warn">
          <Icon name="warn" />
          {countingWords(counting)}
        </p>
      )}
    </>
  );
}
