// The first to see a request: downloads are answered here, on node:http, for Express costs more than a small result.
// They pass the same checks; what does not pass, and everything else, goes on to Express and is told there.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { routes } from '../../../domain/routes.ts';
import { rowFor } from '../../identity/rights.ts';
import type { Log } from '../../log.ts';
import type { Format } from '../../run/cached-result.ts';
import { requireCurrentAddon } from './addon-version.ts';
import {
  sendAtHand,
  sendDownload,
  type AskedDownload,
  type DownloadOptions,
} from '../output/downloads.ts';
import { admit, type Gate } from './gate.ts';
import { HttpOutput } from '../output/http-output.ts';
import { refuseUnlessLocal } from './local-guard.ts';
import type { Metrics } from './metrics.ts';
import { answerProblem } from './problems.ts';
import { newRequestId } from './request-id.ts';
import { logWhenDone } from './request-log.ts';
import { setAll } from './security-headers.ts';

export interface FrontOptions extends DownloadOptions, Gate {
  isLocal: boolean;
  /** What every answer has, as names and values by turns. */
  headers: readonly string[];
  metrics: Metrics;
  log: Log;
}

interface Passed extends AskedDownload {
  format: Format;
  route: string;
}

/** Answers what it can, and hands the rest to `express`. */
export function createFront(options: FrontOptions, express: RequestListener): RequestListener {
  return async (request, response) => {
    const passed = await unlessRefused(options, request);
    if (passed === null) express(request, response);
    else await answer(options, passed, { request, response });
  };
}

// Express tells what refuses it.
async function unlessRefused(
  options: FrontOptions,
  request: IncomingMessage,
): Promise<Passed | null> {
  try {
    return await pass(options, request);
  } catch {
    return null;
  }
}

// As the slugs are; other spellings that Express takes as well are left to it.
const DOWNLOAD = /^\/q\/([a-z0-9-]+)\.(csv|json)(?:\?|$)/;

const ROWS = {
  csv: rowFor('GET', routes.csv('any')),
  json: rowFor('GET', routes.json('any')),
} as const;

/** The download that is asked for by somebody who may; null when it is none. Throws what refuses it. */
async function pass(options: FrontOptions, request: IncomingMessage): Promise<Passed | null> {
  const { method = '', url = '', headers } = request;
  if (method !== 'GET' && method !== 'HEAD') return null;
  const [, slug, format] = DOWNLOAD.exec(url) ?? [];
  if (slug === undefined) return null;
  const row = ROWS[format as Format];
  if (options.isLocal) refuseUnlessLocal(headers);
  requireCurrentAddon(headers);
  const member = await admit(options, request, { row });
  return { slug, url, format: format as Format, member, route: row.route };
}

async function answer(
  options: FrontOptions,
  { route, ...asked }: Passed,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { log, metrics } = options;
  const requestId = newRequestId();
  logWhenDone(log, { request, response, requestId, memberId: () => asked.member.id });
  metrics.countWhenDone(route, response);
  const frame = { own: ['X-Request-Id', requestId], always: options.headers };
  const output = new HttpOutput(request, response, { format: asked.format, frame });
  if (sendAtHand(options, asked, output)) return;
  try {
    await sendDownload(options, asked, output);
  } catch (error) {
    if (!response.headersSent) setAll(response, [...frame.own, ...frame.always]);
    answerProblem(error, { request, response, requestId, log });
  }
}
