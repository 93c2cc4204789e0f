// A simulated spreadsheet with the built add-on, against the product: what the benchmarks of ranges work at, and what that costs.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { backendFetch } from '../playground/desk/backend-fetch.ts';
import { createScript, type Script } from '../playground/simulator/script/script.ts';
import type {
  FetchRequest,
  FetchResponse,
} from '../playground/simulator/script/script-settings.ts';
import { Workbook } from '../playground/simulator/workbook/workbook.ts';
import { root } from '../server/root.ts';
import type { Product } from './product.ts';

export const columns = 10;

// Of these ten: four columns of text, three of numbers, two of times and one of truth, in an order that stays.
export const wideTable = `
  create table cells as
  select id, lpad(id::text, 8, '0') as code, 'Customer ' || id % 997 as customer, 'Paris' as city,
    md5(id::text) as reference, id % 1000 as amount, round(id / 7.0, 2) as price, id % 3 = 0 as paid,
    date '2020-01-01' + id % 2000 as due_on, timestamp '2020-01-01' + id * interval '1 minute' as seen_at
  from generate_series(1, 100000) id`;

export interface Cost {
  calls: number;
  cellsRead: number;
  cellsWritten: number;
  requests: number;
  bytes: number;
}

export interface Spreadsheet {
  workbook: Workbook;
  /** Of the range that was inserted last. */
  id(): string;
  insert(slug: string): void;
  /** Somebody's notes, in two columns beside every tenth of so many rows. */
  note(rows: number): void;
  refresh(): void;
  /** What the work costs. */
  cost(work: () => void): Cost;
  close(): void;
}

const answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.object({ range: z.object({ id: z.string() }) }) }),
  z.object({ ok: z.literal(false), problem: z.object({ detail: z.string().optional() }) }),
]);
const manifestShape = z.object({
  timeZone: z.string(),
  oauthScopes: z.array(z.string()),
  urlFetchWhitelist: z.array(z.string()),
});

/** A new spreadsheet with the add-on as `npm run build` made it. */
export async function openSpreadsheet(product: Product): Promise<Spreadsheet> {
  const read = (name: string) => readFile(path.join(root, 'dist/addon', name), 'utf8');
  const manifest = manifestShape.parse(JSON.parse(await read('appsscript.json')));
  const configured = new URL(manifest.urlFetchWhitelist[0] ?? '').origin;
  const fetch = backendFetch({ configured, actual: product.url.origin });
  const seen = { requests: 0, bytes: 0 };
  const counted = (request: FetchRequest): FetchResponse => {
    const response = fetch(withoutToken(request));
    seen.requests += 1;
    seen.bytes += response.body.length;
    return response;
  };
  const workbook = new Workbook({ timeZone: 'Europe/Paris' });
  const person = { email: 'bench@example.com', identityToken: () => 'a token' };
  const script = createScript({
    workbook,
    code: await read('Code.js'),
    manifest,
    person,
    fetch: counted,
  });
  let id = '';
  const ask = (name: string, input: object) => (id = rangeOf(script, name, input));
  return {
    workbook,
    id: () => id,
    insert(slug) {
      ask('insertRange', {
        slug,
        values: {},
        target: 'newTab',
        moves: false,
        run: crypto.randomUUID(),
      });
    },
    note(rows) {
      const tab = workbook.sheets[workbook.sheets.length - 1];
      for (let row = 2; row <= rows + 1; row += 10) {
        for (const column of [columns + 1, columns + 2]) {
          if (tab) workbook.typeInto(tab.id, row, column, `about row ${row}`);
        }
      }
    },
    refresh() {
      ask('refreshRange', {
        id,
        run: crypto.randomUUID(),
        confirmed: { noUndo: true, ownRows: true },
      });
    },
    cost(work) {
      Object.assign(seen, { requests: 0, bytes: 0 });
      script.forget();
      work();
      const sum = (count: (call: Script['callLog'][number]) => number) =>
        script.callLog.reduce((total, call) => total + count(call), 0);
      return {
        ...seen,
        calls: script.callLog.length,
        cellsRead: sum(({ cellsRead }) => cellsRead),
        // The note on the header that says when it was refreshed is no cell's content or format.
        cellsWritten: sum((call) => (call.name === 'Range.setNote' ? 0 : call.cellsWritten)),
      };
    },
    close: () => fetch.close(),
  };
}

// On this machine alone everybody is the one local admin, and a token of Google's would be looked at.
function withoutToken(request: FetchRequest): FetchRequest {
  const kept = Object.entries(request.headers).filter(
    ([name]) => name.toLowerCase() !== 'authorization',
  );
  return { ...request, headers: Object.fromEntries(kept) };
}

/** The id of the range that the sidebar's function answers. */
function rangeOf(script: Script, name: string, input: object): string {
  const answered = answer.parse(script.runFromPage(name, [input]));
  if (answered.ok) return answered.value.range.id;
  throw new Error(`${name}: ${answered.problem.detail}\n${script.logs.join('\n')}`);
}
