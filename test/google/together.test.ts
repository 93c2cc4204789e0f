// What several ask of one spreadsheet at the same time is one request to Google, each gets its own of the answer, and where one
// of them is refused the others are not.
import { expect, test } from '@jest/globals';
import { Google } from '../../server/google/google.ts';
import { fixedGrant } from '../../server/google/grant.ts';
import { Spreadsheet } from '../../server/google/spreadsheet.ts';
import { ada, fetchOf, oneSpreadsheet } from '../support/google-api.ts';

const NOTES =
  'sheets(properties.sheetId,data(startRow,startColumn,rowData.values(formattedValue)))';

/** A spreadsheet with numbers in A1:C9, and what is asked of Google about it. */
function numbers() {
  const paths: string[] = [];
  const { api, workbook, put, batch, call } = oneSpreadsheet({
    around: ({ path }, answer) => {
      paths.push(path.replace(/^.*\/spreadsheets\/[^/:?]+/, ''));
      return answer();
    },
  });
  put(
    'A1:C9',
    Array.from({ length: 9 }, (_, row) => [row + 1, 10 * (row + 1), 100 * (row + 1)]),
  );
  const google = new Google(
    { googleApiUrl: 'https://google.test', googleServiceAccount: null },
    { fetch: fetchOf(api), wait: async () => undefined },
  );
  const spreadsheet = (signal?: AbortSignal) =>
    new Spreadsheet(google, fixedGrant(ada, 'token'), workbook.id, signal);
  paths.length = 0;
  return { spreadsheet, paths, workbook, batch, call };
}

const area = (row: number, column: number) => ({
  gridRange: {
    ...{ sheetId: 0, startRowIndex: row, endRowIndex: row + 1 },
    ...{ startColumnIndex: column, endColumnIndex: column + 2 },
  },
});

test('the shape that ten ask for is read once, and cells that ten ask for come by one request, each its own', async () => {
  const { spreadsheet, paths } = numbers();
  const rows = Array.from({ length: 9 }, (_, row) => row);

  const [abouts, cells] = await Promise.all([
    Promise.all(rows.map(() => spreadsheet().about())),
    Promise.all(rows.map((row) => spreadsheet().getBy([area(row, 0)], NOTES, 2))),
  ]);

  expect(new Set(abouts.map(({ title }) => title))).toEqual(new Set(['Growth']));
  expect(
    cells.map(({ sheets = [] }) =>
      sheets[0]?.data?.map(({ rowData = [] }) =>
        rowData[0]?.values?.map(({ formattedValue }) => formattedValue),
      ),
    ),
  ).toEqual(rows.map((row) => [[String(row + 1), String(10 * (row + 1))]]));
  expect(paths).toHaveLength(2);
});

test('areas of one corner that end elsewhere cannot be told apart, so they go by themselves', async () => {
  const { spreadsheet, paths } = numbers();
  const wide = { gridRange: { ...area(0, 0).gridRange, endColumnIndex: 3 } };

  const [narrow, whole] = await Promise.all([
    spreadsheet().getBy([area(0, 0)], NOTES, 2),
    spreadsheet().getBy([wide], NOTES, 3),
  ]);

  const valuesOf = ({ sheets = [] }: typeof narrow) =>
    sheets[0]?.data?.[0]?.rowData?.[0]?.values?.length;
  expect([valuesOf(narrow), valuesOf(whole)]).toEqual([2, 3]);
  expect(paths).toHaveLength(2);
});

test('marks that several look for are told apart by their key and their value', async () => {
  const { spreadsheet, paths, batch } = numbers();
  const made = (metadataKey: string, metadataValue: string) => ({
    createDeveloperMetadata: {
      developerMetadata: {
        ...{ metadataKey, metadataValue, visibility: 'DOCUMENT', location: { spreadsheet: true } },
      },
    },
  });
  batch(made('a', '1'), made('a', '2'), made('b', '1'));
  paths.length = 0;
  const find = (metadataKey: string, metadataValue?: string) =>
    spreadsheet().metadata([
      { developerMetadataLookup: { metadataKey, ...(metadataValue ? { metadataValue } : {}) } },
    ]);

  const found = await Promise.all([find('a', '2'), find('a'), find('b', '1'), find('c')]);

  expect(found.map((one) => one.map((mark) => `${mark.metadataKey}${mark.metadataValue}`))).toEqual(
    [['a2'], ['a1', 'a2'], ['b1'], []],
  );
  expect(paths).toHaveLength(1);
});

test('of batches that are written together, one that Google refuses takes none of the others with it', async () => {
  const { spreadsheet, paths, workbook } = numbers();
  const rename = (title: string) =>
    spreadsheet().write([
      { updateSpreadsheetProperties: { properties: { title }, fields: 'title' } },
    ]);
  const write = (column: number, numberValue: number) =>
    spreadsheet().write([
      {
        updateCells: {
          start: { sheetId: 0, rowIndex: 20, columnIndex: column },
          rows: [{ values: [{ userEnteredValue: { numberValue } }] }],
          fields: 'userEnteredValue',
        },
      },
    ]);

  const came = await Promise.allSettled([
    write(0, 7),
    spreadsheet().write([{ deleteSheet: { sheetId: 99 } }]),
    write(1, 8),
    rename('Renamed'),
  ]);

  expect(came.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
  expect(came[1]).toMatchObject({ reason: { name: 'GoogleRefusal' } });
  expect([1, 2].map((column) => workbook.cell(0, 21, column).value)).toEqual([7, 8]);
  expect(workbook.name).toBe('Renamed');
  // Together, and then each alone.
  expect(paths).toHaveLength(5);
});

test('whoever waits no longer leaves, and the request goes on for the others', async () => {
  const { spreadsheet } = numbers();
  const leaving = new AbortController();
  const left = spreadsheet(leaving.signal).about();
  const stays = spreadsheet().about();
  leaving.abort(new Error('no longer'));

  await expect(left).rejects.toThrow('no longer');
  await expect(stays).resolves.toMatchObject({ title: 'Growth' });
});
