// Makes the answer of a share link: the newest there is, or the last good one while its query fails.
import { etagOfBytes } from '../../formats/etag.ts';
import { columnsOf } from '../../formats/columns.ts';
import type { Envelope } from '../../runs/streamed-result.ts';
import { tablesRead } from '../../runs/sheet-tables.ts';
import type { WantedRun } from '../../runs/request.ts';
import type { RunStart } from '../../engines/rows.ts';
import type { Response } from 'express';
import type pg from 'pg';
import type { SharedResult } from '../../../domain/contract/link.ts';
import { Problem, PROBLEMS } from '../../../domain/problem.ts';
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import {
  forgetAnswers,
  keepAnswer,
  lastAnswer,
  type GoodAnswer,
} from '../../catalog/links/last-results.ts';
import type { LinkFacts } from '../../catalog/links/share-links.ts';
import type { Member } from '../../identity/member.ts';
import { HeldBytes } from '../../runs/held/held-bytes.ts';
import type { Runs } from '../../runs/runs.ts';
import type { Sources } from '../../sources/sources.ts';
import { MEDIA_TYPES, type Format } from './http-output.ts';
import type { LinkAnswer, LinkAnswers, Making } from './link-answers.ts';
import { encodingFor } from './encoding.ts';
import { LinkOutput } from './link-output.ts';
import { sinkFor } from './sink.ts';
import type { Encoding } from '../../formats/compressed.ts';
import { asksForMark, MARK } from './query-string.ts';

/** A page shows no more. */
const MOST_PAGE_ROWS = 10_000;

export interface MakingOptions {
  runs: Runs;
  answers: LinkAnswers;
  sources: Sources;
  /** Sheetfeed's own. */
  database: pg.Pool;
}

/** A link that works, and the query whose result it gives. */
export interface Opened {
  link: LinkFacts & { maker: Member };
  query: KnownQuery;
}

interface ToMake {
  opened: Opened;
  wanted: WantedRun;
  format: Format;
  /** Of the rows for a page: at most so many. */
  mostRows?: number | undefined;
  /** Where the last good answer is kept. */
  key: { link: string; asked: Buffer };
  /** Of whoever asked first. */
  response: Response;
}

/**
 * The newest answer, which is kept; or, while the query fails, the last good one. Null when it was too large to be held
 * and has been passed on. Throws what a run throws.
 */
export async function makeAnswer(
  options: MakingOptions,
  toMake: ToMake,
  making: Making,
): Promise<LinkAnswer | null> {
  const { database, runs, answers } = options;
  const { key, wanted } = toMake;
  const bytes = new HeldBytes(runs.holdings.open(wanted.member.id));
  try {
    const whole = await runWhole(options, toMake, { ...making, bytes });
    making.ended();
    if (whole === null) return null;
    const good = { ...whole, body: () => bytes.whole() };
    await answers.alone(() =>
      mayKeep(options, toMake)
        ? keepAnswer(database, key, good)
        : forgetAnswers(database, key.link),
    );
    return { ...whole, failed: null };
  } catch (error) {
    bytes.close();
    if (!isFailedRun(error) || toMake.response.headersSent) throw error;
    return await answers.alone(() => lastGood(options, toMake, error));
  }
}

// Whoever lets no result of a source be kept means those of links too.
const mayKeep = ({ sources }: MakingOptions, { opened: { query } }: ToMake) =>
  sources.get(query.source).setting.cache !== false;

/** Runs the query into `bytes`. Null when the answer was too large to be held, and has been passed on. */
async function runWhole(
  { runs }: MakingOptions,
  { opened, wanted, format, mostRows = MOST_PAGE_ROWS, response }: ToMake,
  { bytes, signal, passes }: Making & { bytes: HeldBytes },
): Promise<Omit<LinkAnswer, 'failed'> | null> {
  const onPass = ({ ranAt, lagSeconds }: RunStart) => {
    passes();
    const encoding = answerHeaders(response, format, ranAt);
    if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
    if (lagSeconds !== null) response.setHeader('Sheetfeed-Lag-Seconds', String(lagSeconds));
    const sink = sinkFor(response, encoding, { isPrompt: true });
    if (format === 'csv' && asksForMark(response.req.url)) sink.write(MARK, () => {});
    return sink;
  };
  const output = new LinkOutput(response, { bytes, signal, onPass });
  const request = { ...wanted, signal };
  if (format === 'xlsx') {
    const { title, columns: notes } = opened.query;
    await runs.workbook(request, { title, notes, timeZone: wanted.timeZone }, output);
  } else if (format === 'result') {
    const envelope = pageEnvelope(opened, wanted);
    await runs.streamResult(request, { maxRows: mostRows, envelope }, output);
  } else await runs.download(request, format, output);
  return output.whole;
}

// What the page of a link shows (SharedResult), with its rows between what is known before and after them.
function pageEnvelope({ link, query }: Opened, { values, timeZone }: WantedRun): Envelope {
  const free = Object.entries(values).filter(([name]) => link.free.includes(name));
  const head = {
    ...{
      title: query.title,
      description: query.description,
      notes: query.columns.map(({ leads: _leads, ...note }) => note),
    },
    parameters: query.parameters.filter(({ name }) => link.free.includes(name)),
    values: Object.fromEntries(free),
    ...{ chart: query.chart, expiresAt: link.expiresAt, stale: null, timeZone },
  };
  return {
    head: (about) => ({
      ...{ ...head, ranAt: about.ranAt.toISOString() },
      columns: columnsOf(about.columns),
      ...tablesRead(about),
    }),
    tail: ({ outcome: { rowCount, truncated } }) => ({ rowCount, truncated }),
  };
}

async function lastGood(
  options: MakingOptions,
  toMake: ToMake,
  failed: Problem,
): Promise<LinkAnswer> {
  const { database, runs } = options;
  const { key, format, wanted } = toMake;
  const last = mayKeep(options, toMake) ? await lastAnswer(database, key) : null;
  if (last === null) throw failed;
  const body = withNotice(format, last, failed);
  const bytes = new HeldBytes(runs.holdings.open(wanted.member.id));
  bytes.add(body);
  return { bytes, etag: etagOfBytes(body), ranAt: last.ranAt, failed };
}

function isFailedRun(error: unknown): error is Problem {
  return error instanceof Problem && !PROBLEMS[error.code].callersOwn;
}

// CSV and JSON stay what they are, for programs read them; the page says it in words.
function withNotice(format: Format, { body }: GoodAnswer, failed: Problem): Buffer {
  if (format !== 'result') return body;
  const shared = JSON.parse(body.toString('utf8')) as SharedResult;
  const stale = `${failed.message} This is the last result that there was.`;
  return Buffer.from(JSON.stringify({ ...shared, stale }));
}

/**
 * Kept by nobody on the way, so that a revoked link gives nothing from then on; asked for again with its ETag. Gives the
 * encoding that the reader takes; a workbook is compressed already.
 */
export function answerHeaders(response: Response, format: Format, ranAt: Date): Encoding {
  // Before the type: Express guesses one from the name.
  if (format === 'xlsx') response.attachment('result.xlsx');
  response.setHeader('Content-Type', MEDIA_TYPES[format]);
  response.setHeader('Cache-Control', 'private, no-cache');
  response.setHeader('Sheetfeed-Ran-At', ranAt.toISOString());
  const age = Math.max(0, Math.round((Date.now() - ranAt.getTime()) / 1000));
  response.setHeader('Age', String(age));
  response.vary('Accept-Encoding');
  return format === 'xlsx' ? 'identity' : encodingFor(response.req);
}
