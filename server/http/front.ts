// The first to see a request: downloads are answered here, on node:http, for Express costs more than a small result.
// They pass the same checks; what does not pass, and everything else, goes on to Express and is told there.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { RIGHTS } from '../identity/rights.ts';
import type { Log } from '../log.ts';
import type { Format } from '../runs/shared/cached-result.ts';
import { requireCurrentAddon } from './addon-version.ts';
import { holdsNul } from './checked.ts';
import { sendAtHand, sendDownload, type AskedDownload, type DownloadOptions } from './downloads.ts';
import { admit, type Gate } from './gate.ts';
import { HttpOutput, type Frame } from './http-output.ts';
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
  return (request, response) => {
    const requestId = newRequestId();
    const frame = { own: ['X-Request-Id', requestId], always: options.headers };
    const asked = { request, response, requestId, frame };
    // Nobody awaits a listener: what is thrown outside of this would be nobody's.
    serve(options, express, asked).catch((error: unknown) => {
      if (!response.headersSent) setAll(response, [...frame.own, ...frame.always]);
      answerProblem(error, { ...asked, log: options.log });
    });
  };
}

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  /** Of a download; what goes on to Express gets another one. */
  requestId: string;
  frame: Frame;
}

async function serve(options: FrontOptions, express: RequestListener, asked: Asked): Promise<void> {
  const passed = await unlessRefused(options, asked.request);
  if (passed === null) express(asked.request, asked.response);
  else await answer(options, passed, asked);
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

const ROUTES = { csv: 'GET /q/:slug.csv', json: 'GET /q/:slug.json' } as const;

/** The download that is asked for by somebody who may; null when it is none. Throws what refuses it. */
async function pass(options: FrontOptions, request: IncomingMessage): Promise<Passed | null> {
  const { method = '', url = '', headers } = request;
  if (method !== 'GET' && method !== 'HEAD') return null;
  const [, slug, format] = DOWNLOAD.exec(url) ?? [];
  if (slug === undefined || holdsNul(url)) return null;
  const route = ROUTES[format as Format];
  if (options.isLocal) refuseUnlessLocal(headers);
  requireCurrentAddon(headers);
  const member = await admit(options, request, { right: RIGHTS[route].least, route });
  return { slug, url, format: format as Format, member, route };
}

async function answer(
  options: FrontOptions,
  { route, ...download }: Passed,
  asked: Asked,
): Promise<void> {
  const { log, metrics } = options;
  const { request, response, frame } = asked;
  logWhenDone(log, { ...asked, memberId: () => download.member.id });
  metrics.countWhenDone(route, response);
  const output = new HttpOutput(request, response, { format: download.format, frame });
  if (!sendAtHand(options, download, output)) await sendDownload(options, download, output);
}
