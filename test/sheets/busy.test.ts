// The add-on and the server do not write into one tab at once, and a write of the server that was cut off is shown and put right.
import { expect, test } from '@jest/globals';
import { Problem } from '../../domain/problem.ts';
import { RECORD_KEY } from '../../domain/linked-range.ts';
import { readRecord, recordText } from '../../domain/record/record-text.ts';
import { linkedAt, problemOf, rowsOf, setOptions } from '../addon/desk/linked.ts';
import type { Linked } from '../addon/desk/linked.ts';
import { KnownMarks } from '../../server/sheets/known-marks.ts';
import { refreshByServer, serverAt } from './twin.ts';

const bySchedule = { how: { by: 'schedule' as const }, othersAtWork: true };

function recordOf({ desk, id }: Linked) {
  const texts = desk.workbook.metadata.list.filter(({ key }) => key === RECORD_KEY);
  const found = texts.flatMap((one) => {
    const linked = readRecord(one.value);
    return linked?.id === id ? [{ one, linked }] : [];
  })[0];
  if (!found) throw new Error('There is no record.');
  return found;
}

test('while the server writes in several steps the add-on refreshes nothing in that tab', async () => {
  const linked = linkedAt(3, 2, 40);
  const { desk, id, table } = linked;
  table.rows = rowsOf(400, 5);
  const told: string[] = [];
  let writes = 0;
  const server = serverAt(desk.workbook, {
    around: ({ path }, answer) => {
      const given = answer();
      if (!path.includes(':batchUpdate')) return given;
      writes += 1;
      // The marks come first; between the first batch of values and the last the tab is the server's.
      if (writes === 3) told.push(problemOf(() => desk.refresh(id)).code);
      return given;
    },
  });

  await refreshByServer(server, { desk, id, ...bySchedule, mostCharacters: 4_000 });

  expect(writes).toBeGreaterThan(3);
  expect(told).toEqual(['sheet_busy']);
  expect(desk.shown('Sheet1').length).toBe(3 + 400);
  expect(desk.refresh(id).changes.unchanged).toBe(true);
});

test('while the add-on writes the server waits, and what it was cut off from is put right later', async () => {
  const linked = linkedAt(3, 2, 4);
  const { desk, id, table } = linked;
  const { one, linked: record } = recordOf(linked);
  const at = new Date(desk.simulation.clock.now()).toISOString();
  const refreshing = { run: 'x', at, by: 'ali@example.com', rows: 4, last: null };
  desk.workbook.metadata.change(one, { value: recordText({ ...record, refreshing }) });
  table.rows = rowsOf(6);
  const server = serverAt(desk.workbook);

  const busy = refreshByServer(server, { desk, id, ...bySchedule });
  await expect(busy).rejects.toMatchObject({ code: 'sheet_busy' });
  const later = () => desk.simulation.clock.now() + 10 * 60_000;
  await refreshByServer(server, { desk, id, ...bySchedule, now: later });

  expect(desk.shown('Sheet1').length).toBe(3 + 6);
  expect(recordOf(linked).linked.refreshing).toBeNull();
});

test('a server that dies in the middle leaves the range marked, and the add-on puts it right afterwards', async () => {
  const linked = linkedAt(3, 2, 40);
  const { desk, id, table } = linked;
  table.rows = rowsOf(300, 7);
  let writes = 0;
  const server = serverAt(desk.workbook, {
    around: ({ path }, answer) => {
      if (path.includes(':batchUpdate') && (writes += 1) === 3)
        throw new Problem('internal', 'killed');
      return answer();
    },
  });

  const killed = refreshByServer(server, { desk, id, ...bySchedule, mostCharacters: 4_000 });
  await expect(killed).rejects.toThrow();

  expect(recordOf(linked).linked.refreshing).toMatchObject({ by: 'vera@example.com' });
  desk.simulation.clock.advance(11 * 60_000);
  desk.refresh(id);
  expect(
    desk
      .shown('Sheet1')
      .slice(3)
      .map(([, name]) => name),
  ).toEqual(table.rows.map(([name]) => name));
});

test('an unchanged refresh by the server writes no cell, reads the shape and the range once, and says when it was', async () => {
  const linked = linkedAt(3, 2, 30);
  const { desk, id } = linked;
  const first = serverAt(desk.workbook);
  await refreshByServer(first, { desk, id, ...bySchedule });
  desk.simulation.clock.advance(3_600_000);
  const server = serverAt(desk.workbook);

  await refreshByServer(server, { desk, id, ...bySchedule });

  const batches = server.calls.filter(({ path }) => path.includes(':batchUpdate'));
  expect(batches).toHaveLength(1);
  const requests = (batches[0]?.body as { requests: object[] }).requests;
  const cells = requests.filter((one) => 'updateCells' in one) as {
    updateCells: { fields: string };
  }[];
  expect(cells.map(({ updateCells }) => updateCells.fields)).toEqual(['note']);
  expect(server.calls.length).toBeLessThanOrEqual(5);
  expect(desk.cell('Sheet1', 3, 2).note).toContain('Refreshed 2026-11-22 11:00');
});

test('a range that this server has refreshed before is read by two calls, and where its rows are others since it asks again', async () => {
  const { desk, id, table } = linkedAt(3, 2, 30);
  const marks = new KnownMarks();
  const asked = { desk, id, ...bySchedule, marks };
  await refreshByServer(serverAt(desk.workbook), asked);

  const server = serverAt(desk.workbook);
  await refreshByServer(server, asked);
  expect(server.calls.map(({ path }) => path.replace(/[?].*/, '').replace(/.*(?=:)/, ''))).toEqual([
    expect.stringMatching(/^\/v4\/spreadsheets\/[^/]+$/),
    ':getByDataFilter',
    ':batchUpdate',
  ]);

  // It stands where it stood, but its last row is another one by now: its mark went with the row.
  const sheet = desk.sheet('Sheet1');
  desk.workbook.deleteRows(sheet.id, 3 + 30, 1);
  desk.workbook.insertRows(sheet.id, 8, 1);
  table.rows = rowsOf(30, 7);
  await refreshByServer(serverAt(desk.workbook), asked);
  expect(desk.refresh(id).changes.unchanged).toBe(true);
});

test('rows that come at the very end of a tab are written by one batch too', async () => {
  const { desk, id, table } = linkedAt(3, 2, 30);
  const { workbook } = desk;
  const sheet = desk.sheet('Sheet1');
  workbook.deleteRows(sheet.id, 3 + 31, sheet.size.rows - (3 + 30));
  await refreshByServer(serverAt(workbook), { desk, id, ...bySchedule });
  table.rows = rowsOf(50);
  const server = serverAt(workbook);

  await refreshByServer(server, { desk, id, ...bySchedule });

  expect(server.calls.filter(({ path }) => path.includes(':batchUpdate')).length).toBe(1);
  expect(desk.refresh(id).changes.unchanged).toBe(true);
});

test('the cell that says how fresh a range is says so where it went when rows came above it', async () => {
  const linked = linkedAt(1, 1, 4);
  const { desk, id, table } = linked;
  setOptions(linked, { statusLine: true });
  const { id: sheetId } = desk.sheet('Sheet1');
  const cell = { top: 1, left: 4, bottom: 1, right: 4 };
  desk.workbook.move({ sheetId, area: cell }, { sheetId, row: 9, column: 1 });
  table.rows = rowsOf(7);
  desk.simulation.clock.advance(3_600_000);

  await refreshByServer(serverAt(desk.workbook), { desk, id, ...bySchedule });

  expect(desk.cell('Sheet1', 12, 1).display).toBe('Refreshed 2026-11-22 11:00 (Europe/Paris)');
  expect(desk.cell('Sheet1', 9, 1).value).toBe('');
});

test('unattended, what differs is written by one batch, and no cell between', async () => {
  const linked = linkedAt(3, 2, 300);
  const { desk, id, table } = linked;
  await refreshByServer(serverAt(desk.workbook), { desk, id, ...bySchedule });
  table.rows = rowsOf(300).map(([name, amount], at) => [
    name ?? '',
    at % 10 === 5 ? 0 : Number(amount),
  ]);
  const server = serverAt(desk.workbook);

  await refreshByServer(server, { desk, id, ...bySchedule });

  const batches = server.calls.filter(({ path }) => path.includes(':batchUpdate'));
  expect(batches).toHaveLength(1);
  const { requests } = batches[0]?.body as {
    requests: { updateCells?: { fields: string; rows: { values: object[] }[] } }[];
  };
  const written = requests
    .flatMap(({ updateCells }) => (updateCells?.fields.includes('Value') ? updateCells.rows : []))
    .reduce((sum, { values }) => sum + values.length, 0);
  expect(written).toBe(30);
  expect(desk.cell('Sheet1', 3 + 6, 3).value).toBe(0);
  expect(desk.cell('Sheet1', 3 + 7, 3).value).toBe(7);
});

test('unattended, rows that the result no longer has are emptied and not taken out', async () => {
  const { desk, id, table } = linkedAt(3, 2, 6);
  table.rows = rowsOf(2);
  const server = serverAt(desk.workbook);

  await refreshByServer(server, { desk, id, ...bySchedule });

  const requests = server.calls.map(({ body }) => JSON.stringify(body ?? '')).join('');
  expect(requests).not.toContain('deleteDimension');
  expect(requests).not.toContain('deleteRange');
  expect(desk.shown('Sheet1').slice(3)).toEqual([
    ['', 'n1', '1'],
    ['', 'n2', '2'],
  ]);
  table.rows = rowsOf(6);
  await refreshByServer(server, { desk, id, ...bySchedule });
  expect(desk.shown('Sheet1').length).toBe(3 + 6);
});

test('an add-on that refreshes between the server’s look and its write is noticed, and the rows are one result’s', async () => {
  const linked = linkedAt(3, 2, 4);
  const { desk, id, table } = linked;
  const names = () =>
    desk
      .shown('Sheet1')
      .slice(3)
      .map(([, name]) => name);
  const server = serverAt(desk.workbook, {
    around: ({ path, body }, answer) => {
      const isWrite = path.includes(':batchUpdate') && JSON.stringify(body).includes('updateCells');
      if (isWrite && names()[0] === 'n1') {
        table.rows = rowsOf(4, 50);
        desk.refresh(id);
        expect(names()).toEqual(['n50', 'n51', 'n52', 'n53']);
      }
      return answer();
    },
  });
  // The server has a result of before, in which one row is another.
  table.rows = [...rowsOf(3), ['other', 4]];

  await refreshByServer(server, { desk, id, ...bySchedule });

  expect(names()).toEqual(['n1', 'n2', 'n3', 'other']);
});
