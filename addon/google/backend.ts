// Calls Sheetfeed's server as the person at the keyboard; every refusal comes back as a Problem.
import { Problem, problemFromBody } from '../../domain/problem.ts';
import { messageOf, unticked } from './problems.ts';

declare const BACKEND_URL: string;

/** Counts up when the add-on needs to know something new of the server, or the server of it. */
const ADDON_VERSION = '1';
const TRIES = 4;
/** As long as a person waits for a server that says when to come back, and as long as a schedule does. */
const LONGEST_PAUSE_SECONDS = 15;
const LONGEST_UNATTENDED_PAUSE_SECONDS = 60;

type Response = GoogleAppsScript.URL_Fetch.HTTPResponse;
type Method = 'get' | 'post' | 'put' | 'delete';

/** What is asked of the server. */
export interface Call {
  method: Method;
  path: string;
  body?: object;
  /** What is changed must be of this version still. */
  version?: number;
}

/** Set while a schedule works, at which nobody sits. */
let schedule: { token: string } | null = null;

/** The address of the pages. */
export const pagesUrl = BACKEND_URL;

/**
 * Asks the server and gives the parsed body. Throws Problem: what the server answered,
 * backend_unreachable, not_authorized, quota_used_up.
 */
export function askServer<T>(method: Method, path: string, body?: object): T {
  return answerTo<T>({ method, path, ...(body ? { body } : {}) });
}

/** Puts what is of that version still in the place of it, and gives what the server answers. Throws Problem conflict. */
export function changeVersion<T>(path: string, body: object, version: number): T {
  return answerTo<T>({ method: 'put', path, body, version });
}

function answerTo<T>(call: Call): T {
  const { response, status } = fetchPatiently(call);
  return readBody<T>(response, status);
}

/** Asks for several things at once; each is its body or the problem it met. */
export function askServerForAll<T>(calls: Call[]): (T | Problem)[] {
  if (calls.length === 0) return [];
  const responses = orProblem(() => {
    const token = bearerToken();
    return reached(() => UrlFetchApp.fetchAll(calls.map((call) => requestOf(call, token))));
  });
  if (responses instanceof Problem) return calls.map(() => responses);
  return responses.map((response) =>
    orProblem(() => readBody<T>(response, response.getResponseCode())),
  );
}

/**
 * Does the work of a schedule: by its own token, which opens no more than its person agreed to, also where Google gives
 * their identity token; and a busy server is waited for longer.
 */
export function unattended<T>(token: string, work: () => T): T {
  schedule = { token };
  try {
    return work();
  } finally {
    schedule = null;
  }
}

/** Parameters of an address; what is null is left out. */
export function withParameters(path: string, values: Record<string, string | null>): string {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}

// With its status, for to ask a response for it is a call of Google's as well.
function fetchPatiently(call: Call): { response: Response; status: number } {
  let token = bearerToken();
  for (let attempt = 1; ; attempt += 1) {
    const { url, ...options } = requestOf(call, token);
    const response = reached(() => UrlFetchApp.fetch(url, options));
    const status = response.getResponseCode();
    if (status < 400) return { response, status };
    const pause = pauseSeconds(response, status);
    if (attempt >= TRIES || (status === 401 && attempt > 1)) return { response, status };
    if (status === 401) token = bearerToken();
    else if (pause !== null) Utilities.sleep(pause * 1000);
    else return { response, status };
  }
}

// A server that is busy says when to come back; longer than a person would wait is a problem instead.
function pauseSeconds(response: Response, status: number): number | null {
  if (status !== 429 && status !== 503) return null;
  const asked = Number(headerOf(response, 'retry-after') ?? NaN);
  const longest = schedule ? LONGEST_UNATTENDED_PAUSE_SECONDS : LONGEST_PAUSE_SECONDS;
  return asked >= 0 && asked <= longest ? Math.max(asked, 0.5) : null;
}

function headerOf(response: Response, name: string): string | undefined {
  const headers = response.getHeaders() as Record<string, string>;
  const key = Object.keys(headers).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : headers[key];
}

type Request = GoogleAppsScript.URL_Fetch.URLFetchRequest;

function requestOf({ method, path, body, version }: Call, token: string): Request {
  return {
    url: `${BACKEND_URL}${path}`,
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      'Sheetfeed-Addon': ADDON_VERSION,
      Accept: 'application/json, application/problem+json',
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    },
    muteHttpExceptions: true,
    ...(body ? { contentType: 'application/json', payload: JSON.stringify(body) } : {}),
  };
}

function bearerToken(): string {
  const token = schedule ? schedule.token : ScriptApp.getIdentityToken();
  if (token) return token;
  throw unticked('userinfo.email', 'getIdentityToken gave null');
}

function reached<T>(fetch: () => T): T {
  try {
    return fetch();
  } catch (error) {
    const message = messageOf(error);
    if (/too many times|quota|permission|permitted|listed/i.test(message)) throw error;
    throw new Problem(
      'backend_unreachable',
      'Sheetfeed could not be reached. The sheet is as it was; try again in a minute.',
      { google: message },
      error,
    );
  }
}

function readBody<T>(response: Response, status: number): T {
  const text = response.getContentText('UTF-8');
  const body = text === '' ? null : parsed(text);
  // The border to the server: its answers are agreed in domain/contract.
  if (status < 400 && (body !== undefined || text === '')) return body as T;
  throw problemFromBody(body) ?? strangeAnswer(status);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function strangeAnswer(status: number): Problem {
  return new Problem(
    'backend_unreachable',
    `Something other than Sheetfeed answered (HTTP ${status}). Try again in a minute; if it stays, tell your administrator.`,
  );
}

function orProblem<T>(work: () => T): T | Problem {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
