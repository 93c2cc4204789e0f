// The check of Google, at the simulated one: what the server relies on is what the simulator does, and what is otherwise is told.
import { expect, test } from '@jest/globals';
import { checkGoogle } from '../../server/google-check.ts';
import { ada, fetchOf, oneSpreadsheet, type Json } from '../support/google-api.ts';

const env = { GOOGLE_API_URL: 'https://google.test' };

async function check(fetch: typeof globalThis.fetch, address: string) {
  const lines: string[] = [];
  const limits = { grant: Infinity, project: Infinity };
  const wait = async () => {};
  const print = (line: string) => void lines.push(line);
  const isWell = await checkGoogle(env, { address, print, fetch, limits, wait });
  return { isWell, printed: lines.join('\n') };
}

/** What stands in a spreadsheet, as Google tells it. */
const everything = (ask: (method: string, path: string) => Json) =>
  JSON.stringify([
    ask('GET', '?includeGridData=true&fields=sheets,namedRanges'),
    ask('GET', '/values/A1:Z100'),
  ]);

test('Google does all that the server relies on, and the spreadsheet is left as it was', async () => {
  const { api, ask, put, workbook } = oneSpreadsheet();
  put('A1:B2', [
    ['kept', 1],
    ['too', 2],
  ]);
  const before = everything(ask);

  const { isWell, printed } = await check(
    fetchOf(api),
    `https://docs.google.com/spreadsheets/d/${workbook.id}/edit#gid=0`,
  );

  expect(printed).not.toContain('✗');
  expect(printed).toMatch(/Google does all \d\d things that Sheetfeed relies on\.$/);
  expect(isWell).toBe(true);
  expect(everything(ask)).toBe(before);
});

test('what Google does otherwise is told beside what is relied on, and the rest is tried all the same', async () => {
  const { api, ask, workbook } = oneSpreadsheet();
  const honest = fetchOf(api);
  const before = everything(ask);
  // A Google that takes texts for formulas, and overlooks marks that have moved.
  const other: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.text();
    const { requests = [] }: Json = text === '' ? {} : JSON.parse(text);
    const isGuarded = requests.some((one: Json) => one.deleteDeveloperMetadata);
    const body = isGuarded
      ? JSON.stringify({ requests: requests.filter((one: Json) => one.updateCells) })
      : text.replaceAll('{"stringValue":"=1+1"}', '{"formulaValue":"=1+1"}');
    const { method, headers } = request;
    return honest(request.url, { method, headers, ...(text === '' ? {} : { body }) });
  };

  const { isWell, printed } = await check(other, workbook.id);

  expect(isWell).toBe(false);
  expect(printed).toMatch(
    /✗ A text is kept letter by letter[^]*?Relied on: .*"=1\+1"[^]*?Seen: \[\{"formulaValue":"=1\+1"\}/,
  );
  expect(printed).toMatch(
    /✗ A batch that begins with a mark which has moved is refused whole\n.*\n\s+Seen: carried out/,
  );
  expect(printed).toMatch(/✗ A record that somebody has changed meanwhile/);
  expect(printed).toContain('✓ A filter takes in rows that come within it');
  expect(printed).toMatch(/\n\d+ of \d\d are otherwise\./);
  expect(everything(ask)).toBe(before);
});

test('a spreadsheet that is not shared, an address that is none, and no answer are told in a sentence', async () => {
  const { api, workbook } = oneSpreadsheet();
  const silent = () => Promise.reject(new TypeError('fetch failed'));

  const notShared = await check(fetchOf(api, 'bob@example.com'), workbook.id);
  const noAddress = await check(fetchOf(api, ada), 'my spreadsheet');
  const noAnswer = await check(silent, workbook.id);

  expect(notShared.isWell).toBe(false);
  expect(notShared.printed).toMatch(/Share it with .* as an editor/);
  expect(noAddress.isWell).toBe(false);
  expect(noAddress.printed).toMatch(/^Usage: npm run google-check/);
  expect(noAnswer).toMatchObject({
    isWell: false,
    printed: expect.stringMatching(/^Google Sheets did not answer/),
  });
});
