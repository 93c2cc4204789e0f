// The same spreadsheet twice: one for the add-on, one for the server, which refreshes it by the simulated Sheets API.
import type { Result } from '../../domain/contract/result.ts';
import { HEADER_KEY, RECORD_KEY } from '../../domain/linked-range.ts';
import { readRecord } from '../../domain/record/record-text.ts';
import type { RefreshedBy } from '../../domain/refresh/refresh.ts';
import { FileStore } from '../../playground/simulator/api/files.ts';
import { GoogleApi, type ApiSettings } from '../../playground/simulator/api/google-api.ts';
import { Workbook } from '../../playground/simulator/workbook/workbook.ts';
import { fixedGrant } from '../../server/google/grant.ts';
import { Google } from '../../server/google/google.ts';
import { Spreadsheet } from '../../server/google/spreadsheet.ts';
import {
  refreshRange,
  type Refreshed,
  type ServerRefresh,
} from '../../server/sheets/refresh-range.ts';
import { fetchOf } from '../support/google-api.ts';
import { vera, type Desk } from '../addon/desk/desk.ts';

const NO_RUN = '00000000-0000-4000-8000-0000000000ff';

/** A copy of a workbook with the same id. */
export function twinOf(workbook: Workbook): Workbook {
  const saved = JSON.parse(JSON.stringify(workbook.toJSON()));
  return Workbook.fromJSON(saved, { now: workbook.now });
}

/** What the server does its work with, at a workbook of Vera's. */
export function serverAt(workbook: Workbook, settings: ApiSettings = {}, email = vera.email) {
  const files = new FileStore(settings.now);
  const others = workbook.editors.map((emailAddress, at) => ({
    ...{ id: String(at), type: 'user' as const, role: 'writer' as const, emailAddress },
  }));
  files.add(workbook, others);
  const calls: { method: string; path: string; body?: unknown }[] = [];
  const api = new GoogleApi(files, {
    ...settings,
    around: (call, answer) => {
      calls.push(call);
      return (settings.around ?? ((_call, give) => give()))(call, answer);
    },
  });
  const google = new Google(
    { googleApiUrl: 'https://google.test', googleServiceAccount: null },
    { fetch: fetchOf(api, email), wait: async () => undefined },
  );
  const spreadsheet = new Spreadsheet(google, fixedGrant(email, 'token'), workbook.id);
  return { spreadsheet, calls };
}

/** What the server's database answers the query of a desk. */
export function resultAt(desk: Desk, slug = 'list'): Result {
  const body = { run: NO_RUN, timeZone: desk.workbook.timeZone };
  desk.backend.forgetRuns();
  const answer = desk.backend.fetch({
    ...{ url: `https://sheetfeed.example.com/api/queries/${slug}/result`, method: 'post' },
    ...{ headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) },
  } as never);
  return JSON.parse(new TextDecoder().decode(answer.body as never)) as Result;
}

export interface ByServer extends Partial<ServerRefresh> {
  desk: Desk;
  id: string;
  how: RefreshedBy;
}

/** Refreshes a range of a workbook by the server, with what the desk's database holds. */
export function refreshByServer(
  { spreadsheet }: Pick<ReturnType<typeof serverAt>, 'spreadsheet'>,
  { desk, ...asked }: ByServer,
): Promise<Refreshed> {
  const result = resultAt(desk);
  return refreshRange({
    ...{ spreadsheet, run: NO_RUN, by: vera.email, result, othersAtWork: false },
    whole: async () => result,
    now: () => desk.simulation.clock.now(),
    wait: async () => undefined,
    ...asked,
  });
}

/** All that a person sees or a refresh relies on, without what each way of writing keeps for itself. */
export function seenIn(workbook: Workbook): unknown {
  workbook.engine.calculate();
  return {
    tabs: workbook.sheets.map((sheet) => ({
      name: sheet.name,
      size: sheet.size,
      merges: sheet.merges,
      cells: cellsSeen(workbook, sheet),
    })),
    names: workbook.names.list.map(({ name, sheetId, area }) => ({ name, sheetId, area })),
    records: workbook.metadata.list
      .filter(({ key }) => key === RECORD_KEY)
      .map(({ value, place }) => ({ ...plainRecord(value), place })),
    headers: workbook.metadata.list
      .filter(({ key }) => key === HEADER_KEY)
      .map(({ value, place }) => ({ value, place })),
  };
}

function cellsSeen(_workbook: Workbook, sheet: Workbook['sheets'][number]): unknown[] {
  const cells: unknown[] = [];
  sheet.rows.forEach((row, at) =>
    row?.cells.forEach((cell, across) => {
      if (!cell) return;
      const { value, formula, note, validation } = cell;
      const { more, ...style } = cell.style;
      const { formatKind: _kind, ...looks } = more ?? {};
      const isNothing =
        value === '' && formula === '' && note === '' && !validation && style.format === '';
      if (isNothing && !style.bold && style.color === '' && style.line === '') return;
      cells.push({ at: [at + 1, across + 1], value, formula, note, validation, style, looks });
    }),
  );
  return cells;
}

function plainRecord(text: string): object {
  const record = readRecord(text);
  if (!record) return { text };
  const { undo: _undo, refreshed, ...rest } = record;
  return { ...rest, refreshed: refreshed && { ...refreshed, run: '' } };
}
