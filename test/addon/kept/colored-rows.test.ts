// Rows that a person gave a colour: the colour stays with its row, goes to no other, and nobody is asked for it.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { col } from '../desk/backend.ts';
import { linkedAt } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const rows: Field[][] = [...'abcdef'].map((id, n) => [id, 10 * (n + 1)]);
const GREEN = '#d9ead3';

/** Ids and amounts in A1:B7, in which the person gave those data rows a colour. */
function colored(which: number[], key: string[] = ['id']): Linked {
  const linked = linkedAt(1, 1, rows, { columns: [col('id'), col('amount', 'number', 'int4')] });
  const { desk, table } = linked;
  desk.backend.save('list', () => table, { key });
  for (const row of which) {
    const area = { top: row + 1, left: 1, bottom: row + 1, right: 2 };
    desk.workbook.style(desk.sheet('Sheet1').id, area, { background: GREEN });
  }
  return linked;
}

const idsOf = ({ desk }: Linked) => desk.shown('Sheet1').map(([id]) => id);
const coloredIds = (linked: Linked) =>
  idsOf(linked).filter((_, row) => linked.desk.cell('Sheet1', row + 1, 1).background === GREEN);

test('a row that somebody coloured stays so in whatever order rows come, and none that comes gets its colour', () => {
  const linked = colored([2]);
  const { desk, table, id } = linked;
  const [a = [], b = [], ...others] = rows;
  table.rows = [...others.reverse(), b, ['new', 5], a];
  desk.refresh(id);

  expect(coloredIds(linked)).toEqual(['b']);
  expect([...idsOf(linked)].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'id', 'new']);
  desk.ask('undoRefresh', { id });
  expect([coloredIds(linked), idsOf(linked)]).toEqual([['b'], ['id', ...'abcdef']]);
});

test('a coloured row that leaves the result goes, with its colour and without a question', () => {
  const linked = colored([2]);
  const { desk, table, id } = linked;
  table.rows = rows.filter(([name]) => name !== 'b').reverse();
  desk.refresh(id);

  expect([coloredIds(linked), [...idsOf(linked)].sort()]).toEqual([
    [],
    ['a', 'c', 'd', 'e', 'f', 'id'],
  ]);
});

test('rows that are added below a coloured one get no colour', () => {
  const linked = colored([6]);
  const { desk, table, id } = linked;
  table.rows = [...rows, ['g', 70], ['h', 80]];
  desk.refresh(id);

  expect(coloredIds(linked)).toEqual(['f']);
});

test('where colours are the look of the table, as in stripes, rows follow the order of the query', () => {
  const linked = colored([1, 3, 5]);
  const { desk, table, id } = linked;
  table.rows = [...rows].reverse();
  desk.refresh(id);

  expect(idsOf(linked)).toEqual(['id', ...'fedcba']);
});

test('where nothing names a row, a value that changes stays in its coloured row', () => {
  const linked = linkedAt(1, 1, [[1], [2], [3], [4]], {
    columns: [col('amount', 'number', 'int4')],
  });
  const { desk, table, id } = linked;
  const area = { top: 3, left: 1, bottom: 3, right: 1 };
  desk.workbook.style(desk.sheet('Sheet1').id, area, { background: GREEN });
  table.rows = [[1], [20], [3], [4]];
  desk.refresh(id);

  expect([idsOf(linked), coloredIds(linked)]).toEqual([['amount', '1', '20', '3', '4'], ['20']]);
});
