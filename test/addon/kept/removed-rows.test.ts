// Rows that left the result and were kept for a note: the person removes them from the card, and takes that back.
import { expect, test } from '@jest/globals';
import { often } from '../../support/random.ts';
import { col } from '../desk/backend.ts';
import { linkedAt, problemOf } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const rows = [...'abcdef'].map((id, n) => [id, 10 * (n + 1), `2026-0${n + 1}-01`]);

/** Ids, amounts and days in C4:E10, and what a person keeps on both sides; b, d and f have left the result. */
function withLeftRows(more: (linked: Linked) => void = () => undefined): Linked {
  const columns = [col('id'), col('amount', 'number', 'int4'), col('day', 'date')];
  const linked = linkedAt(4, 3, rows, { columns });
  const { desk, table, id } = linked;
  desk.backend.save('list', () => table, { key: ['id'] });
  desk.type('Sheet1', 1, 7, '=SUM(F5:F10)');
  for (let row = 5; row <= 10; row += 1) desk.type('Sheet1', row, 6, `=D${row}*2`);
  desk.type('Sheet1', 6, 2, 'left of b');
  desk.type('Sheet1', 6, 7, "'1/2");
  desk.type('Sheet1', 8, 7, "'=1+1");
  desk.type('Sheet1', 7, 7, 'about c');
  desk.type('Sheet1', 10, 7, '31/12/2026');
  desk.type('Sheet1', 10, 2, '=D10/4');
  more(linked);
  table.rows = rows.filter(([name]) => 'ace'.includes(String(name)));
  desk.refresh(id, { ownRows: true });
  return linked;
}

const ask = ({ desk, id }: Linked) => desk.ask('askLeftRows', { id });
function remove(linked: Linked) {
  const { rows: going } = ask(linked);
  return linked.desk.ask('removeLeftRows', { id: linked.id, rows: going });
}
const idsOf = ({ desk }: Linked) =>
  desk.shown('Sheet1').flatMap((row) => (/^[a-f]$/.test(row[2] ?? '') ? [row[2]] : []));

/** All that is at the cells of the tab. */
function stateOf({ desk }: Linked) {
  return Array.from({ length: 14 }, (_, row) =>
    Array.from({ length: 10 }, (__, column) => {
      const cell = desk.cell('Sheet1', row + 1, column + 1);
      // The header's note says how many rows have left.
      return row === 3 ? { ...cell, note: '' } : cell;
    }),
  );
}

test('rows that are struck through go with what stands beside them, and come back cell by cell', () => {
  const linked = withLeftRows(({ desk }) => {
    const { id: tab } = desk.sheet('Sheet1');
    desk.workbook.style(tab, { top: 6, left: 7, bottom: 6, right: 7 }, { background: '#ffee00' });
    desk.workbook.setNote(tab, 8, 7, 'said by Ali');
    desk.workbook.setNote(tab, 8, 3, 'of the row');
  });
  const before = stateOf(linked);
  expect(ask(linked)).toEqual({
    rows: [
      {
        ...{ cell: 'C6', shows: 'b' },
        keeps: [
          { cell: 'B6', shows: 'left of b' },
          { cell: 'G6', shows: '1/2' },
        ],
      },
      {
        ...{ cell: 'C8', shows: 'd' },
        keeps: [
          { cell: 'G8', shows: '=1+1' },
          { cell: 'C8', shows: 'of the row' },
        ],
      },
      {
        ...{ cell: 'C10', shows: 'f' },
        keeps: [
          { cell: 'B10', shows: '15' },
          { cell: 'G10', shows: '31/12/2026' },
        ],
      },
    ],
    stay: [],
  });

  const range = remove(linked);

  expect(idsOf(linked)).toEqual(['a', 'c', 'e']);
  expect(range).toMatchObject({ place: 'Sheet1!C4:E7', undoes: 'rows', rowsKept: 0, rowCount: 3 });
  expect(linked.desk.cell('Sheet1', 6, 7).value).toBe('about c');
  expect(linked.desk.cell('Sheet1', 1, 7).value).toBe(2 * (10 + 30 + 50));
  expect(linked.desk.refresh(linked.id).changes.unchanged).toBe(true);

  const undone = linked.desk.ask('undoRefresh', { id: linked.id, undoes: 'rows' });

  expect(undone.notes).toEqual(['The rows are back, with what stood beside them.']);
  expect(stateOf(linked)).toEqual(before);
  expect(undone.range).toMatchObject({ undoes: 'refresh', rowsKept: 3 });
  linked.desk.ask('undoRefresh', { id: linked.id });
  expect(idsOf(linked)).toEqual([...'abcdef']);
});

test('rows are removed only as they were shown, and not from a range that was changed since', () => {
  const linked = withLeftRows();
  const { desk, id } = linked;
  const { rows: going } = ask(linked);
  desk.type('Sheet1', 8, 7, 'one word more');
  const before = stateOf(linked);

  const other = problemOf(() => desk.ask('removeLeftRows', { id, rows: going }));
  expect([other.code, stateOf(linked)]).toEqual(['sheet_changed', before]);

  desk.type('Sheet1', 7, 4, '77');
  expect(problemOf(() => remove(linked)).message).toContain('Refresh it first');
  expect(idsOf(linked)).toEqual([...'abcdef']);
});

test('a row of which a formula elsewhere names a cell stays, and is told', () => {
  const linked = withLeftRows(({ desk }) => {
    desk.type('Sheet1', 1, 1, '=G8');
  });

  expect(ask(linked)).toMatchObject({ rows: [{ cell: 'C6' }, { cell: 'C10' }], stay: ['C8'] });
  expect(remove(linked).rowsKept).toBe(1);
  expect(idsOf(linked)).toEqual(['a', 'c', 'd', 'e']);
  expect(linked.desk.cell('Sheet1', 1, 1).value).toBe('=1+1');
  expect(problemOf(() => remove(linked)).message).toContain('The rows of C7 stay');
});

test('what was kept beside removed rows comes into no other column: where columns moved since, the undo is refused', () => {
  const linked = withLeftRows();
  const { desk, id } = linked;
  remove(linked);
  desk.workbook.insertColumns(desk.sheet('Sheet1').id, 7, 1);
  const before = stateOf(linked);

  const refused = problemOf(() => desk.ask('undoRefresh', { id }));

  expect([refused.code, stateOf(linked)]).toEqual(['sheet_changed', before]);
  desk.workbook.deleteColumns(desk.sheet('Sheet1').id, 7, 1);
  desk.ask('undoRefresh', { id });
  expect(idsOf(linked)).toEqual([...'abcdef']);
});

test('a range in which nothing is struck through has nothing to remove, and one that is not complete is refreshed first', () => {
  const linked = linkedAt(4, 1, 3);

  expect(problemOf(() => ask(linked)).code).toBe('not_found');
});

test('a removal that Google stops after some of its calls takes no note of another row, and the next refresh puts it right', () => {
  const kept = (linked: Linked) =>
    linked.desk.shown('Sheet1').flatMap((row) => (row[6] === 'about c' ? [row[2]] : []));
  for (let stop = 1; ; stop += often(3, 1)) {
    const linked = withLeftRows();
    const { desk, id } = linked;
    const { rows: going } = ask(linked);
    desk.script.stopAfterCall(stop);
    let isWhole = true;
    try {
      desk.ask('removeLeftRows', { id, rows: going });
    } catch {
      isWhole = false;
    }
    desk.script.stopAfterCall(Infinity);
    if (isWhole) break;

    expect([stop, kept(linked)]).toEqual([stop, ['c']]);
    desk.refresh(id, { ownRows: true, editedCells: true, columns: true });
    expect([stop, kept(linked)]).toEqual([stop, ['c']]);
    const ids = idsOf(linked);
    const isGone = ids.join('') === 'ace';
    expect([stop, ids]).toEqual([
      stop,
      isGone ? ['a', 'c', 'e'] : expect.arrayContaining(['a', 'c', 'e']),
    ]);
    for (const name of ['b', 'd', 'f']) {
      const row = desk.shown('Sheet1').findIndex((one) => one[2] === name);
      if (row >= 0) expect(desk.cell('Sheet1', row + 1, 3).line).toBe('line-through');
    }
  }
});
