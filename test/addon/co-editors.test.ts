// Nobody borrows another's rights: whatever a co-editor writes into the spreadsheet, nothing runs as a person who did not agree to it.
import { expect, test } from '@jest/globals';
import type { Values } from '../../domain/contract/parameter.ts';
import { askedBy } from '../../domain/refresh/questions.ts';
import { col, type Seen } from './desk/backend.ts';
import { addName, addRecord, changeRecord, records } from './desk/co-editor.ts';
import { rangeName } from '../../domain/linked-range.ts';
import { Desk } from './desk/desk.ts';
import { problemOf } from './desk/linked.ts';

const echo = (name: string) => (values: Values) => ({
  columns: [col('what')],
  rows: [[`${name} ${JSON.stringify(values)}`]],
});

/** Vera has a harmless query in Sheet1; Ali, who edits the spreadsheet too, would like to see more. */
function harmless() {
  const desk = new Desk();
  desk.backend.save('harmless', echo('harmless'), {
    parameters: [{ name: 'plan', type: 'text', label: 'Plan' }],
  });
  desk.backend.save('salaries', echo('salaries'));
  const values = { plan: { from: 'value' as const, value: 'free' } };
  desk.select('Sheet1', 1, 1);
  const { range } = desk.insert('harmless', { target: 'selection', values });
  desk.backend.seen.length = 0;
  return { desk, id: range.id };
}

function fire(desk: Desk, at: string): void {
  desk.simulation.clock.set(`2026-11-22T${at}:00Z`);
  for (const trigger of desk.script.triggers) {
    if (trigger.owner === 'vera@example.com') desk.script.fireTrigger(trigger);
  }
}

const runs = ({ backend }: Desk) => backend.seen.filter(({ path }) => path.endsWith('/result'));
const shown = (desk: Desk) => desk.cell('Sheet1', 2, 1).value;
const question = (work: () => unknown) => askedBy(problemOf(work))?.says;

test('a schedule runs what its person agreed to, and nothing that a co-editor put into its record', () => {
  const { desk, id } = harmless();
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  changeRecord(desk, id, { slug: 'salaries', values: {}, refreshed: null });
  fire(desk, '10:30');

  expect(runs(desk)).toEqual([]);
  expect(shown(desk)).toContain('harmless');
  const [range] = desk.ask('listRanges').ranges;
  expect(range).toMatchObject({ was: 'Harmless', problem: { code: 'needs_confirmation' } });

  changeRecord(desk, id, { slug: 'harmless', values: { plan: { from: 'value', value: 'gold' } } });
  fire(desk, '11:30');
  expect(runs(desk)).toEqual([]);

  desk.refreshAgreeing(id);
  changeRecord(desk, id, { refreshed: null });
  desk.backend.seen.length = 0;
  fire(desk, '12:30');
  expect(runs(desk).map(({ body, headers }) => [body['values'], authorization(headers)])).toEqual([
    [{ plan: 'gold' }, `Bearer ${desk.backend.scheduleTokens.get(id)}`],
  ]);
});

const authorization = (headers: Seen['headers']) =>
  headers['Authorization'] ?? headers['authorization'];

test('a record with cells that a co-editor added is nobody’s schedule, and Refresh all passes over it and says so', () => {
  const { desk, id } = harmless();
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  const [record] = records(desk);
  if (!record) throw new Error('There is no record.');
  addRecord(desk, { ...record, id: 'added', slug: 'salaries', values: {}, title: 'Harmless' });
  desk.backend.seen.length = 0;
  fire(desk, '10:30');
  expect(runs(desk).map(({ path }) => path)).toEqual(['/api/queries/harmless/result']);

  desk.script.open();
  desk.backend.seen.length = 0;
  desk.script.clickMenu('Refresh all');
  const said = desk.script.ui.toasts.at(-1)?.text;
  expect(said).toContain('1 of 2 ranges refreshed.');
  expect(said).toContain('Passed over: Salaries.');
  expect(
    desk.backend.seen.filter(({ method }) => method !== 'GET').map(({ path }) => path),
  ).toEqual(['/api/queries/harmless/result', `/api/ranges/${id}`]);
});

test('by hand a person is asked by the name of the query, and a no leaves everything as it was', () => {
  const { desk, id } = harmless();
  changeRecord(desk, id, { slug: 'salaries', values: {}, title: 'Harmless' });

  expect(question(() => desk.refresh(id))).toBe(
    'This range now shows Salaries (it was Harmless; changed since you last refreshed it). Refresh it as you?',
  );
  const start = { range: id };
  expect(
    question(() => desk.ask('waitForRun', { run: desk.newRun(), waitSeconds: 0, start })),
  ).toContain('Salaries');
  expect(question(() => desk.ask('previewRefresh', { id, run: desk.newRun() }))).toContain(
    'Salaries',
  );
  expect(question(() => desk.ask('setSchedule', { id, rule: { every: 'hour' } }))).toContain(
    'Salaries',
  );
  expect(desk.backend.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(shown(desk)).toContain('harmless');

  desk.refreshAgreeing(id);
  expect(shown(desk)).toContain('salaries');
  expect(desk.cell('Sheet1', 1, 1).note).toContain('Salaries');
  expect(desk.refresh(id).range).toMatchObject({ title: 'Salaries', was: null });
});

test('from the menu the question is a dialog, and a no refreshes nothing', () => {
  const { desk, id } = harmless();
  changeRecord(desk, id, { slug: 'salaries', values: {} });
  const asked: string[] = [];
  const answer = (button: 'YES' | 'NO') => {
    desk.script.ui.answer = ({ text }) => {
      asked.push(text);
      return { button };
    };
    desk.script.clickMenu('Refresh this range');
  };
  desk.select('Sheet1', 2, 1);
  desk.script.open('FULL');
  answer('NO');
  expect([asked.length, runs(desk)]).toEqual([1, []]);
  expect(asked[0]).toMatch(/now shows Salaries \(it was Harmless.*Refresh it as you\?$/);

  answer('YES');
  expect(shown(desk)).toContain('salaries');
});

test('other values are asked about with what they are, and whose hand a cell is in is said', () => {
  const { desk, id } = harmless();
  changeRecord(desk, id, { values: { plan: { from: 'value', value: 'gold' } } });
  expect(question(() => desk.refresh(id))).toBe(
    'This range now shows Harmless with other values (changed since you last refreshed it). It asks with Plan: gold. Refresh it as you?',
  );

  desk.type('Sheet1', 9, 9, 'gold');
  changeRecord(desk, id, { values: { plan: { from: 'cell', place: 'Sheet1!I9' } } });
  expect(question(() => desk.refresh(id))).toContain(
    'Whoever edits Sheet1!I9 decides what Plan is, with your rights.',
  );
  expect(runs(desk)).toEqual([]);
});

test('a yes is for what was asked: what a co-editor changed meanwhile is asked about again', () => {
  const { desk, id } = harmless();
  changeRecord(desk, id, { values: { plan: { from: 'value', value: 'gold' } } });
  const problem = problemOf(() => desk.refresh(id));
  changeRecord(desk, id, { slug: 'salaries', values: {} });

  expect(question(() => desk.refresh(id, askedBy(problem)?.yes))).toContain('Salaries');
  expect(runs(desk)).toEqual([]);
});

test('what a co-editor changes while the query runs is not taken for what ran', () => {
  const { desk, id } = harmless();
  desk.backend.before = ({ path }) => {
    if (path.endsWith('/result')) changeRecord(desk, id, { slug: 'salaries', values: {} });
    return undefined;
  };

  expect(problemOf(() => desk.refresh(id)).code).toBe('sheet_changed');
  expect(shown(desk)).toContain('harmless');
  expect(runs(desk)).toHaveLength(1);
});

test('a colleague is asked once, and what they agreed to is not what another did', () => {
  const { desk, id } = harmless();
  const [vera, ali] = desk.simulation.scripts;
  if (!vera || !ali) throw new Error('Somebody is missing.');
  desk.script = ali;
  expect(question(() => desk.refresh(id))).toMatch(
    /shows Harmless, which you have not refreshed here/,
  );
  desk.refreshAgreeing(id);
  desk.refresh(id);
  desk.refresh(id, {}, { plan: { from: 'value', value: 'gold' } });
  desk.refresh(id);

  desk.script = vera;
  expect(question(() => desk.refresh(id))).toContain('with other values');
});

test('the note and the card name the query that ran, whatever the record calls itself', () => {
  const { desk, id } = harmless();
  changeRecord(desk, id, { title: 'Board figures, audited', refreshed: null });
  const { range } = desk.refresh(id);

  expect(range.title).toBe('Harmless');
  expect(desk.cell('Sheet1', 1, 1).note).toContain('Harmless');
  expect(desk.cell('Sheet1', 1, 1).note).not.toContain('audited');
});

test('a query that was renamed is the same one, if the server says so', () => {
  const { desk, id } = harmless();
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  desk.backend.rename('harmless', 'gentle');
  changeRecord(desk, id, { slug: 'gentle', refreshed: null });
  desk.backend.seen.length = 0;
  fire(desk, '10:30');

  expect(runs(desk)).toHaveLength(1);
  expect(desk.refresh(id).range.slug).toBe('gentle');
});

test('a record whose id is an address is passed over and named, and nothing that is done with it reaches the server', () => {
  const { desk } = harmless();
  const id = '../queries/victim-q?x=';
  const [record] = records(desk);
  if (!record) throw new Error('There is no record.');
  const value = JSON.stringify({ ...record, id });
  const place = { on: 'sheet' as const, sheetId: desk.sheet('Sheet1').id };
  desk.workbook.metadata.add({ key: 'sheetfeed', value, visibility: 'DOCUMENT', place });

  const { ranges, strange } = desk.ask('listRanges');
  expect([ranges.length, strange]).toEqual([1, expect.stringContaining('cannot be read')]);
  desk.backend.seen.length = 0;
  for (const name of ['unlinkRange', 'goToRange', 'undoRefresh'] as const) {
    expect(problemOf(() => desk.ask(name, { id })).code).toBe('not_found');
  }
  expect(desk.backend.seen).toEqual([]);
});

test.each<[string, object]>([
  ['a parameter that is no name', { 'a/../b': { from: 'value', value: 1 } }],
  [
    'more parameters than a query may have',
    Object.fromEntries(
      Array.from({ length: 101 }, (_, at) => [`p${at}`, { from: 'value', value: 1 }]),
    ),
  ],
])('a record with %s is not acted on', (_what, values) => {
  const { desk, id } = harmless();
  changeRecord(desk, id, { values });
  desk.backend.seen.length = 0;

  expect(problemOf(() => desk.refreshAgreeing(id)).code).toBe('not_found');
  expect(desk.backend.seen).toEqual([]);
});

test('who changes an option of a range that a co-editor rewrote says nothing of it to the server', () => {
  const { desk, id } = harmless();
  const { options } = desk.ask('listRanges').ranges[0] ?? {};
  if (!options) throw new Error('The range is not listed.');
  changeRecord(desk, id, { slug: 'salaries', values: {} });
  desk.backend.seen.length = 0;
  desk.ask('setOptions', { id, options: { ...options, statusLine: true } });

  expect(desk.backend.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('a value that its author keeps out of the cells is refused where a record takes it from one', () => {
  const { desk, id } = harmless();
  const cell = { plan: { from: 'cell' as const, place: 'Sheet1!I9' } };
  desk.type('Sheet1', 9, 9, 'gold');
  desk.backend.save('harmless', echo('harmless'), {
    parameters: [{ name: 'plan', type: 'text', label: 'Plan', cell: false }],
  });
  changeRecord(desk, id, { values: cell });

  expect(problemOf(() => desk.refreshAgreeing(id)).message).toContain(
    'does not let Plan follow a cell',
  );
  expect(problemOf(() => desk.insert('harmless', { values: cell })).code).toBe('invalid_value');
  expect(runs(desk)).toEqual([]);
});

test('a result that goes into a sheet says who else may see it, for the audit', () => {
  const { desk, id } = harmless();
  desk.refresh(id);

  expect(runs(desk)[0]?.body['place']).toMatchObject({
    spreadsheet: { id: desk.workbook.id },
    tab: 'Sheet1',
    people: ['vera@example.com', 'ali@example.com'],
  });
});

test('what a person agreed to has bounds: the oldest is asked about again, and nothing fails', () => {
  const { desk, id } = harmless();
  const many = Array.from({ length: 120 }, (_, at) => ({
    plan: { from: 'value' as const, value: `p${at}` },
  }));
  for (const values of many) desk.refresh(id, {}, values);

  const kept = desk.simulation.state.propertiesOf('user vera@example.com');
  const sizes = [...kept.values()].map((text) => Buffer.byteLength(text));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(9 * 1024);
  changeRecord(desk, id, { values: many[118] });
  desk.refresh(id);
  changeRecord(desk, id, { values: many[0] });
  expect(question(() => desk.refresh(id))).toContain('with other values');
});

/** Cells that only Vera may edit, and Ali points her range at them. */
function movedOverProtected(content: string | null) {
  const { desk, id } = harmless();
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  desk.sheet('Sheet1').protections.push({
    ...{ id: 1, area: { top: 10, left: 4, bottom: 14, right: 6 }, unprotected: [] },
    ...{ description: '', warningOnly: false, editors: [], owner: 'vera@example.com' },
  });
  for (const row of content === null ? [] : [10, 11, 12])
    desk.type('Sheet1', row, 4, content ?? '');
  addName(desk, rangeName(id), { top: 10, left: 4, bottom: 11, right: 4 });
  return { desk, id };
}

const closed = (desk: Desk) => [10, 11, 12].map((row) => desk.cell('Sheet1', row, 4).value);

test('a range that a co-editor moves over cells that only its person may edit writes nothing there by the clock', () => {
  const { desk } = movedOverProtected('mine');
  fire(desk, '10:30');
  expect(closed(desk)).toEqual(['mine', 'mine', 'mine']);
});

test('by hand such a range is asked about, or refused, before anything is written', () => {
  const { desk, id } = movedOverProtected('mine');
  expect(problemOf(() => desk.refresh(id)).code).toMatch(/needs_confirmation|range_obstructed/);
  expect(closed(desk)).toEqual(['mine', 'mine', 'mine']);
});

test('a range that a co-editor moves to empty cells that only its person may edit leaves them empty by the clock', () => {
  const { desk } = movedOverProtected(null);
  fire(desk, '10:30');
  expect(closed(desk)).toEqual(['', '', '']);
});
