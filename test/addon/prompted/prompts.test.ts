// Refreshed by what people do: a range that was opened, or whose cell was edited, runs as whoever wanted that, and as nobody else.
import { expect, test } from '@jest/globals';
import type { Values } from '../../../domain/contract/parameter.ts';
import { col, problemOfCode, problemResponse, type Seen } from '../desk/backend.ts';
import { opens, types } from '../desk/acts.ts';
import { changeRecord } from '../desk/co-editor.ts';
import { Desk } from '../desk/desk.ts';

const since = { name: 'since', type: 'number', optional: false } as const;

interface Followed {
  desk: Desk;
  id: string;
}

/** A range at A3 of Sheet1 that takes its value from B1, where 1 stands. */
function followed(): Followed {
  const desk = new Desk();
  const answer = ({ since: value }: Values) => ({
    columns: [col('n', 'number', 'int4')],
    rows: [[Number(value)], [Number(value) * 10]],
  });
  desk.backend.save('numbers', answer, { parameters: [since] });
  desk.type('Sheet1', 1, 2, '1');
  desk.select('Sheet1', 3, 1);
  const values = { since: { from: 'cell' as const, place: 'Sheet1!B1' } };
  const { range } = desk.insert('numbers', { target: 'selection', values });
  return { desk, id: range.id };
}

const shown = ({ desk }: Followed) =>
  desk
    .shown('Sheet1')
    .slice(2)
    .map(([text]) => text);
const runs = ({ desk }: Followed) =>
  desk.backend.seen.filter(({ path }) => path.endsWith('/result'));
const view = ({ desk, id }: Followed) => desk.ask('listRanges').ranges.find((one) => one.id === id);

const bearer = ({ headers }: Seen) => headers['Authorization'];

test('a range follows its cell within the edit, as whoever wanted it, with the schedule’s own token', () => {
  const followedRange = followed();
  const { desk, id } = followedRange;
  desk.ask('setPrompts', { id, on: ['edit'] });

  types(desk, [1, 2], '7');

  expect(shown(followedRange)).toEqual(['n', '7', '70']);
  expect(view(followedRange)).toMatchObject({
    refreshedBy: 'vera@example.com',
    prompts: { on: ['edit'], owner: 'vera@example.com', mine: true },
  });
  expect(bearer(runs(followedRange).at(-1) as Seen)).toBe(
    `Bearer ${desk.backend.scheduleTokens.get(id)}`,
  );
});

test('an edit elsewhere asks the server nothing', () => {
  const range = followed();
  range.desk.ask('setPrompts', { id: range.id, on: ['edit'] });
  const before = range.desk.backend.seen.length;
  range.desk.script.forget();

  types(range.desk, [20, 5], 'something else');

  expect(range.desk.backend.seen).toHaveLength(before);
  expect(range.desk.script.callLog.length).toBeLessThan(40);
});

test('edits while its query runs cause one run more, which sees the last of them', () => {
  const range = followed();
  const { desk, id } = range;
  desk.ask('setPrompts', { id, on: ['edit'] });
  const before = runs(range).length;
  let isFirst = true;
  desk.backend.before = ({ path }) => {
    if (!path.endsWith('/result') || !isFirst) return undefined;
    isFirst = false;
    // Google starts an execution for each; the one that is at it does their work.
    for (const text of ['3', '4', '5']) types(range.desk, [1, 2], text);
    return undefined;
  };

  types(range.desk, [1, 2], '2');

  expect(shown(range)).toEqual(['n', '5', '50']);
  expect(runs(range).length - before).toBe(2);
});

test('a value that does not fit is told at the range, which keeps what it showed, until the cell is mended', () => {
  const range = followed();
  range.desk.ask('setPrompts', { id: range.id, on: ['edit'] });

  types(range.desk, [1, 2], 'seven');
  expect(range.desk.cell('Sheet1', 3, 1).note).toContain('seven');
  expect(shown(range)).toEqual(['n', '1', '10']);

  types(range.desk, [1, 2], '7');
  expect(range.desk.cell('Sheet1', 3, 1).note).not.toContain('problem');
  expect(shown(range)).toEqual(['n', '7', '70']);
});

test('it is refreshed when somebody opens the spreadsheet, at most every five minutes', () => {
  const range = followed();
  const { desk, id } = range;
  desk.ask('setPrompts', { id, on: ['open'] });
  desk.simulation.clock.set('2026-11-22T10:00:00Z');
  const before = runs(range).length;

  opens(desk);
  opens(desk);
  expect(runs(range).length - before).toBe(1);

  desk.simulation.clock.set('2026-11-22T10:06:00Z');
  opens(desk);
  expect(runs(range).length - before).toBe(2);
});

test('nobody makes it run something else as its person, nor for a prompt that they did not choose', () => {
  const range = followed();
  const { desk, id } = range;
  desk.ask('setPrompts', { id, on: ['open'] });
  // So that Google calls for edits at all.
  const other = desk.insert('numbers', { values: { since: { from: 'value', value: 1 } } }).range.id;
  desk.ask('setPrompts', { id: other, on: ['edit'] });
  const before = runs(range).length;
  changeRecord(desk, id, { prompts: { on: ['open', 'edit'], owner: 'vera@example.com' } });
  types(range.desk, [1, 2], '7');
  expect(runs(range)).toHaveLength(before);

  desk.backend.save('secrets', { columns: [col('n', 'number', 'int4')], rows: [[42]] });
  changeRecord(desk, id, { slug: 'secrets', values: {} });
  desk.simulation.clock.set('2026-11-22T10:00:00Z');
  opens(desk);
  expect(runs(range)).toHaveLength(before);
  expect(view(range)?.problem).toMatchObject({ code: 'needs_confirmation' });
});

test('one trigger of each kind serves all ranges, and goes with the last that wants it', () => {
  const range = followed();
  const { desk, id } = range;
  const other = desk.insert('numbers', { values: { since: { from: 'value', value: 1 } } }).range.id;
  const kinds = () => desk.script.triggers.map(({ eventType }) => eventType).sort();

  desk.ask('setPrompts', { id, on: ['edit', 'open'] });
  desk.ask('setPrompts', { id: other, on: ['open'] });
  expect(kinds()).toEqual(['ON_EDIT', 'ON_OPEN']);

  desk.ask('setPrompts', { id, on: [] });
  expect(kinds()).toEqual(['ON_OPEN']);
  desk.ask('unlinkRange', { id: other });
  expect(kinds()).toEqual([]);
  expect(desk.backend.scheduleTokens.size).toBe(0);
});

test('where the server gives no token nothing is kept, and no trigger stays behind', () => {
  const { desk, id } = followed();
  desk.backend.before = ({ path }) =>
    path.endsWith('/token') ? problemResponse(problemOfCode('source_unavailable')) : undefined;

  expect(() => desk.ask('setPrompts', { id, on: ['edit'] })).toThrow('source_unavailable');

  expect(desk.script.triggers).toEqual([]);
  expect(view({ desk, id })?.prompts).toBeNull();
});

test('a schedule that ends leaves the refresh on edit its right to run', () => {
  const range = followed();
  const { desk, id } = range;
  desk.ask('setPrompts', { id, on: ['edit'] });
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  desk.ask('setSchedule', { id, rule: null });

  types(range.desk, [1, 2], '9');

  expect(shown(range)).toEqual(['n', '9', '90']);
});
