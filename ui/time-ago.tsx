// An instant as its age, with the exact time on hover and for screen readers; it grows older by itself.
import { useEffect, useState } from 'preact/hooks';
import { ageWords, exactTime } from './age.ts';

export function TimeAgo({ at, timeZone }: { at: string; timeZone?: string | undefined }) {
  const now = useNow(20_000);
  const exact = exactTime(at, timeZone);
  return (
    <time dateTime={at} title={exact}>
      {ageWords(at, now)}
      <span class="unseen"> ({exact})</span>
    </time>
  );
}

/** The time now, in ms since 1970, anew every `everyMs` while the component is shown. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
