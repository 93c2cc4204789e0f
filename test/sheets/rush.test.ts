// Five hundred linked ranges in fifty spreadsheets are due in the same minute, by one account that Google takes sixty requests
// a minute of, and one in five is refused: what goes to one spreadsheet goes together, and nothing is lost.
import { expect, test } from '@jest/globals';
import { RECORD_KEY } from '../../domain/linked-range.ts';
import { FileStore } from '../../playground/simulator/api/files.ts';
import { GoogleApi } from '../../playground/simulator/api/google-api.ts';
import { googleLimits, Quotas } from '../../playground/simulator/api/quotas.ts';
import { Workbook } from '../../playground/simulator/workbook/workbook.ts';
import { fixedGrant } from '../../server/google/grant.ts';
import { Google } from '../../server/google/google.ts';
import { Spreadsheet } from '../../server/google/spreadsheet.ts';
import { openAnchored, refreshRange } from '../../server/sheets/refresh-range.ts';
import { openRange } from '../../server/sheets/opened.ts';
import { col } from '../addon/desk/backend.ts';
import { Desk, vera } from '../addon/desk/desk.ts';
import { rowsOf } from '../addon/desk/linked.ts';
import { fetchOf } from '../support/google-api.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { resultAt } from './twin.ts';

const SPREADSHEETS = 50;
const RANGES = 10;
const RUN = '00000000-0000-4000-8000-0000000000ff';

/** A spreadsheet with ten ranges, each in a tab of its own; and what their query gives by now. */
function tenRanges() {
  const desk = new Desk();
  const columns = [col('name'), col('amount', 'number', 'int4')];
  const table = { columns, rows: rowsOf(4) };
  desk.backend.save('list', () => table);
  const ids = Array.from({ length: RANGES }, () => desk.insert('list').range.id);
  table.rows = rowsOf(6, 50);
  return { desk, ids, result: resultAt(desk) };
}

/** The same in another file. */
function copyOf({ workbook }: Desk, id: string): Workbook {
  const saved = JSON.stringify(workbook.toJSON()).replaceAll(workbook.id, id);
  return Workbook.fromJSON(JSON.parse(saved), { now: workbook.now });
}

/** A Google that refuses one request in five, with a client that waits by a clock of the test's. */
function googleAt(workbooks: Workbook[], clock: VirtualClock) {
  const files = new FileStore(clock.now);
  for (const one of workbooks) files.add(one);
  const api = new GoogleApi(files, { now: clock.now });
  const quotas = new Quotas(clock.now, googleLimits);
  let isRefusing = false;
  let seed = 7;
  const next = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const answer = fetchOf(api, vera.email);
  const fetch: typeof globalThis.fetch = async (...asked) => {
    await clock.wait(200);
    return clock.during(async () => {
      const kind = String(asked[0]).includes(':batchUpdate') ? 'write' : 'read';
      if (isRefusing && next() < 0.2) {
        const status = next() < 0.5 ? 429 : 503;
        return Response.json({ error: { code: status, message: 'Later.' } }, { status });
      }
      // Only what is carried out counts: it throws where a real Google would refuse.
      quotas.spend(kind, vera.email);
      return answer(...asked);
    });
  };
  const settings = { googleApiUrl: 'https://google.test', googleServiceAccount: null };
  const { now, wait } = clock;
  const google = new Google(settings, { fetch, now, wait, random: next });
  return { google, refuse: () => void (isRefusing = true) };
}

test('all five hundred are done within six minutes, and none is lost', async () => {
  const { desk, ids, result } = tenRanges();
  const workbooks = Array.from({ length: SPREADSHEETS }, (_, at) => copyOf(desk, `rush-${at}`));
  const clock = new VirtualClock(desk.simulation.clock.now());
  const { google, refuse } = googleAt(workbooks, clock);
  const grant = fixedGrant(vera.email, 'token');
  const all = workbooks.flatMap(({ id }) => ids.map((range) => ({ id, range })));
  // As the schedules were tried when they were made: the marks are there.
  const ready = all.map(({ id, range }) =>
    openAnchored({ spreadsheet: new Spreadsheet(google, grant, id), id: range, run: RUN }),
  );
  await Promise.all(ready);
  await clock.wait(61_000);
  const begun = clock.now();
  refuse();

  const refreshed = all.map(async ({ id, range }) => {
    const spreadsheet = new Spreadsheet(google, grant, id);
    const opened = await openRange(spreadsheet, range);
    return refreshRange({
      ...{ spreadsheet, id: range, opened, run: RUN, by: vera.email, result },
      ...{ how: { by: 'schedule' }, othersAtWork: true, whole: async () => result },
      ...{ now: clock.now, wait: clock.wait },
    });
  });
  const came = await Promise.allSettled(refreshed);
  const tookMs = clock.now() - begun;

  const failures = came.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  expect(failures).toEqual([]);
  expect(tookMs).toBeLessThan(6 * 60_000);
  for (const workbook of workbooks) {
    const records = workbook.metadata.list.filter(({ key }) => key === RECORD_KEY);
    expect(records).toHaveLength(RANGES);
    for (const { place } of records) {
      if (place.on !== 'sheet') throw new Error('A record is of a tab.');
      const shown = (row: number) => workbook.cell(place.sheetId, row, 1).display;
      expect([shown(2), shown(7), shown(8)]).toEqual(['n50', 'n55', '']);
    }
  }
});
