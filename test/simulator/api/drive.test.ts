// The part of Drive that the simulated Google has: files, who may see them, export, and notices of changes.
import { expect, test } from '@jest/globals';
import { ada, oneSpreadsheet, type Json } from '../../support/google-api.ts';
import type { Notice } from '../../../playground/simulator/api/drive/channels.ts';

const mimeType = 'application/vnd.google-apps.spreadsheet';

test('a spreadsheet is made, renamed, found by its name, copied and deleted', () => {
  const { ask, call } = oneSpreadsheet();
  const made = ask('POST', '/drive/v3/files', { name: "Ada's plan", mimeType });
  ask('PUT', `/v4/spreadsheets/${made.id}/values/A1?valueInputOption=RAW`, { values: [['x']] });
  const names = (q: string) =>
    ask('GET', `/drive/v3/files?q=${encodeURIComponent(q)}`).files.map((one: Json) => one.name);

  expect(made).toEqual({ kind: 'drive#file', id: made.id, name: "Ada's plan", mimeType });
  expect(names(`mimeType='${mimeType}' and name = 'Ada\\'s plan'`)).toEqual(["Ada's plan"]);
  expect(names("name contains 'plan' and trashed = false")).toEqual(["Ada's plan"]);
  expect(names('name = "Nothing"')).toEqual([]);
  expect(call('GET', '/drive/v3/files?q=colour').body).toMatchObject({
    error: { code: 400, message: 'Invalid Value', errors: [{ reason: 'invalid', location: 'q' }] },
  });

  const copy = ask('POST', `/drive/v3/files/${made.id}/copy`, { name: 'Second' });
  expect(ask('GET', `/v4/spreadsheets/${copy.id}/values/A1`).values).toEqual([['x']]);
  ask('PATCH', `/drive/v3/files/${copy.id}`, { name: 'Third' });
  expect(ask('GET', `/v4/spreadsheets/${copy.id}?fields=properties.title`)).toEqual({
    properties: { title: 'Third' },
  });
  expect(call('DELETE', `/drive/v3/files/${copy.id}`)).toEqual({ status: 204, body: null });
  expect(call('GET', `/v4/spreadsheets/${copy.id}`).status).toBe(404);
  expect(call('GET', `/drive/v3/files/${copy.id}`).body).toEqual({
    error: {
      code: 404,
      message: `File not found: ${copy.id}.`,
      errors: [
        {
          message: `File not found: ${copy.id}.`,
          domain: 'global',
          reason: 'notFound',
          locationType: 'parameter',
          location: 'fileId',
        },
      ],
    },
  });
});

test('a list comes in pages', () => {
  const { ask } = oneSpreadsheet();
  for (const name of ['a', 'b', 'c']) ask('POST', '/drive/v3/files', { name, mimeType });

  const first = ask('GET', '/drive/v3/files?pageSize=3&fields=nextPageToken,files(name)');
  const second = ask('GET', `/drive/v3/files?pageSize=3&pageToken=${first.nextPageToken}`);

  expect(first.files).toHaveLength(3);
  expect(second.files).toHaveLength(1);
  expect(second.nextPageToken).toBeUndefined();
});

test('sharing lets somebody in, and taking it back shuts them out', () => {
  const { call, ask, workbook } = oneSpreadsheet();
  const at = `/drive/v3/files/${workbook.id}/permissions`;
  const vera = 'vera@example.com';
  const status = () => call('GET', '', undefined, vera).status;

  expect(status()).toBe(403);
  const { id, role } = ask('POST', `${at}?sendNotificationEmail=false`, {
    type: 'user',
    role: 'reader',
    emailAddress: vera,
  });
  expect([role, status()]).toEqual(['reader', 200]);
  expect(call('POST', '/values/A1:clear', {}, vera).status).toBe(403);
  ask('PATCH', `${at}/${id}`, { role: 'writer' });
  expect(call('POST', '/values/A1:clear', {}, vera).status).toBe(200);
  expect(ask('GET', `${at}?fields=permissions(emailAddress,role)`).permissions).toEqual([
    { emailAddress: ada, role: 'owner' },
    { emailAddress: vera, role: 'writer' },
  ]);
  ask('DELETE', `${at}/${id}`);
  expect(status()).toBe(403);
});

test('an export is the first tab as CSV, with quotes where they are needed', () => {
  const { put, call, workbook } = oneSpreadsheet();
  put('A1:B2', [
    ['a,b', 'c'],
    ['"d"', ''],
  ]);
  const at = `/drive/v3/files/${workbook.id}/export?mimeType=`;

  expect(call('GET', `${at}text/csv`)).toEqual({
    status: 200,
    body: '"a,b",c\r\n"""d""",',
    type: 'text/csv',
  });
  expect(call('GET', `${at}application/pdf`).status).toBe(400);
});

test('who watches a file is told of each change until the channel ends, by its token', () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const notices: Notice[] = [];
  const { ask, call, put, workbook } = oneSpreadsheet({
    now: () => now,
    notify: (notice) => notices.push(notice),
  });
  const at = `/drive/v3/files/${workbook.id}/watch`;
  const channel = {
    id: 'c1',
    type: 'web_hook',
    address: 'https://ours.example.com/hook',
    token: 't',
  };

  const { resourceId, expiration } = ask('POST', at, channel);
  expect(Number(expiration)).toBe(now + 3_600_000);
  expect(call('POST', at, channel).body).toMatchObject({
    error: { code: 400, errors: [{ reason: 'channelIdNotUnique' }] },
  });
  put('A1', [['x']]);
  workbook.typeInto(0, 2, 1, 'by hand');
  const states = notices.map(({ headers }) => headers['X-Goog-Resource-State']);
  expect(states).toEqual(['sync', 'update', 'update']);
  expect(notices[2]).toMatchObject({
    address: channel.address,
    headers: {
      'X-Goog-Channel-ID': 'c1',
      'X-Goog-Channel-Token': 't',
      'X-Goog-Message-Number': '3',
    },
  });

  ask('POST', '/drive/v3/channels/stop', { id: 'c1', resourceId });
  put('A1', [['y']]);
  ask('POST', at, { ...channel, id: 'c2' });
  now += 3_600_001;
  put('A1', [['z']]);
  expect(notices).toHaveLength(4);
});

test('a change moves the time and the version that Drive tells of the file', () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const { ask, put, workbook } = oneSpreadsheet({ now: () => now });
  const times = () =>
    ask('GET', `/drive/v3/files/${workbook.id}?fields=createdTime,modifiedTime,version`);
  const before = times();

  now += 60_000;
  put('A1', [['x']]);

  expect(times()).toMatchObject({
    createdTime: '2026-01-01T00:00:00.000Z',
    modifiedTime: '2026-01-01T00:01:00.000Z',
  });
  expect(Number(times().version)).toBeGreaterThan(Number(before.version));
});
