// Posts a message to an address: within a time, to nowhere private, and without following anybody elsewhere.
import http from 'node:http';
import https from 'node:https';
import { bounded } from '../bounded.ts';
import { AddressRefused, guardedLookup, isListed, refuseAddress } from './addresses.ts';

export interface Posted {
  status: number;
  /** Its beginning. */
  text: string;
  /** Seconds that the answer asks to wait for; null when it asks for none. */
  retryAfterSeconds: number | null;
}

/** Nobody knows whether the other side got it: the connection broke, or its answer did not come. */
export class Unanswered extends Error {
  override name = 'Unanswered';
  /** True when no connection came about, so that nothing can have arrived. */
  readonly isCertain: boolean;

  constructor(message: string, isCertain: boolean) {
    super(message);
    this.isCertain = isCertain;
  }
}

export interface PostOptions {
  body: string;
  headers: Record<string, string>;
  /** Hosts that may be private. */
  allowed: readonly string[];
  withinMs: number;
  /** Characters of the answer. */
  mostRead?: number;
  /** Breaks it off. */
  signal?: AbortSignal | undefined;
}

const MOST_READ = 1_024;

/** Posts it. A redirection is an answer like others. Throws AddressRefused, Unanswered. */
export async function post(address: string, options: PostOptions): Promise<Posted> {
  const url = new URL(address);
  refuseAddress(url, options.allowed);
  const { withinMs, signal } = options;
  return bounded({ withinMs, by: [signal] }, (limited) => postOnce(url, options, limited));
}

function postOnce(url: URL, options: PostOptions, signal: AbortSignal): Promise<Posted> {
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const fail = (error: Error) => {
      const isRefused = error instanceof AddressRefused;
      reject(isRefused ? error : new Unanswered(reasonOf(error, url), !isConnected));
    };
    const request = requestTo(url, options, signal);
    request.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => (isConnected = true));
      else isConnected = true;
    });
    request.on('error', fail);
    request.on('response', (response) => {
      read(response, options.mostRead ?? MOST_READ).then(
        (text) => resolve(postedOf(response, text)),
        fail,
      );
    });
    request.end(options.body);
  });
}

function requestTo(url: URL, { body, headers, allowed }: PostOptions, signal: AbortSignal) {
  const send = url.protocol === 'https:' ? https.request : http.request;
  return send(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
      'User-Agent': 'Sheetfeed',
      ...headers,
    },
    agent: false,
    signal,
    ...(isListed(url, allowed) ? {} : { lookup: guardedLookup }),
  });
}

async function read(response: http.IncomingMessage, most: number): Promise<string> {
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    // Whatever else it says; the connection is not used again.
    if (text.length > most) break;
  }
  return text.slice(0, most);
}

function postedOf({ statusCode = 0, headers }: http.IncomingMessage, text: string): Posted {
  return { status: statusCode, text, retryAfterSeconds: retryAfter(headers['retry-after']) };
}

// RFC 9110: seconds, or a date.
function retryAfter(header: string | undefined): number | null {
  if (header === undefined) return null;
  if (/^\d+$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1_000));
}

// Not the error's own text, which may hold the address with its secret.
function reasonOf(error: Error & { code?: string }, { hostname }: URL): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `${hostname} did not answer in time.`;
  return `${hostname} could not be reached (${error.code ?? error.name}).`;
}
