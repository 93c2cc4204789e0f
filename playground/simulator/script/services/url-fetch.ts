// UrlFetchApp: requests to the web.
import { SheetsError } from '../../errors.ts';
import type { Execution } from '../execution.ts';
import { TooSlow } from '../script-settings.ts';
import type { FetchRequest, FetchResponse } from '../script-settings.ts';
import { BlobService } from './blob.ts';
import { BoundService } from './bound-service.ts';
import type { Service } from './service.ts';

/** developers.google.com/apps-script/guides/services/quotas */
const maxBytes = 50 * 1024 * 1024;
const maxUrl = 2082;
const maxHeaders = 100;
const maxHeaderBytes = 8 * 1024;
/** No option changes it ("Definitive guide to UrlFetchApp", Google's developer relations). */
const TIMEOUT_SECONDS = 60;

const options = [
  'method',
  'headers',
  'payload',
  'contentType',
  'muteHttpExceptions',
  'followRedirects',
  'validateHttpsCertificates',
  'escaping',
  'useIntranet',
];

type Options = Record<string, unknown>;

export class UrlFetchAppService extends BoundService {
  readonly className = 'UrlFetchApp';
  readonly signatures = { fetch: ['str', 'str obj'], fetchAll: ['list'] };
  override readonly pure = new Set(Object.keys(this.signatures));

  fetch(url: string, params: Options = {}): Service {
    this.need('UrlFetchApp.fetch');
    return this.one(url, params);
  }

  fetchAll(requests: unknown[]): Service[] {
    this.need('UrlFetchApp.fetchAll');
    return requests.map((request) => {
      if (typeof request === 'string') return this.one(request, {});
      const { url, ...params } = request as Options;
      return this.one(String(url), params);
    });
  }

  private need(method: string): void {
    this.execution.needMode(method, ['FULL', 'CUSTOM_FUNCTION']);
    this.execution.needScope(method, ['script.external_request']);
  }

  private one(url: string, params: Options): Service {
    const unknown = Object.keys(params).find((key) => !options.includes(key));
    if (unknown !== undefined)
      throw new SheetsError(`Attribute provided with invalid value: ${unknown}`);
    checkUrl(url, this.execution.settings.manifest.urlFetchWhitelist);
    const request = requestOf(url, params);
    const response = this.carryOut(request);
    if (response.body.length > maxBytes) throw new SheetsError('Bandwidth quota exceeded: ' + url);
    const result = new HttpResponseService(this.execution, response);
    if (params['muteHttpExceptions'] !== true && response.status >= 400) throw refused(url, result);
    return result;
  }

  /** What fails below HTTP arrives as an Exception that names the address. */
  private carryOut(request: FetchRequest): FetchResponse {
    try {
      return this.execution.settings.fetch(request);
    } catch (error) {
      if (error instanceof SheetsError) throw error;
      if (error instanceof TooSlow) throw new SheetsError(`Timeout: ${request.url}`);
      throw new SheetsError(`Address unavailable: ${request.url}`);
    }
  }
}

function refused(url: string, response: HttpResponseService): SheetsError {
  const { host } = new URL(url);
  const text = response.getContentText();
  const shown =
    text.length > 100
      ? `${text.slice(0, 100)}... (use muteHttpExceptions option to examine full response)`
      : text;
  return new SheetsError(
    `Request failed for https://${host} returned code ${response.getResponseCode()}. Truncated server response: ${shown}`,
  );
}

function checkUrl(url: string, allowed: string[] | undefined): void {
  if (url.length > maxUrl) throw new SheetsError('Limit Exceeded: URLFetch URL Length.');
  if (!/^https?:\/\/[^\s/]+/i.test(url) || !URL.canParse(url))
    throw new SheetsError(`Invalid argument: ${url}`);
  if (!allowed || allowed.some((prefix) => isAllowed(url, prefix))) return;
  throw new SheetsError(`The URL requested is not in the allowlist of the manifest: ${url}`);
}

/** https, the host (or any below `*.`), and the start of the path (Google's page on allowlists). */
function isAllowed(url: string, prefix: string): boolean {
  if (!prefix.includes('://*.')) return url.startsWith(prefix);
  const [, rest = ''] = prefix.split('://*.');
  const [host = '', ...path] = rest.split('/');
  const asked = new URL(url);
  return asked.host.endsWith(`.${host}`) && asked.pathname.startsWith(`/${path.join('/')}`);
}

function requestOf(url: string, params: Options): FetchRequest {
  const headers = headersOf(params);
  const body = bodyOf(params['payload'], headers);
  if (params['contentType'] !== undefined) headers['Content-Type'] = String(params['contentType']);
  if (body && body.length > maxBytes) throw new SheetsError('Limit Exceeded: URLFetch POST Size.');
  const method = String(params['method'] ?? (body ? 'post' : 'get')).toUpperCase();
  if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) {
    throw new SheetsError(`Attribute provided with invalid value: method`);
  }
  return {
    url,
    method,
    headers,
    body,
    followRedirects: params['followRedirects'] !== false,
    timeoutSeconds: TIMEOUT_SECONDS,
  };
}

function headersOf(params: Options): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries((params['headers'] ?? {}) as object))
    headers[name] = String(value);
  const size = Object.entries(headers).reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  if (Object.keys(headers).length > maxHeaders || size > maxHeaderBytes) {
    throw new SheetsError('Limit Exceeded: URLFetch Header Size.');
  }
  const forbidden = Object.keys(headers).find((name) =>
    /^(host|content-length|connection)$/i.test(name),
  );
  if (forbidden)
    throw new SheetsError(`Attribute provided with invalid value: Header:${forbidden}`);
  return headers;
}

/** A string is sent as it is; an object as a form. */
function bodyOf(payload: unknown, headers: Record<string, string>): Uint8Array | null {
  if (payload === undefined || payload === null) return null;
  if (typeof payload === 'string') {
    headers['Content-Type'] ??= 'application/x-www-form-urlencoded';
    return Buffer.from(payload, 'utf8');
  }
  if (Array.isArray(payload)) return Uint8Array.from(payload as number[]);
  headers['Content-Type'] ??= 'application/x-www-form-urlencoded';
  const fields = Object.entries(payload).map(([key, value]): [string, string] => [
    key,
    String(value),
  ]);
  return Buffer.from(new URLSearchParams(fields).toString(), 'utf8');
}

export class HttpResponseService extends BoundService {
  readonly className = 'UrlFetchApp.HTTPResponse';
  readonly signatures = {
    getResponseCode: [''],
    getContentText: ['', 'str'],
    getContent: [''],
    getHeaders: [''],
    getAllHeaders: [''],
    getBlob: [''],
  };
  override readonly pure = new Set(Object.keys(this.signatures));

  constructor(
    execution: Execution,
    private readonly response: FetchResponse,
  ) {
    super(execution);
  }

  getResponseCode(): number {
    return this.response.status;
  }

  getContentText(charset = 'utf-8'): string {
    return new TextDecoder(charset).decode(this.response.body);
  }

  getContent(): number[] {
    return Array.from(Int8Array.from(this.response.body));
  }

  getHeaders(): Record<string, string> {
    const entries = Object.entries(this.response.headers);
    return Object.fromEntries(
      entries.map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : value]),
    );
  }

  getAllHeaders(): Record<string, string | string[]> {
    return this.response.headers;
  }

  getBlob(): Service {
    const type = this.getHeaders()['Content-Type'] ?? this.getHeaders()['content-type'] ?? null;
    return new BlobService(this.execution, { bytes: this.response.body, type, name: null });
  }
}
