// How fresh a linked range is: a dot and always a word beside it.
import { QUERY_GONE } from '../../../domain/linked-range-note.ts';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { TimeAgo, useNow } from '../../../ui/time-ago.tsx';
import { countWords } from '../../../ui/age.ts';
import type { Freshness, LinkedRangeView } from '../../sidebar-functions.ts';

interface Look {
  tone: 'good' | 'warn' | 'bad' | 'plain';
  icon: IconName;
  word: string;
}

const looks: Record<Freshness, Look> = {
  fresh: { tone: 'good', icon: 'good', word: 'Fresh' },
  late: { tone: 'warn', icon: 'clock', word: 'Late' },
  failed: { tone: 'bad', icon: 'bad', word: 'Failed' },
  refreshing: { tone: 'plain', icon: 'refresh', word: 'Refreshing' },
  incomplete: { tone: 'bad', icon: 'warn', word: 'Incomplete' },
  lost: { tone: 'bad', icon: 'warn', word: 'Lost' },
  gone: { tone: 'warn', icon: 'warn', word: 'Query gone' },
};

const old: Look = { tone: 'plain', icon: 'clock', word: 'Older' };
const failed: Look = { tone: 'bad', icon: 'bad', word: 'Not refreshed' };
const plain: Look = { tone: 'plain', icon: 'clock', word: 'Unknown' };

/** Values that nobody refreshes by themselves are not called fresh for longer. */
const freshMs = 24 * 3_600_000;

function lookOf(range: LinkedRangeView, now: number, isFailing = false): Look {
  const { freshness, refreshedAt } = range;
  if (freshness !== 'fresh') return looks[freshness] ?? plain;
  if (isFailing) return failed;
  return refreshedAt !== null && now - Date.parse(refreshedAt) > freshMs ? old : looks.fresh;
}

export function FreshnessDot({ range }: { range: LinkedRangeView }) {
  const { tone, word } = lookOf(range, useNow(60_000));
  return <span class={`dot ${tone}`} role="img" aria-label={word} title={word} />;
}

interface LineProps {
  range: LinkedRangeView;
  timeZone: string;
  /** The last try failed, although nothing of that is kept at the range. */
  isFailing: boolean;
}

/** One line: the state in a word, the age, who refreshed it, how many rows. */
export function FreshnessLine({ range, timeZone, isFailing }: LineProps) {
  const { tone, icon, word } = lookOf(range, useNow(60_000), isFailing);
  return (
    <p class="freshness">
      <span class={`tone ${tone}`}>
        <Icon name={icon} />
        {word}
      </span>
      {range.refreshedAt && (
        <span>
          {' · '}
          <TimeAgo at={range.refreshedAt} timeZone={timeZone} />
        </span>
      )}
      {' · '}
      {countWords(range.rowCount, 'row')}
      {range.rowsKept > 0 && `, ${range.rowsKept} more struck through`}
      {range.truncated && ' (not all)'}{' '}
      {range.refreshedBy && <span class="quiet by">refreshed by {range.refreshedBy}</span>}
    </p>
  );
}

/** What a state other than fresh means, and what helps. */
export function freshnessAdvice(range: LinkedRangeView): string | null {
  switch (range.freshness) {
    case 'incomplete':
      return 'Writing was cut off, so some rows are old. Refresh puts it right.';
    case 'lost':
      return 'The cells of this range were deleted. If that was a mistake, undo it in the sheet; else insert the query again, or unlink this.';
    case 'gone':
      return QUERY_GONE;
    case 'late':
      return 'It should have been refreshed by now.';
    case 'refreshing':
      return 'Somebody is refreshing it at this moment.';
    case 'fresh':
      return null;
    case 'failed':
      return null;
  }
}
