// Columns beside a range: which are taken for the person's own is said, and a person may say that they are not.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { APART_KEY } from '../../../domain/linked-range.ts';
import { columnName } from '../../../domain/cells/cell-name.ts';
import type { NamedColumn } from '../../../domain/refresh/kept-beside.ts';
import { SheetsError } from '../../../playground/simulator/errors.ts';
import { readRecord } from '../../../domain/record/record-text.ts';
import { fc, often } from '../../support/random.ts';
import { refreshByServer, serverAt, twinOf } from '../../sheets/twin.ts';
import { col } from '../desk/backend.ts';
import { linkedAt, problemOf, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';
import { stateOf } from '../desk/tab-state.ts';

const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];
const customer = (number: number): Field[] => [`c${number}`, `Customer ${number}`, 100 * number];
const TOP = 4;
const LEFT = 4;
const yes = { ownRows: true, fewRows: true, editedCells: true, columns: true };

/** Customers in D4:F…, with their header row. */
function rangeOf(count: number): Linked {
  const rows = Array.from({ length: count }, (_, index) => customer(index + 1));
  const linked = linkedAt(TOP, LEFT, rows, { columns });
  linked.desk.backend.save('list', () => linked.table, { key: ['id'] });
  return linked;
}

/** Types under a header what each row says. */
function column({ desk }: Linked, at: number, name: string, texts: string[]): void {
  [name, ...texts].forEach((text, down) => desk.type('Sheet1', TOP + down, at, text));
}

const besideOf = ({ desk, id }: Linked) => desk.ask('besideRanges')[id] ?? { own: [], apart: [] };
const words = (named: NamedColumn[]) =>
  named.map((one) => `${columnName(one.column)} ${one.name} ${one.side}`);
const keepApart = ({ desk, id }: Linked, chosen: NamedColumn[]) =>
  desk.ask('keepColumnsApart', { id, columns: chosen });
const ids = ({ desk }: Linked, at = LEFT) =>
  desk
    .shown('Sheet1')
    .slice(TOP)
    .flatMap((row) => (row[at - 1] ? [row[at - 1]] : []));

function refresh(linked: Linked, numbers: number[]) {
  linked.table.rows = numbers.map(customer);
  return linked.desk.refresh(linked.id, yes);
}

test('own columns are named by their headers and their side, also one inside and one behind an empty column', () => {
  const linked = rangeOf(3);
  column(linked, 7, 'Note', ['call', '', '']);
  column(linked, 8, '', ['x', '', '']);
  column(linked, 10, 'Owner', ['Ann', 'Bob', '']);
  column(linked, 3, 'Status', ['', 'open', '']);
  linked.desk.workbook.insertColumns(linked.desk.sheet('Sheet1').id, 5, 1);
  linked.desk.type('Sheet1', TOP + 1, 5, 'mine');

  const { own, apart } = besideOf(linked);

  expect(words(own)).toEqual([
    'C Status left',
    'E  inside',
    'H Note right',
    'I  right',
    'K Owner right',
  ]);
  expect(apart).toEqual([]);
});

test('what is named is right again after a column was inserted, renamed and taken away', () => {
  const linked = rangeOf(3);
  const { desk } = linked;
  column(linked, 7, 'Note', ['call', '', '']);
  column(linked, 8, 'Owner', ['Ann', '', '']);
  const [, owner] = besideOf(linked).own;
  if (!owner) throw new Error('Owner is not named.');
  keepApart(linked, [owner]);
  const { id } = desk.sheet('Sheet1');

  desk.workbook.insertColumns(id, 8, 1);
  desk.type('Sheet1', TOP, 7, 'Remark');
  desk.type('Sheet1', TOP, 9, 'Keeper');
  desk.type('Sheet1', TOP + 1, 8, 'new');
  expect(words(besideOf(linked).own)).toEqual(['G Remark right', 'H  right']);
  expect(words(besideOf(linked).apart)).toEqual(['I Keeper right']);

  desk.workbook.deleteColumns(id, 8, 1);
  expect(words(besideOf(linked).own)).toEqual(['G Remark right']);
  expect(words(besideOf(linked).apart)).toEqual(['H Keeper right']);
});

test('a column that is not the person’s stays where it stands, and goes with its rows again when they say so', () => {
  const linked = rangeOf(3);
  column(linked, 7, 'Note', ['about c1', '', 'about c3']);
  column(linked, 8, 'Rank', ['1', '2', '3']);
  const rank = besideOf(linked).own.filter(({ name }) => name === 'Rank');
  const { range, beside } = keepApart(linked, rank);
  expect(range.undoes).toBe('options');
  expect([words(beside.own), words(beside.apart)]).toEqual([['G Note right'], ['H Rank right']]);

  refresh(linked, [4, 1, 3]);

  const row = (id: string) => linked.desk.shown('Sheet1').find((cells) => cells[3] === id);
  expect(row('c1')?.[6]).toBe('about c1');
  expect(row('c3')?.[6]).toBe('about c3');
  const ranks = linked.desk.shown('Sheet1').map((cells) => cells[7] ?? '');
  expect(ranks.slice(TOP, TOP + 3)).toEqual(['1', '2', '3']);

  keepApart(linked, []);
  expect(words(besideOf(linked).own)).toEqual(['G Note right', 'H Rank right']);
});

test('rows come in the query’s order where nothing beside is the person’s, and a new note is found without a word', () => {
  const linked = rangeOf(3);
  column(linked, 7, 'Log', ['a', 'b', 'c']);
  keepApart(linked, besideOf(linked).own);
  refresh(linked, [3, 2, 1]);
  expect(ids(linked)).toEqual(['c3', 'c2', 'c1']);

  column(linked, 3, 'Note', ['', 'about c2', '']);
  expect(words(besideOf(linked).own)).toEqual(['C Note left']);
  refresh(linked, [1, 2, 3]);
  const noted = linked.desk.shown('Sheet1').find((cells) => cells[2] === 'about c2');
  expect(noted?.[3]).toBe('c2');
});

test('it is taken back step by step, as other options are', () => {
  const linked = rangeOf(2);
  column(linked, 7, 'Note', ['a', 'b']);
  column(linked, 8, 'Owner', ['c', 'd']);
  const [note, owner] = besideOf(linked).own;
  if (!note || !owner) throw new Error('They are not named.');
  keepApart(linked, [owner]);
  keepApart(linked, []);
  keepApart(linked, [note]);
  expect(words(besideOf(linked).apart)).toEqual(['G Note right', 'H Owner right']);

  const { desk, id } = linked;
  desk.ask('undoRefresh', { id });
  expect(besideOf(linked).apart).toEqual([]);
  desk.ask('undoRefresh', { id });
  expect(words(besideOf(linked).apart)).toEqual(['H Owner right']);
  desk.ask('undoRefresh', { id });
  expect(words(besideOf(linked).own)).toEqual(['G Note right', 'H Owner right']);
});

test('where columns have moved since they were named, nothing is changed and that is said', () => {
  const linked = rangeOf(2);
  column(linked, 7, 'Note', ['a', 'b']);
  const { own } = besideOf(linked);
  linked.desk.workbook.insertColumns(linked.desk.sheet('Sheet1').id, 2, 1);

  expect(problemOf(() => keepApart(linked, own)).code).toBe('sheet_changed');
  expect(besideOf(linked).apart).toEqual([]);
});

test('twenty columns beside that are not the person’s take little room in the record', () => {
  const linked = rangeOf(2);
  for (let at = 7; at <= 26; at += 1) column(linked, at, `Mine ${at}`, ['x', 'y']);
  const before = recordOf(linked).length;

  keepApart(linked, besideOf(linked).own);

  expect(besideOf(linked).apart).toHaveLength(20);
  expect(recordOf(linked).length - before).toBeLessThan(200);
  const all = linked.desk.workbook.metadata.list;
  const size = all.reduce((sum, { key, value }) => sum + key.length + value.length, 0);
  expect(size).toBeLessThan(3_000);
});

test('the server leaves what stands apart where it stands, too', async () => {
  const linked = rangeOf(3);
  column(linked, 7, 'Note', ['about c1', '', 'about c3']);
  column(linked, 8, 'Rank', ['1', '2', '3']);
  keepApart(linked, besideOf(linked).own.slice(1));
  const twin = twinOf(linked.desk.workbook);
  linked.table.rows = [4, 1, 3, 2].map(customer);
  const { desk, id } = linked;
  const how = { by: 'person' as const, confirmed: yes };

  await refreshByServer(serverAt(twin), { desk, id, how });
  desk.refresh(id, yes);

  const shown = desk.shown('Sheet1');
  expect(shown.slice(TOP, TOP + 3).map((cells) => cells[7])).toEqual(['1', '2', '3']);
  const sheet = twin.sheets[0];
  expect(
    shown.map((cells, row) =>
      cells.map((_, at) => twin.cell(sheet?.id ?? 0, row + 1, at + 1).display),
    ),
  ).toEqual(shown);
});

test('the server takes what stands apart along where columns come in the rows of the range alone, too', async () => {
  const linked = rangeOf(3);
  const { desk, id } = linked;
  column(linked, 7, 'Note', ['about c1', '', 'about c3']);
  column(linked, 8, 'Rank', ['1', '2', '3']);
  desk.type('Sheet1', TOP + 4, 6, '=SUM(F5:F7)');
  keepApart(linked, besideOf(linked).own.slice(1));
  const twin = twinOf(desk.workbook);
  linked.table.columns = [...columns, col('city')];
  linked.table.rows = [1, 2, 3].map((number) => [...customer(number), 'Rome']);

  await refreshByServer(serverAt(twin), { desk, id, how: { by: 'person', confirmed: yes } });
  desk.refresh(id, yes);

  expect(words(besideOf(linked).apart)).toEqual(['I Rank right']);
  const marks = (of: typeof twin) => of.metadata.list.filter(({ key }) => key === APART_KEY);
  expect(marks(twin).map(({ place }) => place)).toEqual(
    marks(desk.workbook).map(({ place }) => place),
  );
});

function recordOf({ desk, id }: Linked): string {
  const texts = desk.workbook.metadata.list.map(({ value }) => value);
  return texts.find((text) => readRecord(text)?.id === id) ?? '';
}

const TRIES = often(30, 600);
const growth = fc.record({
  gap: fc.integer({ min: 1, max: 3 }),
  grows: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
  /** How the table shows that it is one of its own. */
  table: fc.constantFrom('goes on below', 'reckons'),
  width: fc.integer({ min: 1, max: 3 }),
  notes: fc.boolean(),
  results: fc.array(
    fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 7 }),
    { minLength: 3, maxLength: 3 },
  ),
});

test(`in ${TRIES} random sheets a table that the result grows up to is none of its notes, and stays whole`, () => {
  fc.assert(
    fc.property(growth, ({ gap, grows, table, width, notes, results }) => {
      const linked = rangeOf(4);
      const { desk, id } = linked;
      const first = LEFT + 3 + gap;
      const height = table === 'reckons' ? 4 : 9;
      for (let row = 0; row <= height; row += 1) {
        for (let at = 0; at < width; at += 1) {
          desk.type('Sheet1', TOP + row, first + at, `own ${row}/${at}`);
        }
      }
      if (table === 'reckons') desk.type('Sheet1', TOP + 2, first, '=COUNTA(D5:D8)');
      if (notes) column(linked, 3, 'Note', ['about c1', '', 'about c3', '']);
      const states: string[] = [];
      let more = 0;
      for (const [step, numbers] of results.entries()) {
        more += grows[step] ?? 0;
        const names = Array.from({ length: more }, (_, at) => `more ${at}`);
        linked.table.columns = [...columns, ...names.map((name) => col(name))];
        linked.table.rows = numbers.map((number) => [...customer(number), ...names]);
        states.push(stateOf(desk));
        const { changes } = desk.refresh(id, yes);
        if (changes.unchanged) states.pop();
        expectTable(linked, { height, width, table });
        expectNotes(linked);
      }
      for (const state of states.reverse()) {
        desk.ask('undoRefresh', { id });
        expect(stateOf(desk)).toBe(state);
      }
    }),
    { numRuns: TRIES },
  );
}, 600_000);

/** Its rows still follow each other, and its cells are in their rows. */
function expectTable(
  { desk }: Linked,
  { height, width, table }: { height: number; width: number; table: string },
): void {
  const shown = desk.shown('Sheet1');
  const at = (row: number, column: number) => {
    const text = `own ${row}/${column}`;
    const down = shown.findIndex((cells) => cells.includes(text));
    return { down, across: shown[down]?.indexOf(text) ?? -1 };
  };
  const corner = at(0, 0);
  for (let row = 0; row <= height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (table === 'reckons' && row === 2 && column === 0) continue;
      expect({ row, column, ...at(row, column) }).toEqual({
        ...{ row, column, down: corner.down + row, across: corner.across + column },
      });
    }
  }
}

function expectNotes({ desk }: Linked): void {
  for (const cells of desk.shown('Sheet1')) {
    const [, about] = /^about (c\d)$/.exec(cells[2] ?? '') ?? [];
    if (about !== undefined) expect(cells[3]).toBe(about);
  }
}

test('a table that the result grew up to is named as apart, and may be kept with its rows', () => {
  const linked = rangeOf(3);
  for (let row = 0; row < 8; row += 1) linked.desk.type('Sheet1', TOP + row, 8, `plan ${row}`);
  linked.table.columns = [...columns, col('city')];
  linked.desk.refresh(linked.id, yes);

  expect(words(besideOf(linked).apart)).toEqual(['H plan 0 right']);
  keepApart(linked, []);
  expect(words(besideOf(linked).own)).toEqual(['H plan 0 right']);
});

test('what is not theirs goes on being that where columns come and go in the rows of the range alone, and by an undo', () => {
  const linked = rangeOf(3);
  const { desk, id } = linked;
  column(linked, 3, 'Left', ['l', '', '']);
  column(linked, 7, 'Note', ['about c1', '', 'about c3']);
  column(linked, 8, 'Rank', ['1', '2', '3']);
  desk.type('Sheet1', TOP + 4, 6, '=SUM(F5:F7)');
  const { own } = besideOf(linked);
  keepApart(
    linked,
    own.filter(({ name }) => name !== 'Note'),
  );
  linked.table.columns = [...columns, col('city'), col('street')];
  linked.table.rows = [1, 2, 3].map((number) => [...customer(number), 'Rome', 'Via']);
  desk.refresh(id, yes);
  expect(words(besideOf(linked).own)).toEqual(['I Note right']);
  expect(words(besideOf(linked).apart)).toEqual(['C Left left', 'J Rank right']);

  desk.ask('undoRefresh', { id });
  expect(words(besideOf(linked).own)).toEqual(['G Note right']);
  expect(words(besideOf(linked).apart)).toEqual(['C Left left', 'H Rank right']);

  desk.refresh(id, yes);
  linked.table.columns = columns;
  linked.table.rows = [1, 2, 3].map(customer);
  desk.refresh(id, yes);
  expect(words(besideOf(linked).own)).toEqual(['G Note right']);
  expect(words(besideOf(linked).apart)).toEqual(['C Left left', 'H Rank right']);
});

/** A small range at B4, and customers at F4 beside which a column stands apart, that columns of the small one push. */
function pushing(): { linked: Linked; other: Linked } {
  const linked = linkedAt(4, 2, [['a', 1]], { columns: columns.slice(1) });
  const { desk, table } = linked;
  desk.backend.save('customers', () => ({ columns, rows: [customer(1)] }), { key: ['id'] });
  desk.select('Sheet1', 4, 6);
  const second = desk.insert('customers', { target: 'selection' }).range;
  const other = { desk, id: second.id, table };
  ['Rank', '1'].forEach((text, row) => desk.type('Sheet1', 4 + row, 9, text));
  desk.type('Sheet1', 12, 2, 'below');
  keepApart(other, besideOf(other).own);
  return { linked, other };
}

function widen({ table }: Linked): void {
  table.columns = [...columns.slice(1), col('city'), col('street'), col('zip')];
  table.rows = [['a', 1, 'Rome', 'Via', '1']];
}

test('what stands apart from another range goes on being that where columns of this one push its cells', async () => {
  const { linked, other } = pushing();
  const { desk, id } = linked;
  expect(words(besideOf(other).apart)).toEqual(['I Rank right']);
  const twin = twinOf(desk.workbook);

  widen(linked);
  await refreshByServer(serverAt(twin), { desk, id, how: { by: 'person', confirmed: yes } });
  desk.refresh(id, yes);
  expect(desk.shown('Sheet1')[3]?.slice(8)).toEqual(['id', 'name', 'revenue', 'Rank']);
  expect(words(besideOf(other).apart)).toEqual(['L Rank right']);
  const marks = (of: typeof twin) =>
    of.metadata.list.filter(({ key }) => key === APART_KEY).map(({ place }) => place);
  expect(marks(twin)).toEqual(marks(desk.workbook));

  desk.ask('undoRefresh', { id });
  expect(words(besideOf(other).apart)).toEqual(['I Rank right']);
});

/** Does the work until Google cuts it off before that call; gives whether it did. */
function cutOffAt({ desk }: Linked, calls: number, work: () => void): boolean {
  let left = calls;
  desk.script.onCall = () => {
    left -= 1;
    if (left < 0) throw new SheetsError('Service Spreadsheets timed out.');
  };
  try {
    work();
  } catch {
    // What it left is looked at then.
  }
  desk.script.onCall = () => undefined;
  return left < 0;
}

const cutOff = ['refresh', 'undo'].flatMap((what) =>
  ['that range', 'the other one'].map((next): [string, string] => [what, next]),
);
test.each(cutOff)(
  'where cells were pushed and their mark was not, for the %s was cut off, the next refresh of %s puts it right',
  (what, next) => {
    const ready = () => {
      const both = pushing();
      widen(both.linked);
      if (what === 'undo') both.linked.desk.refresh(both.linked.id, yes);
      return both;
    };
    const work = ({ desk, id }: Linked) =>
      void (what === 'undo' ? desk.ask('undoRefresh', { id }) : desk.refresh(id, yes));
    let wasElsewhere = 0;
    for (const calls of callsAround(/\.(insert|delete)Cells$/, ready().linked, work)) {
      const { linked, other } = ready();
      cutOffAt(linked, calls, () => work(linked));
      if (words(besideOf(other).apart)[0]?.endsWith('Rank right') !== true) wasElsewhere += 1;

      linked.desk.refresh(next === 'that range' ? linked.id : other.id, yes);

      const { own, apart } = besideOf(other);
      expect([calls, own, apart.map(({ name }) => name)]).toEqual([calls, [], ['Rank']]);
    }
    expect(wasElsewhere).toBeGreaterThan(0);
  },
);

/** The calls just before, at and after the first one of that name, counted from the first of the work. */
function callsAround(name: RegExp, linked: Linked, work: (linked: Linked) => void): number[] {
  const { script } = linked.desk;
  script.forget();
  work(linked);
  const at = script.callLog.findIndex((call) => name.test(call.name));
  return Array.from({ length: 14 }, (_, index) => at - 3 + index);
}

test('a table further down that rows come to stand beside is none of their notes', () => {
  const linked = rangeOf(3);
  const { desk } = linked;
  column(linked, 3, 'Note', ['about c1', '', 'about c3']);
  // Something else stands beside, so that rows come in a part of the tab's columns alone.
  for (let row = 0; row < 9; row += 1) desk.type('Sheet1', TOP + row, 12, `far ${row}`);
  ['Plan', 'one', 'two', 'three'].forEach((text, row) =>
    desk.type('Sheet1', TOP + 5 + row, 7, text),
  );

  refresh(linked, [1, 2, 3, 4, 5, 6, 7, 8]);
  refresh(linked, [8, 7, 3, 1]);
  expect(ids(linked).sort()).toEqual(['c1', 'c3', 'c7', 'c8']);
  refresh(linked, [9, 1, 2, 3, 4, 5, 6, 7, 8]);

  const plan = desk.shown('Sheet1').map((cells) => cells[6] ?? '');
  const start = plan.indexOf('Plan');
  expect(plan.slice(start, start + 4)).toEqual(['Plan', 'one', 'two', 'three']);
  expectNotes(linked);
});

test('columns of the result that a write left when it was cut off, at whichever call, are not called the person’s', () => {
  const named = new Set<string>();
  for (let calls = 1, isCutOff = true; isCutOff; calls += 1) {
    const linked = rangeOf(3);
    const { desk, id } = linked;
    column(linked, 7, 'Note', ['about c1', '', 'about c3']);
    linked.table.columns = [...columns, col('city')];
    linked.table.rows = [1, 2, 3].map((number) => [...customer(number), 'Rome']);
    isCutOff = cutOffAt(linked, calls, () => desk.refresh(id, yes));
    for (const { name } of besideOf(linked).own) named.add(name);
  }
  expect([...named]).toEqual(['Note']);
});

test('who chose that nothing beside belongs to its rows is told of none', () => {
  const linked = rangeOf(2);
  column(linked, 7, 'Note', ['a', 'b']);
  setOptions(linked, { ownColumns: 'none' });
  expect(besideOf(linked)).toEqual({ own: [], apart: [] });
});
