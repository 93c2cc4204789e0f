// The web as scripts in the playground see it: the address that the add-on was built for is this server.
import { createSyncFetch } from '../simulator/script/sync-fetch.ts';
import type { SyncFetch } from '../simulator/script/sync-fetch.ts';

/** Sends what is meant for the `configured` address to the `actual` one; all else goes where it says. */
export function backendFetch(addresses: { configured: string; actual: string }): SyncFetch {
  const { configured, actual } = addresses;
  return createSyncFetch((url) => {
    const ours = url === configured || url.startsWith(`${configured}/`);
    return ours ? actual + url.slice(configured.length) : url;
  });
}
