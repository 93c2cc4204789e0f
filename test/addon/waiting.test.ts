// A run is waited for by its id: what happens to its values or its query meanwhile ends nothing.
import { expect, test } from '@jest/globals';
import { Problem } from '../../domain/problem.ts';
import { TooSlow } from '../../playground/simulator/script/script-settings.ts';
import { jsonResponse, problemResponse } from './desk/backend.ts';
import { Desk } from './desk/desk.ts';
import { linkedAt, problemOf, rowsOf } from './desk/linked.ts';

const asked = (desk: Desk) => desk.backend.seen.map(({ method, path }) => `${method} ${path}`);

test('each further step of waiting asks by the run’s id, and reads neither cells nor parameters', () => {
  const { desk } = linkedAt(1, 1, 3);
  const run = desk.newRun();
  desk.type('Sheet1', 9, 9, '7');
  const values = { since: { from: 'cell' as const, place: 'Sheet1!I9' } };
  desk.ask('waitForRun', { run, waitSeconds: 3, start: { slug: 'list', values } });
  desk.backend.seen.length = 0;
  desk.script.forget();

  const state = desk.ask('waitForRun', { run, waitSeconds: 3 });

  expect(state).toEqual({ state: 'done', run, rowCount: 3, truncated: false });
  expect(asked(desk)).toEqual([`GET /api/runs/${run}?waitSeconds=3&pageRows=1`]);
  expect(desk.script.callLog.reduce((sum, { cellsRead }) => sum + cellsRead, 0)).toBe(0);
});

test('a run that was waited for is written as it was, although the cell of its value changed meanwhile', () => {
  const desk = new Desk();
  desk.backend.save('echo', ({ since }) => ({
    columns: [{ name: 'since', type: 'text', typeName: 'text' }],
    rows: [[String(since)]],
  }));
  desk.type('Sheet1', 1, 5, 'first');
  const values = { since: { from: 'cell' as const, place: 'Sheet1!E1' } };
  const { range } = desk.insert('echo', { values });
  desk.type('Sheet1', 1, 5, 'second');
  const run = desk.newRun();
  desk.ask('waitForRun', { run, waitSeconds: 3, start: { slug: 'echo', values: range.values } });
  desk.type('Sheet1', 1, 5, '');
  desk.backend.seen.length = 0;

  desk.ask('refreshRange', { id: range.id, run, finished: true, confirmed: {} });

  expect(desk.shown('Echo')[1]).toEqual(['second']);
  expect(asked(desk).filter((one) => one.startsWith('POST'))).toEqual([]);
});

test('a run that the server forgot is started anew', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  table.rows = rowsOf(4);

  desk.ask('refreshRange', { id, run: desk.newRun(), finished: true, confirmed: {} });

  expect(desk.shown('Sheet1')).toHaveLength(5);
});

/** Runs take this long from now on, and Google waits a minute for an answer. */
function takeSeconds(desk: Desk, seconds: number): number[] {
  const waited: number[] = [];
  const left = new Map<string, number>();
  desk.backend.before = ({ method, path, body }) => {
    const byId = /\/runs\/([-\w]+)\?waitSeconds=(\d+)/.exec(path);
    if (!byId && !(method === 'POST' && path.endsWith('/result'))) return undefined;
    const run = byId?.[1] ?? String(body['run']);
    const waits = Number(byId ? byId[2] : (body['waitSeconds'] ?? Infinity));
    const rest = left.get(run) ?? seconds;
    waited.push(waits);
    if (Math.min(rest, waits) >= 60) throw new TooSlow();
    left.set(run, rest - waits);
    if (rest <= waits) return undefined;
    return jsonResponse(202, { run, state: 'running', rowCount: 0, elapsedMs: 1000 });
  };
  return waited;
}

test('a run of minutes is waited for in steps of 25 seconds, for which Google has the patience', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  table.rows = rowsOf(4);
  const waited = takeSeconds(desk, 130);

  desk.refresh(id);

  expect(desk.shown('Sheet1')).toHaveLength(5);
  expect(new Set(waited)).toEqual(new Set([25]));
  expect(waited.length).toBeGreaterThan(5);
});

test('an answer that Google gives up after a minute is a server that could not be reached, and leaves the sheet as it was', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  table.rows = rowsOf(4);
  desk.backend.before = ({ path }) => {
    if (path.endsWith('/result')) throw new TooSlow();
    return undefined;
  };

  expect(problemOf(() => desk.refresh(id)).code).toBe('backend_unreachable');
  expect(desk.shown('Sheet1')).toHaveLength(3);
});

test('so is a preview', () => {
  const { desk } = linkedAt(1, 1, 20);
  takeSeconds(desk, 130);

  const preview = desk.ask('previewQuery', { slug: 'list', values: {}, run: desk.newRun() });

  expect(preview.rows).toHaveLength(5);
});

test('a problem that cannot be kept at its range does not hide behind the one that prevents it', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  desk.workbook.addSheet('Other');
  desk.backend.before = ({ path }) => {
    if (!path.endsWith('/result')) return undefined;
    desk.workbook.deleteSheet(desk.sheet('Sheet1').id);
    return problemResponse(new Problem('sql_failed', 'Division by zero.'));
  };

  expect(problemOf(() => desk.refresh(id)).code).toBe('sql_failed');
});
