// Notes at the cells of a result (right click, Insert note): they stay at their cell, so the rows that have one stand still.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { col } from '../desk/backend.ts';
import { linkedAt, problemOf } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const rows: Field[][] = [...'abcde'].map((id, n) => [id, 10 * (n + 1)]);

/** Ids and amounts in A1:B6; somebody has noted something at the amount of b, and nothing stands beside. */
function withNote(): Linked {
  const linked = linkedAt(1, 1, rows, { columns: [col('id'), col('amount', 'number', 'int4')] });
  const { desk, table } = linked;
  desk.backend.save('list', () => table, { key: ['id'] });
  desk.workbook.setNote(desk.sheet('Sheet1').id, 3, 2, 'call b on Monday');
  return linked;
}

/** Of each note but that of the header, the id of its row. */
const notes = ({ desk }: Linked, beside = 3) =>
  desk.shown('Sheet1').flatMap(([id], row) =>
    [1, 2, beside].flatMap((column) => {
      const { note } = desk.cell('Sheet1', row + 1, column);
      return row > 0 && note !== '' ? [`${id}: ${note}`] : [];
    }),
  );
const blankBeside = { 'touching it': 3, 'behind an empty column': 4, 'five columns away': 7 };
for (const [where, column] of Object.entries(blankBeside)) {
  test(`a note alone in a blank column beside the result, ${where}, stays with its row, and so it does by an undo`, () => {
    const linked = withNote();
    const { desk, table, id } = linked;
    const tab = desk.sheet('Sheet1').id;
    desk.workbook.setNote(tab, 3, 2, '');
    desk.workbook.setNote(tab, 4, column, 'c is on leave');
    const beside = () => notes(linked, column);
    table.rows = [['n', 5], ...[...rows].reverse().filter(([name]) => name !== 'd')];
    desk.refresh(id);

    expect(beside()).toEqual(['c: c is on leave']);
    desk.ask('undoRefresh', { id });
    expect(beside()).toEqual(['c: c is on leave']);
    table.rows = rows.filter(([name]) => name !== 'c' && name !== 'a');
    desk.refresh(id, { ownRows: true });
    expect(beside()).toEqual(['c: c is on leave']);
    expect(desk.cell('Sheet1', 3, 1)).toMatchObject({ value: 'c', line: 'line-through' });
    const own = desk.ask('besideRanges')[id]?.own ?? [];
    expect(own.map((one) => one.column)).toEqual([column]);
    const { rows: going } = desk.ask('askLeftRows', { id });
    desk.ask('removeLeftRows', { id, rows: going });
    expect(beside()).toEqual([]);
    desk.ask('undoRefresh', { id });
    expect(beside()).toEqual(['c: c is on leave']);
  });
}

const idsOf = ({ desk }: Linked) => desk.shown('Sheet1').map(([id]) => id);

test('a note at a cell of the result stays beside its row, whatever order comes, and an undo brings all back', () => {
  const linked = withNote();
  const { desk, table, id } = linked;
  table.rows = [['n', 5], ...[...rows].reverse().filter(([name]) => name !== 'd')];
  desk.refresh(id);

  expect(notes(linked)).toEqual(['b: call b on Monday']);
  expect(idsOf(linked)).toEqual(['id', 'n', 'a', 'b', 'c', 'e']);
  desk.ask('undoRefresh', { id });
  expect(notes(linked)).toEqual(['b: call b on Monday']);
  expect(idsOf(linked)).toEqual(['id', ...'abcde']);
});

test('a row that leaves the result stays for the note at its cell, and is removed with it where the person wants it', () => {
  const linked = withNote();
  const { desk, table, id } = linked;
  table.rows = rows.filter(([name]) => name !== 'b');
  desk.refresh(id, { ownRows: true });
  expect(desk.cell('Sheet1', 3, 1)).toMatchObject({ value: 'b', line: 'line-through' });

  const { rows: going } = desk.ask('askLeftRows', { id });
  desk.ask('removeLeftRows', { id, rows: going });
  expect([idsOf(linked), notes(linked)]).toEqual([['id', 'a', 'c', 'd', 'e'], []]);
  desk.ask('undoRefresh', { id });

  expect(notes(linked)).toEqual(['b: call b on Monday']);
});

test('where nobody said what names a row, a note is asked about before rows move beside it', () => {
  const linked = linkedAt(1, 1, rows, { columns: [col('id'), col('amount', 'number', 'int4')] });
  const { desk, table, id } = linked;
  desk.workbook.setNote(desk.sheet('Sheet1').id, 3, 1, 'call b on Monday');
  table.rows = rows
    .filter(([name]) => name !== 'a')
    .map(([name = '', amount]) => [name, Number(amount) + 1]);

  expect(problemOf(() => desk.refresh(id)).message).toContain('told apart by id');
  desk.refresh(id, { ownRows: true });
  expect(notes(linked)).toEqual(['b: call b on Monday']);
});

test('an undo takes no row away at which somebody has noted something since', () => {
  const linked = withNote();
  const { desk, table, id } = linked;
  table.rows = [...rows, ['f', 60]];
  desk.refresh(id);
  desk.workbook.setNote(desk.sheet('Sheet1').id, 7, 1, 'new one');

  expect(problemOf(() => desk.ask('undoRefresh', { id })).message).toContain(
    'Something stands in A7',
  );
  expect(notes(linked)).toEqual(['b: call b on Monday', 'f: new one']);
});
