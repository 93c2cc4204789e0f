// Long lists: which rows are drawn, how choices and queries are found, how a result's fields read.
import { expect, test } from '@jest/globals';
import { sourceWords, sourcesFrom } from '../../addon/sidebar/value-sources.ts';
import { matchQueries } from '../../addon/sidebar/catalog/match-queries.ts';
import type { Column } from '../../domain/contract/result.ts';
import { matching } from '../../ui/fields/combobox.tsx';
import { decimalsIn, fieldText } from '../../ui/fields/field-text.ts';
import { listWindow, scrollTo } from '../../ui/list-window.ts';
import { tabSeparated } from '../../web/result/tab-separated.ts';
import { fc } from '../support/random.ts';

const heightsOf = fc.array(fc.integer({ min: 20, max: 90 }), { maxLength: 400 });
const viewOf = fc.record({
  scrollTop: fc.integer({ min: 0, max: 20_000 }),
  height: fc.integer({ min: 50, max: 900 }),
});

test('every row that touches the view is drawn, and the heights add up to the whole list', () => {
  fc.assert(
    fc.property(heightsOf, viewOf, (heights, view) => {
      const window = listWindow(heights, view);

      const sum = (rows: number[]) => rows.reduce((all, height) => all + height, 0);
      const drawn = heights.slice(window.from, window.to);
      expect(window.above + sum(drawn) + window.below).toBe(sum(heights));
      expect(window.above).toBe(sum(heights.slice(0, window.from)));
      if (window.above > 0) expect(window.above).toBeLessThanOrEqual(view.scrollTop);
      if (window.below > 0) {
        expect(window.above + sum(drawn)).toBeGreaterThanOrEqual(view.scrollTop + view.height);
      }
    }),
  );
});

test('of a thousand rows only those around the view are drawn', () => {
  const heights = Array.from({ length: 1000 }, () => 50);
  const { from, to } = listWindow(heights, { scrollTop: 25_000, height: 600 });
  expect([from, to]).toEqual([496, 516]);
});

test('scrolling to a row moves no further than needed to see it wholly', () => {
  const heights = [50, 50, 50, 50, 50];
  expect(scrollTo(heights, { scrollTop: 0, height: 100 }, 1)).toBe(0);
  expect(scrollTo(heights, { scrollTop: 0, height: 100 }, 3)).toBe(100);
  expect(scrollTo(heights, { scrollTop: 150, height: 100 }, 0)).toBe(0);
});

const query = (slug: string, title: string, description = '', tags: string[] = []) => ({
  slug,
  title,
  description,
  tags,
  source: 'sample',
  parameters: [],
  version: 1,
  file: null,
  updatedAt: '2026-01-01T00:00:00Z',
});

test('queries are found by all their words wherever they stand, the title first', () => {
  const queries = [
    query('a', 'Usage by month', 'invoices and more'),
    query('b', 'Open invoices'),
    query('c', 'Invoices by month', '', ['finance']),
    query('d', 'Sign-ups'),
  ];
  expect(matchQueries(queries, 'invoice').map(({ slug }) => slug)).toEqual(['c', 'b', 'a']);
  expect(matchQueries(queries, 'month invoice').map(({ slug }) => slug)).toEqual(['c', 'a']);
  expect(matchQueries(queries, 'finance').map(({ slug }) => slug)).toEqual(['c']);
});

test('case and accents do not matter when people search', () => {
  expect(matchQueries([query('a', 'Abonnés à Genève')], 'ABONNES geneve')).toHaveLength(1);
  const options = [
    { value: 'z', label: 'Zürich' },
    { value: 'b', label: 'Bern' },
  ];
  expect(matching(options, 'zur')).toEqual([options[0]]);
});

const column = (name: string, type: Column['type'], typeName = type): Column => ({
  name,
  type,
  typeName,
});

test('numbers are grouped for reading, but not years and identifiers, and no digit changes', () => {
  const grouped = (field: string | number, name: string) =>
    fieldText(field, column(name, 'number'), { grouped: true })?.replace(/[^\d.-]/g, ',');
  expect(grouped(1234567.5, 'amount')).toBe('1,234,567.5');
  expect(grouped('-12345678901234567890.10', 'amount')).toBe('-12,345,678,901,234,567,890.10');
  expect(grouped('-0.5', 'amount')).toBe('-0.5');
  expect(grouped(2025, 'year')).toBe('2025');
  expect(grouped(1234567, 'account_id')).toBe('1234567');
});

test('an author’s format is for the eye: currency, share, day; and no digit that a double cannot hold is invented', () => {
  const shown = (field: string | number, format: string, type: Column['type'] = 'number') =>
    fieldText(field, column('a', type), { grouped: true, timeZone: 'UTC', format });
  expect(shown(-1234.5, 'EUR')).toBe('-€1,234.50');
  expect(shown(0.1234, 'percent')).toBe('12.3%');
  expect(shown(1234.5, 'whole')).toMatch(/^1,23[45]$/);
  expect(shown('12345678901234567890', 'whole')).toBe('12,345,678,901,234,567,890');
  expect(shown('2026-11-22T15:30:00.000Z', 'date', 'datetime')).toBe('2026-11-22');
  expect(shown('NaN', 'EUR')).toBe('NaN');
});

test('decimals stand below each other where a column has few of them', () => {
  const price = column('price', 'number', 'numeric' as 'number');
  const decimals = decimalsIn(price, [90, 88.3, null, '12.25']);
  expect([90, 88.3].map((field) => fieldText(field, price, { grouped: true, decimals }))).toEqual([
    '90.00',
    '88.30',
  ]);
  expect(decimalsIn(price, [0.123456])).toBe(0);
});

test('an instant is shown in the zone asked for, a timestamp without zone as it is stored', () => {
  const reading = { timeZone: 'Asia/Tokyo', grouped: false };
  const at = column('at', 'datetime', 'datetime');
  expect(fieldText('2026-11-22T15:30:00.000Z', at, reading)).toBe('2026-11-23 00:30:00');
  expect(fieldText('2026-11-22T15:30:00', at, reading)).toBe('2026-11-22 15:30:00');
  expect(fieldText('infinity', at, reading)).toBe('infinity');
});

test('null is not the text "null"', () => {
  expect(fieldText(null, column('a', 'text'), { grouped: false })).toBeNull();
});

test('copied rows keep tabs, line breaks and quotes inside their cell', () => {
  const columns = [column('a', 'text'), column('b', 'number')];
  const rows = [
    ['x\ty', 1],
    ['say "hi"\nthere', null],
  ];
  expect(tabSeparated({ columns, rows })).toBe('a\tb\n"x\ty"\t1\n"say ""hi""\nthere"\t');
});

test('a copied text that a spreadsheet would take for a formula stays a text there, and numbers keep their digits', () => {
  const columns = [column('=a', 'text'), column('b', 'number')];
  const rows = [
    ['\ufeff=IMPORTXML("x")', '-1.50'],
    ['plain', 1e21],
  ];

  expect(tabSeparated({ columns, rows })).toBe(
    `'=a\tb\n"'\ufeff=IMPORTXML(""x"")"\t-1.50\nplain\t1000000000000000000000`,
  );
});

test('a linked range tells its values in words: labels, cells, many, none', () => {
  const origins = [{ value: 'ref', label: 'Referral' }, { value: 'ads' }];
  const parameters = [
    { name: 'origin', type: 'choice' as const, choices: origins, list: true },
    { name: 'numbers', type: 'text' as const, list: true },
    { name: 'customer', type: 'text' as const },
    { name: 'own', type: 'boolean' as const, default: false },
    { name: 'note', type: 'text' as const, optional: true },
  ];
  const words = sourceWords(parameters, {
    origin: { from: 'value', value: ['ref', 'ads'] },
    numbers: { from: 'value', value: ['1', '2', '3', '4', '5'] },
    customer: { from: 'cell', place: 'Sheet1!B1' },
  });
  expect(words.map((pair) => pair.words)).toEqual([
    'Referral, ads',
    '1, 2, 3 and 2 more',
    'from Sheet1!B1',
    'no',
    'any',
  ]);
});

test('a form gives the add-on cells as cells, and leaves what is left to its default unnamed', () => {
  const parameters = [
    { name: 'a', type: 'text' as const },
    { name: 'b', type: 'text' as const, default: 'x' },
  ];
  expect(
    sourcesFrom(parameters, {
      a: { from: 'cell', place: 'Sheet1!B1' },
      b: { from: 'text', text: '' },
    }),
  ).toEqual({ a: { from: 'cell', place: 'Sheet1!B1' } });
});
