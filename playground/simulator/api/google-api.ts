// The simulated Google as programs see it: one call in, one answer out, without HTTP.
import { SheetsError } from '../errors.ts';
import { ApiError, DriveError, invalid } from './errors.ts';
import type { FileStore } from './files.ts';
import { Channels, type Notice } from './drive/channels.ts';
import { driveRoutes } from './drive/routes.ts';
import { parseMask, selectFields } from './mask.ts';
import type { Quotas } from './quotas.ts';
import { Content, type Route } from './route.ts';
import { sheetsRoutes } from './sheets-routes.ts';

export interface ApiCall {
  method: string;
  /** With what stands behind the question mark, as it was sent. */
  path: string;
  /** As read from JSON; text where something else was sent. */
  body?: unknown;
  /** The address of who calls. */
  as: string;
}

export interface ApiAnswer {
  status: number;
  /** null has no body; a text is one of another type than JSON. */
  body: unknown;
  type?: string;
}

export interface ApiSettings {
  /** Milliseconds since 1970. */
  now?: () => number;
  quotas?: Quotas;
  /** Posts what a watcher of a file is told. Without it nobody is. */
  notify?: (notice: Notice) => void;
  /** What happens around a call: people at work before it, an answer that is lost after it was carried out. */
  around?: (call: ApiCall, answer: () => ApiAnswer) => ApiAnswer;
}

/** To be thrown around a call: it was carried out, and nobody hears of it. */
export class LostAnswer extends Error {}

const routes: Route[] = [...sheetsRoutes, ...driveRoutes];

export class GoogleApi {
  private readonly now: () => number;
  private readonly quotas: Quotas | undefined;
  private readonly channels: Channels;
  private readonly around: NonNullable<ApiSettings['around']>;

  constructor(
    private readonly files: FileStore,
    { now = Date.now, quotas, notify = () => undefined, around }: ApiSettings = {},
  ) {
    this.now = now;
    this.quotas = quotas;
    this.around = around ?? ((_call, answer) => answer());
    this.channels = new Channels(files, now, notify);
  }

  /** Answers a call; what Google would refuse is an answer too. */
  call(call: ApiCall): ApiAnswer {
    return this.around(call, () => this.attempt(call));
  }

  private attempt(call: ApiCall): ApiAnswer {
    try {
      return this.answer(call);
    } catch (error) {
      const refusal = error instanceof SheetsError ? invalid(error.message) : error;
      if (refusal instanceof ApiError || refusal instanceof DriveError)
        return { status: refusal.code, body: refusal.body };
      throw error;
    }
  }

  private answer({ method, path, body, as }: ApiCall): ApiAnswer {
    const [bare = '', query = ''] = splitOnce(path, '?');
    const params = new URLSearchParams(query);
    for (const route of routes) {
      const match = route.method === method ? route.pattern.exec(bare) : null;
      if (!match) continue;
      if (route.counts) this.quotas?.spend(route.counts, params.get('quotaUser') ?? as);
      const parts = match.slice(1).map((part) => decoded(part));
      const { files, channels, now } = this;
      return answered(
        route,
        route.answer({ files, channels, parts, params, body, as, now }),
        params,
      );
    }
    return { status: 404, body: notThere(bare), type: 'text/html' };
  }
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(part = ''): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiError('INVALID_ARGUMENT', 'Request contains an invalid argument.');
  }
}

function answered(route: Route, body: unknown, params: URLSearchParams): ApiAnswer {
  if (body === null) return { status: 204, body: null };
  if (body instanceof Content) return { status: 200, body: body.text, type: body.type };
  const fields = params.get('fields');
  const isWhole = fields === null || fields === '' || route.masks === true;
  return { status: 200, body: isWhole ? body : selectFields(body, parseMask(fields)) };
}

/** Google's front end answers what no API answers, with a page. */
function notThere(path: string): string {
  const shown = path.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  return `<!DOCTYPE html><title>Error 404 (Not Found)!!1</title><p><b>404.</b> <ins>That’s an error.</ins><p>The requested URL <code>${shown}</code> was not found on this server.`;
}
