// Alerts of a query, or of all, read anew while the page is looked at: what was there stays until the newer answer is.
import { useEffect, useState } from 'preact/hooks';
import type { Alert } from '../../domain/contract/alert.ts';
import { useLoaded, type Loaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';

const EVERY_MS = 5_000;

type AlertFilter = { query: string } | { firing: 'true' };

/** With a way to read them now. */
export function useFreshAlerts(filter: AlertFilter): [Loaded<Alert[]>, () => void] {
  const asked = JSON.stringify(filter);
  const [loaded, again] = useLoaded(
    asked,
    async () => (await ask('GET alerts', { query: filter })).alerts,
  );
  const [shown, setShown] = useState<Loaded<Alert[]>>(loaded);
  useEffect(() => {
    // A look that fails while something is shown is tried again, not shown.
    if (loaded.state === 'done' || shown.state !== 'done') setShown(loaded);
  }, [loaded]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [asked]);
  return [shown, again];
}
