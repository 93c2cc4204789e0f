// The routes that give results: CSV, JSON, the sidebar's envelope, pages of a run, choices, and cancelling.
import type { Request, Response } from 'express';
import type { Choice } from '../../../domain/contract/parameter.ts';
import type { ChoiceList } from '../../../domain/contract/query.ts';
import type { Origin } from '../../../domain/contract/access.ts';
import type { Place } from '../../../domain/contract/audit.ts';
import type { ResultRequest } from '../../../domain/contract/result.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Member } from '../../identity/member.ts';
import { knownChoices } from '../../runs/known-choices.ts';
import { matchedValues } from '../../runs/matching.ts';
import type { RunRequest } from '../../runs/request.ts';
import type { ResultAnswer } from '../../runs/result-answer.ts';
import type { TellsWho } from '../../runs/sent/tells-who.ts';
import type { Runs } from '../../runs/runs.ts';
import { requireTimeZone } from '../../runs/time-zone.ts';
import {
  sendDownload,
  wantedRun,
  type DownloadOptions,
  type FoundQuery,
} from '../output/downloads.ts';
import { textEncoding } from '../output/send-text.ts';
import { goneSignal } from '../output/gone-signal.ts';
import type { Asked, Handlers } from '../front/handlers.ts';
import { sendPieces } from '../output/send-pieces.ts';
import { HttpOutput } from '../output/http-output.ts';

type DownloadRows = 'GET csv' | 'GET json' | 'GET xlsx';

/** Downloads whose caller is not served on node:http already (front.ts). */
export function downloadHandlers(options: DownloadOptions): Handlers<DownloadRows> {
  return {
    'GET csv': (asked) => download(options, asked, 'csv'),
    'GET json': (asked) => download(options, asked, 'json'),
    'GET xlsx': (asked) => workbook(options, asked),
  };
}

function download(
  options: DownloadOptions,
  asked: Asked<DownloadRows>,
  format: 'csv' | 'json',
): Promise<void> {
  const output = new HttpOutput(asked.request, asked.response, { format });
  return sendDownload(options, { ...askedBy(asked), format }, output);
}

async function workbook(options: DownloadOptions, asked: Asked<DownloadRows>): Promise<void> {
  const { request, response } = asked;
  const wanted = await wantedRun(options, { ...askedBy(asked), origin: 'xlsx' });
  const { query, timeZone } = wanted;
  const about = { title: query.title, notes: query.columns ?? [], timeZone };
  response.attachment(`${query.slug}.xlsx`);
  await options.runs.workbook(
    { ...wanted, signal: goneSignal(response) },
    about,
    new HttpOutput(request, response, { format: 'xlsx' }),
  );
}

const askedBy = ({ member, params, request }: Asked<DownloadRows>) => ({
  slug: params.slug,
  url: request.originalUrl,
  member,
});

type ResultRows =
  | 'POST result'
  | 'POST selected'
  | 'POST unsavedRun'
  | 'POST measure'
  | 'GET choices'
  | 'GET run'
  | 'GET rows'
  | 'DELETE run';

interface ResultsOptions extends DownloadOptions {
  tellsWho: TellsWho;
}

export function resultHandlers(options: ResultsOptions): Handlers<ResultRows> {
  const { runs, catalog } = options;
  return {
    async 'POST result'(asked) {
      await savedResult(options, asked, await catalog.find(asked.params.slug, asked.member));
    },
    async 'POST selected'(asked) {
      const { member, params, body } = asked;
      await savedResult(
        options,
        asked,
        await catalog.selected(params.slug, member, body.selection),
      );
    },
    'POST unsavedRun': (asked) => unsavedResult(options, asked),
    async 'POST measure'({ member, body, request, response }) {
      const { source, sql, parameters } = body;
      const query = { slug: null, version: 0 as const, source, sql, parameters };
      const origin = originOf(request, member);
      const { timeZone } = options;
      return runs.measure(requestFor({ member, query, asked: body, timeZone, origin, response }));
    },
    async 'GET choices'(asked) {
      asked.response.setHeader('Cache-Control', 'private, no-store');
      return { choices: await choices(options, asked) };
    },
    'GET run': (asked) => runById(options, asked),
    async 'GET rows'({ member, params, query, response }) {
      await sendRows(response, await runs.page(params.run, member, query));
    },
    'DELETE run': ({ member, params }) => runs.cancel(params.run, member),
  };
}

async function savedResult(
  { runs, catalog, timeZone, tellsWho }: ResultsOptions,
  { member, body, request, response }: Asked<'POST result' | 'POST selected'>,
  query: FoundQuery,
): Promise<void> {
  const origin = originOf(request, member);
  const told = body.told ? await tellsWho(query, member) : null;
  const asked = requestFor({ member, query, asked: body, timeZone, origin, response });
  const runRequest = { ...asked, told };
  const names = body.matchChoices ?? [];
  const matched =
    names.length === 0
      ? {}
      : await matchedValues(query.parameters, { values: runRequest.values, names }, (parameter) =>
          knownChoices({ runs, catalog }, { ...runRequest, query }, parameter),
        );
  await sendResult(runs, { ...runRequest, ...matched }, body, response);
}

// Browsers say that it was a page of ours that asked; nothing else does.
function originOf({ headers }: Request, { credential }: Member): Origin {
  if (credential?.kind === 'schedule') return 'schedule';
  if (headers['sheetfeed-addon'] !== undefined) return 'sheet';
  return headers['sec-fetch-site'] === 'same-origin' ? 'page' : 'api';
}

async function unsavedResult(
  { runs, timeZone }: DownloadOptions,
  { member, body, request, response }: Asked<'POST unsavedRun'>,
): Promise<void> {
  const { source, sql, parameters = [] } = body;
  const query = { slug: null, version: 0 as const, source, sql, parameters };
  const origin = originOf(request, member);
  const runRequest = requestFor({ member, query, asked: body, timeZone, origin, response });
  await sendResult(runs, runRequest, body, response);
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
    place: asked.place ?? scheduledPlace(member),
    exactText: asked.exactText,
    exactNumbers: asked.exactNumbers,
    timeZone: requireTimeZone(asked.timeZone ?? timeZone),
    origin,
    signal: goneSignal(response),
    maxAgeSeconds: asked.maxAgeSeconds ?? 0,
  };
}

// A schedule's result goes into its own spreadsheet, also where it does not say so.
function scheduledPlace({ credential }: Member): Place | undefined {
  if (credential?.kind !== 'schedule') return undefined;
  return { spreadsheet: { id: credential.spreadsheet, name: '' }, tab: '' };
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
  { runs }: DownloadOptions,
  { member, params, query, response }: Asked<'GET run'>,
): Promise<void> {
  if (query.waitSeconds === undefined)
    return sendJson(response, await runs.state(params.run, member));
  const signal = goneSignal(response);
  await sendAnswer(response, await runs.waitFor(params.run, member, { ...query, signal }));
}

async function choices(
  { runs, catalog, timeZone }: DownloadOptions,
  { member, params, request, response }: Asked<'GET choices'>,
): Promise<ChoiceList['choices']> {
  const query = await catalog.find(params.slug, member);
  const parameter = query.parameters.find((each) => each.name === params.parameter);
  if (!parameter?.choices) {
    const detail = `${query.title} has no parameter ${params.parameter} with choices.`;
    throw new Problem('not_found', detail);
  }
  const origin = originOf(request, member);
  const asked = requestFor({ member, query, asked: {}, timeZone, origin, response });
  const known = await knownChoices({ runs, catalog }, { ...asked, query }, parameter);
  return known.choices.map(withLabel);
}

function withLabel({ value, label }: Choice): ChoiceList['choices'][number] {
  return { value, label: label ?? value };
}

function sendJson(response: Response, body: unknown): void {
  response.setHeader('Cache-Control', 'private, no-store');
  response.json(body);
}

function sendRows(response: Response, body: AsyncIterable<Uint8Array>): Promise<void> {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'private, no-store');
  return sendPieces(response, body, textEncoding(response));
}
