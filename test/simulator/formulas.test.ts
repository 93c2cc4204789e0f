// Formulas give what stands in the cells that they name, however often cells, formulas and spreadsheets change.
import { expect, test } from '@jest/globals';
import { Workbook } from '../../playground/simulator/workbook/workbook.ts';
import { fc, often } from '../support/random.ts';

const ROWS = 120;
type Value = string | number | boolean;

const values = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -999, max: 999 }) as fc.Arbitrary<Value> },
  { weight: 1, arbitrary: fc.boolean() as fc.Arbitrary<Value> },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Value>(
      '',
      '12',
      '=1',
      'a\tb',
      'a\nb',
      'a "b"',
      "'x",
      'TRUE',
      '1/2',
      '#N/A',
    ),
  },
);

/** Some rows of one of two spreadsheets get new values, then a formula is asked for over other rows. */
const step = fc.record({
  book: fc.nat({ max: 1 }),
  top: fc.integer({ min: 1, max: ROWS }),
  left: fc.integer({ min: 1, max: 4 }),
  block: fc.array(fc.tuple(values, values, values, values), { maxLength: ROWS }),
  from: fc.integer({ min: 1, max: ROWS }),
  to: fc.integer({ min: 1, max: ROWS }),
});

function write(book: Workbook, row: number, column: number, value: Value): void {
  book.sheet(0).make(row, column).value = value;
  book.engine.invalidate();
}

/** What stands in the cells, joined and summed by plain code. */
function expected(book: Workbook, from: number, to: number) {
  const found: Value[] = [];
  for (let row = from; row <= to; row++)
    for (let column = 1; column <= 5; column++)
      found.push((book.sheet(0).at(row, column)?.value ?? '') as Value);
  const numbers = found.filter((value) => typeof value === 'number');
  return [
    numbers.reduce((sum, value) => sum + value, 0),
    found.filter((value) => value !== '').length,
    found
      .filter((value) => value !== '')
      .map((value) => (typeof value === 'boolean' ? String(value).toUpperCase() : String(value)))
      .join('|'),
  ];
}

test('a formula gives what stands in its cells, after any changes of cells, of formulas and of the spreadsheet that is open', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const books = [new Workbook(), new Workbook()];
      for (const { book: which, top, left, block, from, to } of steps) {
        const book = books[which] as Workbook;
        block.forEach((row, down) =>
          row.forEach((value, across) => write(book, top + down, left + across, value)),
        );
        const area = `A${Math.min(from, to)}:E${Math.max(from, to)}`;
        book.typeInto(0, 1, 9, `=SUM(${area})`);
        book.typeInto(0, 2, 9, `=COUNTA(${area})`);
        book.typeInto(0, 3, 9, `=TEXTJOIN("|",TRUE,${area})`);

        const given = [1, 2, 3].map((row) => book.cell(0, row, 9).value);
        expect(given).toEqual(expected(book, Math.min(from, to), Math.max(from, to)));
      }
    }),
    { numRuns: often(60, 1_000) },
  );
});

/** A few rows hold something; of a large area it is what the simulator answers, of a small one what the calculator does. */
const asked = [
  ...['SUM(B)', 'COUNT(A)', 'COUNTA(A)', 'AVERAGE(B)', 'MIN(B)', 'MAX(B)', 'ROUND(SUM(B)/3,1)'],
  ...['VLOOKUP(D1,AB,2,FALSE)', 'VLOOKUP("x",AB,2,0)', 'IFERROR(VLOOKUP(D2,AB,2,FALSE),"none")'],
  ...['MATCH(D1,A,0)', 'INDEX(B,MATCH(D1,A,0))', 'XLOOKUP(D1,A,B)', 'VLOOKUP(E1,AB,2,FALSE)'],
  ...['COUNTIF(A,"x")', 'COUNTIF(A,D1)', 'COUNTIF(B,">5")', 'COUNTIF(A,"x*")', 'SUMIF(A,"x",B)'],
  ...['SUM(B)&" of (SUM(b))"', 'SUM(A)+SUM(B)', 'INDEX(AB,3,2)'],
];
const held = fc.constantFrom<Value>(
  ...['x', 'X', 'xy', 'y', '5', '', 'a "b"', 'k*', 5, 7, 0, -2, true],
);
// The calculator takes an empty cell for 0, which Google does not.
const wanted = held.filter((value) => value !== 0);

test('what is asked of a large area is answered as it would be of a small one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(held, held), { minLength: 3, maxLength: 12 }),
      fc.tuple(wanted, wanted),
      fc.constantFrom('', '=1/0', '=2+3', '="x"'),
      (rows, keys, formula) => {
        const book = new Workbook();
        book.sheet(0).size = { rows: 9_000, columns: 12 };
        rows.forEach((row, down) =>
          row.forEach((value, at) => write(book, down + 1, at + 1, value)),
        );
        keys.forEach((key, down) => write(book, down + 1, 4, key));
        book.typeInto(0, 1, 5, '=D1');
        if (formula !== '') book.typeInto(0, 2, 2, formula);
        for (const [at, one] of asked.entries()) {
          const over = (last: number) =>
            one.replace(/\b(AB|A|B)(?=[,)])/g, (name) => `${name[0]}1:${name.at(-1)}${last}`);
          book.typeInto(0, at + 1, 8, `=${over(100)}`);
          book.typeInto(0, at + 1, 9, `=${over(9_000)}`);
        }

        const shown = (column: number) =>
          asked.map((one, at) => [one, book.cell(0, at + 1, column).display]);
        expect(shown(9)).toEqual(shown(8));
      },
    ),
    { numRuns: often(60, 1_000) },
  );
}, 600_000);

test('a formula over a hundred thousand rows, and others over the same rows after it, are calculated from all of them', () => {
  const book = new Workbook();
  const sheet = book.sheet(0);
  sheet.size = { rows: 100_000, columns: 12 };
  for (let row = 1; row <= 100_000; row++) {
    sheet.make(row, 1).value = `customer ${row}`;
    sheet.make(row, 2).value = row;
  }
  const shown = (formula: string) => {
    book.typeInto(0, 1, 12, formula);
    return book.cell(0, 1, 12).value;
  };

  expect(shown('=SUM(B1:B100000)')).toBe(5_000_050_000);
  expect(shown('=COUNTIF(A1:A100000,"customer 7*")')).toBe(11_111);
  expect(shown('=VLOOKUP("customer 77777",A1:B100000,2,FALSE)')).toBe(77_777);
  book.typeInto(0, 77_777, 2, '5');
  expect(shown('=SUM(B1:B100000)')).toBe(5_000_050_000 - 77_777 + 5);
});

test('what an array spreads over a large area counts in totals of it, wherever they stand and however often the sheet changes', () => {
  const book = new Workbook();
  book.sheet(0).size = { rows: 12_000, columns: 12 };
  book.typeInto(0, 1, 5, '=SUM(A2:A9000)');
  book.typeInto(0, 11_000, 5, '=SUM(A2:A9000)');
  book.typeInto(0, 11_001, 5, '=VLOOKUP(7,A2:A9000,1,FALSE)');
  const shown = () => [1, 11_000, 11_001].map((row) => book.cell(0, row, 5).value);

  expect(shown().slice(0, 2)).toEqual([0, 0]);
  book.typeInto(0, 1, 1, '=SEQUENCE(9)');
  expect(shown()).toEqual([44, 44, 7]);
  book.typeInto(0, 1, 8, 'another cell');
  expect(shown()).toEqual([44, 44, 7]);
  book.typeInto(0, 1, 1, '');
  expect(shown().slice(0, 2)).toEqual([0, 0]);
});
