// Charts that an author or a reader sets by hand: what each draws of which columns.
import { expect, test } from '@jest/globals';
import type { Column, Field } from '../../domain/contract/result.ts';
import { chartPlan } from '../../web/charts/chart-plan.ts';
import { statesFrom, statesText } from '../../web/editor/about/column-states.ts';
import { evenRange, stackedSeries, ticksFor } from '../../web/charts/scales.ts';

const column = (name: string, type: Column['type']): Column => ({ name, type, typeName: type });
const table = (columns: Column[], rows: Field[][]) => ({ columns, rows });

const sales = table(
  [column('month', 'date'), column('region', 'text'), column('amount', 'number')],
  [
    ['2026-01-01', 'north', 3],
    ['2026-01-01', 'south', 1],
    ['2026-02-01', 'north', 5],
    ['2026-02-01', 'south', -2],
  ],
);

test('areas and stacked lines over time have a series for each of the names beside', () => {
  const plan = chartPlan({ kind: 'stacked' }, sales);
  expect(plan).toMatchObject({
    ...{ kind: 'line', style: 'stacked', x: 'month' },
    series: [
      { name: 'north', values: [3, 5] },
      { name: 'south', values: [1, -2] },
    ],
  });
});

test('stacked bars are told apart by the column that is named, and keep the goal', () => {
  const plan = chartPlan({ kind: 'stacked', x: 'region', series: 'month', goal: 4 }, sales);
  expect(plan).toMatchObject({
    ...{ kind: 'bar', style: 'stacked', goal: 4, categories: ['north', 'south'] },
    series: [
      { name: '2026-01-01', values: [3, 1] },
      { name: '2026-02-01', values: [5, -2] },
    ],
  });
});

test('a pivot table has the sum of what is at a row and a column, and nothing where nothing is', () => {
  const more = {
    ...sales,
    rows: [...sales.rows, ['2026-01-01', 'north', 4], ['2026-03-01', 'east', 1]],
  };
  expect(
    chartPlan({ kind: 'pivot', x: 'region', series: 'month', y: ['amount'] }, more),
  ).toMatchObject({
    rows: ['north', 'south', 'east'],
    columns: ['2026-01-01', '2026-02-01', '2026-03-01'],
    cells: [
      [7, 5, null],
      [1, -2, null],
      [null, null, 1],
    ],
  });
});

test('one number is the newest, with the one before it', () => {
  const rows = [
    ['2026-02-01', 5],
    ['2026-01-01', 4],
    ['2026-03-01', 6],
  ];
  const plan = chartPlan(
    { kind: 'number', goal: 10 },
    table([column('month', 'date'), column('n', 'number')], rows),
  );
  expect(plan).toEqual({
    kind: 'number',
    name: 'n',
    value: 6,
    before: 5,
    of: '2026-03-01',
    goal: 10,
  });
  const single = chartPlan({ kind: 'number' }, table([column('n', 'number')], [[7], [3]]));
  expect(single).toMatchObject({ value: 7, before: null });
});

test('points are drawn of two columns of numbers, and rows without one are left out', () => {
  const plan = chartPlan(
    { kind: 'scatter' },
    table(
      [column('size', 'number'), column('price', 'number')],
      [
        [1, 2],
        [null, 3],
        ['4', '5.5'],
      ],
    ),
  );
  expect(plan).toMatchObject({
    kind: 'scatter',
    x: 'size',
    y: 'price',
    points: [
      [1, 2],
      [4, 5.5],
    ],
  });
});

test('how many bars are drawn can be said; the others are one', () => {
  const rows = Array.from({ length: 6 }, (_, at): Field[] => [`c${at}`, 10 - at]);
  const plan = chartPlan(
    { kind: 'bar', top: 3 },
    table([column('c', 'text'), column('n', 'number')], rows),
  );
  expect(plan).toMatchObject({
    categories: ['c0', 'c1', 'c2', 'All others (3)'],
    series: [{ values: [10, 9, 8, 18] }],
  });
});

test('what is stacked stands upon what was before, negative numbers below zero, and shares add up to one', () => {
  const series = [
    { name: 'a', values: [3, -1] },
    { name: 'b', values: [1, -3] },
    { name: 'c', values: [null, 2] },
  ];
  expect(stackedSeries(series, false)).toEqual([
    [
      { from: 0, to: 3 },
      { from: 0, to: -1 },
    ],
    [
      { from: 3, to: 4 },
      { from: -1, to: -4 },
    ],
    [null, { from: 0, to: 2 }],
  ]);
  const shares = stackedSeries(series, true);
  expect(shares.map((band) => band[0]?.to ?? null)).toEqual([0.75, 1, null]);
});

test('lines across stand at round numbers, and what is counted in ones has no halves', () => {
  expect(ticksFor([0, 3])).toEqual([0, 1, 2, 3]);
  expect(ticksFor([-30, 70])).toEqual([-20, 0, 20, 40, 60]);
  // A line stands above the highest bar, and below the lowest.
  expect(evenRange([-30, 70])).toEqual([-40, 80]);
  expect(evenRange([0, 43])).toEqual([0, 50]);
  expect(evenRange([0, 1])).toEqual([0, 1]);
  expect(ticksFor(evenRange([0, 43])).at(-1)).toBe(50);
});

test('states are read as they are written, and what is none is not passed over', () => {
  const states = statesFrom('Bad below 0,  good at least 99.5');
  expect(states).toEqual([
    { is: 'below', than: 0, as: 'bad' },
    { is: 'at_least', than: 99.5, as: 'good' },
  ]);
  expect(statesText(states ?? [])).toBe('bad below 0, good at least 99.5');
  expect(statesFrom('bad below 0, fine')).toBeNull();
});

test('points go along a number that is not the one drawn, and one number may stand alone in its row', () => {
  const rows: Field[][] = [
    ['Team', 9, 1],
    ['Starter', 5, 2],
  ];
  const columns = [column('plan', 'text'), column('accounts', 'number'), column('rate', 'number')];
  expect(chartPlan({ kind: 'scatter', y: ['accounts'] }, { columns, rows })).toMatchObject({
    x: 'rate',
    y: 'accounts',
  });
  const alone = { columns: columns.slice(1, 2), rows: [[9]] };
  expect(chartPlan({ kind: 'number' }, alone)).toMatchObject({ value: 9, before: null });
  expect(chartPlan({ kind: 'bar' }, alone)).toBeNull();
});
