// What follows when rows, columns and cells come, go and move in the simulated spreadsheet.
import { beforeEach, expect, test } from '@jest/globals';
import { areaAt } from '../../playground/simulator/workbook/area.ts';
import { Workbook } from '../../playground/simulator/workbook/workbook.ts';
import { displayOf, newSimulation } from '../support/simulator.ts';

let workbook: Workbook;

beforeEach(() => {
  workbook = new Workbook({ now: () => Date.UTC(2026, 10, 22) });
  for (let row = 1; row <= 10; row++) workbook.typeInto(0, row, 1, String(row));
});

const formulaAt = (row: number, column: number) => workbook.cell(0, row, column).formula;

test('a range in a formula grows only by rows that are inserted strictly inside it', () => {
  workbook.typeInto(0, 1, 3, '=SUM(A5:A9)');

  workbook.insertRows(0, 6, 3);
  expect(formulaAt(1, 3)).toBe('=SUM(A5:A12)');
  workbook.insertRows(0, 13, 2);
  expect(formulaAt(1, 3)).toBe('=SUM(A5:A12)');
  workbook.insertRows(0, 5, 1);
  expect(formulaAt(1, 3)).toBe('=SUM(A6:A13)');
  expect(workbook.cell(0, 1, 3).value).toBe(5 + 6 + 7 + 8 + 9);
});

test('deleting the only row a formula refers to makes it #REF!, deleting some shortens its range', () => {
  workbook.typeInto(0, 1, 3, '=A5');
  workbook.typeInto(0, 1, 4, '=SUM($A$4:$A$6)');

  workbook.deleteRows(0, 5, 1);

  expect(formulaAt(1, 3)).toBe('=#REF!');
  expect(workbook.cell(0, 1, 3).display).toBe('#REF!');
  expect(formulaAt(1, 4)).toBe('=SUM($A$4:$A$5)');
  expect(workbook.cell(0, 1, 4).value).toBe(10);
});

test('formulas in other tabs follow, and texts and function names that look like cells do not', () => {
  const other = workbook.addSheet('My tab');
  workbook.typeInto(other.id, 1, 1, '=Sheet1!A5&"A5"&LOG10(100)');

  workbook.insertRows(0, 2, 2);

  expect(workbook.cell(other.id, 1, 1).formula).toBe('=Sheet1!A7&"A5"&LOG10(100)');
  expect(workbook.cell(other.id, 1, 1).value).toBe('5A52');
});

test('a named range follows its cells, and is broken when all of them go', () => {
  workbook.names.set('numbers', 0, areaAt(4, 1, 3));

  workbook.insertRows(0, 5, 2);
  expect(workbook.names.find('NUMBERS')?.area).toEqual(areaAt(4, 1, 5));
  workbook.insertRows(0, 9, 4);
  expect(workbook.names.find('numbers')?.area).toEqual(areaAt(4, 1, 5));
  workbook.deleteRows(0, 3, 8);
  expect(workbook.names.find('numbers')?.area).toBeNull();
});

test('a formula with a named range calculates, and shows #REF! once the name is broken', () => {
  workbook.names.set('numbers', 0, areaAt(1, 1, 3));
  workbook.typeInto(0, 9, 3, '=SUM(numbers)');
  expect(workbook.cell(0, 9, 3).value).toBe(6);

  workbook.deleteRows(0, 1, 3);

  expect(workbook.cell(0, 6, 3).display).toBe('#REF!');
});

test('metadata of a row moves with it and goes with it', () => {
  const { list } = workbook.metadata;
  const place = { on: 'rows' as const, sheetId: 0, from: 4, to: 4 };
  workbook.metadata.add({ key: 'k', value: 'v', visibility: 'DOCUMENT', place });

  workbook.insertRows(0, 2, 3);
  expect(list[0]?.place).toEqual({ ...place, from: 7, to: 7 });
  workbook.deleteRows(0, 7, 1);
  expect(workbook.metadata.list).toEqual([]);
});

test('merges, protections, filters, charts and conditional formats move with their rows', () => {
  const sheet = workbook.sheet(0);
  sheet.merges.push(areaAt(5, 1, 2, 2));
  sheet.filter = { area: areaAt(5, 1, 3, 2), hiddenValues: {} };
  sheet.charts.push({ id: 1, title: 'c', sheetId: 0, areas: [areaAt(5, 1, 3)] });
  sheet.conditionalFormats.push({ areas: [areaAt(5, 1)], formula: '=A5>3', background: '#ff0000' });
  const rest = { unprotected: [], description: '', warningOnly: false, editors: [], owner: '' };
  sheet.protections.push({ id: 1, area: areaAt(5, 1), ...rest });

  workbook.insertRows(0, 3, 2);

  expect(sheet.merges).toEqual([areaAt(7, 1, 2, 2)]);
  expect(sheet.filter?.area).toEqual(areaAt(7, 1, 3, 2));
  expect(sheet.charts[0]?.areas).toEqual([areaAt(7, 1, 3)]);
  expect(sheet.conditionalFormats[0]).toMatchObject({ areas: [areaAt(7, 1)], formula: '=A7>3' });
  expect(sheet.protections[0]?.area).toEqual(areaAt(7, 1));
});

test('inserted rows look like the row above, or like the row below when asked, and hold nothing', () => {
  workbook.style(0, areaAt(2, 1), { bold: true, format: '0.00' });
  workbook.setNote(0, 2, 1, 'note');

  workbook.insertRows(0, 3, 1);
  expect(workbook.cell(0, 3, 1)).toMatchObject({ bold: true, format: '0.00', note: '', value: '' });
  workbook.shift({ kind: 'insert', axis: 'rows', sheetId: 0, at: 3, count: 1, likeAfter: true });
  expect(workbook.cell(0, 3, 1)).toMatchObject({ bold: true });
  workbook.insertRows(0, 8, 1);
  expect(workbook.cell(0, 8, 1)).toMatchObject({ bold: false, format: '' });
});

test('columns shift like rows', () => {
  workbook.typeInto(0, 1, 3, '=SUM(A1:B1)');
  workbook.setColumnWidth(0, 2, 250);

  workbook.insertColumns(0, 2, 1);

  expect(formulaAt(1, 4)).toBe('=SUM(A1:C1)');
  expect(workbook.sheet(0).columnWidths.get(3)).toBe(250);
  workbook.deleteColumns(0, 1, 3);
  expect(formulaAt(1, 1)).toBe('=SUM(#REF!)');
});

test('inserting cells moves only what stands below them, with notes, formats and formulas', () => {
  workbook.typeInto(0, 5, 2, 'beside');
  workbook.typeInto(0, 6, 1, 'moved');
  workbook.setNote(0, 6, 1, 'note');
  workbook.typeInto(0, 1, 4, '=A6&B5');
  workbook.names.set('both', 0, areaAt(5, 1, 2, 2));
  workbook.names.set('one', 0, areaAt(5, 1, 2, 1));

  workbook.shift({ kind: 'insert', axis: 'rows', sheetId: 0, at: 6, count: 2, span: [1, 1] });

  expect(workbook.cell(0, 8, 1)).toMatchObject({ value: 'moved', note: 'note' });
  expect(workbook.cell(0, 5, 2).value).toBe('beside');
  expect(formulaAt(1, 4)).toBe('=A8&B5');
  expect(workbook.names.find('both')?.area).toEqual(areaAt(5, 1, 2, 2));
  expect(workbook.names.find('one')?.area).toEqual(areaAt(5, 1, 4, 1));
  workbook.shift({ kind: 'delete', axis: 'rows', sheetId: 0, at: 6, count: 2, span: [1, 1] });
  expect(workbook.cell(0, 6, 1)).toMatchObject({ value: 'moved', note: 'note' });
});

test('inserting cells is refused where it would tear merged cells apart', () => {
  workbook.sheet(0).merges.push(areaAt(8, 1, 1, 2));

  expect(() =>
    workbook.shift({ kind: 'insert', axis: 'rows', sheetId: 0, at: 6, count: 1, span: [1, 1] }),
  ).toThrow('merged cells');
});

test('moved cells take names and references with them', () => {
  workbook.names.set('block', 0, areaAt(2, 1, 2));
  workbook.typeInto(0, 1, 3, '=A2+1');

  workbook.move({ sheetId: 0, area: areaAt(2, 1, 2) }, { sheetId: 0, row: 2, column: 5 });

  expect(workbook.names.find('block')?.area).toEqual(areaAt(2, 5, 2));
  expect(formulaAt(1, 3)).toBe('=E2+1');
  expect(workbook.cell(0, 1, 3).value).toBe(3);
});

test('sorting moves values and their own formulas, and leaves names where they are', () => {
  workbook.typeInto(0, 2, 2, '=A2*10');
  workbook.names.set('first', 0, areaAt(1, 1));

  workbook.sort(0, areaAt(1, 1, 10, 2), { column: 1, ascending: false });

  expect(displayOf(workbook, 'A1:A3')).toEqual([['10'], ['9'], ['8']]);
  expect(formulaAt(9, 2)).toBe('=A9*10');
  expect(workbook.cell(0, 9, 2).value).toBe(20);
  expect(workbook.names.find('first')?.area).toEqual(areaAt(1, 1));
});

test('renaming a tab rewrites the formulas that name it, deleting it makes them #REF!', () => {
  const other = workbook.addSheet('Costs');
  workbook.typeInto(other.id, 1, 1, '7');
  workbook.typeInto(0, 1, 3, '=Costs!A1');
  workbook.names.set('cost', other.id, areaAt(1, 1));

  workbook.renameSheet(other.id, "Bob's costs");
  expect(formulaAt(1, 3)).toBe("='Bob''s costs'!A1");
  expect(workbook.cell(0, 1, 3).value).toBe(7);
  workbook.deleteSheet(other.id);
  expect(workbook.cell(0, 1, 3).display).toBe('#REF!');
  expect(workbook.names.find('cost')?.area).toBeNull();
  expect(() => workbook.deleteSheet(0)).toThrow("You can't remove all the sheets in a document.");
});

test('a spreadsheet that would pass ten million cells is refused before anything changes', () => {
  expect(() => workbook.insertRows(0, 5, 400_000)).toThrow('above the limit of 10000000 cells');
  expect(workbook.sheet(0).size.rows).toBe(1000);
});

test('a copy has the names and the metadata under another id, and is a world of its own', () => {
  workbook.names.set('numbers', 0, areaAt(1, 1, 3));
  workbook.metadata.add({
    key: 'k',
    value: 'v',
    visibility: 'DOCUMENT',
    place: { on: 'spreadsheet' },
  });
  workbook.typeInto(0, 1, 3, '=SUM(numbers)');

  const copy = workbook.duplicate();
  workbook.typeInto(0, 1, 1, '100');

  expect(copy.id).not.toBe(workbook.id);
  expect(copy.names.list).toEqual(workbook.names.list);
  expect(copy.metadata.list).toEqual(workbook.metadata.list);
  expect(copy.cell(0, 1, 3).value).toBe(6);
});

test('saved as JSON and restored, nothing is different', () => {
  workbook.typeInto(0, 1, 2, '2026-01-02');
  workbook.typeInto(0, 2, 2, '=SUM(A1:A3)');
  workbook.style(0, areaAt(3, 2), { bold: true });
  workbook.setNote(0, 4, 2, 'note');
  workbook.addSheet('Two');

  const restored = Workbook.fromJSON(JSON.parse(JSON.stringify(workbook)) as never);

  expect(restored.rows(0, 1, 12)).toEqual(workbook.rows(0, 1, 12));
  expect(JSON.parse(JSON.stringify(restored))).toEqual(JSON.parse(JSON.stringify(workbook)));
});

test('a formula that gives an array fills the cells beside it, and says when something is in the way', () => {
  workbook.typeInto(0, 1, 3, '=SEQUENCE(2,2)');
  expect(displayOf(workbook, 'C1:D2')).toEqual([
    ['1', '2'],
    ['3', '4'],
  ]);

  workbook.typeInto(0, 2, 4, 'x');

  expect(workbook.cell(0, 1, 3)).toMatchObject({ display: '#REF!' });
  expect(workbook.cell(0, 1, 3).error).toContain('overwrite data');
  expect(workbook.cell(0, 1, 4).display).toBe('');
});

test('a function that the simulator cannot calculate says so instead of guessing', () => {
  workbook.typeInto(0, 1, 3, '=IFERROR(QUERY(A1:A3,"select A"),0)');

  expect(workbook.cell(0, 1, 3)).toMatchObject({
    display: '#ERROR!',
    error: 'The simulator cannot calculate QUERY.',
  });
});

test('NOW() follows the spreadsheet’s clock and time zone', () => {
  const { workbook: zoned, clock } = newSimulation({ workbook: { timeZone: 'Europe/Paris' } });
  zoned.typeInto(0, 1, 1, '=IF(NOW()>DATE(2026,11,22)+TIME(10,30,0),"late","in time")');
  expect(zoned.cell(0, 1, 1).display).toBe('in time');

  clock.advance(45 * 60 * 1000);

  expect(zoned.cell(0, 1, 1).display).toBe('late');
});

test('a formula shows a date where it gives one', () => {
  workbook.typeInto(0, 1, 2, '2026-01-02');
  workbook.typeInto(0, 2, 2, '=B1+1');
  workbook.typeInto(0, 3, 2, '=TODAY()');
  workbook.typeInto(0, 4, 2, '=YEAR(B1)');

  expect(displayOf(workbook, 'B2:B4')).toEqual([['2026-01-03'], ['11/22/2026'], ['2026']]);
});

test('a duplicated tab has the names of the first behind its own', () => {
  workbook.names.set('numbers', 0, areaAt(1, 1, 3));

  const copy = workbook.copySheet(0);

  expect(copy.name).toBe('Copy of Sheet1');
  expect(workbook.names.list).toEqual([
    { name: 'numbers', sheetId: 0, area: areaAt(1, 1, 3) },
    { name: "'Copy of Sheet1'!numbers", sheetId: copy.id, area: areaAt(1, 1, 3) },
  ]);
});

test('cells are copied and pasted as tab-separated text', () => {
  workbook.typeInto(0, 1, 2, "'007");
  workbook.typeInto(0, 2, 2, 'two\nlines "quoted"');

  const text = workbook.copy(0, areaAt(1, 1, 2, 2));
  expect(text).toBe('1\t007\n2\t"two\nlines ""quoted"""');
  workbook.paste(0, 5, 4, text);

  expect(workbook.cell(0, 6, 5).value).toBe('two\nlines "quoted"');
  expect(workbook.cell(0, 5, 5).value).toBe(7);
});

test('every change is told to those who listen, until they stop', () => {
  const told: string[] = [];
  const stop = workbook.onChange(({ kind }) => told.push(kind));

  workbook.typeInto(0, 1, 1, 'x');
  workbook.insertRows(0, 1, 1);
  workbook.addSheet();
  workbook.select(0, areaAt(1, 1));
  stop();
  workbook.typeInto(0, 1, 1, 'y');

  expect(told).toEqual(['cells', 'structure', 'sheets', 'selection']);
});

test('cells that are inserted keep the formats of those that stood there, and the grid does not grow for them', () => {
  const everything = workbook.sheet(0);
  workbook.style(0, areaAt(3, 1), { background: '#00ff00', format: '0%' });
  workbook.shift({ sheetId: 0, axis: 'rows', kind: 'insert', at: 3, count: 1, span: [1, 1] });

  expect([3, 4].map((row) => everything.at(row, 1)?.style.background)).toEqual([
    ...['#00ff00', '#00ff00'],
  ]);
  expect([3, 4].map((row) => workbook.cell(0, row, 1).display)).toEqual(['', '300%']);

  const { rows } = everything.size;
  workbook.typeInto(0, rows, 1, 'last');
  const insert = () =>
    workbook.shift({ sheetId: 0, axis: 'rows', kind: 'insert', at: 3, count: 1, span: [1, 1] });
  expect(insert).toThrow('outside the dimensions of the sheet');
  workbook.typeInto(0, 1, everything.size.columns, 'edge');
  const across = { axis: 'columns' as const, kind: 'insert' as const, at: 1, count: 1 };
  expect(() => workbook.shift({ sheetId: 0, ...across, span: [1, 1] })).toThrow(
    'outside the dimensions',
  );
  expect(everything.size).toMatchObject({ rows });
});
