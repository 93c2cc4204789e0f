// Columns are as wide as what a result brings into them: by all of its rows, up to a limit, and never narrower than they were.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { col } from '../desk/backend.ts';
import { Desk } from '../desk/desk.ts';

function deskWith(rows: Field[][]) {
  const desk = new Desk();
  desk.backend.save('list', () => ({ columns: [col('name'), col('n', 'number', 'int4')], rows }));
  return desk;
}
const long = 'A name that is rather long, as names of companies are';

test('a column is as wide as its longest text, also where that stands in the last row and at a selected cell', () => {
  const rows: Field[][] = Array.from({ length: 500 }, (_, index) => ['short', index]);
  rows.push([long.slice(0, 30), 1]);
  const desk = deskWith(rows);
  desk.select('Sheet1', 2, 3);
  desk.insert('list', { target: 'selection' });

  const widths = desk.sheet('Sheet1').columnWidths;
  expect(widths.get(3)).toBeGreaterThan(200);
  // The usual width does for short numbers.
  expect(widths.get(4)).toBeUndefined();
});

test('no column gets wider than the limit, letters of Japanese count twice, and a person’s wider column stays', () => {
  const desk = deskWith([['株式会社日本総合研究所開発部門長', 1]]);
  desk.insert('list');
  const japanese = desk.sheet('List').columnWidths.get(1);
  expect(japanese).toBeGreaterThan(200);

  const wide = deskWith([[`${long} ${long} ${long}`, 1]]);
  wide.workbook.setColumnWidth(wide.sheet('Sheet1').id, 2, 500);
  wide.select('Sheet1', 1, 1);
  wide.insert('list', { target: 'selection' });
  expect(wide.sheet('Sheet1').columnWidths.get(1)).toBe(300);
  expect(wide.sheet('Sheet1').columnWidths.get(2)).toBe(500);
});

test('a new tab shows its top left', () => {
  const desk = deskWith(Array.from({ length: 100 }, (_, index) => ['x', index]));
  desk.insert('list');
  expect(desk.workbook.selection).toMatchObject({ top: 1, left: 1, bottom: 1, right: 1 });
});
