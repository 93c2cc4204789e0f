// The routes that give results: CSV, JSON, the sidebar's envelope, pages of a run, choices, and cancelling.
import type { RunRequest } from '../runs/request.ts';
import { Router, type Request, type Response } from 'express';
import type { Choice } from '../../domain/contract/parameter.ts';
import type { Origin } from '../../domain/contract/access.ts';
import {
  resultRequestSchema,
  runWaitSchema,
  unsavedRunRequestSchema,
  type ResultRequest,
} from '../../domain/contract/result.ts';
import { Problem } from '../../domain/problem.ts';
import { noQuery } from '../identity/access.ts';
import type { Member } from '../identity/member.ts';
import type { ResultAnswer, Runs } from '../runs/runs.ts';
import { requireTimeZone } from '../runs/time-zone.ts';
import { checked, checkedForRun } from './checked.ts';
import { sendDownload, wantedRun, type DownloadOptions } from './downloads.ts';
import { goneSignal } from './gone-signal.ts';
import { HttpOutput } from './http-output.ts';
import { memberOf } from './member-of.ts';
import { sendPieces } from './send-pieces.ts';

export type ResultRoutesOptions = DownloadOptions;

const MOST_PAGE_ROWS = 100_000;

/** Needs `response.locals.member`, set before. Throws Problems; the error middleware writes them. */
export function resultRoutes(options: ResultRoutesOptions): Router {
  const router = Router();
  router.get('/q/:slug.csv', (request, response) => download(options, request, response, 'csv'));
  router.get('/q/:slug.json', (request, response) => download(options, request, response, 'json'));
  router.get('/q/:slug.xlsx', (request, response) => workbook(options, request, response));
  router.post('/api/queries/:slug/result', (request, response) =>
    savedResult(options, request, response),
  );
  router.post('/api/run', (request, response) => unsavedResult(options, request, response));
  router.get('/api/queries/:slug/choices/:parameter', (request, response) =>
    choices(options, request, response),
  );
  router.get('/api/runs/:run', (request, response) => runById(options, request, response));
  router.get('/api/runs/:run/rows', (request, response) => rows(options, request, response));
  router.delete('/api/runs/:run', async (request, response) => {
    await options.runs.cancel(request.params.run, memberOf(response));
    response.status(204).end();
  });
  return router;
}

function download(
  options: ResultRoutesOptions,
  request: Request,
  response: Response,
  format: 'csv' | 'json',
): Promise<void> {
  const output = new HttpOutput(request, response, { format });
  return sendDownload(options, { ...askedBy(request, response), format }, output);
}

async function workbook(
  options: ResultRoutesOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const asked = { ...askedBy(request, response), origin: 'xlsx' as const };
  const wanted = await wantedRun(options, asked);
  const { query, timeZone } = wanted;
  const about = { title: query.title, notes: query.columns ?? [], timeZone };
  response.attachment(`${query.slug}.xlsx`);
  await options.runs.workbook(
    { ...wanted, signal: goneSignal(response) },
    about,
    new HttpOutput(request, response, { format: 'xlsx' }),
  );
}

const askedBy = (request: Request, response: Response) => ({
  slug: slugOf(request),
  url: request.originalUrl,
  member: memberOf(response),
});

async function savedResult(
  { runs, catalog, timeZone }: ResultRoutesOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const member = memberOf(response);
  const asked = checkedForRun(resultRequestSchema, request.body ?? {});
  const query = await catalog.find(slugOf(request), member);
  const origin = originOf(request, member);
  const runRequest = requestFor({ member, query, asked, timeZone, origin, response });
  await sendResult(runs, runRequest, asked, response);
}

// Browsers say that it was a page of ours that asked; nothing else does.
function originOf({ headers }: Request, { credential }: Member): Origin {
  if (credential?.kind === 'schedule') return 'schedule';
  if (headers['sheetfeed-addon'] !== undefined) return 'sheet';
  return headers['sec-fetch-site'] === 'same-origin' ? 'page' : 'api';
}

async function unsavedResult(
  { runs, timeZone }: ResultRoutesOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const member = memberOf(response);
  const asked = checkedForRun(unsavedRunRequestSchema, request.body);
  const { source, sql, parameters = [] } = asked;
  const query = { slug: null, version: 0 as const, source, sql, parameters };
  const origin = originOf(request, member);
  const runRequest = requestFor({ member, query, asked, timeZone, origin, response });
  await sendResult(runs, runRequest, asked, response);
}

function requestFor(from: {
  member: Member;
  query: RunRequest['query'];
  asked: ResultRequest;
  timeZone: string;
  origin: Origin;
  response: Response;
}): RunRequest {
  const { member, query, asked, timeZone, origin, response } = from;
  return {
    member,
    query,
    values: asked.values ?? {},
    place: asked.place,
    timeZone: requireTimeZone(asked.timeZone ?? timeZone),
    origin,
    signal: goneSignal(response),
    maxAgeSeconds: asked.maxAgeSeconds ?? 0,
  };
}

async function sendResult(
  runs: Runs,
  runRequest: RunRequest,
  { maxRows, pageRows, run, unless, waitSeconds }: ResultRequest,
  response: Response,
): Promise<void> {
  const comesBack = run !== undefined || waitSeconds !== undefined || pageRows !== undefined;
  if (!comesBack && unless === undefined) {
    const output = new HttpOutput(response.req, response, { format: 'result' });
    return runs.streamResult(runRequest, { maxRows }, output);
  }
  const answer = await runs.result(runRequest, { maxRows, pageRows, run, unless, waitSeconds });
  await sendAnswer(response, answer);
}

async function sendAnswer(response: Response, answer: ResultAnswer): Promise<void> {
  if (answer.state === 'unchanged') sendJson(response, answer.unchanged);
  else if (answer.state === 'running') sendJson(response.status(202), answer.running);
  else await sendRows(response, answer.body);
}

async function runById(
  { runs }: ResultRoutesOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const { run = '' } = request.params as { run?: string };
  const asked = checked(runWaitSchema, request.query);
  const member = memberOf(response);
  if (asked.waitSeconds === undefined) return sendJson(response, await runs.state(run, member));
  const answer = await runs.waitFor(run, member, { ...asked, signal: goneSignal(response) });
  await sendAnswer(response, answer);
}

async function rows(
  { runs }: ResultRoutesOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const asked = new URL(request.originalUrl, 'http://localhost').searchParams;
  const after = wholeNumber('after', asked.get('after') ?? '0', Number.MAX_SAFE_INTEGER);
  const pageRows = wholeNumber('pageRows', asked.get('pageRows') ?? '20000', MOST_PAGE_ROWS);
  const { run = '' } = request.params as { run?: string };
  await sendRows(response, await runs.page(run, memberOf(response), { after, pageRows }));
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Infinity;
  if (number <= most) return number;
  throw new Problem('invalid_request', `${name} must be a whole number of at most ${most}.`);
}

async function choices(
  { runs, catalog, timeZone }: ResultRoutesOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const member = memberOf(response);
  const { parameter: name } = request.params as { parameter?: string };
  const query = await catalog.find(slugOf(request), member);
  const parameter = query.parameters.find((each) => each.name === name);
  if (!parameter?.choices) {
    throw new Problem('not_found', `${query.title} has no parameter ${name} with choices.`);
  }
  if (Array.isArray(parameter.choices)) {
    sendJson(response, { choices: parameter.choices.map(withLabel) });
    return;
  }
  const list = catalog.named(parameter.choices.query);
  if (list === null) throw noQuery(parameter.choices.query);
  const asked = {
    member,
    query: list,
    asked: {},
    timeZone,
    origin: originOf(request, member),
    response,
  };
  const choices = await runs.choices({ ...requestFor(asked), choicesOf: query });
  sendJson(response, { choices });
}

function withLabel({ value, label }: Choice): Required<Choice> {
  return { value, label: label ?? value };
}

function slugOf(request: Request): string {
  const { slug = '' } = request.params as { slug?: string };
  return slug;
}

function sendJson(response: Response, body: unknown): void {
  response.setHeader('Cache-Control', 'private, no-store');
  response.json(body);
}

function sendRows(response: Response, body: AsyncIterable<Uint8Array>): Promise<void> {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'private, no-store');
  return sendPieces(response, body);
}
