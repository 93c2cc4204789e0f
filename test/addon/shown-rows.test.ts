// The preview shows of every cell what the sheet shows once it is inserted, in each locale: labels, formats, digits.
import { expect, test } from '@jest/globals';
import { contentOf } from '../../domain/cells/content.ts';
import { withNotes } from '../../domain/cells/column-notes.ts';
import { shownCell } from '../../domain/cells/shown-cell.ts';
import type { ColumnNote } from '../../domain/contract/query.ts';
import type { Column, Field } from '../../domain/contract/result.ts';
import { DEFAULT_OPTIONS } from '../../domain/linked-range.ts';
import { shownColumns } from '../../domain/refresh/layout/columns.ts';
import { col } from './desk/backend.ts';
import { Desk } from './desk/desk.ts';

const columns: Column[] = [
  col('customer'),
  col('price', 'number', 'numeric'),
  col('share', 'number', 'numeric'),
  col('seats', 'number', 'int4'),
  col('rate', 'number', 'float8'),
  col('due', 'date', 'date'),
  col('seen', 'datetime', 'timestamptz'),
  col('at', 'time', 'time'),
  { ...col('took', 'text', 'interval'), holds: 'duration' },
  col('paid', 'boolean', 'bool'),
];
const rows: Field[][] = [
  [
    '00145',
    '1234.5',
    '0.125',
    1200,
    0.1,
    '2026-03-01',
    '2026-02-28T23:30:09Z',
    '07:05:00',
    '1 day 02:03:04',
    true,
  ],
  [
    '=1+1',
    '-0.001',
    '-0.5',
    -7,
    12345.678,
    '1999-12-31',
    '2026-07-01T12:00:00Z',
    '23:59:59',
    '00:00:01',
    false,
  ],
  [null, null, null, null, null, null, null, null, null, null],
];
const notes: ColumnNote[] = [
  { name: 'customer', label: 'Kunde' },
  { name: 'price', label: 'Price', format: 'EUR' },
  { name: 'share', format: 'percent' },
  { name: 'seats', format: 'whole' },
];

for (const locale of ['en_US', 'de_DE', 'fr_FR']) {
  test(`a preview in ${locale} shows what the sheet then shows`, () => {
    const desk = new Desk({ locale });
    desk.backend.save('list', () => ({ columns, rows }), { columns: notes });
    desk.insert('list');

    const content = contentOf(
      { columns, rows, truncated: false },
      { exactText: [], timeZone: 'Europe/Paris', locale },
    );
    const shown = withNotes(shownColumns(content.columns, DEFAULT_OPTIONS), notes);
    const preview = content.rows.map((row) =>
      shown.map(({ source, format }) => shownCell(row[source] ?? '', format, locale)),
    );

    const sheet = desk.shown('List');
    expect(shown.map(({ label }) => label)).toEqual(sheet[0]);
    // Which of its narrow spaces parts thousands is up to the version of the locale's data.
    const plain = (cells: string[][]) =>
      cells.map((row) => row.map((text) => text.replace(/\p{Zs}/gu, ' ')));
    expect(plain(preview.slice(0, 2))).toEqual(plain(sheet.slice(1, 3)));
  });
}
