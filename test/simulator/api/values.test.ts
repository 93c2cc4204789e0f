// values.* of the simulated Sheets API: what is read, written, appended and cleared, beyond what was recorded.
import { expect, test } from '@jest/globals';
import { oneSpreadsheet, type Json } from '../../support/google-api.ts';

test('RAW stores texts as they are, and USER_ENTERED reads them as a person types them', () => {
  const { put, get } = oneSpreadsheet();
  const given = [['00123', '=1+1', "'x", '2020-01-01', '12%', true, 4.5]];

  put('A1:G1', given);
  put('A2:G2', given, 'USER_ENTERED');

  expect(get('A1:G1', '?valueRenderOption=UNFORMATTED_VALUE')).toEqual([
    ['00123', '=1+1', "'x", '2020-01-01', '12%', true, 4.5],
  ]);
  expect(get('A2:G2', '?valueRenderOption=UNFORMATTED_VALUE')).toEqual([
    [123, 2, 'x', 43831, 0.12, true, 4.5],
  ]);
  expect(get('A2:G2', '?valueRenderOption=FORMULA')[0]?.[1]).toBe('=1+1');
});

test('null leaves a cell, an empty text empties it, and only what was written is counted', () => {
  const { put, get } = oneSpreadsheet();
  put('A1:C1', [['a', 'b', 'c']]);

  const answer = put('A1:C1', [[null, '', 'z']]);

  expect(get('A1:C1')).toEqual([['a', '', 'z']]);
  expect(answer).toMatchObject({ updatedRows: 1, updatedColumns: 2, updatedCells: 2 });
});

test('values that do not fit the range are refused, and nothing of them is written', () => {
  const { call, get } = oneSpreadsheet();

  const { status, body } = call('PUT', '/values/A1%3AB1?valueInputOption=RAW', {
    values: [['a', 'b', 'c']],
  });

  expect(status).toBe(400);
  expect(body).toEqual({
    error: {
      code: 400,
      message: 'Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]',
      status: 'INVALID_ARGUMENT',
    },
  });
  expect(get('A1:C1')).toEqual([]);
});

test('a range that begins beyond the grid is refused with the grid’s limits, and one that ends there is cut', () => {
  const { call, ask } = oneSpreadsheet();

  expect(call('GET', '/values/AA1').body).toMatchObject({
    error: {
      message: 'Range (Sheet1!AA1) exceeds grid limits. Max rows: 1000, max columns: 26',
    },
  });
  expect(ask('GET', '/values/A1%3AZZ5').range).toBe('Sheet1!A1:Z5');
});

test('what is no range, no tab, no option and no list is told in Google’s words', () => {
  const { call } = oneSpreadsheet();
  const told = (method: string, path: string, body?: unknown) =>
    (call(method, path, body).body as Json).error.message;

  expect(told('GET', '/values/Nowhere!A1')).toBe('Unable to parse range: Nowhere!A1');
  expect(told('PUT', '/values/A1', { values: [[1]] })).toBe(
    "'valueInputOption' is required but not specified",
  );
  expect(told('PUT', '/values/A1?valueInputOption=RAW', { values: 'X' })).toBe(
    `Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), "X"`,
  );
  expect(told('PUT', '/values/A1?valueInputOption=RAW', { vals: [] })).toBe(
    `Invalid JSON payload received. Unknown name "vals" at 'data': Cannot find field.`,
  );
  expect(told('GET', '/values/A1?valueRender=FORMULA')).toBe(
    `Invalid JSON payload received. Unknown name "valueRender": Cannot bind query parameter. Field 'valueRender' could not be found in request message.`,
  );
});

test('append writes below the last table that its range touches, as Google’s guide has it', () => {
  const { put, ask, get } = oneSpreadsheet();
  put('A1:C2', [
    ['x', 'y', 'z'],
    ['x', 'y', 'z'],
  ]);
  put('B4:D6', [
    ['x', 'y', 'z'],
    ['x', 'y', 'z'],
    ['x', 'y', 'z'],
  ]);
  const append = (range: string) =>
    ask('POST', `/values/${encodeURIComponent(range)}:append?valueInputOption=RAW`, {
      values: [['n']],
    });

  expect(append('A1').updates.updatedRange).toBe('Sheet1!A3');
  put('A3', [['']]);
  expect(append('E4').updates.updatedRange).toBe('Sheet1!E4');
  put('E4', [['']]);
  expect(append('Sheet1')).toMatchObject({
    tableRange: 'Sheet1!B4:D6',
    updates: { updatedRange: 'Sheet1!B7' },
  });
  expect(get('B7')).toEqual([['n']]);
});

test('append with INSERT_ROWS moves down what stands below, and the grid grows where it must', () => {
  const { put, ask, get, workbook } = oneSpreadsheet();
  put('A1:A3', [['a'], [''], ['below']]);

  ask('POST', '/values/A1:append?valueInputOption=RAW&insertDataOption=INSERT_ROWS', {
    values: [['b'], ['c']],
  });

  expect(get('A1:A5')).toEqual([['a'], ['b'], ['c'], [], ['below']]);
  expect(workbook.activeSheet.size.rows).toBe(1002);
});

test('a batch of values is written whole or not at all', () => {
  const { call, get } = oneSpreadsheet();
  const long = 'x'.repeat(50_001);

  const { status, body } = call('POST', '/values:batchUpdate', {
    valueInputOption: 'RAW',
    data: [
      { range: 'A1', values: [['first']] },
      { range: 'A2', values: [[long]] },
    ],
  });

  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain('maximum of 50000 characters in a single cell');
  expect(get('A1:A2')).toEqual([]);
});

test('batchUpdate adds up what it wrote, and gives it back where that is asked for', () => {
  const { ask } = oneSpreadsheet();

  const answer = ask('POST', '/values:batchUpdate', {
    valueInputOption: 'USER_ENTERED',
    includeValuesInResponse: true,
    responseValueRenderOption: 'UNFORMATTED_VALUE',
    data: [
      { range: 'A1:B1', values: [['1', '=A1+1']] },
      { range: 'A3', majorDimension: 'COLUMNS', values: [['x', 'y']] },
    ],
  });

  expect(answer).toMatchObject({
    totalUpdatedRows: 3,
    totalUpdatedColumns: 2,
    totalUpdatedCells: 4,
    totalUpdatedSheets: 1,
    responses: [
      { updatedRange: 'Sheet1!A1:B1', updatedData: { values: [[1, 2]] } },
      {
        updatedRange: 'Sheet1!A3:A4',
        updatedData: { majorDimension: 'COLUMNS', values: [['x', 'y']] },
      },
    ],
  });
});

test('the totals of a batch count each row and column of a tab once, as in the answer of Google’s guide', () => {
  const { ask } = oneSpreadsheet();

  const answer = ask('POST', '/values:batchUpdate', {
    valueInputOption: 'USER_ENTERED',
    data: [
      { range: 'A1:A4', majorDimension: 'COLUMNS', values: [['Item', 'Wheel', 'Door', 'Engine']] },
      {
        range: 'B1:D2',
        values: [
          ['Cost', 'Stocked', 'Ship Date'],
          ['$20.50', '4', '3/1/2016'],
        ],
      },
    ],
  });

  expect(answer).toMatchObject({
    totalUpdatedRows: 4,
    totalUpdatedColumns: 4,
    totalUpdatedCells: 10,
    totalUpdatedSheets: 1,
  });
});

test('clearing empties values and leaves looks and notes', () => {
  const { put, ask, get, workbook } = oneSpreadsheet();
  put('A1:B2', [
    ['a', 'b'],
    ['c', 'd'],
  ]);
  workbook.style(0, { top: 1, left: 1, bottom: 1, right: 1 }, { bold: true });
  workbook.setNote(0, 1, 1, 'mine');

  const answer = ask('POST', '/values:batchClear', { ranges: ['A1', 'B2'] });

  expect(answer.clearedRanges).toEqual(['Sheet1!A1', 'Sheet1!B2']);
  expect(get('A1:B2')).toEqual([['', 'b'], ['c']]);
  expect(workbook.cell(0, 1, 1)).toMatchObject({ bold: true, note: 'mine' });
});

test('data filters by A1, by grid and by metadata read, write and clear where they point at that moment', () => {
  const { ask, batch, put, get, workbook } = oneSpreadsheet();
  batch({
    createDeveloperMetadata: {
      developerMetadata: {
        metadataKey: 'header',
        visibility: 'DOCUMENT',
        location: { dimensionRange: { dimension: 'ROWS', startIndex: 1, endIndex: 2 } },
      },
    },
  });
  const byKey = { developerMetadataLookup: { metadataKey: 'header' } };
  put('A2:B2', [['name', 'total']]);
  workbook.insertRows(0, 1, 3);

  const { valueRanges } = ask('POST', '/values:batchGetByDataFilter', {
    dataFilters: [byKey, { a1Range: 'A5:B5' }, { gridRange: { startRowIndex: 4, endRowIndex: 5 } }],
  });
  expect(valueRanges).toMatchObject([
    { valueRange: { range: 'Sheet1!A5:Z5', values: [['name', 'total']] } },
    { valueRange: { range: 'Sheet1!A5:B5' } },
  ]);
  expect(valueRanges[0].dataFilters).toHaveLength(2);

  ask('POST', '/values:batchUpdateByDataFilter', {
    valueInputOption: 'RAW',
    data: [{ dataFilter: byKey, values: [['Name']] }],
  });
  expect(get('A5:B5')).toEqual([['Name', 'total']]);
  ask('POST', '/values:batchClearByDataFilter', { dataFilters: [byKey] });
  expect(get('A5:B5')).toEqual([]);
});
