// The web as scripts in the playground see it: the address that the add-on was built for is this server.
import { createSyncFetch } from '../simulator/script/sync-fetch.ts';
import type { SyncFetch, SyncFetchSettings } from '../simulator/script/sync-fetch.ts';

/** Sends what is meant for the `configured` address to the `actual` one; all else goes where it says. */
export function backendFetch(
  { configured, actual }: { configured: string; actual: string },
  waiting: Omit<SyncFetchSettings, 'address'> = {},
): SyncFetch {
  const address = (url: string) => {
    const ours = url === configured || url.startsWith(`${configured}/`);
    return ours ? actual + url.slice(configured.length) : url;
  };
  return createSyncFetch({ address, ...waiting });
}
