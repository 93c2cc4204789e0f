// A query's result as CSV or JSON, for whoever asks by its address.
import { LRUCache } from 'lru-cache';
import type { RunnableQuery, WantedRun } from '../../runs/request.ts';
import type { Origin } from '../../../domain/contract/access.ts';
import type { Query } from '../../../domain/contract/query.ts';
import type { Member } from '../../identity/member.ts';
import type { Format } from '../../runs/shared/cached-result.ts';
import type { DownloadOutput } from '../../runs/download.ts';
import type { Selection } from '../../../domain/contract/teaching/variation.ts';
import type { Runs } from '../../runs/runs.ts';
import { readQueryString, type AskedByAddress } from './query-string.ts';

export type FoundQuery = RunnableQuery & Pick<Query, 'title' | 'columns'>;

export interface DownloadOptions {
  runs: Runs;
  /** `find` throws Problem not_found for what the member may not run; `named` finds it for anybody. */
  catalog: {
    find(slug: string, member: Member): Promise<FoundQuery>;
    named(slug: string): RunnableQuery | null;
    /** Null for what the member may not run. */
    visible(slug: string, member: Member): FoundQuery | null;
    /** The query with the text that selects from its result. Throws what `find` throws. */
    selected(slug: string, member: Member, selection: Selection): Promise<FoundQuery>;
  };
  /** The zone of a run that names none. */
  timeZone: string;
}

export interface AskedDownload {
  slug: string;
  /** The whole address, with the values. */
  url: string;
  member: Member;
}

/** Sends the result to `output`. Throws Problems before the first byte; after it, the connection must be cut. */
export async function sendDownload(
  options: DownloadOptions,
  { format, ...asked }: AskedDownload & { format: Format },
  output: DownloadOutput,
): Promise<void> {
  const wanted = await wantedRun(options, { ...asked, origin: format });
  await options.runs.download(wanted, format, output);
}

/** Sends the result if its answer is in memory; false when it is not, or would be refused: then `sendDownload` does. */
export function sendAtHand(
  { catalog, runs, timeZone }: DownloadOptions,
  { slug, url, member, format }: AskedDownload & { format: Format },
  output: DownloadOutput,
): boolean {
  const known = addresses.get(url);
  if (known === undefined || catalog.visible(slug, member) !== known.query) return false;
  const { query, asked } = known;
  return runs.sendAtHand(
    wantedOf({ member, query, asked, timeZone, origin: format }),
    format,
    output,
  );
}

/** What a download asks for: the query, and its values from the query string. Throws Problems. */
export async function wantedRun(
  { catalog, timeZone }: DownloadOptions,
  { slug, url, member, origin }: AskedDownload & { origin: Origin },
): Promise<WantedRun & { query: FoundQuery }> {
  const query = await catalog.find(slug, member);
  const asked = readAddress(url, query);
  return wantedOf({ member, query, asked, timeZone, origin });
}

interface Wanting {
  member: Member;
  query: FoundQuery;
  asked: AskedByAddress;
  timeZone: string;
  origin: Origin;
}

function wantedOf({ member, query, asked, timeZone, origin }: Wanting) {
  const { values, maxAgeSeconds } = asked;
  const zone = asked.timeZone ?? timeZone;
  return { member, query, values, timeZone: zone, origin, maxAgeSeconds };
}

const addresses = new LRUCache<string, { query: FoundQuery; asked: AskedByAddress }>({
  max: 1_000,
  maxEntrySize: 1_000,
  sizeCalculation: (_read, url) => url.length,
});

// What is asked for every minute is read once, as long as its query stays the same.
function readAddress(url: string, query: FoundQuery): AskedByAddress {
  const known = addresses.get(url);
  if (known?.query === query) return known.asked;
  const asked = readQueryString(url, query.parameters);
  if (asked.maxAgeSeconds > 0) addresses.set(url, { query, asked });
  return asked;
}
