// Which chart a result suggests, where a problem points in a text, and the difference of two texts.
import { expect, test } from '@jest/globals';
import type { Column, Field } from '../../domain/contract/result.ts';
import { Problem } from '../../domain/problem.ts';
import { chartPlan } from '../../web/charts/chart-plan.ts';
import type { ChartPlan, Series } from '../../web/charts/plans.ts';
import { choicesFrom } from '../../web/editor/parameters/choices-field.tsx';
import { spanOf } from '../../web/editor/sql/position.ts';
import { parametersFor } from '../../web/editor/parameters/recognised.ts';
import { lineDiff } from '../../web/history/line-diff.ts';
import { fc } from '../support/random.ts';

const column = (name: string, type: Column['type']): Column => ({ name, type, typeName: type });
const month = column('month', 'date');
const count = column('sign_ups', 'number');
const table = (columns: Column[], ...rows: Field[][]) => ({ columns, rows });
const seriesOf = (plan: ChartPlan | null): Series[] =>
  plan !== null && 'series' in plan ? plan.series : [];

test('a date and numbers make lines in the order of time, and shares are left out beside amounts', () => {
  const plan = chartPlan(
    null,
    table(
      [month, count, column('confirmed_percent', 'number')],
      ['2026-03-01', 30, 90],
      ['2026-01-01', 10, 91],
      ['2026-02-01', null, 92],
    ),
  );

  expect(plan).toMatchObject({
    kind: 'line',
    isDay: true,
    times: [Date.UTC(2026, 0, 1) / 1000, Date.UTC(2026, 1, 1) / 1000, Date.UTC(2026, 2, 1) / 1000],
    series: [{ name: 'sign_ups', values: [10, null, 30] }],
  });
});

test('the same days for several names make a line for each name', () => {
  const plan = chartPlan(
    null,
    table(
      [month, column('origin', 'text'), count],
      ['2026-01-01', 'ads', 1],
      ['2026-01-01', 'search', 2],
      ['2026-02-01', 'search', 4],
    ),
  );

  expect(seriesOf(plan)).toEqual([
    { name: 'ads', values: [1, null] },
    { name: 'search', values: [2, 4] },
  ]);
});

test('of many names the greatest have lines of their own, and one line is the sum of all others', () => {
  const months = Array.from(
    { length: 12 },
    (_, at) => `2026-${String(at + 1).padStart(2, '0')}-01`,
  );
  const countries = Array.from({ length: 15 }, (_, at) => `country ${at + 1}`);
  const rows = months.flatMap((day) => countries.map((name, at): Field[] => [day, name, at + 1]));
  const plan = chartPlan(null, table([month, column('country', 'text'), count], ...rows));

  expect(seriesOf(plan).map(({ name }) => name)).toEqual([
    ...['country 15', 'country 14', 'country 13', 'country 12', 'country 11'],
    'All others',
  ]);
  expect(seriesOf(plan).at(-1)?.values).toEqual(months.map(() => 55));
});

test('of many bars the greatest are drawn, and one for the sum of all others; of shares there is no sum', () => {
  const rows = Array.from({ length: 40 }, (_, at): Field[] => [`customer ${at}`, at]);
  const barsOf = (name: string) =>
    chartPlan(null, table([column('customer', 'text'), column(name, 'number')], ...rows));

  expect(barsOf('revenue')).toMatchObject({ kind: 'bar' });
  expect(seriesOf(barsOf('revenue'))[0]?.values).toEqual([
    ...Array.from({ length: 12 }, (_, at) => 39 - at),
    (27 * 28) / 2,
  ]);
  expect(seriesOf(barsOf('paid_percent'))[0]?.values.at(-1)).toBeNull();
});

test('a category and a number make bars of what the rows are ordered by', () => {
  const plan = chartPlan(
    null,
    table(
      [column('plan', 'text'), column('price', 'number'), column('revenue', 'number')],
      ['Team', 99, 900],
      ['Starter', 19, 500],
      ['Business', 499, 100],
    ),
  );

  expect(plan).toMatchObject({
    kind: 'bar',
    categories: ['Team', 'Starter', 'Business'],
    series: [{ name: 'revenue', values: [900, 500, 100] }],
  });
});

test('columns are drawn under the labels and in the formats that the author gave them', () => {
  const notes = [{ name: 'sign_ups', label: 'Sign-ups', format: 'whole' as const }];
  const rows: Field[][] = [
    ['a', 1],
    ['b', 2],
  ];
  expect(seriesOf(chartPlan(null, table([column('name', 'text'), count], ...rows), notes))).toEqual(
    [{ name: 'Sign-ups', format: 'whole', values: [1, 2] }],
  );
});

test('a list of things with their times suggests no line', () => {
  const tickets = Array.from({ length: 9 }, (_, n): Field[] => [`2026-01-0${n + 1}`, `C${n}`, n]);
  const columns = [month, column('customer', 'text'), count];
  expect(chartPlan(null, table(columns, ...tickets))).toBeNull();
});

test('identifiers are not drawn, and an author may say that there is no chart', () => {
  const rows: Field[][] = [
    ['a', 1],
    ['b', 2],
  ];
  expect(
    chartPlan(null, table([column('name', 'text'), column('id', 'number')], ...rows)),
  ).toBeNull();
  const named = table([column('name', 'text'), count], ...rows);
  expect(chartPlan(null, named)?.kind).toBe('bar');
  expect(chartPlan({ kind: 'none' }, named)).toBeNull();
});

test('the difference of two texts holds both whole, and nothing that is the same is told as changed', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const diff = lineDiff(a.join('\n'), b.join('\n'));
      const without = (kind: string) =>
        diff.filter((line) => line.kind !== kind).map((line) => line.text);
      expect(without('added').join('\n')).toBe(a.join('\n'));
      expect(without('removed').join('\n')).toBe(b.join('\n'));
    }),
  );
  expect(lineDiff('x\ny', 'x\ny').every(({ kind }) => kind === 'same')).toBe(true);
});

test('a problem points at the word that it names, also in a selection and behind wide characters', () => {
  const at = (line: number, col: number) => new Problem('sql_invalid', 'no', { line, column: col });
  const word = (sql: string, problem: Problem, start = 0) => {
    const span = spanOf(problem, sql, start);
    return span && sql.slice(span.from, span.to);
  };
  expect(word('select\n  nonsense from t', at(2, 3))).toBe('nonsense');
  expect(word("select '😀', wrong", at(1, 13))).toBe('wrong');
  expect(word('select 1; select oops', at(1, 8), 10)).toBe('oops');
  expect(word('select', new Problem('sql_timed_out', 'late'))).toBeNull();
});

test('parameters stand in the order of the text: configured ones as they are, others guessed', () => {
  const label = { name: 'since', type: 'date' as const, label: 'From' };
  const { used, unused } = parametersFor(
    ['top', 'since', 'name'],
    [label, { name: 'gone', type: 'text' }],
    [{ name: 'name', type: 'boolean' }],
  );
  expect(used).toEqual([{ name: 'top', type: 'number' }, label, { name: 'name', type: 'boolean' }]);
  expect(unused.map(({ name }) => name)).toEqual(['gone']);
});

test('choices are read line by line, with their labels', () => {
  expect(choicesFrom('a | All of them\n\n b ')).toEqual([
    { value: 'a', label: 'All of them' },
    { value: 'b' },
  ]);
});
