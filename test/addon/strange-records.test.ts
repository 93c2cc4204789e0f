// Whoever may edit a spreadsheet may write among the add-on's records: what is none is left alone, and the others go on.
import { expect, test } from '@jest/globals';
import { RECORD_KEY } from '../../domain/linked-range.ts';
import type { GoogleState } from '../../playground/simulator/script/google-state.ts';
import { fc, often } from '../support/random.ts';
import type { Desk } from './desk/desk.ts';
import { linkedAt, problemOf, type Linked } from './desk/linked.ts';

/** Writes a record into a tab's metadata by hand. */
function writeRecord(desk: Desk, value: string, tab = 'Sheet1'): void {
  const { id: sheetId } = desk.sheet(tab);
  const place = { on: 'sheet' as const, sheetId };
  desk.workbook.metadata.add({ key: RECORD_KEY, value, visibility: 'DOCUMENT', place });
}

function records(desk: Desk): string[] {
  return desk.workbook.metadata.list
    .filter(({ key }) => key === RECORD_KEY)
    .map(({ value }) => value);
}

/** The true record of the range. */
function recordOf({ desk }: Linked): Record<string, unknown> {
  return JSON.parse(records(desk)[0] ?? '') as Record<string, unknown>;
}

/** The range is listed and refreshed, and no record that was written by hand is gone or changed. */
function expectUnharmed({ desk, table, id }: Linked, written: readonly string[]): void {
  table.rows = [['fresh', 1]];
  const { ranges } = desk.ask('listRanges');
  expect(ranges.map((range) => range.id)).toContain(id);
  desk.refreshAgreeing(id);
  expect(desk.shown('Sheet1').flat()).toContain('fresh');
  expect(records(desk)).toEqual(expect.arrayContaining([...written]));
}

const at = '2026-11-22T09:00:00.000Z';
const right = {
  ...{ v: 1, id: 'zz', spreadsheet: 's', slug: 'list', title: 'List', rowCount: 1 },
  columns: [['name', 0, 'text', '@']],
};
const wrong: Record<string, unknown> = {
  'nothing but an id': { v: 1, id: 'zz' },
  'text that is no JSON': 'sheetfeed',
  'an empty text': '',
  null: null,
  'a list': [right],
  'no version': { ...right, v: undefined },
  'a version in words': { ...right, v: 'one' },
  'an id of thousands': { ...right, id: 'z'.repeat(5000) },
  'an id that is no name': { ...right, id: 'a!b c' },
  'an id that is a list': { ...right, id: ['zz'] },
  'an address for a slug': { ...right, slug: '../../api/members' },
  'columns that are a word': { ...right, columns: 'name' },
  'columns of nulls': { ...right, columns: [null] },
  'a kind that there is not': { ...right, columns: [['name', 0, 'picture', '@']] },
  'less than no rows': { ...right, rowCount: -1 },
  'endless rows': { ...right, rowCount: 1e300 },
  'values that are a list': { ...right, values: [1] },
  'a value from nowhere': { ...right, values: { a: { from: 'web', place: 'x' } } },
  'a place that is a number': { ...right, values: { a: { from: 'cell', place: 7 } } },
  'a mode that there is not': { ...right, options: { mode: 'erase' } },
  'companions without end': { ...right, options: { companionColumns: 1e9 } },
  'a refresh at no time': { ...right, refreshed: { at: 'soon', by: 'x', run: 'x', etag: '' } },
  'a refresh that is a word': { ...right, refreshed: 'yes' },
  'a write under way at no time': { ...right, refreshing: { at: 0 } },
  'a problem without a time': { ...right, problem: { code: 'not_found', detail: 'x' } },
  'a schedule at hour 99': {
    ...right,
    schedule: {
      ...{ rule: { every: 'day', hour: 99 }, owner: 'vera@example.com', since: at },
      ...{ lastRunAt: null, failuresInARow: 0 },
    },
  },
  'a schedule that is a number': { ...right, schedule: 7 },
  'an undo that is a word': { ...right, undo: 'yes' },
};

test.each(Object.entries(wrong))(
  'a record of %s is passed over and told, and the range beside it goes on',
  (_name, value) => {
    const linked = linkedAt(1, 1, 2);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    writeRecord(linked.desk, text);

    const { ranges, strange } = linked.desk.ask('listRanges');
    expect(ranges.map(({ id }) => id)).toEqual([linked.id]);
    expect(strange).toMatch(/record of Sheetfeed in the tab Sheet1 cannot be read/);
    expect(linked.desk.ask('startSidebar').ranges).toHaveLength(1);
    expectUnharmed(linked, [text]);
    linked.desk.script.open();
    linked.desk.script.clickMenu('Refresh all');
    expect(linked.desk.script.ui.toasts.at(-1)?.text).toContain('1 of 1 ranges refreshed');
  },
);

test('the self-check names the tab of a record that cannot be read', () => {
  const { desk } = linkedAt(1, 1, 2);
  writeRecord(desk, '{"v":1,"id":"zz"}');

  const said = desk.ask('checkSpreadsheet');

  expect(said).toMatch(/in the tab Sheet1 cannot be read/);
});

test("a newer version's record is left alone, and nobody is told of it", () => {
  const linked = linkedAt(1, 1, 2);
  const newer = JSON.stringify({ v: 2, id: 'zz', shape: 'unknown' });
  writeRecord(linked.desk, newer);

  expect(linked.desk.ask('listRanges').strange).toBeNull();
  expectUnharmed(linked, [newer]);
});

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    undefined,
    -1,
    1e300,
    '',
    '\0',
    '=1+1',
    'x'.repeat(9000),
    '__proto__',
    [],
  ),
);

/** Puts another value at a random place of a record. */
function changed(record: unknown, path: readonly number[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof record !== 'object' || record === null) return value;
  const keys = Object.keys(record);
  const key = keys[step % Math.max(1, keys.length)] ?? 'more';
  const child = (record as Record<string, unknown>)[key];
  const made = changed(child, rest, value);
  return Array.isArray(record)
    ? record.map((item: unknown, index) => (String(index) === key ? made : item))
    : { ...record, [key]: made };
}

test('records changed at random harm no other range, and none of them is deleted', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'day', hour: 7 } });
  const whole = {
    ...recordOf(linked),
    ...{ id: 'other', values: { a: { from: 'cell', place: 'Sheet1!B1' } } },
    problem: { code: 'sql_failed', detail: 'It failed.', at },
    ...{ options: { mode: 'match', keyColumns: ['name'] }, undo: { at } },
  };
  const before = records(desk);
  const random = fc.tuple(fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 }), anything);
  const property = fc.property(fc.array(random, { minLength: 1, maxLength: 3 }), (changes) => {
    const value = changes.reduce<unknown>((now, [path, put]) => changed(now, path, put), whole);
    const text = JSON.stringify(value) ?? '';
    desk.workbook.metadata.list = desk.workbook.metadata.list.filter(
      (one) => one.key !== RECORD_KEY || one.value.includes(`"id":"${id}"`),
    );
    writeRecord(desk, text);
    expectUnharmed(linked, [text]);
  });
  expect(before).toHaveLength(1);
  fc.assert(property, { numRuns: often(60, 2000) });
}, 600_000);

/** Puts the text in the place of everything that the add-on keeps outside of the spreadsheet. */
function spoil({ properties, caches }: GoogleState, text: string): void {
  for (const store of properties.values()) for (const key of store.keys()) store.set(key, text);
  for (const store of caches.values()) for (const one of store.values()) one.value = text;
}

test('what was changed in the properties and the cache of the add-on disables nothing', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.refresh(id);
  const state = desk.simulation.state;
  for (const text of ['', '{', '[]', 'null', '7', '"x"', '{"a":7}', 'x'.repeat(5000)]) {
    spoil(state, text);
    expectUnharmed(linked, []);
    desk.ask('setSchedule', { id, rule: { every: 'day', hour: 7 } });
    desk.ask('setSchedule', { id, rule: null });
    expect(desk.ask('startSidebar').favourites).toEqual(expect.any(Array));
    spoil(state, text);
    expect(problemOf(() => desk.ask('undoRefresh', { id })).code).not.toBe('internal');
  }
});
