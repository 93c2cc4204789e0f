// Real clients of Google's API, as they come from the registry, work on the simulated one unchanged.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auth, sheets } from '@googleapis/sheets';
import { GoogleSpreadsheet } from 'google-spreadsheet';
import { fetchOf, oneSpreadsheet } from '../../support/google-api.ts';

const { api, workbook, put, get } = oneSpreadsheet();
const realFetch = globalThis.fetch;
let server: Server;
let url: string;

beforeAll(async () => {
  const answer = fetchOf(api);
  server = createServer((request, response) => void serve(request, response));
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const given = await answer(`http://localhost${request.url}`, {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '' },
      ...(body === '' ? {} : { body }),
    });
    response.statusCode = given.status;
    response.setHeader('Content-Type', given.headers.get('content-type') ?? 'text/plain');
    response.end(await given.text());
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  globalThis.fetch = realFetch;
  await new Promise((resolve) => server.close(resolve));
});

test('@googleapis/sheets reads, writes and is refused, pointed there by its rootUrl', async () => {
  const client = new auth.OAuth2();
  client.setCredentials({ access_token: 'any' });
  const google = sheets({ version: 'v4', auth: client, rootUrl: url });
  const { id: spreadsheetId } = workbook;

  const { data: written } = await google.spreadsheets.values.update({
    spreadsheetId,
    range: "'Sheet1'!A1:B2",
    valueInputOption: 'USER_ENTERED',
    requestBody: {
      values: [
        ['amount', 'twice'],
        ['12', '=A2*2'],
      ],
    },
  });
  const { data: batch } = await google.spreadsheets.batchUpdate({
    spreadsheetId,
    requestBody: { requests: [{ addSheet: { properties: { title: 'Second' } } }] },
  });
  const { data: read } = await google.spreadsheets.values.get({ spreadsheetId, range: 'A1:B2' });
  const { data: whole } = await google.spreadsheets.get({
    spreadsheetId,
    fields: 'sheets.properties.title',
  });

  expect(written.updatedCells).toBe(4);
  expect(batch.replies?.[0]?.addSheet?.properties?.title).toBe('Second');
  expect(read.values).toEqual([
    ['amount', 'twice'],
    ['12', '24'],
  ]);
  expect(whole.sheets?.map(({ properties }) => properties?.title)).toEqual(['Sheet1', 'Second']);
  await expect(
    google.spreadsheets.values.get({ spreadsheetId, range: 'Nowhere!A1' }),
  ).rejects.toMatchObject({ code: 400, message: 'Unable to parse range: Nowhere!A1' });
});

test('google-spreadsheet loads, adds rows, edits cells and finds its own error, through a redirected fetch', async () => {
  globalThis.fetch = fetchOf(api);
  const document = new GoogleSpreadsheet(workbook.id, { token: 'any' });
  await document.loadInfo();

  const tab = await document.addSheet({ title: 'Rows', headerValues: ['name', 'total'] });
  await tab.addRow({ name: 'Maple', total: 3 });
  await tab.addRows([{ name: 'Birch', total: 4 }]);
  const rows = await tab.getRows<{ name: string; total: string }>();
  const read = rows.map((row) => [row.get('name'), row.get('total')]);
  await tab.loadCells('A1:B3');
  const cell = tab.getCell(1, 1);
  cell.value = 7;
  cell.textFormat = { bold: true };
  await tab.saveUpdatedCells();
  const first = rows[0];
  first?.set('name', 'Oak');
  await first?.save();
  await rows[1]?.delete();

  expect(document.title).toBe('Growth');
  expect(read).toEqual([
    ['Maple', '3'],
    ['Birch', '4'],
  ]);
  expect(get('Rows!A1:B3')).toEqual([
    ['name', 'total'],
    ['Oak', '3'],
  ]);
  const { id } = workbook.sheetNamed('Rows') ?? { id: -1 };
  expect(workbook.cell(id, 2, 2).bold).toBe(true);
  put('Rows!A1', [['']]);
  await tab.resize({ rowCount: 20, columnCount: 4 });
  expect(workbook.sheet(id).size).toEqual({ rows: 20, columns: 4 });
  await tab.delete();
  expect(workbook.sheetNamed('Rows')).toBeUndefined();
});
