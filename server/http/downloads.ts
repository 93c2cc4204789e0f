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
import { readQueryString } from './query-string.ts';

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
  const asked = readQueryString(url, query.parameters);
  const runRequest: RunRequest = {
    member,
    query,
    values: asked.values,
    timeZone: requireTimeZone(asked.timeZone ?? timeZone),
    origin,
    signal: goneSignal(response),
    maxAgeSeconds: asked.maxAgeSeconds,
  };
  return { query, runRequest };
}

/** Aborts when the caller goes away before the answer is whole. */
export function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
