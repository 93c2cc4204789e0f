// A person who is asked says yes to the refresh that they were asked about, and to no other.
import { expect, test } from '@jest/globals';
import { askedBy } from '../../domain/refresh/questions.ts';
import { linkedAt, problemOf, rowsOf } from './desk/linked.ts';
import type { Linked } from './desk/linked.ts';

/** What the sidebar does: it waits for the run, tries, and answers with what it was asked. */
function askedRefresh({ desk, id }: Linked) {
  const run = desk.newRun();
  desk.ask('waitForRun', { run, waitSeconds: 3, start: { slug: 'list', values: {} } });
  const refresh = (confirmed = {}) =>
    desk.ask('refreshRange', { id, run, finished: true, confirmed });
  const question = askedBy(problemOf(refresh));
  if (!question) throw new Error('Nothing was asked.');
  return { question, answer: () => refresh(question.yes) };
}

function withEdit(): Linked {
  const linked = linkedAt(1, 1, 6);
  linked.desk.type('Sheet1', 3, 2, '99');
  return linked;
}

test('the question says what the refresh would change, and a yes needs no second fetch of the result', () => {
  const linked = withEdit();
  const { desk, table } = linked;
  table.rows = rowsOf(8);
  const { question, answer } = askedRefresh(linked);
  expect(question.changes).toMatchObject({ rowsAdded: 2, cellsEditedByHand: 1 });
  desk.backend.seen.length = 0;

  const { changes } = answer();

  expect(changes).toMatchObject({ rowsAdded: 2, cellsEditedByHand: 1 });
  expect(desk.shown('Sheet1')).toHaveLength(9);
  expect(desk.backend.seen.filter(({ path }) => /runs|result/.test(path))).toEqual([]);
});

test('a yes carries out what was asked even when the server has forgotten the run and the rows changed', () => {
  const linked = withEdit();
  const { answer } = askedRefresh(linked);
  linked.desk.backend.forgetRuns();
  linked.table.rows = rowsOf(2);

  answer();

  expect(linked.desk.shown('Sheet1')).toHaveLength(7);
});

test('where the sheet changed after the question, it is asked again and nothing is written', () => {
  const linked = withEdit();
  const { desk } = linked;
  const { answer } = askedRefresh(linked);
  desk.type('Sheet1', 5, 1, 'mine too');

  const again = askedBy(problemOf(answer));

  expect(again?.says).toContain('2 cells were changed by hand (B3, A5)');
  expect(desk.shown('Sheet1')[4]).toEqual(['mine too', '4']);
});

test('where another result came than the one that was asked about, it is asked again', () => {
  const linked = withEdit();
  const { desk, table, id } = linked;
  const { question } = askedRefresh(linked);
  table.rows = rowsOf(9);

  const again = problemOf(() => desk.refresh(id, question.yes));

  expect(again.code).toBe('needs_confirmation');
  expect(askedBy(again)?.changes).toMatchObject({ rowsAdded: 3 });
  expect(desk.shown('Sheet1')).toHaveLength(7);
});

test('from the menu a yes is for what the dialog asked: a sheet that changed meanwhile is asked about again', () => {
  const { desk } = withEdit();
  const asked: string[] = [];
  desk.select('Sheet1', 2, 1);
  desk.script.open('FULL');
  desk.script.ui.answer = ({ text }) => {
    asked.push(text);
    if (asked.length === 1) desk.type('Sheet1', 5, 1, 'mine too');
    return { button: asked.length < 3 ? 'YES' : 'NO' };
  };
  desk.backend.seen.length = 0;

  desk.script.clickMenu('Refresh this range');

  expect(asked).toEqual([
    expect.stringContaining('1 cell was changed by hand (B3)'),
    expect.stringContaining('2 cells were changed by hand (B3, A5)'),
  ]);
  expect(desk.shown('Sheet1')[4]).toEqual(['n4', '4']);
  const fetched = desk.backend.seen.filter(({ path }) => /result|runs/.test(path));
  // The second is for the rows: by the first a range that shows them already gets none.
  expect(fetched.map(({ method }) => method)).toEqual(['POST', 'GET']);
});

test('from the menu a person may say yes to rows that stay for what they keep in them', () => {
  const { desk, table } = linkedAt(1, 1, 6);
  desk.workbook.insertColumns(desk.sheet('Sheet1').id, 2, 1);
  desk.type('Sheet1', 5, 2, 'my note');
  table.rows = rowsOf(2);
  desk.select('Sheet1', 2, 1);
  desk.script.open('FULL');

  desk.script.clickMenu('Refresh this range');

  expect(desk.shown('Sheet1').map(([name]) => name)).toEqual(['name', 'n1', 'n2', 'n4']);
});
