// Answers whoever has a share link: its page, CSV, JSON; the last good result while the query fails.
import type { WantedRun } from '../../runs/request.ts';
import type { Request, Response } from 'express';
import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Values } from '../../../domain/contract/parameter.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import { findActiveLink, touchLink } from '../../catalog/links/share-links.ts';
import type { Access } from '../../identity/access.ts';
import type { Member } from '../../identity/member.ts';
import type { Runs } from '../../runs/runs.ts';
import type { Sources } from '../../sources/sources.ts';
import type { Asked, Handlers } from '../front/handlers.ts';
import { goneSignal } from '../output/gone-signal.ts';
import { matches, type Format } from '../output/http-output.ts';
import { LinkAnswers, type LinkAnswer, type Making } from '../output/link-answers.ts';
import { answerHeaders, makeAnswer, type Opened } from '../output/link-making.ts';
import { headOfQuery } from './page-head.ts';
import { sendPage } from './pages.ts';
import { asksForMark, MARK, readQueryString } from '../output/query-string.ts';
import { LEAST_COMPRESSED_BYTES } from '../../formats/compressed.ts';
import { encodedTag } from '../output/encoding.ts';
import { sendPieces } from '../output/send-pieces.ts';

export interface SharedOptions {
  access: Access;
  catalog: Catalog;
  runs: Runs;
  sources: Sources;
  /** Sheetfeed's own. */
  database: pg.Pool;
  /** The zone of a link that names none. */
  timeZone: string;
}

type Answering = SharedOptions & { answers: LinkAnswers };

type FormatRows = 'GET shareCsv' | 'GET shareJson' | 'GET shareXlsx' | 'GET shareResult';
type SharedRows =
  FormatRows | 'GET sharePage' | 'GET shareChart' | 'OPTIONS shareCsv' | 'OPTIONS shareJson';

export function sharedHandlers(options: SharedOptions): Handlers<SharedRows> {
  const answering = { ...options, answers: new LinkAnswers(options.runs.holdings) };
  const as =
    (format: Format) =>
    ({ request, response }: Asked<FormatRows>) =>
      answer(answering, format, request, response);
  return {
    'OPTIONS shareCsv': ({ response }) => preflight(response),
    'OPTIONS shareJson': ({ response }) => preflight(response),
    'GET shareCsv': as('csv'),
    'GET shareJson': as('json'),
    'GET shareXlsx': as('xlsx'),
    'GET shareResult': as('result'),
    async 'GET sharePage'({ request, response }) {
      sharedHeaders(response);
      const { query } = await openLink(options, request);
      await sendPage(response, headOfQuery(query), 'reading.html');
    },
    async 'GET shareChart'({ request, response }) {
      sharedHeaders(response);
      const { query } = await openLink(options, request);
      letFrame(response);
      await sendPage(response, headOfQuery(query), 'reading.html');
    },
  };
}

// Nothing can be pressed there that does anything, so nobody is made to press it.
function letFrame(response: Response): void {
  const policy = String(response.getHeader('Content-Security-Policy') ?? '');
  const framed = policy.replace("frame-ancestors 'none'", 'frame-ancestors *');
  response.setHeader('Content-Security-Policy', framed);
  response.removeHeader('X-Frame-Options');
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
  options: Answering,
  format: Format,
  request: Request,
  response: Response,
): Promise<void> {
  sharedHeaders(response);
  const opened = await openLink(options, request);
  const wanted = wantedBy(options, opened, valuesOf(opened, request));
  const key = { link: opened.link.id, asked: askedHash(format, wanted) };
  const make = (making: Making) =>
    makeAnswer(options, { opened, wanted, format, key, response }, making);
  const send = async (made: LinkAnswer | null, isMaker: boolean): Promise<void> => {
    if (made !== null) return sendAnswer(options, { request, response, format }, made);
    // Too large to be held: each is sent his own.
    if (!isMaker) await options.answers.use({ ...asked, key: randomUUID() }, make, reader);
  };
  const asked = {
    key: `${key.link} ${key.asked.toString('base64url')}`,
    maxAgeSeconds: wanted.maxAgeSeconds,
    signal: goneSignal(response),
  };
  const reader = { send, cut: () => void request.socket.resetAndDestroy() };
  try {
    await options.answers.use(asked, make, reader);
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

function wantedBy({ timeZone }: SharedOptions, { link, query }: Opened, values: Values): WantedRun {
  // Its runs count as the link's own, and errors are told as to a viewer.
  const member: Member = { id: `link:${link.id}`, email: '', name: link.name, role: 'viewer' };
  return {
    ...{ member, query, values, origin: 'link', linkMaker: link.maker },
    timeZone: link.timeZone ?? timeZone,
    maxAgeSeconds: link.maxAgeSeconds,
  };
}

function askedHash(format: Format, { values, timeZone }: WantedRun): Buffer {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([format, timeZone, sorted]))
    .digest();
}

async function sendAnswer(
  options: SharedOptions,
  { request, response, format }: { request: Request; response: Response; format: Format },
  { bytes, etag: text, ranAt, failed }: LinkAnswer,
): Promise<void> {
  // A run may take long, and the link may be revoked while it goes on.
  await openLink(options, request);
  const taken = answerHeaders(response, format, ranAt);
  const encoding = bytes.length < LEAST_COMPRESSED_BYTES ? 'identity' : taken;
  const mark = markFor(format, request);
  const etag = encodedTag(mark === null ? `"${text}"` : `"${text}-bom"`, encoding);
  response.setHeader('ETag', etag);
  if (failed !== null) response.setHeader('Sheetfeed-Stale', failed.code);
  if (matches(request.headers['if-none-match'], etag)) return void response.status(304).end();
  if (encoding === 'identity') {
    response.setHeader('Content-Length', bytes.length + (mark?.length ?? 0));
  } else response.setHeader('Content-Encoding', encoding);
  await sendPieces(response, withMark(mark, bytes.read()), encoding);
}

async function* withMark(mark: Buffer | null, pieces: AsyncIterable<Uint8Array>) {
  if (mark !== null) yield mark;
  yield* pieces;
}

const markFor = (format: Format, { originalUrl }: Request) =>
  format === 'csv' && asksForMark(originalUrl) ? MARK : null;
