// What happens around calls of the simulated Sheets API: quotas, people at work between them, answers that are lost.
import { expect, test } from '@jest/globals';
import { LostAnswer } from '../../../playground/simulator/api/google-api.ts';
import { Quotas } from '../../../playground/simulator/api/quotas.ts';
import { ada, fetchOf, oneSpreadsheet } from '../../support/google-api.ts';

test('quotas are off unless they are asked for', () => {
  const { call } = oneSpreadsheet();

  const statuses = Array.from({ length: 400 }, () => call('GET', '/values/A1').status);

  expect(new Set(statuses)).toEqual(new Set([200]));
});

test('a person has 60 reads and 60 writes a minute, all together have 300, and the next minute is new', () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const { call, file } = oneSpreadsheet({ quotas: new Quotas(() => now), now: () => now });
  file.permissions.push({ id: '2', type: 'anyone', role: 'reader' });
  const reads = (as: string, count: number) =>
    Array.from({ length: count }, () => call('GET', '/values/A1', undefined, as).status);
  const refused = (statuses: number[]) => statuses.filter((status) => status === 429).length;

  expect(refused(reads(ada, 61))).toBe(1);
  expect(call('POST', '/values/A1:clear', {}).status).toBe(200);
  for (const name of ['b', 'c', 'd', 'e'])
    expect(refused(reads(`${name}@example.com`, 60))).toBe(0);
  const { status, body } = call('GET', '/values/A1', undefined, 'f@example.com');
  expect(status).toBe(429);
  expect(body).toMatchObject({
    error: {
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      message: expect.stringContaining("limit 'Read requests per minute' of service"),
    },
  });

  now += 60_000;
  expect(reads(ada, 1)).toEqual([200]);
});

test('between a read and a write a person can insert a row, type, sort and delete the tab', () => {
  const acts: (() => void)[] = [];
  const { workbook, put, get, call } = oneSpreadsheet({
    around: (_call, answer) => {
      acts.shift()?.();
      return answer();
    },
  });
  put('A1:A3', [['c'], ['a'], ['b']]);

  acts.push(() => workbook.insertRows(0, 1, 1));
  put('A2', [['mine']]);
  expect(get('A1:A4')).toEqual([[], ['mine'], ['a'], ['b']]);
  acts.push(() => workbook.typeInto(0, 1, 1, 'z'));
  expect(get('A1')).toEqual([['z']]);
  acts.push(() =>
    workbook.sort(0, { top: 1, left: 1, bottom: 4, right: 1 }, { column: 1, ascending: true }),
  );
  expect(get('A1:A4')).toEqual([['a'], ['b'], ['mine'], ['z']]);
  workbook.addSheet('Other');
  acts.push(() => workbook.deleteSheet(0));
  expect(call('GET', '/values/Sheet1!A1').body).toMatchObject({
    error: { message: 'Unable to parse range: Sheet1!A1' },
  });
});

test('an answer that is lost was carried out all the same, and its caller sees a broken connection', async () => {
  const { api, workbook, get } = oneSpreadsheet({
    around: ({ path }, answer) => {
      const given = answer();
      if (path.includes('append')) throw new LostAnswer();
      return given;
    },
  });
  const ask = fetchOf(api);
  const url = `https://sheets.googleapis.com/v4/spreadsheets/${workbook.id}/values/A1:append?valueInputOption=RAW`;
  const init = {
    method: 'POST',
    body: '{"values":[["once"]]}',
    headers: { authorization: 'Bearer x' },
  };

  await expect(ask(url, init)).rejects.toThrow('fetch failed');

  expect(get('A1:A2')).toEqual([['once']]);
});

test('nobody’s call and a body that is no JSON are refused as by Google’s front end', async () => {
  const { api, workbook } = oneSpreadsheet();
  const ask = fetchOf(api);
  const url = `https://sheets.googleapis.com/v4/spreadsheets/${workbook.id}:batchUpdate`;

  const nobody = await ask(url, { method: 'POST', body: '{}' });
  const broken = await ask(url, {
    method: 'POST',
    body: '{"requests": [',
    headers: { authorization: 'Bearer x' },
  });

  expect(nobody.status).toBe(401);
  expect(await nobody.json()).toMatchObject({ error: { status: 'UNAUTHENTICATED' } });
  expect(broken.status).toBe(400);
  expect(await broken.json()).toMatchObject({
    error: { message: expect.stringContaining('Invalid JSON payload received.') },
  });
});
