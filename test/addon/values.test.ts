// Values of parameters that are taken from cells.
import { expect, test } from '@jest/globals';
import type { ParameterType, Values } from '../../domain/contract/parameter.ts';
import { Problem } from '../../domain/problem.ts';
import { col } from './desk/backend.ts';
import { Desk } from './desk/desk.ts';
import { problemOf } from './desk/linked.ts';

/** A desk with the query `orders`, whose result is the values that it was asked with. */
function ordersDesk() {
  const desk = new Desk();
  const given: Values[] = [];
  desk.backend.save(
    'orders',
    (values) => {
      given.push(values);
      if (values['since'] === 'yesterdy') throw new Problem('invalid_value', 'Not a date.');
      return { columns: [col('given')], rows: [[JSON.stringify(values)]] };
    },
    {
      parameters: [
        { name: 'since', type: 'date' },
        { name: 'ids', type: 'number', list: true, optional: true },
        { name: 'city', type: 'text', optional: true, label: 'City' },
      ],
    },
  );
  return { desk, given };
}

const cell = (place: string) => ({ from: 'cell' as const, place });

test('a value follows its cell when rows come above it', () => {
  const { desk, given } = ordersDesk();
  desk.type('Sheet1', 2, 2, '2025-03-01');
  const { range } = desk.insert('orders', { values: { since: cell('Sheet1!B2') } });
  expect(given.at(-1)).toEqual({ since: '2025-03-01' });
  expect(range.values).toEqual({ since: cell('Sheet1!B2') });

  desk.workbook.insertRows(desk.sheet('Sheet1').id, 1, 3);
  desk.type('Sheet1', 5, 2, '2026-01-31');
  const refreshed = desk.refresh(range.id, { editedCells: true });

  expect(given.at(-1)).toEqual({ since: '2026-01-31' });
  expect(refreshed.range.values).toEqual({ since: cell('Sheet1!B5') });
});

test('a whole column gives a list in one run, without its blank cells', () => {
  const { desk, given } = ordersDesk();
  [3, 5, '', 8].forEach((value, index) => desk.type('Sheet1', index + 1, 1, String(value)));

  desk.insert('orders', {
    values: { since: { from: 'value', value: 'today' }, ids: cell('Sheet1!A:A') },
  });

  expect(given).toEqual([{ since: 'today', ids: [3, 5, 8] }]);
});

test('a named range of the person’s own is used by its name', () => {
  const { desk, given } = ordersDesk();
  desk.workbook.names.set('my_city', 0, { top: 1, left: 1, bottom: 1, right: 1 });
  desk.type('Sheet1', 1, 1, 'Lyon');

  const values = { since: { from: 'value' as const, value: 'today' }, city: cell('my_city') };
  const { range } = desk.insert('orders', { values });

  expect(given.at(-1)).toEqual({ since: 'today', city: 'Lyon' });
  expect(range.values['city']).toEqual(cell('my_city'));
});

test('a cell that is empty, of the wrong type or gone is said, with its parameter', () => {
  const { desk } = ordersDesk();
  desk.type('Sheet1', 1, 1, 'twelve');

  const empty = problemOf(() => desk.insert('orders', { values: { since: cell('Sheet1!C3') } }));
  expect([empty.code, empty.extras.parameter]).toEqual(['invalid_value', 'since']);
  expect(empty.message).toContain('C3');

  const wrong = problemOf(() => desk.insert('orders', { values: { ids: cell('Sheet1!A1') } }));
  expect(wrong.message).toContain('twelve');

  const gone = problemOf(() => desk.insert('orders', { values: { since: cell('Nowhere!A1') } }));
  expect(gone.code).toBe('invalid_value');
});

test('changing values to given ones forgets the cell, and unlinking leaves no name behind', () => {
  const { desk, given } = ordersDesk();
  desk.type('Sheet1', 2, 2, '2025-03-01');
  const { range } = desk.insert('orders', { values: { since: cell('Sheet1!B2') } });

  desk.refresh(range.id, { editedCells: true }, { since: { from: 'value', value: 'today' } });
  expect(given.at(-1)).toEqual({ since: 'today' });

  desk.ask('unlinkRange', { id: range.id });
  expect(desk.workbook.names.list).toEqual([]);
});

test('other values count only once their result stands in the sheet', () => {
  const { desk } = ordersDesk();
  const given = (value: string) => ({ since: { from: 'value' as const, value } });
  const { range } = desk.insert('orders', { values: given('today') });
  const listed = () => desk.ask('listRanges').ranges[0];

  const wrong = () => desk.refresh(range.id, {}, given('yesterdy'));
  expect(problemOf(wrong).code).toBe('invalid_value');
  expect(listed()).toMatchObject({ values: given('today'), freshness: 'fresh', problem: null });

  desk.type('Orders', 2, 1, 'mine');
  const asked = problemOf(() => desk.refresh(range.id, {}, given('yesterday')));
  expect(asked.code).toBe('needs_confirmation');
  expect(listed()).toMatchObject({ values: given('today'), freshness: 'fresh' });

  desk.refresh(range.id, { editedCells: true }, given('yesterday'));
  expect(listed()?.values).toEqual(given('yesterday'));
  expect(desk.values('Orders')[1]).toEqual(['{"since":"yesterday"}']);
});

test('undo brings back the values whose result it brings back, and follows their cell again', () => {
  const { desk, given } = ordersDesk();
  desk.type('Sheet1', 2, 2, '2025-03-01');
  const { range } = desk.insert('orders', { values: { since: cell('Sheet1!B2') } });
  desk.refresh(range.id, {}, { since: { from: 'value', value: 'today' } });

  const undone = desk.ask('undoRefresh', { id: range.id });
  expect(undone.range.values).toEqual({ since: cell('Sheet1!B2') });
  expect(desk.values('Orders')[1]).toEqual(['{"since":"2025-03-01"}']);

  desk.workbook.insertRows(desk.sheet('Sheet1').id, 1, 3);
  desk.refresh(range.id, { editedCells: true });
  expect(given.at(-1)).toEqual({ since: '2025-03-01' });
});

test('the selection is read for a value', () => {
  const { desk } = ordersDesk();
  desk.type('Sheet1', 2, 2, 'x');
  desk.select('Sheet1', 2, 2);

  expect(desk.ask('readSelection')).toEqual({ place: 'Sheet1!B2', values: ['x'] });
});

/** What a query is asked with when a value of each type is taken from A1, which holds and shows what `put` makes of it. */
function askedFrom(type: ParameterType, put: (desk: Desk) => void, locale = 'en_US') {
  const desk = new Desk({ locale });
  put(desk);
  desk.backend.save(
    'asked',
    (values) => ({ columns: [col('given')], rows: [[JSON.stringify(values['value'])]] }),
    {
      parameters: [
        { name: 'value', type, ...(type === 'choice' ? { choices: [{ value: 'x' }] } : {}) },
      ],
    },
  );
  desk.insert('asked', { values: { value: cell('Sheet1!A1') } });
  return desk.values('Asked')[1]?.[0];
}

const area = { top: 1, left: 1, bottom: 1, right: 1 };
const typed = (text: string) => (desk: Desk) => desk.type('Sheet1', 1, 1, text);
const formatted = (text: string, format: string) => (desk: Desk) => {
  desk.type('Sheet1', 1, 1, text);
  desk.workbook.style(desk.sheet('Sheet1').id, area, { format });
};

test('a text takes what its cell shows: times, dates with times, zeros of a format, checkboxes', () => {
  const text = (put: (desk: Desk) => void) => askedFrom('text', put);

  expect([
    text(typed('3:30')),
    text(formatted('2026-01-02 14:30', 'dd.mm.yyyy hh:mm')),
    text(formatted('2134', '00000')),
    text(typed('TRUE')),
    text(typed("'#1001")),
    text(formatted('5', ';;;')),
  ]).toEqual(['"3:30"', '"02.01.2026 14:30"', '"02134"', '"TRUE"', '"#1001"', '"5"']);
});

test('a number or a date that stands as text in its cell is read as the locale of the spreadsheet writes it', () => {
  expect(askedFrom('number', typed("'1.000"), 'de_DE')).toBe('"1000"');
  expect(askedFrom('number', typed("'1.000"), 'en_US')).toBe('"1.000"');
  expect(askedFrom('date', typed("'31.12.2026"), 'de_DE')).toBe('"2026-12-31"');
  expect(askedFrom('date', typed("'start of month"), 'de_DE')).toBe('"start of month"');
  expect(askedFrom('timestamp', typed("'31.12.2026 14:30"), 'de_DE')).toBe('"2026-12-31 14:30:00"');

  const unclear = problemOf(() => askedFrom('date', typed("'12/05/2026"), 'de_DE'));
  expect(unclear.message).toContain(
    '"12/05/2026" in the cell for value may be 2026-05-12 or 2026-12-05',
  );
});

test('an error in a cell, and a time where a date is wanted, are refused by what the cell shows', () => {
  const error = problemOf(() => askedFrom('text', typed('=1/0')));
  expect([error.code, error.message]).toEqual([
    'invalid_value',
    expect.stringContaining('shows #DIV/0!'),
  ]);
  for (const type of ['date', 'timestamp'] as const) {
    expect(problemOf(() => askedFrom(type, typed('3:30'))).message).toContain(
      'shows "3:30", which is not a date',
    );
  }
});

test('a choice that follows a cell is matched by the server, and what was matched is told', () => {
  const desk = new Desk();
  desk.type('Sheet1', 1, 1, 'Maple Optics');
  desk.backend.save(
    'orders',
    (values) => ({
      ...{ columns: [col('given')], rows: [[JSON.stringify(values)]] },
      matches: [
        { parameter: 'customer', given: 'Maple Optics', value: '00145', label: 'Maple Optics' },
        { parameter: 'customer', given: 'nonsense', value: null, label: null },
      ],
    }),
    { parameters: [{ name: 'customer', type: 'choice', choices: { query: 'customers' } }] },
  );

  const inserted = desk.insert('orders', { values: { customer: cell('Sheet1!A1') } });

  const asked = desk.backend.seen.find(({ path }) => path === '/api/queries/orders/result');
  expect(asked?.body['matchChoices']).toEqual(['customer']);
  expect(inserted.notes).toEqual(['Customer: “Maple Optics” is Maple Optics (00145).']);
  expect(inserted.warnings).toEqual(['Customer: “nonsense” is none of the choices and left out.']);
  expect(desk.cell('Orders', 1, 1).note).toContain('“nonsense” is none of the choices');
});
