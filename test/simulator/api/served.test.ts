// The playground serves the simulated Google over HTTP, over the page's spreadsheet, also while a script waits.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import { startSimulation, type Simulation } from '../../../playground/desk/simulation.ts';
import { googleRouter } from '../../../playground/http/google.ts';
import { createIssuer, persons, type PlaygroundIssuer } from '../../../playground/identity.ts';
import { eventually } from '../../support/eventually.ts';
import type { Json } from '../../support/google-api.ts';
import type { PlaygroundView, RowView } from '../../../playground/protocol.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sheetfeed-google-'));
const program = pathToFileURL(path.resolve('dist/server/simulator-worker.js'));

/** A script that waits for a server which itself asks the Sheets API about the same spreadsheet. */
const script = `
function onOpen() {}
function showSidebar() {
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput('<p>here</p>'));
}
function waitFor(path) {
  return UrlFetchApp.fetch('https://sheetfeed.example.com' + path).getContentText();
}`;
const manifest = {
  timeZone: 'Etc/UTC',
  runtimeVersion: 'V8',
  oauthScopes: [
    'https://www.googleapis.com/auth/script.external_request',
    'https://www.googleapis.com/auth/script.container.ui',
    'https://www.googleapis.com/auth/spreadsheets.currentonly',
  ],
  urlFetchWhitelist: ['https://sheetfeed.example.com/'],
};

let issuer: PlaygroundIssuer;
let simulation: Simulation;
let google: Server;
let backend: Server;
let root: string;
let id: string;

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

async function ask(method: string, address: string, body?: unknown, token = 'any'): Promise<Json> {
  const answer = await fetch(root + address, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return text === '' ? answer.status : JSON.parse(text);
}

beforeAll(async () => {
  const addon = path.join(folder, 'addon');
  mkdirSync(addon);
  writeFileSync(path.join(addon, 'Code.js'), script);
  writeFileSync(path.join(addon, 'sidebar.html'), '<p>here</p>');
  writeFileSync(path.join(addon, 'appsscript.json'), JSON.stringify(manifest));
  issuer = await createIssuer();
  const app = express();
  app.use('/playground/google', googleRouter({ issuer, simulation: () => simulation }));
  google = createServer(app);
  root = `${await listening(google)}/playground/google`;
  backend = createServer((request, response) => {
    void ask('GET', `/v4/spreadsheets/${id}/values${request.url}`).then((answer) =>
      response.end(JSON.stringify(answer.values)),
    );
  });
  const settings = {
    addon,
    file: path.join(folder, 'desk.json'),
    backend: await listening(backend),
    persons: [...persons],
  };
  simulation = await startSimulation(settings, () => {}, program);
  id = ((await simulation.ask({ ask: 'view' })) as PlaygroundView).spreadsheet;
});

afterAll(async () => {
  await simulation.stop();
  for (const server of [google, backend]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

/** What the page shows of a row. */
async function shown(row: number): Promise<string[]> {
  const { workbook } = (await simulation.ask({ ask: 'view' })) as PlaygroundView;
  const asked = { ask: 'rows', tab: workbook.activeTab, from: row, to: row } as const;
  const { rows } = (await simulation.ask(asked)) as { rows: RowView[] };
  return rows.flatMap(({ cells }) => Object.values(cells).map(({ display }) => display));
}

test('what a program writes by the API the page shows, and what a person types the API gives', async () => {
  await ask('PUT', `/v4/spreadsheets/${id}/values/A20:B20?valueInputOption=USER_ENTERED`, {
    values: [['by program', '=1+1']],
  });
  const { workbook } = (await simulation.ask({ ask: 'view' })) as PlaygroundView;
  const typed = {
    do: 'type',
    tab: workbook.activeTab,
    row: 21,
    column: 1,
    text: 'by hand',
  } as const;
  await simulation.ask({ ask: 'edit', edit: typed });

  expect(await shown(20)).toEqual(['by program', '2']);
  expect((await ask('GET', `/v4/spreadsheets/${id}/values/A21`)).values).toEqual([['by hand']]);
});

test('the API answers while a script of the same spreadsheet waits in UrlFetchApp', async () => {
  await ask('PUT', `/v4/spreadsheets/${id}/values/A30?valueInputOption=RAW`, {
    values: [['here']],
  });

  const value = await simulation.ask({
    ask: 'call',
    functionName: 'waitFor',
    args: ['/A30'],
    tokens: {},
  });

  expect(value).toBe('[["here"]]');
});

test('a token of the playground’s is its person’s, and any other is the first person’s', async () => {
  const tokens = await issuer.tokens();
  const [first, , admin] = persons;
  const make = { name: 'Made', mimeType: 'application/vnd.google-apps.spreadsheet' };
  const madeBy = async (token: string) => {
    const address = '/drive/v3/files?fields=owners.emailAddress';
    return (await ask('POST', address, make, token)).owners[0].emailAddress;
  };

  expect(await madeBy(tokens[admin?.id ?? ''] ?? '')).toBe(admin?.email);
  expect(await madeBy('any')).toBe(first?.email);
  expect((await fetch(`${root}/v4/spreadsheets/${id}`)).status).toBe(401);
});

test('a spreadsheet that a program made is there after the next start, as the page’s is', async () => {
  const make = { name: 'Kept', mimeType: 'application/vnd.google-apps.spreadsheet' };
  const made = await ask('POST', '/drive/v3/files', make);
  await ask('PUT', `/v4/spreadsheets/${made.id}/values/A1?valueInputOption=RAW`, {
    values: [['kept']],
  });
  await simulation.stop();

  const settings = {
    addon: path.join(folder, 'addon'),
    file: path.join(folder, 'desk.json'),
    backend: root,
    persons: [...persons],
  };
  simulation = await startSimulation(settings, () => {}, program);

  expect((await ask('GET', `/v4/spreadsheets/${made.id}/values/A1`)).values).toEqual([['kept']]);
  expect((await ask('GET', `/v4/spreadsheets/${id}/values/A30`)).values).toEqual([['here']]);
});

test('the page opens a spreadsheet that a program made, with the add-on, and the next one when it is deleted', async () => {
  const make = { name: 'Theirs', mimeType: 'application/vnd.google-apps.spreadsheet' };
  const made = await ask('POST', '/drive/v3/files', make);
  await ask('PUT', `/v4/spreadsheets/${made.id}/values/A30?valueInputOption=RAW`, {
    values: [['theirs']],
  });
  const view = async () => (await simulation.ask({ ask: 'view' })) as PlaygroundView;

  await simulation.ask({ ask: 'open', id: made.id });
  expect((await view()).spreadsheet).toBe(made.id);
  expect(await shown(30)).toEqual(['theirs']);
  expect((await view()).sidebar).not.toBeNull();
  expect(await ask('DELETE', `/drive/v3/files/${made.id}`)).toBe(204);

  const after = await eventually(view, ({ spreadsheet }) => spreadsheet !== made.id);
  expect(after.spreadsheets.map((one) => one.id)).not.toContain(made.id);
});
