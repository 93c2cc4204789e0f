// The simulated Google as an API, for a test: spreadsheets, and calls that answer what Google would.
import { FileStore } from '../../playground/simulator/api/files.ts';
import {
  GoogleApi,
  LostAnswer,
  type ApiSettings,
} from '../../playground/simulator/api/google-api.ts';
import { answerHttp } from '../../playground/simulator/api/http.ts';
import { Workbook } from '../../playground/simulator/workbook/workbook.ts';

/** What JSON holds: a test looks into it without saying what it expects twice. */
export type Json = ReturnType<typeof JSON.parse>;

export const ada = 'ada@example.com';

/** One spreadsheet of Ada's, and how to call about it. */
export function oneSpreadsheet(settings: ApiSettings = {}) {
  const files = new FileStore(settings.now);
  const api = new GoogleApi(files, settings);
  const workbook = new Workbook({ name: 'Growth', timeZone: 'Etc/UTC' });
  workbook.owner = ada;
  const file = files.add(workbook);
  const at = `/v4/spreadsheets/${workbook.id}`;

  /** What is answered, whatever its status. */
  const call = (method: string, path: string, body?: unknown, as = ada) =>
    api.call({ method, path: /^\/(?:v4|drive)\//.test(path) ? path : at + path, body, as });

  /** The answer; throws what Google refuses. */
  const ask = (method: string, path: string, body?: unknown): Json => {
    const { status, body: answer } = call(method, path, body);
    if (status >= 400) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const batch = (...requests: object[]) => ask('POST', ':batchUpdate', { requests }).replies;
  /** Google's sentence on why it refuses the batch. */
  const refusal = (...requests: object[]): string =>
    (call('POST', ':batchUpdate', { requests }).body as Json).error?.message;
  const put = (range: string, values: unknown[][], option = 'RAW') =>
    ask('PUT', `/values/${encodeURIComponent(range)}?valueInputOption=${option}`, { values });
  const get = (range: string, query = ''): unknown[][] =>
    ask('GET', `/values/${encodeURIComponent(range)}${query}`).values ?? [];
  return { api, files, file, workbook, call, ask, batch, refusal, put, get };
}

/** A fetch that reaches the simulated Google, whichever host is asked; an answer that is lost is a broken connection. */
export function fetchOf(api: GoogleApi, as = ada): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const path = pathname.replace(/^.*?(?=\/(?:v4|drive)\/)/, '') + search;
    const isNamed = request.headers.get('authorization')?.startsWith('Bearer ') === true;
    const call = {
      method: request.method,
      path,
      text: await request.text(),
      as: isNamed ? as : null,
    };
    try {
      const { status, type, text } = answerHttp(api, call);
      return new Response(text === '' ? null : text, { status, headers: { 'Content-Type': type } });
    } catch (error) {
      if (error instanceof LostAnswer) throw new TypeError('fetch failed', { cause: error });
      throw error;
    }
  };
}
