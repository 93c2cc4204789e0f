// Alerts on changes: what came, went and changed since the look before, and values that moved by more than so much.
import { expect, test } from '@jest/globals';
import { isOfChange, sightOf, type WatchedResult } from '../../../domain/alerts/condition.ts';
import { evaluated, newState } from '../../../domain/alerts/episodes.ts';
import { headlineOf, linesOf, messageOf, sentencesOf } from '../../../domain/alerts/message.ts';
import { isChangedByMore } from '../../../domain/alerts/numbers.ts';
import { fc, often } from '../../support/random.ts';

type Rows = (string | null)[][];
const resultOf = (rows: Rows, columns = ['number', 'amount']): WatchedResult => ({
  ...{ columns, rows, truncated: false },
});
const changes = { when: 'changes' as const, key: ['number'] };
const rule = { inARow: 1, remind: null };
const at = '2026-11-29T09:00:00.000Z';

const toldOf = (before: Rows | null, after: Rows, isMuted = false) => {
  const sight = sightOf(changes, resultOf(after), before && resultOf(before));
  return evaluated(rule, newState, { sight, at, isMuted });
};

test('each change is told once with what changed, and nothing fires or recovers', () => {
  const { told, began, ended, outcome, state } = toldOf(
    [
      ['A', '1'],
      ['B', '2'],
      ['C', '3'],
    ],
    [
      ['B', '5'],
      ['C', '3'],
      ['D', null],
    ],
  );
  const [first] = told;
  if (first === undefined) throw new Error('nothing was told');
  const message = messageOf(first, {
    ...{ alert: { id: '1', name: 'Stock', note: '' }, query: { slug: 's', title: 'S' } },
    ...{ at, mayTellRows: true, frozen: 'abc' },
  });

  expect(headlineOf(message)).toBe('Stock: 3 rows changed');
  expect(sentencesOf(message)).toEqual(['Since the look before: 1 changed, 1 came, 1 went.']);
  expect(linesOf(message).lines).toEqual([
    'changed: B (amount: 2 → 5)',
    'came: D (amount: null)',
    'went: A (amount: 1)',
  ]);
  expect(message.frozen).toBe('abc');
  expect([outcome, began, ended, state.subjects]).toEqual(['changed', [], [], {}]);
});

test('the first look, other columns and a muted look tell nothing', () => {
  const other = sightOf(changes, resultOf([['A', '1']], ['number', 'sum']), resultOf([['B', '1']]));

  expect(toldOf(null, [['A', '1']]).told).toEqual([]);
  expect(evaluated(rule, newState, { sight: other, at, isMuted: false }).told).toEqual([]);
  expect(toldOf([['A', '1']], [], true)).toMatchObject({ outcome: 'changed', told: [] });
});

test('a result that is too large to be compared is failing, and says so', () => {
  const rows = Array.from({ length: 12_501 }, (_, n) => [String(n), '1']);
  const sight = sightOf(changes, resultOf(rows), null);

  expect(sight).toMatchObject({ state: 'failing', reason: expect.stringContaining('25,000') });
  expect(sightOf(changes, resultOf(rows.slice(1)), null).state).toBe('compared');
});

test('rows are told as a plain comparison of two maps tells them, whatever their order', () => {
  const rows = fc.dictionary(
    fc.constantFrom('A', 'B', 'C', 'D', 'E'),
    fc.constantFrom('1', '2', null),
  );
  const entries = (values: Record<string, string | null>): Rows => Object.entries(values);
  fc.assert(
    fc.property(rows, rows, fc.boolean(), (before, after, turned) => {
      const shown = turned ? entries(after).reverse() : entries(after);
      const sight = sightOf(changes, resultOf(shown), resultOf(entries(before)));
      const [was, is] = [Object.keys(before), Object.keys(after)];
      const expected = {
        came: is.filter((name) => !was.includes(name)).length,
        went: was.filter((name) => !is.includes(name)).length,
        changed: is.filter((name) => was.includes(name) && before[name] !== after[name]).length,
      };
      expect(sight).toMatchObject({ state: 'compared', changes: expected });
    }),
    { numRuns: often(500, 5_000) },
  );
});

const moved = (than: number | string) => ({
  when: { column: 'amount', is: 'changed_by_more_than' as const, than },
  key: ['number'],
});
const metOf = (than: number | string, before: Rows | null, after: Rows) => {
  const sight = sightOf(moved(than), resultOf(after), before && resultOf(before));
  return sight.state === 'seen' ? [sight.met.map(({ id }) => id), sight.unclear] : sight.state;
};

test('a value that moved by more than so much is met, what has no value before is unclear', () => {
  expect(
    metOf(
      10,
      [
        ['A', '100'],
        ['B', '100'],
      ],
      [
        ['A', '111'],
        ['B', '90'],
      ],
    ),
  ).toEqual([['["A"]'], []]);
  expect(metOf('10%', [['A', '100']], [['A', '110.01']])).toEqual([['["A"]'], []]);
  expect(
    metOf(
      10,
      [
        ['A', '100'],
        ['A', '1'],
      ],
      [
        ['A', '500'],
        ['N', '1'],
      ],
    ),
  ).toEqual([[], ['["A"]', '["N"]']]);
  expect(metOf(10, null, [['A', '1']])).toEqual([[], ['["A"]']]);
  expect(isOfChange(moved(1).when)).toBe(true);
});

test.each([
  ['12345678901234567890.1', '12345678901234567890.3', '0.1', true],
  ['12345678901234567890.1', '12345678901234567890.2', '0.1', false],
  ['-5', '5', '10', false],
  ['-5', '5.1', '10', true],
  ['200', '100', '50%', false],
  ['200', '99', '50 %', true],
  ['0', '1', '10%', true],
  ['1e3', '1.2e3', '100', true],
  ['text', '1', '1', null],
])('from %s to %s is more than %s: %j', (before, after, than, isMore) => {
  expect(isChangedByMore(before, after, than)).toBe(isMore);
});
