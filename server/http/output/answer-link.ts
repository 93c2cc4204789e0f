// Answers whoever has a share link: with the newest result there is, or the last good one while its query fails.
import { createHash, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type pg from 'pg';
import type { Parameter, Values } from '../../../domain/contract/parameter.ts';
import { Problem } from '../../../domain/problem.ts';
import { touchLink, type LinkFacts } from '../../catalog/links/share-links.ts';
import { LEAST_COMPRESSED_BYTES } from '../../formats/compressed.ts';
import type { Member } from '../../identity/member.ts';
import type { WantedRun } from '../../runs/request.ts';
import type { Runs } from '../../runs/runs.ts';
import type { Sources } from '../../sources/sources.ts';
import { encodedTag } from './encoding.ts';
import { goneSignal } from './gone-signal.ts';
import { matches, type Format } from './http-output.ts';
import type { LinkAnswer, LinkAnswers, Making } from './link-answers.ts';
import { answerHeaders, makeAnswer, type Opened } from './link-making.ts';
import { asksForMark, MARK, readQueryString } from './query-string.ts';
import { sendPieces } from './send-pieces.ts';

export interface AnsweringOptions {
  runs: Runs;
  sources: Sources;
  /** Sheetfeed's own. */
  database: pg.Pool;
  answers: LinkAnswers;
}

export interface ToAnswer {
  opened: Opened;
  wanted: WantedRun;
  format: Format;
  mostRows?: number;
  /** Opens the link once more, for it may be revoked while a run goes on. Throws Problem not_found. */
  reopen: () => Promise<unknown>;
  request: Request;
  response: Response;
}

/** Sends the answer. Throws what a run throws where no good one is kept. */
export async function answerLink(options: AnsweringOptions, to: ToAnswer): Promise<void> {
  const { opened, wanted, format, mostRows, request, response } = to;
  const key = { link: opened.link.id, asked: askedHash(format, wanted) };
  const make = (making: Making) =>
    makeAnswer(options, { opened, wanted, format, mostRows, key, response }, making);
  const send = async (made: LinkAnswer | null, isMaker: boolean): Promise<void> => {
    if (made !== null) return sendAnswer(to, made);
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

/** The address is a secret, which no page that is opened from here may learn; and any page may read the data. */
export function sharedHeaders(response: Response): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Robots-Tag', 'noindex');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader(
    'Access-Control-Expose-Headers',
    'ETag, Age, Sheetfeed-Ran-At, Sheetfeed-Stale, Sheetfeed-Lag-Seconds, Retry-After',
  );
}

/** Nothing can be pressed there that does anything, so nobody is made to press it. */
export function letFrame(response: Response): void {
  const policy = String(response.getHeader('Content-Security-Policy') ?? '');
  const framed = policy.replace("frame-ancestors 'none'", 'frame-ancestors *');
  response.setHeader('Content-Security-Policy', framed);
  response.removeHeader('X-Frame-Options');
}

/** The same whether it never was, is over, or its maker may not see or share what it leads to any more. */
export function noLink(): Problem {
  const detail = 'This link does not work, or no longer. Ask whoever gave it to you for a new one.';
  return new Problem('not_found', detail);
}

/** The values of the query string for the link's free parameters. Throws Problem unknown_parameter. */
export function freeValues(
  link: Pick<LinkFacts, 'free'>,
  parameters: readonly Parameter[],
  request: Request,
): Values {
  const free = parameters.filter(({ name }) => link.free.includes(name));
  const { values } = readQueryString(request.originalUrl, free);
  const stranger = Object.keys(values).find((name) => !link.free.includes(name));
  if (stranger !== undefined) {
    const takes = link.free.length === 0 ? 'It takes none.' : `It takes ${link.free.join(', ')}.`;
    throw new Problem('unknown_parameter', `This link takes no value for ${stranger}. ${takes}`, {
      parameter: stranger,
    });
  }
  return values;
}

/** A run of a link: it counts as the link's own, and its errors are told as to a viewer. */
export function wantedBy(
  { link, query }: Opened,
  asked: Pick<WantedRun, 'values' | 'timeZone' | 'maxAgeSeconds'>,
): WantedRun {
  const member: Member = { id: `link:${link.id}`, email: '', name: link.name, role: 'viewer' };
  return { ...asked, member, query, origin: 'link', linkMaker: link.maker };
}

function askedHash(format: Format, { query, values, timeZone }: WantedRun): Buffer {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([format, timeZone, sorted, query.slug]))
    .digest();
}

async function sendAnswer(
  { reopen, request, response, format }: ToAnswer,
  { bytes, etag: text, ranAt, failed }: LinkAnswer,
): Promise<void> {
  await reopen();
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
