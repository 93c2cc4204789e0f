// The search of the catalog: words anywhere, typing mistakes, scripts without spaces, the best first.
import { expect, test } from '@jest/globals';
import type { KnownQuery } from '../../../server/catalog/queries/known-query.ts';
import { SearchIndex } from '../../../server/catalog/search/search.ts';
import { Synonyms } from '../../../server/catalog/search/synonyms.ts';

const query = (title: string, more: Partial<KnownQuery> = {}): KnownQuery => ({
  ...{ title, slug: title.toLowerCase().replace(/[^a-z]+/g, '-'), description: '', tags: [] },
  ...{ source: 'main', parameters: [], version: 1, file: null, formerly: [], sql: 'select 1' },
  ...{ updatedAt: '2026-01-01T00:00:00.000Z', status: 'published', use: null, columns: [] },
  ...{
    chart: null,
    key: [],
    variations: {},
    owner: null,
    parent: null,
    archivedAt: null,
    problem: null,
  },
  ...{ describedColumns: null, savedBy: null },
  ...more,
});

function titles(queries: KnownQuery[], words: string, liking?: (found: KnownQuery) => number) {
  const index = new SearchIndex();
  // What they bring is in synonyms.test.ts.
  index.synonyms = new Synonyms([]);
  index.update(queries);
  return index.search(words, liking).map(({ title }) => title);
}

const catalog = [
  query('Customers with an add-on', { description: 'Who pays for which add-on' }),
  query('Signups by month', { tags: ['growth'], sql: 'select created_at from accounts' }),
  query('Revenue by plan', { columns: [{ name: 'arpu', label: 'Per buyer' }] }),
  query('Überfällige Rechnungen', { describedColumns: [{ name: 'due_on', type: 'date' }] }),
  query('顧客の売上一覧', { description: '月ごとの売上' }),
  query('客户收入报表'),
  query('東京の店舗'),
];

test.each([
  ['custmers', ['Customers with an add-on']],
  ['cutsomers', ['Customers with an add-on']],
  ['kustomers', []],
  ['singups month', ['Signups by month']],
  ['revenu', ['Revenue by plan']],
  ['rechnugen', ['Überfällige Rechnungen']],
  ['custonerz', ['Customers with an add-on']],
  ['sgn', []],
  ['growht', ['Signups by month']],
  ['custom', ['Customers with an add-on']],
  ['paying customer', ['Customers with an add-on']],
  ['all of the signup', ['Signups by month']],
])('%j, mistyped or not, finds %j', (words, found) => {
  expect(titles(catalog, words)).toEqual(found);
});

test.each([
  ['売上', ['顧客の売上一覧']],
  ['顧客一覧', ['顧客の売上一覧']],
  ['顧客売上', ['顧客の売上一覧']],
  ['収入', []],
  ['收入报表', ['客户收入报表']],
  ['客', ['顧客の売上一覧', '客户收入报表']],
  ['店', ['東京の店舗']],
  ['京東', []],
])('%j in a script without spaces finds %j', (words, found) => {
  expect([...titles(catalog, words)].sort()).toEqual([...found].sort());
});

test('columns are found by their names and labels, declared or described', () => {
  expect(titles(catalog, 'arpu')).toEqual(['Revenue by plan']);
  expect(titles(catalog, 'due_on')).toEqual(['Überfällige Rechnungen']);
  expect(titles(catalog, 'per buyer')).toEqual(['Revenue by plan']);
});

test('a title comes before a tag, a tag before a description, and that before the SQL', () => {
  const queries = [
    query('D', { sql: 'select churn' }),
    query('C', { description: 'About churn' }),
    query('B', { tags: ['churn'] }),
    query('A of churn'),
    query('Churn'),
  ];

  expect(titles(queries, 'churn')).toEqual(['Churn', 'A of churn', 'B', 'C', 'D']);
});

test('of those that fit as well, what people like comes first', () => {
  const queries = [query('Sales A'), query('Sales B')];

  expect(titles(queries, 'sales', ({ title }) => (title === 'Sales B' ? 1.1 : 1))).toEqual([
    'Sales B',
    'Sales A',
  ]);
});

test('the index follows the catalog', () => {
  const index = new SearchIndex();
  const [old, same, fresh] = [query('Zebra'), query('Zebra two'), query('Zebra new')];
  index.update([old, same]);
  index.search('zebra');
  index.update([same, fresh]);

  expect(index.search('zebra').map(({ title }) => title)).toEqual(['Zebra new', 'Zebra two']);
  expect(index.search('').map(({ title }) => title)).toEqual(['Zebra new', 'Zebra two']);
  index.update([]);
  expect(index.search('zebra')).toEqual([]);
});
