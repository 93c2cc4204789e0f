// Wide results and many ranges: what a tab keeps of them fits into what Google keeps, and what fails leaves nothing behind.
import { expect, test } from '@jest/globals';
import { SheetsError } from '../../../playground/simulator/errors.ts';
import { col } from '../desk/backend.ts';
import { Desk } from '../desk/desk.ts';
import { problemOf } from '../desk/linked.ts';

/** Columns as queries name them. */
const columnsNamed = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    col(`revenue_of_store_${index + 1}`, 'number', 'numeric'),
  );

const kept = (desk: Desk) =>
  desk.workbook.metadata.list.reduce((sum, { key, value }) => sum + key.length + value.length, 0);

test('700 columns are inserted, and refreshed as 520 and as 700', () => {
  const desk = new Desk();
  const table = { columns: columnsNamed(700), rows: [columnsNamed(700).map(() => '1.50')] };
  desk.backend.save('wide', () => table);

  const { range } = desk.insert('wide');
  expect(kept(desk)).toBeLessThan(15_000);

  for (const count of [200, 520]) {
    table.columns = columnsNamed(count);
    table.rows = [table.columns.map(() => '2.50')];
    desk.refresh(range.id, { removedColumns: true });
    expect(desk.shown('Wide')[1]).toEqual(table.columns.map(() => '2.50'));
  }
});

test('forty ranges stand on a tab', () => {
  const desk = new Desk();
  desk.backend.save('list', {
    columns: columnsNamed(10),
    rows: [columnsNamed(10).map(() => '1.50')],
  });
  for (let index = 0; index < 40; index++) {
    desk.select('Sheet1', 1 + index * 4, 1);
    desk.insert('list', { target: 'selection' });
  }
  expect(kept(desk)).toBeLessThan(30_000);
  expect(desk.ask('listRanges')).toMatchObject({ ranges: { length: 40 }, strange: null });
  desk.refresh(desk.ask('listRanges').ranges[0]?.id ?? '', {});
});

test('ranges that fill a tab make room for one more: each record is packed, and read as before', () => {
  const desk = new Desk();
  const columns = columnsNamed(120);
  desk.backend.save('list', { columns, rows: [columns.map(() => '1')] });
  const ids = Array.from({ length: 30 }, (_, index) => {
    desk.select('Sheet1', 1 + index * 4, 1);
    return desk.insert('list', { target: 'selection' }).range.id;
  });

  expect(
    desk
      .ask('listRanges')
      .ranges.map(({ id }) => id)
      .sort(),
  ).toEqual([...ids].sort());
  expect(desk.refresh(ids[0] ?? '').changes.unchanged).toBe(true);
  const [record] = desk.workbook.metadata.list;
  if (record) record.value = `${record.value.slice(0, -1)}!`;
  expect(desk.ask('listRanges').strange).toContain('cannot be read');
});

test.each(['newTab', 'selection'] as const)(
  'an insert into a %s that fails before its first cell leaves no tab, no name and no record',
  (target) => {
    const desk = new Desk();
    desk.type('Sheet1', 9, 9, 'Lyon');
    desk.backend.save(
      'list',
      { columns: columnsNamed(2), rows: [['1', '2']] },
      { parameters: [{ name: 'city', type: 'text' }] },
    );
    desk.script.onCall = ({ name }) => {
      if (name === 'Range.addDeveloperMetadata') {
        throw new SheetsError(
          'The developer metadata exceeds the maximum total size of 30000 characters.',
        );
      }
    };

    const values = { city: { from: 'cell' as const, place: 'Sheet1!I9' } };
    expect(problemOf(() => desk.insert('list', { target, values })).code).toBe('sheet_full');

    expect(desk.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1']);
    expect(desk.workbook.names.list).toEqual([]);
    expect(desk.workbook.metadata.list).toEqual([]);
    expect(
      desk
        .shown('Sheet1')
        .flat()
        .filter((text) => text !== ''),
    ).toEqual(['Lyon']);
  },
);

test('an insert that fails before its first cell brings back what had moved to make room for it', () => {
  const desk = new Desk();
  desk.backend.save('list', { columns: columnsNamed(2), rows: [['1', '2']] });
  desk.type('Sheet1', 1, 1, 'mine');
  desk.type('Sheet1', 5, 1, '=A1&"!"');
  desk.select('Sheet1', 1, 1);
  const before = desk.shown('Sheet1');
  desk.script.onCall = ({ name }) => {
    if (name === 'Range.addDeveloperMetadata') throw new SheetsError('Service error: Spreadsheets');
  };

  problemOf(() => desk.insert('list', { target: 'selection', moves: true }));

  expect(desk.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1']);
  expect(desk.shown('Sheet1')).toEqual(before);
  expect(desk.cell('Sheet1', 5, 1).formula).toMatch(/^=(Sheet1!)?A1&"!"$/);
  expect(desk.workbook.metadata.list).toEqual([]);
});
