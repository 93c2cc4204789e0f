// Says that the playground's clock is ahead, and what it shows.
import type { PlaygroundView } from '../protocol.ts';
import { clockOf, durationOf } from './clock-words.ts';

export function ClockChip({ view }: { view: PlaygroundView }) {
  const { aheadMs } = view.clock;
  if (aheadMs <= 0) return null;
  const { timeZone } = view.workbook;
  const shows = clockOf(Date.now() + aheadMs, timeZone).replace('T', ' ');
  const ahead = durationOf(aheadMs);
  return (
    <span class="clock-chip" role="status" title={`It shows ${shows}, ${timeZone}`}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18M12 7v5l3 3" />
      </svg>
      <span>
        <span class="long">The playground’s clock is </span>
        {ahead} ahead
      </span>
    </span>
  );
}
