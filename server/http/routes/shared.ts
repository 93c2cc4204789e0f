// Answers whoever has a share link: its page, CSV, JSON; the last good result while the query fails.
import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { resultSchema } from '../../../domain/contract/result.ts';
import type { SharedResult } from '../../../domain/contract/link.ts';
import type { Values } from '../../../domain/contract/parameter.ts';
import { Problem, PROBLEMS } from '../../../domain/problem.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { KnownQuery } from '../../catalog/known-query.ts';
import { keepAnswer, lastAnswer, type GoodAnswer } from '../../catalog/share-link-results.ts';
import { findActiveLink, touchLink, type OpenedLink } from '../../catalog/share-links.ts';
import type { Access } from '../../identity/access.ts';
import type { Member } from '../../identity/member.ts';
import type { RunRequest } from '../../run/run.ts';
import type { Runs } from '../../run/runs.ts';
import { goneSignal } from '../output/gone-signal.ts';
import type { Asked, Handlers } from '../front/handlers.ts';
import { matches, MEDIA_TYPES, type Format } from '../output/http-output.ts';
import { etagOf, LinkOutput } from '../output/link-output.ts';
import { sendPage } from './pages.ts';
import { readQueryString } from '../output/query-string.ts';

export interface SharedOptions {
  access: Access;
  catalog: Catalog;
  runs: Runs;
  /** Sheetfeed's own. */
  database: pg.Pool;
  /** The zone of a link that names none. */
  timeZone: string;
}

const MOST_PAGE_ROWS = 10_000;

type FormatRows = 'GET shareCsv' | 'GET shareJson' | 'GET shareXlsx' | 'GET shareResult';
type SharedRows = FormatRows | 'GET sharePage' | 'OPTIONS shareCsv' | 'OPTIONS shareJson';

export function sharedHandlers(options: SharedOptions): Handlers<SharedRows> {
  const as =
    (format: Format) =>
    ({ request, response }: Asked<FormatRows>) =>
      answer(options, format, request, response);
  return {
    'OPTIONS shareCsv': ({ response }) => preflight(response),
    'OPTIONS shareJson': ({ response }) => preflight(response),
    'GET shareCsv': as('csv'),
    'GET shareJson': as('json'),
    'GET shareXlsx': as('xlsx'),
    'GET shareResult': as('result'),
    async 'GET sharePage'({ request, response }) {
      sharedHeaders(response);
      await openLink(options, request);
      sendPage(response, 'private, no-cache');
    },
  };
}

function preflight(response: Response): void {
  sharedHeaders(response);
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD');
  response.setHeader('Access-Control-Allow-Headers', 'If-None-Match');
  response.setHeader('Access-Control-Max-Age', '86400');
}

// The address is a secret, which no page that is opened from here may learn; and any page may read the data.
function sharedHeaders(response: Response): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Robots-Tag', 'noindex');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader(
    'Access-Control-Expose-Headers',
    'ETag, Age, Sheetfeed-Ran-At, Sheetfeed-Stale, Sheetfeed-Lag-Seconds, Retry-After',
  );
}

interface Opened {
  link: OpenedLink;
  query: KnownQuery;
}

// Looked up each time, so that a link that is revoked is revoked on every server.
async function openLink(
  { database, catalog, access }: SharedOptions,
  request: Request,
): Promise<Opened> {
  const { token = '' } = request.params as { token?: string };
  const link = await findActiveLink(database, token);
  const query = link === null ? null : catalog.named(link.query);
  // The same answer whether it never was, is over, or its maker may not see or share the query any more.
  if (link !== null && query !== null && access.mayShare(link.maker, query)) return { link, query };
  const detail = 'This link does not work, or no longer. Ask whoever gave it to you for a new one.';
  throw new Problem('not_found', detail);
}

async function answer(
  options: SharedOptions,
  format: Format,
  request: Request,
  response: Response,
): Promise<void> {
  sharedHeaders(response);
  const opened = await openLink(options, request);
  const values = valuesOf(opened, request);
  const runRequest = runRequestFor(options, opened, { values, response });
  const kept = { link: opened.link.id, asked: askedHash(format, runRequest) };
  try {
    const whole =
      format === 'result'
        ? await pageAnswer(options, opened, runRequest)
        : await download(options, format, { opened, runRequest, response });
    // What was too large to be held has been sent, and is not kept either.
    if (whole === null) return;
    // A run may take long, and the link may be revoked while it goes on.
    await openLink(options, request);
    await keepAnswer(options.database, kept, whole);
    send(request, response, { format, answer: whole, failed: null });
  } catch (error) {
    if (!isFailedRun(error) || response.headersSent) throw error;
    await openLink(options, request);
    const last = await lastAnswer(options.database, kept);
    if (last === null) throw error;
    send(request, response, { format, answer: last, failed: error });
  } finally {
    await touchLink(options.database, opened.link.id);
  }
}

// The link's own values, and those of the query string for its free parameters.
function valuesOf({ link, query }: Opened, request: Request): Values {
  const free = query.parameters.filter(({ name }) => link.free.includes(name));
  const { values } = readQueryString(request.originalUrl, free);
  const stranger = Object.keys(values).find((name) => !link.free.includes(name));
  if (stranger !== undefined) {
    const takes = link.free.length === 0 ? 'It takes none.' : `It takes ${link.free.join(', ')}.`;
    throw new Problem('unknown_parameter', `This link takes no value for ${stranger}. ${takes}`, {
      parameter: stranger,
    });
  }
  return { ...link.values, ...values };
}

function runRequestFor(
  { timeZone }: SharedOptions,
  { link, query }: Opened,
  { values, response }: { values: Values; response: Response },
): RunRequest {
  // Its runs count as the link's own, and errors are told as to a viewer.
  const member: Member = { id: `link:${link.id}`, email: '', name: link.name, role: 'viewer' };
  return {
    ...{ member, query, values, origin: 'link', linkMaker: link.maker },
    signal: goneSignal(response),
    timeZone: link.timeZone ?? timeZone,
    maxAgeSeconds: link.maxAgeSeconds,
  };
}

function askedHash(format: Format, { values, timeZone }: RunRequest): Buffer {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([format, timeZone, sorted]))
    .digest();
}

async function download(
  { runs }: SharedOptions,
  format: Exclude<Format, 'result'>,
  { opened, runRequest, response }: { opened: Opened; runRequest: RunRequest; response: Response },
): Promise<GoodAnswer | null> {
  const output = new LinkOutput(response, ({ ranAt, lagSeconds }) => {
    answerHeaders(response, format, ranAt);
    if (lagSeconds !== null) response.setHeader('Sheetfeed-Lag-Seconds', String(lagSeconds));
  });
  if (format === 'xlsx') {
    const { title, columns: notes } = opened.query;
    await runs.workbook(runRequest, { title, notes, timeZone: runRequest.timeZone }, output);
  } else await runs.download(runRequest, format, output);
  return output.whole;
}

async function pageAnswer(
  { runs }: SharedOptions,
  { link, query }: Opened,
  runRequest: RunRequest,
): Promise<GoodAnswer> {
  const found = await runs.result(runRequest, { maxRows: MOST_PAGE_ROWS });
  if (found.state !== 'done') throw new Error('a run without a time to wait was not waited for');
  const pieces: Uint8Array[] = [];
  for await (const piece of found.body) pieces.push(Buffer.from(piece));
  const result = resultSchema.parse(JSON.parse(Buffer.concat(pieces).toString('utf8')));
  const { ranAt, timeZone, columns, rows, rowCount, truncated } = result;
  const values = Object.entries(runRequest.values).filter(([name]) => link.free.includes(name));
  const shared: SharedResult = {
    ...{ title: query.title, description: query.description, notes: query.columns },
    parameters: query.parameters.filter(({ name }) => link.free.includes(name)),
    values: Object.fromEntries(values),
    ...{ chart: query.chart, expiresAt: link.expiresAt, stale: null },
    ...{ ranAt, timeZone, columns, rows, rowCount, truncated },
  };
  const body = Buffer.from(JSON.stringify(shared));
  return { body, etag: etagOf(body), ranAt: new Date(ranAt) };
}

function isFailedRun(error: unknown): error is Problem {
  return error instanceof Problem && !PROBLEMS[error.code].callersOwn;
}

function send(
  request: Request,
  response: Response,
  { format, answer: good, failed }: { format: Format; answer: GoodAnswer; failed: Problem | null },
): void {
  answerHeaders(response, format, good.ranAt);
  const body = failed === null ? good.body : withNotice(format, good, failed);
  const etag = `"${failed === null ? good.etag : etagOf(body)}"`;
  response.setHeader('ETag', etag);
  if (failed !== null) response.setHeader('Sheetfeed-Stale', failed.code);
  if (matches(request.headers['if-none-match'], etag)) response.status(304).end();
  else response.setHeader('Content-Length', body.length).end(body);
}

// Kept by nobody on the way, so that a revoked link gives nothing from then on; asked for again with its ETag.
function answerHeaders(response: Response, format: Format, ranAt: Date): void {
  // Before the type: Express guesses one from the name.
  if (format === 'xlsx') response.attachment('result.xlsx');
  response.setHeader('Content-Type', MEDIA_TYPES[format]);
  response.setHeader('Cache-Control', 'private, no-cache');
  response.setHeader('Sheetfeed-Ran-At', ranAt.toISOString());
  const age = Math.max(0, Math.round((Date.now() - ranAt.getTime()) / 1000));
  response.setHeader('Age', String(age));
}

// CSV and JSON stay what they are, for programs read them; the page says it in words.
function withNotice(format: Format, { body }: GoodAnswer, failed: Problem): Buffer {
  if (format !== 'result') return body;
  const shared = JSON.parse(body.toString('utf8')) as SharedResult;
  const stale = `${failed.message} This is the last result that there was.`;
  return Buffer.from(JSON.stringify({ ...shared, stale }));
}
