// Rules of cells (data validation) that a person gives what they keep beside a result: they are none of the result's.
import { expect, test } from '@jest/globals';
import { areaAt } from '../../../playground/simulator/workbook/area.ts';
import { refreshByServer, serverAt, twinOf } from '../../sheets/twin.ts';
import { col } from '../desk/backend.ts';
import { linkedAt } from '../desk/linked.ts';

const yes = { ownRows: true, columns: true };

test.each([
  ['in the rows of the range alone', true],
  ['as whole columns', false],
])(
  'columns that come %s take over no rule of the cells beside them',
  async (_how, somethingBelow) => {
    const linked = linkedAt(1, 1, 3);
    const { desk, table, id } = linked;
    const { id: tab } = desk.sheet('Sheet1');
    ['Note', 'yes', '', 'no'].forEach((text, down) => desk.type('Sheet1', 1 + down, 3, text));
    const notes = { list: ['yes', 'no'], strict: true };
    const amounts = { list: ['1', '2', '3'], strict: true };
    for (const [column, validation] of [[2, amounts] as const, [3, notes] as const]) {
      desk.workbook.sheet(tab).forEachCell(areaAt(2, column, 3, 1), (cell) => {
        Object.assign(cell, { validation });
      });
    }
    if (somethingBelow) desk.type('Sheet1', 6, 2, '=SUM(B2:B4)');
    const twin = twinOf(desk.workbook);
    table.columns = [...table.columns, col('city')];
    table.rows = table.rows.map((row) => [...row, 'Rome']);

    await refreshByServer(serverAt(twin), { desk, id, how: { by: 'person', confirmed: yes } });
    desk.refresh(id, yes);

    const shown = desk.shown('Sheet1').slice(0, 4);
    expect(shown.map((row) => row.slice(2, 4))).toEqual([
      ['city', 'Note'],
      ['Rome', 'yes'],
      ['Rome', ''],
      ['Rome', 'no'],
    ]);
    for (const workbook of [desk.workbook, twin]) {
      const rules = [2, 3, 4].map((at) => workbook.sheet(tab).at(2, at)?.validation ?? null);
      expect(rules).toEqual([amounts, null, notes]);
    }
  },
);
