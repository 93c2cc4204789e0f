// A query's result as CSV or JSON, for whoever asks by its address.
import type { ServerResponse } from 'node:http';
import type { Origin } from '../../domain/contract/access.ts';
import type { Query } from '../../domain/contract/query.ts';
import type { Member } from '../identity/member.ts';
import type { Format } from '../run/cached-result.ts';
import type { DownloadOutput } from '../run/download.ts';
import type { RunnableQuery, RunRequest } from '../run/run.ts';
import type { Runs } from '../run/runs.ts';
import { requireTimeZone } from '../run/time-zone.ts';
import { readQueryString, type AskedByAddress } from './query-string.ts';

type FoundQuery = RunnableQuery & Pick<Query, 'title' | 'columns'>;

export interface DownloadOptions {
  runs: Runs;
  /** `find` throws Problem not_found for what the member may not run; `named` finds it for anybody. */
  catalog: {
    find(slug: string, member: Member): Promise<FoundQuery>;
    named(slug: string): RunnableQuery | null;
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
  { output, response }: { output: DownloadOutput; response: ServerResponse },
): Promise<void> {
  const { runRequest } = await downloadRequest(options, { ...asked, origin: format }, response);
  await options.runs.download(runRequest, format, output);
}

/** What a download asks for: the query, and its values from the query string. Throws Problems. */
export async function downloadRequest(
  { catalog, timeZone }: DownloadOptions,
  { slug, url, member, origin }: AskedDownload & { origin: Origin },
  response: ServerResponse,
): Promise<{ query: FoundQuery; runRequest: RunRequest }> {
  const query = await catalog.find(slug, member);
  const asked = readAddress(url, query);
  let gone: AbortSignal | null = null;
  const runRequest: RunRequest = {
    member,
    query,
    values: asked.values,
    timeZone: requireTimeZone(asked.timeZone ?? timeZone),
    origin,
    // What the cache answers needs none.
    get signal() {
      return (gone ??= goneSignal(response));
    },
    maxAgeSeconds: asked.maxAgeSeconds,
  };
  return { query, runRequest };
}

const MOST_ADDRESSES = 1_000;
const LONGEST_ADDRESS = 1_000;
const addresses = new Map<string, { query: FoundQuery; asked: AskedByAddress }>();

// What is asked for every minute is read once, as long as its query stays the same.
function readAddress(url: string, query: FoundQuery): AskedByAddress {
  const known = addresses.get(url);
  if (known?.query === query) return known.asked;
  const asked = readQueryString(url, query.parameters);
  if (addresses.size >= MOST_ADDRESSES) addresses.clear();
  if (url.length <= LONGEST_ADDRESS && asked.maxAgeSeconds > 0)
    addresses.set(url, { query, asked });
  return asked;
}

/**
 * Aborts when the caller goes away before the answer is whole. The connection tells, for an answer that waits for
 * its turn behind others of the same connection (HTTP pipelining) is not told itself.
 */
export function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  const { socket } = response.req;
  const leave = () => {
    socket.off('close', leave);
    if (!response.writableFinished) gone.abort();
  };
  if (response.closed || socket.destroyed) gone.abort();
  response.on('close', leave);
  socket.on('close', leave);
  return gone.signal;
}
