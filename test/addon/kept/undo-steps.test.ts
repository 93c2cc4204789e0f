// Everything that Sheetfeed changes in a sheet can be taken back, step by step.
import { expect, test } from '@jest/globals';
import { linkedAt, problemOf, rowsOf, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const shown = ({ desk }: Linked) => desk.shown('Sheet1');
const rangeOf = ({ desk, id }: Linked) =>
  desk.ask('listRanges').ranges.find((one) => one.id === id);
const undo = ({ desk, id }: Linked) => desk.ask('undoRefresh', { id }).range;

test('several refreshes are taken back one after the other, and at last the insert', () => {
  const linked = linkedAt(1, 1, 3);
  const { desk, table, id } = linked;
  const states = [shown(linked)];
  for (const rows of [rowsOf(5), rowsOf(2), rowsOf(4, 2)]) {
    table.rows = rows;
    desk.refresh(id);
    states.push(shown(linked));
  }

  for (const state of states.slice(0, -1).reverse()) {
    expect(rangeOf(linked)?.undoes).toBe('refresh');
    undo(linked);
    expect(shown(linked)).toEqual(state);
  }
  expect(rangeOf(linked)?.undoes).toBe('insert');
  desk.ask('undoInsert', { id });

  expect(shown(linked)).toEqual([]);
});

test('a refresh after an undo is taken back too, and what was undone is not brought back', () => {
  const linked = linkedAt(1, 1, 3);
  const { desk, table, id } = linked;
  const first = shown(linked);
  table.rows = rowsOf(5);
  desk.refresh(id);
  undo(linked);
  table.rows = rowsOf(2, 7);
  desk.refresh(id);

  undo(linked);

  expect(shown(linked)).toEqual(first);
  expect(rangeOf(linked)?.undoes).toBe('insert');
});

test('changed options are taken back before the refresh that came before them', () => {
  const linked = linkedAt(1, 1, 3);
  const first = shown(linked);
  linked.table.rows = rowsOf(4);
  linked.desk.refresh(linked.id);
  setOptions(linked, { keepsOldRows: false });
  expect(rangeOf(linked)).toMatchObject({ undoes: 'options' });

  undo(linked);
  expect(rangeOf(linked)).toMatchObject({
    undoes: 'refresh',
    options: { keepsOldRows: true },
  });
  undo(linked);

  expect(shown(linked)).toEqual(first);
});

test('options that are saved as they are leave nothing to undo', () => {
  const linked = linkedAt(1, 1, 3);

  setOptions(linked, {});

  expect(rangeOf(linked)?.undoes).toBe('insert');
});

test('changed values are taken back with the rows that they brought', () => {
  const linked = linkedAt(1, 1, 3);
  const before = [shown(linked), rangeOf(linked)?.values];
  linked.table.rows = rowsOf(1, 9);
  linked.desk.refresh(linked.id, {}, { country: { from: 'value', value: 'Germany' } });
  expect(rangeOf(linked)?.values).not.toEqual(before[1]);

  undo(linked);

  expect([shown(linked), rangeOf(linked)?.values]).toEqual(before);
});

test('a range that was unlinked is linked again as it was, and can be refreshed', () => {
  const linked = linkedAt(1, 1, 3);
  const { desk, table, id } = linked;
  desk.ask('unlinkRange', { id });
  expect(desk.ask('listRanges').ranges).toEqual([]);

  const range = desk.ask('relinkRange', { id });
  table.rows = rowsOf(4);
  desk.refresh(id);

  expect(range).toMatchObject({ id, place: 'Sheet1!A1:B4', freshness: 'fresh' });
  expect(shown(linked)).toHaveLength(5);
  expect(problemOf(() => desk.ask('relinkRange', { id })).code).toBe('not_found');
});

test('what was done before an unlinking is taken back step by step once the range is linked again', () => {
  const linked = linkedAt(1, 1, 3);
  const { desk, table, id } = linked;
  const first = shown(linked);
  table.rows = rowsOf(5);
  desk.refresh(id);
  setOptions(linked, { ownColumns: 'none', statusLine: true });
  desk.ask('unlinkRange', { id });
  desk.ask('relinkRange', { id });

  expect(rangeOf(linked)).toMatchObject({ undoes: 'options', options: { statusLine: false } });
  undo(linked);
  expect(rangeOf(linked)).toMatchObject({ undoes: 'refresh', options: { ownColumns: 'found' } });
  undo(linked);
  expect(shown(linked)).toEqual(first);
  desk.ask('undoInsert', { id });
  expect(shown(linked)).toEqual([]);
});

test('a range whose cells were moved or changed since it was unlinked is not linked again', () => {
  const linked = linkedAt(1, 1, 3);
  linked.desk.ask('unlinkRange', { id: linked.id });
  linked.desk.workbook.insertRows(linked.desk.sheet('Sheet1').id, 1, 1);
  const before = shown(linked);

  const refused = problemOf(() => linked.desk.ask('relinkRange', { id: linked.id }));

  expect(refused.code).toBe('sheet_changed');
  expect(shown(linked)).toEqual(before);
  expect(linked.desk.workbook.names.list).toEqual([]);
});

test('after six hours no step can be taken back, and none is offered', () => {
  const linked = linkedAt(1, 1, 3);
  linked.table.rows = rowsOf(4);
  linked.desk.refresh(linked.id);
  linked.desk.simulation.clock.advance(7 * 3_600_000);

  expect(rangeOf(linked)?.undoes).toBeNull();
  expect(problemOf(() => undo(linked)).code).toBe('not_found');
});

test('what is too much to be kept is said before it is replaced, and a schedule goes on', () => {
  const linked = linkedAt(1, 1, 170);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  const long = `=LEN("${'x'.repeat(40_000)}")`;
  const typeLong = () => {
    for (let row = 2; row <= 171; row += 1) desk.type('Sheet1', row, 2, long);
  };
  typeLong();

  const asked = problemOf(() => desk.refresh(id, { editedCells: true }));
  expect(asked.message).toMatch(/more than Google keeps for an undo/);
  expect(desk.cell('Sheet1', 2, 2).value).toBe(40_000);
  desk.refresh(id, { editedCells: true, noUndo: true });
  expect(desk.cell('Sheet1', 2, 2).value).toBe(1);
  expect(rangeOf(linked)?.undoes).toBeNull();

  typeLong();
  desk.simulation.clock.advance(2 * 3_600_000);
  for (const trigger of desk.script.triggers) desk.script.fireTrigger(trigger);
  expect(desk.cell('Sheet1', 2, 2).value).toBe(1);
});

test('an undo that would put a note beside another row is refused, and names its cell', () => {
  const linked = linkedAt(1, 1, 5);
  const { desk, table, id } = linked;
  table.rows = rowsOf(2, 4);
  desk.refresh(id);
  desk.type('Sheet1', 2, 3, 'about n4');
  const before = shown(linked);

  const refused = problemOf(() => undo(linked));

  expect([refused.code, refused.message]).toEqual([
    'sheet_changed',
    expect.stringMatching(/You keep something in C2/),
  ]);
  expect(shown(linked)).toEqual(before);
  desk.type('Sheet1', 2, 3, '');
  undo(linked);
  expect(shown(linked)).toHaveLength(6);
});

test('rows that went beside something further away come back in their own columns alone', () => {
  const linked = linkedAt(1, 1, 8);
  setOptions(linked, { ownColumns: 'touching' });
  linked.desk.type('Sheet1', 8, 5, 'further away');
  const before = shown(linked);
  linked.table.rows = rowsOf(1);
  linked.desk.refresh(linked.id);

  undo(linked);

  expect(shown(linked)).toEqual(before);
});

test('an emptied row beside a note that a refresh filled again is emptied again by an undo', () => {
  const linked = linkedAt(1, 1, 3);
  const { desk, id } = linked;
  desk.type('Sheet1', 3, 3, 'about n2');
  desk.workbook.clear(desk.sheet('Sheet1').id, { top: 3, left: 1, bottom: 3, right: 2 });
  const before = shown(linked);
  desk.refresh(id, { ownRows: true, editedCells: true });
  expect(shown(linked)[2]).toEqual(['n2', '2', 'about n2']);

  undo(linked);

  expect(shown(linked)).toEqual(before);
});

test('a range that was unlinked with a cell typed over is linked again, and that cell asked about', () => {
  const linked = linkedAt(1, 1, 3);
  const { desk, id } = linked;
  desk.type('Sheet1', 3, 2, '77');
  desk.ask('unlinkRange', { id });

  desk.ask('relinkRange', { id });

  expect(shown(linked)[2]).toEqual(['n2', '77']);
  expect(problemOf(() => desk.refresh(id)).message).toMatch(/1 cell was changed by hand \(B3\)/);
});

test('what is taken back is what the person was shown: a refresh in another window is not undone by “Undo options”', () => {
  const linked = linkedAt(1, 1, 3);
  const { desk, table, id } = linked;
  setOptions(linked, { ownColumns: 'none' });
  const wasShown = rangeOf(linked)?.undoes;
  table.rows = rowsOf(5);
  desk.refresh(id);
  const refreshed = shown(linked);

  expect(wasShown).toBe('options');
  const refused = problemOf(() => desk.ask('undoRefresh', { id, undoes: 'options' }));
  expect([refused.code, shown(linked)]).toEqual(['sheet_changed', refreshed]);
  desk.ask('undoRefresh', { id, undoes: 'refresh' });
  desk.ask('undoRefresh', { id, undoes: 'options' });
  expect(rangeOf(linked)?.undoes).toBe('insert');
});
