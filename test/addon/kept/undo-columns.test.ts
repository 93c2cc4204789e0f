// Refreshes whose columns come and go: an undo restores the sheet cell by cell, or, where somebody wrote something since,
// leaves each note beside its row or is refused with the cell.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { Problem } from '../../../domain/problem.ts';
import { fc, often } from '../../support/random.ts';
import { col } from '../desk/backend.ts';
import { linkedAt, problemOf, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';
import { stateOf } from '../desk/tab-state.ts';

const SHEETS = often(15, 1_000);
const [TOP, LEFT] = [4, 4];
const ALL = [col('name'), col('revenue', 'number', 'int4'), col('plan'), col('city')];
const IDS = 'abcdefgh';

const rows = fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1, maxLength: 7 });
const shown = fc.subarray(ALL, { minLength: 0 });
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;
const step = fc.record({
  rows,
  columns: shown,
  before: fc.array(
    fc.constantFrom(
      ...(['note right', 'note apart', 'note left', 'note inside', 'formula'] as const),
      ...(['above', 'below', 'takes a note away', 'nothing'] as const),
    ),
    { maxLength: 3 },
  ),
  since: fc.constantFrom(
    ...(['nothing', 'nothing', 'note right', 'note apart', 'note left', 'note inside'] as const),
    ...(['column inside', 'column left', 'column goes', 'row above'] as const),
  ),
  at: fc.nat({ max: 9 }),
  to: fc.nat({ max: 9 }),
});

const tableOf = (ids: string[], columns: typeof ALL) => ({
  columns: [col('id'), ...columns],
  rows: ids.map((id, at): Field[] => [
    id,
    ...columns.map(({ name }) => (name === 'revenue' ? at + 1 : `${name} of ${id}`)),
  ]),
});

test(`${SHEETS} sheets whose columns come and go are restored by an undo, each note beside its row`, () => {
  const seen = { restored: 0, undone: 0, refused: 0 };
  fc.assert(
    fc.property(
      rows,
      shown,
      fc.array(step, { minLength: 4, maxLength: 7 }),
      (first, columns, steps) => {
        const begin = tableOf(first, columns);
        const linked = linkedAt(TOP, LEFT, begin.rows, { columns: begin.columns });
        linked.desk.backend.save('list', () => linked.table, { key: ['id'] });
        const work = new Person(linked);
        for (const one of steps) {
          const came = work.refresh(one);
          if (came !== null) seen[came] += 1;
        }
      },
    ),
    { numRuns: SHEETS, endOnFailure: true },
  );
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(SHEETS / 3);
}, 900_000);

test('a column that went from between others comes back between them, with what is kept beside its rows', () => {
  const { desk, table, id } = linkedOf('abc', ALL.slice(0, 3));
  desk.type('Sheet1', 5, 8, 'about a');
  for (const row of [5, 6, 7]) desk.type('Sheet1', row, 9, `=LEN(D${row})`);
  const before = stateOf(desk);
  Object.assign(table, tableOf(['b', 'a'], [col('plan')]));
  refresh({ desk, table, id });
  expect(desk.shown('Sheet1')[3]?.slice(3, 5)).toEqual(['id', 'plan']);

  desk.ask('undoRefresh', { id });

  expect(stateOf(desk)).toBe(before);
});

test('columns in an order that their person chose go back to the one before', () => {
  const linked = linkedOf('abc', ALL.slice(0, 2));
  const before = stateOf(linked.desk);
  const columns = ['revenue', 'name', 'id'].map((name) => ({ name, label: '' }));
  setOptions(linked, { columns });
  refresh(linked);
  expect(linked.desk.shown('Sheet1')[3]?.slice(3)).toEqual(['revenue', 'name', 'id']);

  linked.desk.ask('undoRefresh', { id: linked.id });

  expect(stateOf(linked.desk)).toBe(before);
});

test('a note that was written since columns came stays beside its row, or the undo is refused with its cell', () => {
  const linked = linkedOf('abcde', []);
  const { desk, table, id } = linked;
  Object.assign(table, tableOf(['e', 'b'], [col('plan'), col('city')]));
  refresh(linked);
  desk.type('Sheet1', 5, 7, 'about e');
  const now = stateOf(desk);

  const refused = problemOf(() => desk.ask('undoRefresh', { id }));

  expect([refused.code, refused.message]).toEqual([
    'sheet_changed',
    expect.stringMatching(/You keep something in G5/),
  ]);
  expect(stateOf(desk)).toBe(now);
});

test('a column that was put beside since gets no copy of what stands in it', () => {
  const linked = linkedOf('ab', []);
  const { desk, table, id } = linked;
  for (const row of [5, 6]) desk.type('Sheet1', row, 5, `=LEN(D${row})`);
  Object.assign(table, tableOf(['a'], []));
  refresh(linked);
  desk.workbook.insertColumns(desk.sheet('Sheet1').id, 5, 1);
  desk.type('Sheet1', 5, 5, 'about a');

  desk.ask('undoRefresh', { id });

  expect(desk.shown('Sheet1').slice(4)).toEqual([
    ['', '', '', 'a', 'about a', '1'],
    ['', '', '', 'b', '', '1'],
  ]);
});

test('where somebody moved columns since one went from between them, the undo is refused and says of which nobody knows the place', () => {
  const linked = linkedOf('abc', ALL.slice(0, 3));
  const { desk, table, id } = linked;
  Object.assign(table, tableOf(['b', 'a'], [col('name'), col('plan')]));
  refresh(linked);
  swapColumns(linked, LEFT, LEFT + 1);
  const now = stateOf(desk);

  const refused = problemOf(() => desk.ask('undoRefresh', { id }));

  expect([refused.code, refused.message]).toEqual([
    'sheet_changed',
    expect.stringMatching(/^Columns of this range were moved.*and revenue stood between them/),
  ]);
  expect(stateOf(desk)).toBe(now);
  swapColumns(linked, LEFT, LEFT + 1);
  desk.ask('undoRefresh', { id });
  expect(desk.shown('Sheet1')[TOP - 1]?.slice(LEFT - 1)).toEqual([
    ...['id', 'name', 'revenue', 'plan'],
  ]);
});

test('where somebody moved columns since and none had come or gone, each row has its values again in the columns as they stand now', () => {
  const linked = linkedOf('abc', ALL.slice(0, 1));
  const { desk, table, id } = linked;
  Object.assign(table, tableOf(['b', 'd'], ALL.slice(0, 1)));
  refresh(linked);
  swapColumns(linked, LEFT, LEFT + 1);

  desk.ask('undoRefresh', { id });

  expect(
    desk
      .shown('Sheet1')
      .slice(TOP - 1)
      .map((row) => row.slice(LEFT - 1)),
  ).toEqual([
    ['name', 'id'],
    ['name of a', 'a'],
    ['name of b', 'b'],
    ['name of c', 'c'],
  ]);
});

/** As a person does it: by way of a place where nothing stands. */
function swapColumns({ desk }: Linked, one: number, other: number): void {
  const { id: sheetId } = desk.sheet('Sheet1');
  const column = (left: number) => ({ top: TOP, left, bottom: TOP + 12, right: left });
  const move = (from: number, to: number) =>
    desk.workbook.move({ sheetId, area: column(from) }, { sheetId, row: TOP, column: to });
  move(one, 24);
  move(other, one);
  move(24, other);
}

test('what somebody typed above a column that came is not taken away with it', () => {
  const linked = linkedOf('abc', []);
  const { desk, table, id } = linked;
  desk.type('Sheet1', 5, 5, 'about a');
  Object.assign(table, tableOf(['a', 'b', 'c'], [col('plan')]));
  refresh(linked);
  expect(desk.cell('Sheet1', 5, 6).value).toBe('about a');
  desk.type('Sheet1', 2, 5, 'a title');

  const refused = problemOf(() => desk.ask('undoRefresh', { id }));

  expect(refused.message).toMatch(/Something stands in E2, in a column that the refresh added/);
});

function linkedOf(ids: string, columns: typeof ALL): Linked {
  const { rows: fields, columns: all } = tableOf([...ids], columns);
  const linked = linkedAt(TOP, LEFT, fields, { columns: all });
  linked.desk.backend.save('list', () => linked.table, { key: ['id'] });
  return linked;
}

function refresh({ desk, id }: Linked): boolean {
  try {
    return !desk.refresh(id).changes.unchanged;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'needs_confirmation') throw error;
    const about = error.extras['about'] as string[];
    const { changes } = desk.refresh(id, Object.fromEntries(about.map((what) => [what, true])));
    return !changes.unchanged;
  }
}

class Person {
  private count = 0;
  private readonly notes = new Set<string>();
  private readonly done: string[] = [];

  constructor(private readonly linked: Linked) {}

  /** A refresh, what is done since, and an undo: what came of it; null: there was nothing to refresh. */
  refresh({
    rows: ids,
    columns,
    before,
    since,
    at,
    to,
  }: Step): 'restored' | 'undone' | 'refused' | null {
    const { desk, table, id } = this.linked;
    before.forEach((one, index) => this.do(one, at + index, to));
    Object.assign(table, tableOf(ids, columns));
    const state = stateOf(desk);
    const isNew = refresh(this.linked);
    this.expectNotes(`refresh ${ids.join('')} ${columns.map(({ name }) => name).join(' ')}`);
    if (!isNew) return null;
    this.do(since, at, to);
    const now = stateOf(desk);
    try {
      desk.ask('undoRefresh', { id });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'sheet_changed') throw error;
      expect([this.done, stateOf(desk)]).toEqual([this.done, now]);
      expect([since, error.message]).toEqual([since, expect.stringMatching(/\b[A-Z]+\d+\b/)]);
      expect(since).not.toBe('nothing');
      return 'refused';
    }
    this.expectNotes('undo');
    if (since !== 'nothing') return 'undone';
    expect([this.done, stateOf(desk)]).toEqual([this.done, state]);
    return 'restored';
  }

  private do(habit: string, at: number, to: number): void {
    const { desk, id } = this.linked;
    const area = desk.workbook.names.find(`sheetfeed_${id}`)?.area;
    if (!area) throw new Error('The range has no place.');
    const { top, left, bottom, right } = area;
    const row = top + 1 + (at % (bottom - top));
    const tab = desk.sheet('Sheet1').id;
    const inside = left + 1 + (to % Math.max(1, right - left));
    this.done.push(`${habit} ${at} ${to}`);
    switch (habit) {
      case 'note right':
        return this.note(row, right + 1);
      case 'note apart':
        return this.note(row, right + 2 + (to % 2));
      case 'note left':
        return this.note(row, left - 1);
      case 'note inside':
        desk.workbook.insertColumns(tab, inside, 1);
        return this.note(row, inside);
      case 'formula':
        for (let one = top + 1; one <= bottom; one += 1) {
          if (desk.cell('Sheet1', one, right + 1).input === '')
            desk.type('Sheet1', one, right + 1, `=LEN(D${one})`);
        }
        return;
      case 'above':
        return desk.type('Sheet1', top - 2, right, 'a title');
      case 'below':
        return desk.type('Sheet1', bottom + 3, left, 'a foot');
      case 'takes a note away':
        desk.type('Sheet1', row, right + 1, '');
        return this.forget();
      case 'column inside':
        return desk.workbook.insertColumns(tab, inside, 1);
      case 'column left':
        return desk.workbook.insertColumns(tab, 2, 1);
      case 'column goes':
        desk.workbook.deleteColumns(tab, right + 1, 1);
        return this.forget();
      case 'row above':
        return desk.workbook.insertRows(tab, 2, 1);
      default:
    }
  }

  private expectNotes(did: string): void {
    this.done.push(did);
    const after = this.done;
    const found: string[] = [];
    for (const row of this.linked.desk.shown('Sheet1')) {
      for (const text of row) {
        const id = /^about ([a-h]) /.exec(text)?.[1];
        if (id === undefined) continue;
        found.push(text);
        expect([after, text, row.filter((one) => /^[a-h]$/.test(one))]).toEqual([
          after,
          text,
          [id],
        ]);
      }
    }
    expect([after, found.sort()]).toEqual([after, [...this.notes].sort()]);
  }

  private note(row: number, column: number): void {
    const { desk } = this.linked;
    const [id] = (desk.shown('Sheet1')[row - 1] ?? []).filter((one) => /^[a-h]$/.test(one));
    if (id === undefined || desk.cell('Sheet1', row, column).input !== '') return;
    this.count += 1;
    const text = `about ${id} ${this.count}`;
    desk.type('Sheet1', row, column, text);
    this.notes.add(text);
  }

  private forget(): void {
    const all = new Set(this.linked.desk.shown('Sheet1').flat());
    for (const text of this.notes) if (!all.has(text)) this.notes.delete(text);
  }
}
