// Calls Sheetfeed's server as the person at the keyboard; every refusal comes back as a Problem.
import { Problem, problemFromBody } from '../domain/problem.ts';
import { messageOf } from './google-problems.ts';

declare const BACKEND_URL: string;

/** Counts up when the add-on needs to know something new of the server, or the server of it. */
const ADDON_VERSION = '1';
const TRIES = 4;
const LONGEST_PAUSE_SECONDS = 15;

type Method = 'get' | 'post' | 'delete';

interface Call {
  method: Method;
  path: string;
  body?: object;
}

/** The address of the pages. */
export const pagesUrl = BACKEND_URL;

/**
 * Asks the server and gives the parsed body. Throws Problem: what the server answered,
 * backend_unreachable, not_authorized, quota_used_up.
 */
export function askServer<T>(method: Method, path: string, body?: object): T {
  return readBody<T>(fetchPatiently({ method, path, ...(body ? { body } : {}) }));
}

/** Asks for several things at once; each is its body or the problem it met. */
export function askServerForAll<T>(paths: string[]): (T | Problem)[] {
  if (paths.length === 0) return [];
  const token = identityToken();
  const requests = paths.map((path) => requestOf({ method: 'get', path }, token));
  return reached(() => UrlFetchApp.fetchAll(requests)).map((response) =>
    orProblem(() => readBody<T>(response)),
  );
}

/** Parameters of an address; what is null is left out. */
export function withParameters(path: string, values: Record<string, string | null>): string {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}

function fetchPatiently(call: Call): GoogleAppsScript.URL_Fetch.HTTPResponse {
  let token = identityToken();
  for (let attempt = 1; ; attempt += 1) {
    const { url, ...options } = requestOf(call, token);
    const response = reached(() => UrlFetchApp.fetch(url, options));
    const status = response.getResponseCode();
    if (status < 400) return response;
    const pause = pauseSeconds(response, status);
    if (attempt >= TRIES || (status === 401 && attempt > 1)) return response;
    if (status === 401) token = identityToken();
    else if (pause !== null) Utilities.sleep(pause * 1000);
    else return response;
  }
}

// A server that is busy says when to come back; longer than a person would wait is a problem instead.
function pauseSeconds(
  response: GoogleAppsScript.URL_Fetch.HTTPResponse,
  status: number,
): number | null {
  if (status !== 429 && status !== 503) return null;
  const asked = Number(headerOf(response, 'retry-after') ?? NaN);
  return asked >= 0 && asked <= LONGEST_PAUSE_SECONDS ? Math.max(asked, 0.5) : null;
}

function headerOf(
  response: GoogleAppsScript.URL_Fetch.HTTPResponse,
  name: string,
): string | undefined {
  const headers = response.getHeaders() as Record<string, string>;
  const key = Object.keys(headers).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : headers[key];
}

type Request = GoogleAppsScript.URL_Fetch.URLFetchRequest;

function requestOf({ method, path, body }: Call, token: string): Request {
  return {
    url: `${BACKEND_URL}${path}`,
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      'Sheetfeed-Addon': ADDON_VERSION,
      Accept: 'application/json, application/problem+json',
    },
    muteHttpExceptions: true,
    ...(body ? { contentType: 'application/json', payload: JSON.stringify(body) } : {}),
  };
}

function identityToken(): string {
  const token = ScriptApp.getIdentityToken();
  if (token) return token;
  throw new Problem(
    'not_authorized',
    'Google has not told Sheetfeed who you are. Open Sheetfeed again and allow it to see your email address.',
  );
}

function reached<T>(fetch: () => T): T {
  try {
    return fetch();
  } catch (error) {
    const message = messageOf(error);
    if (/too many times|quota|permission/i.test(message)) throw error;
    throw new Problem(
      'backend_unreachable',
      'Sheetfeed could not be reached. The sheet is as it was; try again in a minute.',
      { google: message },
      error,
    );
  }
}

function readBody<T>(response: GoogleAppsScript.URL_Fetch.HTTPResponse): T {
  const status = response.getResponseCode();
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
