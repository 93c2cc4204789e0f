// Rows beside which somebody keeps something, in the query's order: they are sorted together with it, or stay and say why.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { often } from '../../support/random.ts';
import { col } from '../desk/backend.ts';
import { ali, vera } from '../desk/desk.ts';
import { linkedAt, problemOf, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];
const customer = (number: number): Field[] => [`c${number}`, `Customer ${number}`, 100 * number];

/** Five customers from B4 on, notes beside three of them, and the option. */
function inOrder(options = { inQueryOrder: true }): Linked {
  const linked = linkedAt(4, 2, [1, 2, 3, 4, 5].map(customer), { columns });
  linked.desk.backend.save('list', () => linked.table, { key: ['id'] });
  for (const number of [1, 3, 5]) note(linked, number, 5);
  note(linked, 4, 1);
  setOptions(linked, options);
  return linked;
}

const note = ({ desk }: Linked, number: number, column: number) =>
  desk.type('Sheet1', 4 + number, column, `about c${number}`);
const refresh = ({ desk, table, id }: Linked, numbers: number[]) => {
  table.rows = numbers.map(customer);
  const { warnings = [], ...refreshed } = desk.refresh(id, { ownRows: true });
  return { ...refreshed, warnings };
};
const shown = ({ desk }: Linked) => desk.shown('Sheet1');
const ids = (linked: Linked) =>
  shown(linked)
    .slice(4)
    .map((row) => row[1]);
const besides = (linked: Linked) =>
  shown(linked)
    .slice(4)
    .map((row) => [row[0], row[4]].filter((text) => text).join(' '));

/** Each note stands beside its customer. */
function expectBeside(linked: Linked): void {
  for (const [left, id, , , right] of shown(linked).slice(4)) {
    for (const text of [left, right]) if (text) expect(text).toBe(`about ${id ?? ''}`);
  }
}

test('rows come into the query’s order with what stands on either side of them', () => {
  const linked = inOrder();

  const { range, warnings } = refresh(linked, [5, 9, 3, 1, 4, 2]);

  expect(ids(linked)).toEqual(['c5', 'c9', 'c3', 'c1', 'c4', 'c2']);
  expect(besides(linked)).toEqual(['about c5', '', 'about c3', 'about c1', 'about c4', '']);
  expect([range.rowCount, warnings]).toEqual([6, []]);
  expect(linked.desk.refresh(linked.id).changes.unchanged).toBe(true);
  expect(linked.desk.sheet('Sheet1').size.columns).toBe(26);
});

test('without the option, and without anything beside them, all is as it was', () => {
  const still = inOrder({ inQueryOrder: false });
  refresh(still, [5, 3, 1, 4, 2]);
  expect(ids(still)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);

  const bare = linkedAt(4, 2, [1, 2].map(customer), { columns });
  setOptions(bare, { inQueryOrder: true });
  refresh(bare, [2, 1]);
  expect(ids(bare)).toEqual(['c2', 'c1']);
});

test('rows that the result no longer has stand below, struck through, each with its note', () => {
  const linked = inOrder();

  refresh(linked, [4, 5, 1]);

  expect(ids(linked)).toEqual(['c4', 'c5', 'c1', 'c3']);
  expectBeside(linked);
  expect(linked.desk.cell('Sheet1', 8, 2).line).toBe('line-through');
});

test('a sort by hand is put into the query’s order again by the next refresh', () => {
  const linked = inOrder();
  refresh(linked, [5, 3, 1, 4, 2]);
  const { id } = linked.desk.sheet('Sheet1');
  const area = { top: 5, left: 1, bottom: 9, right: 5 };
  linked.desk.workbook.sort(id, area, { column: 2, ascending: true });

  refresh(linked, [5, 3, 1, 4, 2]);

  expect(ids(linked)).toEqual(['c5', 'c3', 'c1', 'c4', 'c2']);
  expectBeside(linked);
});

test('what was sorted is taken back cell by cell, also rows that came and went', () => {
  const linked = inOrder();
  const states = [JSON.stringify(shown(linked))];
  for (const numbers of [
    [5, 9, 3, 1, 4, 2],
    [2, 4, 9],
    [1, 2, 3, 4, 5, 6, 7],
  ]) {
    refresh(linked, numbers);
    expectBeside(linked);
    states.push(JSON.stringify(shown(linked)));
  }

  for (const state of states.slice(0, -1).reverse()) {
    linked.desk.ask('undoRefresh', { id: linked.id });
    expect(JSON.stringify(shown(linked))).toBe(state);
  }
});

test('what changed leads to where the rows stand after they were sorted', () => {
  const linked = inOrder();
  linked.table.rows = [5, 3, 1, 4, 2].map(customer);
  const [, third] = linked.table.rows;
  third?.splice(2, 1, 333);

  const { changes } = linked.desk.refresh(linked.id, { ownRows: true });

  expect(changes.rows?.changed.map(({ name, before, after }) => [name, before, after])).toEqual([
    ['c3', 'D7', 'D6'],
  ]);
  expect(linked.desk.cell('Sheet1', 6, 4).value).toBe(333);
});

const harms: Record<string, [(linked: Linked) => void, RegExp]> = {
  'merged cells': [
    ({ desk }) => desk.sheet('Sheet1').merges.push({ top: 5, left: 5, bottom: 6, right: 5 }),
    /E5:E6 are merged/,
  ],
  'rows that a filter hides': [
    ({ desk }) => {
      const area = { top: 4, left: 2, bottom: 9, right: 5 };
      desk.sheet('Sheet1').filter = { area, hiddenValues: { 2: ['c2'] } };
    },
    /A filter hides rows/,
  ],
  'a formula of theirs that looks at another row': [
    ({ desk }) => desk.type('Sheet1', 6, 5, '=D5+1'),
    /The formula in E6 looks at other rows/,
  ],
  'a formula of theirs that looks at its row in another tab': [
    ({ desk }) => {
      desk.workbook.addSheet('Plan');
      desk.type('Sheet1', 6, 5, '=Plan!B6');
    },
    /The formula in E6 looks at other rows/,
  ],
  'a formula that fills the cells below it': [
    ({ desk }) => desk.type('Sheet1', 6, 6, '=SEQUENCE(2)'),
    /The formula in F6 looks at other rows/,
  ],
  'a cell that a formula elsewhere names': [
    ({ desk }) => desk.type('Sheet1', 1, 1, '=D6*2'),
    /The formula in Sheet1!A1 names some of these rows/,
  ],
  'a cell that a formula of another tab names': [
    ({ desk }) => {
      desk.workbook.addSheet('Summary');
      desk.type('Summary', 1, 1, '=SUM(Sheet1!D5:D7)');
    },
    /The formula in Summary!A1 names some of these rows/,
  ],
  'a cell that has a name': [
    ({ desk }) => {
      const area = { top: 6, left: 4, bottom: 6, right: 4 };
      desk.workbook.names.set('best', desk.sheet('Sheet1').id, area);
    },
    /D6 have a name/,
  ],
  'a list behind an empty column that goes on below': [
    ({ desk }) => {
      for (let row = 2; row <= 14; row += 1) desk.type('Sheet1', row, 9, 'a list of its own');
    },
    /behind an empty column/,
  ],
};

test.each(Object.keys(harms))('nothing is sorted where there is %s, and it is said why', (name) => {
  const linked = inOrder();
  const [harm, says] = harms[name] ?? [() => undefined, /never/];
  harm(linked);

  const { warnings } = refresh(linked, [5, 3, 1, 4, 2]);

  expect(ids(linked).slice(0, 5)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
  expect(warnings.join(' ')).toMatch(says);
  for (const text of ['about c1', 'about c3', 'about c5']) {
    expect(
      shown(linked)
        .flat()
        .filter((one) => one === text).length,
    ).toBeLessThanOrEqual(2);
  }
});

test('nothing is sorted where cells in these rows are protected against the one who refreshes', () => {
  const linked = inOrder();
  const { desk, id, table } = linked;
  desk.sheet('Sheet1').protections.push({
    ...{ id: 1, area: { top: 1, left: 5, bottom: 40, right: 5 }, unprotected: [] },
    ...{ description: '', warningOnly: false, editors: [], owner: 'vera@example.com' },
  });
  table.rows = [5, 3, 1, 4, 2].map(customer);
  const script = desk.simulation.scripts.find((_, at) => [vera, ali][at] === ali);
  if (script) desk.script = script;

  const { warnings = [] } = desk.refreshAgreeing(id, { ownRows: true });

  expect(ids(linked)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
  expect(warnings.join(' ')).toMatch(/protected, and you may not edit/);
});

test('what looks at its own row, at all rows, or at cells that do not move, is sorted along and stays true', () => {
  const linked = inOrder();
  const { desk } = linked;
  desk.type('Sheet1', 1, 2, '=SUM(D5:D9)');
  desk.type('Sheet1', 1, 3, '=VLOOKUP("c3",B5:D9,3,FALSE)');
  for (let row = 5; row <= 9; row += 1) desk.type('Sheet1', row, 6, `=D${row}/B$1`);

  const { warnings } = refresh(linked, [5, 3, 1, 4, 2]);

  expect(warnings).toEqual([]);
  expect(ids(linked)).toEqual(['c5', 'c3', 'c1', 'c4', 'c2']);
  expect([desk.cell('Sheet1', 1, 2).value, desk.cell('Sheet1', 1, 3).value]).toEqual([1500, 300]);
  for (let row = 5; row <= 9; row += 1) {
    const { value } = desk.cell('Sheet1', row, 4);
    expect(desk.cell('Sheet1', row, 6).value).toBeCloseTo(Number(value) / 1500);
  }
});

test('an undo is refused where a sort back would harm what was put there since', () => {
  const linked = inOrder();
  refresh(linked, [5, 3, 1, 4, 2]);
  linked.desk.type('Sheet1', 1, 1, '=D6*2');
  const before = shown(linked);

  const refused = problemOf(() => linked.desk.ask('undoRefresh', { id: linked.id }));

  expect([refused.code, refused.message]).toEqual([
    'sheet_changed',
    expect.stringMatching(/cannot go back to where they stood/),
  ]);
  expect(shown(linked)).toEqual(before);
});

test('an undo that is refused leaves the rows in the query’s order', () => {
  const linked = inOrder();
  refresh(linked, [5, 9, 3, 1, 4, 2]);
  linked.desk.type('Sheet1', 6, 5, 'about c9');
  const before = shown(linked);

  const refused = problemOf(() => linked.desk.ask('undoRefresh', { id: linked.id }));

  expect(refused.message).toMatch(/Something stands in E\d+, in a row that the refresh added/);
  expect(shown(linked)).toEqual(before);
  expect(linked.desk.ask('listRanges').ranges[0]?.freshness).toBe('fresh');
});

const steps: Record<string, (linked: Linked) => void> = {
  'a refresh': (linked) => refresh(linked, [5, 9, 3, 1, 4]),
  'an undo': ({ desk, id }) => desk.ask('undoRefresh', { id }),
};

test.each(Object.keys(steps))(
  '%s that Google cuts off after some of its calls leaves each note beside its row, and the next refresh puts the rest right',
  (name) => {
    const ready = () => {
      const linked = inOrder();
      if (name === 'an undo') refresh(linked, [5, 9, 3, 1, 4]);
      return linked;
    };
    const whole = ready();
    whole.desk.script.forget();
    steps[name]?.(whole);
    const calls = whole.desk.script.callLog.length;
    let left = 0;
    for (let stop = 1; stop < calls; stop += often(3, 1)) {
      const linked = ready();
      const { desk } = linked;
      desk.script.stopAfterCall(stop);
      expect(() => steps[name]?.(linked)).toThrow();

      expectBeside(linked);
      if (desk.sheet('Sheet1').size.columns > 26) left += 1;
      refresh(linked, [5, 9, 3, 1, 4]);
      expect([stop, ids(linked)]).toEqual([stop, ['c5', 'c9', 'c3', 'c1', 'c4']]);
      expectBeside(linked);
      // Cut off between the column and its mark, a blank one is left, in which nothing stands.
      expect(desk.sheet('Sheet1').contentEnd().columns).toBe(5);
      expect(
        shown(linked)
          .flat()
          .filter((text) => text.startsWith('about')),
      ).toHaveLength(4);
    }
    expect(left).toBeGreaterThan(often(0, 2));
  },
  600_000,
);

test('a column that was left then is theirs once they typed in it', () => {
  const linked = inOrder();
  const { desk } = linked;
  desk.script.stopAfterCall(callsUntil('Range.sort'));
  expect(() => refresh(linked, [5, 3, 1, 4, 2])).toThrow();
  expect(desk.sheet('Sheet1').size.columns).toBe(27);
  desk.type('Sheet1', 1, 27, 'mine');

  refresh(linked, [5, 3, 1, 4, 2]);

  expect(desk.cell('Sheet1', 1, 27).value).toBe('mine');
});

/** How many calls the same work makes at another desk until one of this name. */
function callsUntil(name: string): number {
  const other = inOrder();
  other.desk.script.forget();
  refresh(other, [5, 3, 1, 4, 2]);
  return other.desk.script.callLog.findIndex((call) => call.name === name) + 1;
}
