// spreadsheets.batchUpdate of the simulated Sheets API: atomic, strict, and what its requests do.
import { expect, test } from '@jest/globals';
import { ada, oneSpreadsheet, type Json } from '../../support/google-api.ts';

const range = (
  startRowIndex: number,
  endRowIndex: number,
  startColumnIndex = 0,
  endColumnIndex = 26,
) => ({
  startRowIndex,
  endRowIndex,
  startColumnIndex,
  endColumnIndex,
});
const lines = (startIndex: number, endIndex: number, dimension = 'ROWS') => ({
  dimension,
  startIndex,
  endIndex,
});
const textCell = (stringValue: string) => ({ userEnteredValue: { stringValue } });

test('a batch that is refused half way leaves everything as it was', () => {
  const { put, batch, refusal, workbook } = oneSpreadsheet();
  put('A1:B3', [
    ['=1+1', 'b'],
    ['c', 'd'],
    ['e', 'f'],
  ]);
  batch(
    { addNamedRange: { namedRange: { name: 'mine', range: range(1, 3, 0, 2) } } },
    { mergeCells: { range: range(4, 6, 0, 2) } },
    { setBasicFilter: { filter: { range: range(0, 3, 0, 2) } } },
  );
  const before = JSON.stringify(workbook);

  const message = refusal(
    { insertDimension: { range: lines(1, 5) } },
    { updateCells: { start: { rowIndex: 0 }, rows: [{ values: [textCell('x')] }], fields: '*' } },
    { sortRange: { range: range(0, 8, 0, 2), sortSpecs: [{ dimensionIndex: 0 }] } },
    { addSheet: { properties: { title: 'New' } } },
    { updateSpreadsheetProperties: { properties: { title: 'Other' }, fields: 'title' } },
    {
      updateDimensionProperties: {
        range: lines(0, 3),
        properties: { hiddenByUser: true },
        fields: 'hiddenByUser',
      },
    },
    { deleteNamedRange: { namedRangeId: workbook.names.list[0]?.id } },
    {
      createDeveloperMetadata: {
        developerMetadata: {
          metadataKey: 'k',
          visibility: 'DOCUMENT',
          location: { spreadsheet: true },
        },
      },
    },
    { deleteSheet: { sheetId: 99 } },
  );

  expect(message).toBe('Invalid requests[8].deleteSheet: No sheet with id: 99');
  expect(JSON.stringify(workbook)).toBe(before);
});

test('cells that a refused batch had written already have their values and looks again', () => {
  const { put, refusal, workbook } = oneSpreadsheet();
  put('A1:B2', [
    ['old', 'kept'],
    ['old', 'kept'],
  ]);
  const before = JSON.stringify(workbook);

  refusal(
    {
      updateCells: {
        range: range(0, 4, 0, 1),
        rows: [{ values: [{ ...textCell('new'), note: 'new' }] }],
        fields: 'userEnteredValue,note',
      },
    },
    {
      repeatCell: {
        range: range(0, 2, 0, 2),
        cell: { userEnteredFormat: { textFormat: { bold: true } } },
        fields: 'userEnteredFormat.textFormat.bold',
      },
    },
    { deleteSheet: { sheetId: 99 } },
  );

  expect(JSON.stringify(workbook)).toBe(before);
});

test('a request, a field and a mask that Google does not know are refused by name', () => {
  const { call, refusal } = oneSpreadsheet();

  expect(refusal({ paintCells: {} })).toBe(
    `Invalid JSON payload received. Unknown name "paintCells" at 'requests[0]': Cannot find field.`,
  );
  expect(refusal({ updateCells: { rows: [{ cells: [] }], fields: '*' } })).toBe(
    `Invalid JSON payload received. Unknown name "cells" at 'requests[0].update_cells.rows[0]': Cannot find field.`,
  );
  expect(refusal({ insertDimension: { range: { dimension: 'DIAGONALS' } } })).toBe(
    `Invalid value at 'requests[0].insert_dimension.range.dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension), "DIAGONALS"`,
  );
  expect(refusal({ repeatCell: { range: {}, cell: {} } })).toBe(
    "Invalid requests[0].repeatCell: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
  );
  expect(refusal({ repeatCell: { range: {}, cell: {}, fields: 'colour' } })).toContain("'colour'");
  expect(refusal()).toBe('Must specify at least one request.');
  expect(refusal({})).toBe('Invalid requests[0]: No request set.');
  expect(call('GET', '?fields=sheets.colour').status).toBe(400);
  expect(call('GET', '/colours').status).toBe(404);
});

test('each request sees the grid that those before it have left', () => {
  const { batch, get } = oneSpreadsheet();

  batch(
    {
      updateCells: {
        start: { rowIndex: 0, columnIndex: 0 },
        rows: [{ values: [textCell('a')] }],
        fields: 'userEnteredValue',
      },
    },
    { insertDimension: { range: lines(0, 2) } },
    {
      updateCells: {
        start: { rowIndex: 1, columnIndex: 0 },
        rows: [{ values: [textCell('b')] }],
        fields: 'userEnteredValue',
      },
    },
  );

  expect(get('A1:A3')).toEqual([[], ['b'], ['a']]);
});

test('updateCells writes texts as texts, numbers with their format, and empties what is left out of a range', () => {
  const { batch, ask, get, put } = oneSpreadsheet();
  put('A1:D1', [['old', 'old', 'old', 'old']]);

  batch({
    updateCells: {
      range: range(0, 1, 0, 4),
      fields: 'userEnteredValue,userEnteredFormat.numberFormat',
      rows: [
        {
          values: [
            textCell('=1+1'),
            {
              userEnteredValue: { numberValue: 43831 },
              userEnteredFormat: { numberFormat: { type: 'DATE', pattern: 'yyyy-mm-dd' } },
            },
            { userEnteredValue: { formulaValue: '=B1+1' } },
          ],
        },
      ],
    },
  });

  expect(get('A1:D1')).toEqual([['=1+1', '2020-01-01', '2020-01-02']]);
  const { sheets } = ask(
    'GET',
    '?ranges=A1:B1&fields=sheets.data.rowData.values(userEnteredValue,userEnteredFormat,formattedValue)',
  );
  expect(sheets[0].data[0].rowData[0].values).toEqual([
    { userEnteredValue: { stringValue: '=1+1' }, formattedValue: '=1+1' },
    {
      userEnteredValue: { numberValue: 43831 },
      userEnteredFormat: { numberFormat: { type: 'DATE', pattern: 'yyyy-mm-dd' } },
      formattedValue: '2020-01-01',
    },
  ]);
});

test('looks come back as they were set, each colour in both words, and a mask keeps what it does not name', () => {
  const { batch, ask } = oneSpreadsheet();
  const format = {
    backgroundColor: { green: 1, blue: 1 },
    horizontalAlignment: 'CENTER',
    textFormat: { foregroundColor: { red: 1, green: 1 }, fontSize: 12, bold: true },
  };
  batch({
    repeatCell: {
      range: range(1, 2, 0, 2),
      cell: { userEnteredFormat: format },
      fields: 'userEnteredFormat(backgroundColor,horizontalAlignment,textFormat)',
    },
  });

  batch({
    repeatCell: {
      range: range(1, 2, 0, 1),
      cell: {
        userEnteredFormat: { textFormat: { italic: true }, borders: { top: { style: 'SOLID' } } },
      },
      fields: 'userEnteredFormat.textFormat.italic,userEnteredFormat.borders',
    },
  });

  const { sheets } = ask('GET', '?ranges=A2&fields=sheets.data.rowData.values.userEnteredFormat');
  expect(sheets[0].data[0].rowData[0].values[0].userEnteredFormat).toEqual({
    backgroundColor: { green: 1, blue: 1 },
    backgroundColorStyle: { rgbColor: { green: 1, blue: 1 } },
    horizontalAlignment: 'CENTER',
    borders: { top: { style: 'SOLID', width: 1, color: {}, colorStyle: { rgbColor: {} } } },
    textFormat: {
      foregroundColor: { red: 1, green: 1 },
      foregroundColorStyle: { rgbColor: { red: 1, green: 1 } },
      fontSize: 12,
      bold: true,
      italic: true,
    },
  });
});

test('rows and columns are inserted, moved, appended and deleted with what is tied to them', () => {
  const { batch, put, get, refusal, workbook } = oneSpreadsheet();
  put('A1:A4', [['1'], ['2'], ['3'], ['4']]);
  batch({ addNamedRange: { namedRange: { name: 'third', range: range(2, 3, 0, 1) } } });

  batch(
    { moveDimension: { source: lines(2, 3), destinationIndex: 0 } },
    { appendDimension: { dimension: 'ROWS', length: 5 } },
    { deleteDimension: { range: lines(1, 2) } },
  );

  expect(get('A1:A4')).toEqual([['3'], ['2'], ['4']]);
  expect(workbook.names.find('third')?.area).toMatchObject({ top: 1, bottom: 1 });
  expect(workbook.activeSheet.size.rows).toBe(1004);
  expect(refusal({ deleteDimension: { range: lines(0, 1004) } })).toBe(
    'Invalid requests[0].deleteDimension: Sorry, it is not possible to delete all non-frozen rows.',
  );
  expect(refusal({ deleteDimension: { range: lines(1003, 1006) } })).toContain(
    "a row that doesn't exist",
  );
});

test('insertRange and deleteRange move only the cells beside or below', () => {
  const { batch, put, get } = oneSpreadsheet();
  put('A1:B3', [
    ['a', '1'],
    ['b', '2'],
    ['c', '3'],
  ]);

  batch({ insertRange: { range: range(1, 2, 0, 1), shiftDimension: 'ROWS' } });
  expect(get('A1:B4')).toEqual([['a', '1'], ['', '2'], ['b', '3'], ['c']]);
  batch({ deleteRange: { range: range(0, 1, 0, 1), shiftDimension: 'COLUMNS' } });
  expect(get('A1:B1')).toEqual([['1']]);
});

test('what is protected from the caller is not written, and everything else of the batch neither', () => {
  const { batch, files, file, call, get, workbook } = oneSpreadsheet();
  const vera = 'vera@example.com';
  file.permissions.push({ id: '2', type: 'user', role: 'writer', emailAddress: vera });
  batch({
    addProtectedRange: { protectedRange: { range: range(0, 1, 0, 1), editors: { users: [] } } },
  });
  const write = (rowIndex: number) => ({
    updateCells: {
      start: { rowIndex },
      rows: [{ values: [textCell('x')] }],
      fields: 'userEnteredValue',
    },
  });

  const { status, body } = call('POST', ':batchUpdate', { requests: [write(1), write(0)] }, vera);

  expect(status).toBe(400);
  expect((body as Json).error.message).toContain(
    'Invalid requests[1].updateCells: You are trying to edit a protected cell',
  );
  expect(get('A1:A2')).toEqual([]);
  expect(call('POST', ':batchUpdate', { requests: [write(0)] }, ada).status).toBe(200);
  expect(files.find(workbook.id)?.version).toBeGreaterThan(1);
});

test('who may not see a spreadsheet is told 403, who may only read cannot write, and what is not there is 404', () => {
  const { call, file } = oneSpreadsheet();
  file.permissions.push({
    id: '2',
    type: 'user',
    role: 'reader',
    emailAddress: 'reader@example.com',
  });
  const denied = {
    error: {
      code: 403,
      message: 'The caller does not have permission',
      status: 'PERMISSION_DENIED',
    },
  };

  expect(call('GET', '', undefined, 'eve@example.com').body).toEqual(denied);
  expect(call('GET', '', undefined, 'reader@example.com').status).toBe(200);
  expect(call('POST', '/values/A1:clear', {}, 'reader@example.com').body).toEqual(denied);
  expect(call('GET', '/v4/spreadsheets/none').body).toEqual({
    error: { code: 404, message: 'Requested entity was not found.', status: 'NOT_FOUND' },
  });
});

test('tabs are added, duplicated, moved, copied to another spreadsheet and deleted', () => {
  const { batch, ask, put, workbook } = oneSpreadsheet();
  put('A1', [['x']]);
  const titles = () => workbook.sheets.map(({ name }) => name);

  const [added] = batch({
    addSheet: { properties: { title: 'Two', index: 0, sheetId: 7, tabColor: { red: 1 } } },
  });
  expect(added.addSheet.properties).toMatchObject({ sheetId: 7, index: 0, tabColor: { red: 1 } });
  batch({ duplicateSheet: { sourceSheetId: 0, insertSheetIndex: 1, newSheetName: 'Three' } });
  expect(titles()).toEqual(['Two', 'Three', 'Sheet1']);
  // Ahead of the tab that stands at the index before the move.
  batch({ updateSheetProperties: { properties: { sheetId: 7, index: 3 }, fields: 'index' } });
  expect(titles()).toEqual(['Three', 'Sheet1', 'Two']);

  const other = ask('POST', '/drive/v3/files', {
    name: 'Other',
    mimeType: 'application/vnd.google-apps.spreadsheet',
  });
  const copy = ask('POST', '/sheets/0:copyTo', { destinationSpreadsheetId: other.id });
  expect(copy).toMatchObject({ title: 'Copy of Sheet1', index: 1, sheetType: 'GRID' });
  batch({ deleteSheet: { sheetId: 7 } });
  expect(titles()).toEqual(['Three', 'Sheet1']);
});

test('developer metadata is found by key, value, id and place, changed and deleted, and follows its row', () => {
  const { batch, ask, workbook, call } = oneSpreadsheet();
  const on = (startIndex: number) => ({ dimensionRange: lines(startIndex, startIndex + 1) });
  const add = (metadataKey: string, metadataValue: string, location: object) => ({
    createDeveloperMetadata: {
      developerMetadata: { metadataKey, metadataValue, location, visibility: 'DOCUMENT' },
    },
  });
  const [first] = batch(
    add('range', 'a', on(4)),
    add('range', 'b', on(9)),
    add('lease', 'c', { spreadsheet: true }),
  );
  const { metadataId, location } = first.createDeveloperMetadata.developerMetadata;
  expect(location).toEqual({ locationType: 'ROW', dimensionRange: lines(4, 5) });
  const search = (developerMetadataLookup: object) =>
    (
      ask('POST', '/developerMetadata:search', { dataFilters: [{ developerMetadataLookup }] })
        .matchedDeveloperMetadata ?? []
    ).map((one: Json) => one.developerMetadata.metadataValue);

  expect(search({ metadataKey: 'range' })).toEqual(['a', 'b']);
  expect(search({ metadataId })).toEqual(['a']);
  expect(search({ locationType: 'SPREADSHEET' })).toEqual(['c']);
  workbook.insertRows(0, 1, 2);
  expect(ask('GET', `/developerMetadata/${metadataId}`).location.dimensionRange).toEqual(
    lines(6, 7),
  );
  expect(search({ metadataLocation: on(6), locationMatchingStrategy: 'EXACT_LOCATION' })).toEqual([
    'a',
  ]);

  batch({
    updateDeveloperMetadata: {
      dataFilters: [{ developerMetadataLookup: { metadataValue: 'b' } }],
      developerMetadata: { metadataValue: 'changed' },
      fields: 'metadataValue',
    },
  });
  expect(search({ metadataKey: 'range' })).toEqual(['a', 'changed']);
  batch({
    deleteDeveloperMetadata: { dataFilter: { developerMetadataLookup: { metadataKey: 'range' } } },
  });
  expect(search({ metadataKey: 'range' })).toEqual([]);
  expect(call('GET', `/developerMetadata/${metadataId}`).status).toBe(404);
});

test('getByDataFilter gives the tabs and cells that a filter selects, and only the fields asked for', () => {
  const { put, ask, batch } = oneSpreadsheet();
  batch({ addSheet: { properties: { title: 'Two', sheetId: 5 } } });
  put('B2:C3', [
    ['a', 'b'],
    ['c', ''],
  ]);

  const answer = ask(
    'POST',
    ':getByDataFilter?fields=sheets(properties.title,data(startRow,startColumn,rowData.values.formattedValue))',
    {
      dataFilters: [{ gridRange: range(1, 9, 1, 3) }],
    },
  );

  expect(answer).toEqual({
    sheets: [
      {
        properties: { title: 'Sheet1' },
        data: [
          {
            startRow: 1,
            startColumn: 1,
            rowData: [
              { values: [{ formattedValue: 'a' }, { formattedValue: 'b' }] },
              { values: [{ formattedValue: 'c' }] },
            ],
          },
        ],
      },
    ],
  });
});

test('sizes, groups, validations, conditional formats and filters are kept and given back', () => {
  const { batch, ask, put } = oneSpreadsheet();
  put('A1:A3', [['h'], ['x'], ['y']]);
  const rule = {
    booleanRule: {
      condition: { type: 'NUMBER_GREATER', values: [{ userEnteredValue: '3' }] },
      format: { textFormat: { bold: true } },
    },
  };
  const [group] = batch(
    { addDimensionGroup: { range: lines(0, 2, 'COLUMNS') } },
    {
      updateDimensionProperties: {
        range: lines(1, 2, 'COLUMNS'),
        properties: { pixelSize: 250 },
        fields: 'pixelSize',
      },
    },
    { addConditionalFormatRule: { rule: { ranges: [range(0, 5, 0, 1)], ...rule } } },
    {
      setDataValidation: {
        range: range(5, 6, 0, 1),
        rule: {
          condition: { type: 'ONE_OF_LIST', values: [{ userEnteredValue: 'y' }] },
          strict: true,
        },
      },
    },
    {
      setBasicFilter: {
        filter: { range: range(0, 3, 0, 1), criteria: { 0: { hiddenValues: ['x'] } } },
      },
    },
    {
      updateSheetProperties: {
        properties: { gridProperties: { frozenRowCount: 2 } },
        fields: 'gridProperties.frozenRowCount',
      },
    },
  );
  expect(group.addDimensionGroup.dimensionGroups).toEqual([
    { range: lines(0, 2, 'COLUMNS'), depth: 1 },
  ]);

  const [sheet] = ask('GET', '?includeGridData=true').sheets;

  expect(sheet.properties.gridProperties.frozenRowCount).toBe(2);
  expect(sheet.columnGroups).toHaveLength(1);
  expect(sheet.conditionalFormats).toEqual([{ ranges: [range(0, 5, 0, 1)], ...rule }]);
  expect(sheet.basicFilter.criteria).toEqual({ 0: { hiddenValues: ['x'] } });
  expect(sheet.data[0].columnMetadata.slice(0, 3)).toEqual([
    { pixelSize: 100 },
    { pixelSize: 250 },
    { pixelSize: 100 },
  ]);
  expect(sheet.data[0].rowMetadata[1]).toEqual({ hiddenByFilter: true, pixelSize: 21 });
  expect(sheet.data[0].rowData[5].values[0].dataValidation).toEqual({
    condition: { type: 'ONE_OF_LIST', values: [{ userEnteredValue: 'y' }] },
    strict: true,
  });
});

test('cells are copied, cut, found and replaced, trimmed and made single', () => {
  const { batch, put, get } = oneSpreadsheet();
  put('A1:A4', [['a '], ['b'], ['b'], ['ab']]);

  batch({ copyPaste: { source: range(0, 1, 0, 1), destination: range(0, 2, 1, 2) } });
  expect(get('B1:B2')).toEqual([['a '], ['a ']]);
  batch({ cutPaste: { source: range(0, 1, 1, 2), destination: { rowIndex: 0, columnIndex: 3 } } });
  expect(get('B1:D2')).toEqual([['', '', 'a '], ['a ']]);
  const [found, trimmed, single] = batch(
    { findReplace: { find: 'b', replacement: 'c', range: range(0, 4, 0, 1) } },
    { trimWhitespace: { range: range(0, 4, 0, 1) } },
    { deleteDuplicates: { range: range(0, 4, 0, 1) } },
  );
  expect(found.findReplace).toEqual({
    valuesChanged: 3,
    rowsChanged: 3,
    sheetsChanged: 1,
    occurrencesChanged: 3,
  });
  expect(trimmed.trimWhitespace).toEqual({ cellsChangedCount: 1 });
  expect(single.deleteDuplicates).toEqual({ duplicatesRemovedCount: 1 });
  expect(get('A1:A4')).toEqual([['a'], ['c'], ['ac']]);
});
