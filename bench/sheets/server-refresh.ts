// One refresh of a linked range by the server, and what Google was asked for it.
import { FileStore } from '../../playground/simulator/api/files.ts';
import { GoogleApi } from '../../playground/simulator/api/google-api.ts';
import { answerHttp } from '../../playground/simulator/api/http.ts';
import type { Result, ResultPage } from '../../domain/contract/result.ts';
import { fixedGrant } from '../../server/google/grant.ts';
import { Google } from '../../server/google/google.ts';
import { Spreadsheet as GoogleSpreadsheet } from '../../server/google/spreadsheet.ts';
import type { KnownMarks } from '../../server/sheets/known-marks.ts';
import { openRange } from '../../server/sheets/opened.ts';
import { refreshRange } from '../../server/sheets/refresh-range.ts';
import type { Spreadsheet } from '../add-on.ts';
import type { Product } from '../product.ts';

export interface GoogleCost {
  reads: number;
  writes: number;
  readBytes: number;
  /** That get a value. */
  cellsWritten: number;
  /** Of the range's values, as one reads them. */
  rangeBytes: number;
}

const PERSON = 'bench@example.com';

interface At {
  /** Of the server, which lives longer than a refresh. */
  marks: KnownMarks;
  spreadsheet: Spreadsheet;
  product: Product;
  slug: string;
}

/** Refreshes the range as a schedule does. */
export async function refreshCost({ marks, spreadsheet, product, slug }: At): Promise<GoogleCost> {
  const { workbook } = spreadsheet;
  const cost = { reads: 0, writes: 0, readBytes: 0, cellsWritten: 0 };
  workbook.owner = PERSON;
  const files = new FileStore();
  files.add(workbook);
  const api = new GoogleApi(files);
  const google = new Google(
    { googleApiUrl: 'https://google.bench', googleServiceAccount: null },
    { fetch: countedFetch(api, cost), limits: { grant: Infinity, project: Infinity } },
  );
  const at = new GoogleSpreadsheet(google, fixedGrant(PERSON, 'token'), workbook.id);
  const result = await wholeResult(product, slug);
  const opened = await openRange(at, spreadsheet.id(), marks);
  await refreshRange({
    ...{
      spreadsheet: at,
      id: spreadsheet.id(),
      marks,
      opened,
      run: result.run,
      by: PERSON,
      result,
    },
    ...{ how: { by: 'schedule' }, othersAtWork: true, whole: async () => result },
  });
  return { ...cost, rangeBytes: rangeBytes(result) };
}

function countedFetch(
  api: GoogleApi,
  cost: Omit<GoogleCost, 'rangeBytes'>,
): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const text = await request.text();
    const isWrite = pathname.endsWith(':batchUpdate');
    const call = { method: request.method, path: pathname + search, text, as: PERSON };
    const answer = answerHttp(api, call);
    if (isWrite) {
      cost.writes += 1;
      cost.cellsWritten += valuesIn(text);
    } else {
      cost.reads += 1;
      cost.readBytes += Buffer.byteLength(answer.text);
    }
    const headers = { 'Content-Type': answer.type };
    return new Response(answer.text === '' ? null : answer.text, {
      status: answer.status,
      headers,
    });
  };
}

interface Batch {
  requests: { updateCells?: { rows?: { values?: object[] }[]; fields?: string } }[];
}

function valuesIn(text: string): number {
  // What this program's own client has sent.
  const { requests } = JSON.parse(text) as Batch;
  return requests.reduce((sum, { updateCells }) => {
    if (!updateCells?.fields?.includes('userEnteredValue')) return sum;
    const cells = (updateCells.rows ?? []).map(({ values = [] }) => values.length);
    return sum + cells.reduce((all, one) => all + one, 0);
  }, 0);
}

const rangeBytes = ({ rows }: Result): number => Buffer.byteLength(JSON.stringify(rows));

async function wholeResult({ url }: Product, slug: string): Promise<Result> {
  const asked = { run: crypto.randomUUID(), timeZone: 'Europe/Paris', exactNumbers: true };
  const first = await answered<Result>(
    fetch(new URL(`/api/queries/${slug}/result`, url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...asked, pageRows: 20_000 }),
    }),
  );
  const rows = [...first.rows];
  for (let next = first.next; next !== null;) {
    const path = `/api/runs/${first.run}/rows?after=${next}`;
    const page = await answered<ResultPage>(fetch(new URL(path, url)));
    for (const row of page.rows) rows.push(row);
    next = page.next;
  }
  return { ...first, rows, next: null };
}

async function answered<T>(asked: Promise<Response>): Promise<T> {
  const response = await asked;
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}
