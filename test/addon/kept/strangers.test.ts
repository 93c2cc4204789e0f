// What people do beside a result without thinking of it: after each refresh, by the add-on and by the server, every note
// stands beside its row, sums are right, and each step is undone.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import type { Workbook } from '../../../playground/simulator/workbook/workbook.ts';
import { refreshByServer, seenIn, serverAt, twinOf } from '../../sheets/twin.ts';
import { col } from '../desk/backend.ts';
import type { Desk } from '../desk/desk.ts';
import { linkedAt, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];
const customer = (number: number): Field[] => [`c${number}`, `Customer ${number}`, 100 * number];
/** The range stands at B4: its rows from 5 to 10, in B to D. */
const [FIRST, LAST] = [5, 10];

const STEPS: number[][] = [
  [1, 2, 3, 4, 5, 6, 7],
  [8, 1, 2, 3, 5, 7],
  [7, 5, 3, 2, 1, 8],
  [],
  [1, 2, 3, 4, 5, 6],
  [6, 5, 9, 4, 3, 10, 2, 1, 11],
];
const yes = {
  ...{ editedCells: true, removedColumns: true, ownRows: true, fewRows: true, columns: true },
};

type Build = (linked: Linked) => void | ((desk: Desk, rows: Field[][]) => void);

const area = (top: number, left: number, bottom: number, right: number) => ({
  ...{ top, left, bottom, right },
});
const tab = ({ desk }: Linked) => desk.sheet('Sheet1');
const type = ({ desk }: Linked, row: number, column: number, text: string) =>
  desk.type('Sheet1', row, column, text);
const notes = (linked: Linked, column: number, ...numbers: number[]) => {
  for (const number of numbers) type(linked, FIRST + number - 1, column, `about c${number}`);
};
const inEachRow = (linked: Linked, column: number, formula: (row: number) => string) => {
  for (let row = FIRST; row <= LAST; row += 1) type(linked, row, column, formula(row));
};
const total = (linked: Linked, [row, column]: [number, number], formula: string) => {
  type(linked, row, column - 1, 'total');
  type(linked, row, column, formula);
};

function rowOf(desk: Desk, id: string): number {
  return desk.shown('Sheet1').findIndex((row) => row.includes(id)) + 1;
}

const besideEach =
  (column: number, given: (revenue: number) => unknown) =>
  (desk: Desk, rows: Field[][]): void => {
    for (const [id, , revenue] of rows) {
      const { value } = desk.cell('Sheet1', rowOf(desk, String(id)), column);
      expect([id, value]).toEqual([id, given(Number(revenue))]);
    }
  };

const shows =
  (label: string, value: (rows: Field[][]) => unknown) => (desk: Desk, rows: Field[][]) => {
    const [found] = desk.workbook.sheets.flatMap(({ name }) =>
      desk.shown(name).flatMap((cells, row) => {
        const at = cells.indexOf(label);
        return at < 0 ? [] : [desk.cell(name, row + 1, at + 2).value];
      }),
    );
    expect([label, found]).toEqual([label, value(rows)]);
  };

const situations: Record<string, Build> = {
  'notes at the right': (linked) => notes(linked, 5, 1, 4, 6),
  'notes that are sorted by hand with their rows': (linked) => {
    notes(linked, 5, 1, 4, 6);
    linked.desk.workbook.sort(tab(linked).id, area(FIRST, 2, LAST, 5), {
      ...{ column: 4, ascending: false },
    });
  },
  'a filter that hides rows with notes': (linked) => {
    notes(linked, 5, 1, 4, 6);
    tab(linked).filter = { area: area(4, 2, LAST, 5), hiddenValues: { 2: ['c4', 'c6'] } };
    for (const row of [8, 10]) tab(linked).row(row).hiddenByFilter = true;
  },
  'hidden rows with notes': (linked) => {
    notes(linked, 5, 2, 5);
    for (const row of [6, 9]) tab(linked).row(row).hidden = true;
  },
  'notes in an inserted column': (linked) => {
    linked.desk.workbook.insertColumns(tab(linked).id, 4, 1);
    notes(linked, 4, 2, 3);
  },
  'notes in an inserted column and beside': (linked) => {
    linked.desk.workbook.insertColumns(tab(linked).id, 3, 1);
    notes(linked, 3, 1, 6);
    notes(linked, 6, 2);
  },
  'a column of tick boxes with some ticked': (linked) => {
    const validation = { list: [], strict: true, condition: { type: 'BOOLEAN', values: [] } };
    tab(linked).forEachCell(area(FIRST, 5, LAST, 5), (cell) => Object.assign(cell, { validation }));
    for (let row = FIRST; row <= LAST; row += 1) type(linked, row, 5, row === 7 ? 'TRUE' : 'FALSE');
    return (desk) => expect(desk.cell('Sheet1', rowOf(desk, 'c3'), 5).value).toBe(true);
  },
  'an array formula in the header': (linked) => {
    type(linked, 4, 5, '={"double";ARRAYFORMULA(D5:D10*2)}');
  },
  'an array formula in the first row over an open column': (linked) => {
    type(linked, 5, 5, '=ARRAYFORMULA(IF(D5:D="","",D5:D*2))');
    return besideEach(5, (revenue) => revenue * 2);
  },
  'a look-up in another tab': (linked) => {
    linked.desk.workbook.addSheet('Owners');
    linked.desk.type('Owners', 1, 1, 'c3');
    linked.desk.type('Owners', 1, 2, 'Ada');
    inEachRow(linked, 5, (row) => `=IFERROR(VLOOKUP(B${row},Owners!A:B,2,FALSE),"-")`);
    return besideEach(5, (revenue) => (revenue === 300 ? 'Ada' : '-'));
  },
  'a look-up from another tab into the notes': (linked) => {
    notes(linked, 5, 2, 4);
    linked.desk.workbook.addSheet('Report');
    linked.desk.type('Report', 1, 1, 'note');
    linked.desk.type('Report', 1, 2, '=VLOOKUP("c4",Sheet1!B4:E10,4,FALSE)');
    return shows('note', () => 'about c4');
  },
  'a cell elsewhere that shows a note': (linked) => {
    notes(linked, 5, 2, 4);
    type(linked, 1, 6, 'shown');
    type(linked, 1, 7, '="→ "&E6');
    return shows('shown', () => '→ about c2');
  },
  'a row that was deleted in the middle': (linked) => {
    notes(linked, 5, 1, 2, 6);
    linked.desk.workbook.deleteRows(tab(linked).id, 8, 1);
  },
  'a row of their own inserted between': (linked) => {
    notes(linked, 5, 1, 6);
    linked.desk.workbook.insertRows(tab(linked).id, 8, 1);
  },
  'headers that were renamed': (linked) => {
    notes(linked, 5, 3);
    ['Nummer', 'Kunde', 'Umsatz'].forEach((text, at) => type(linked, 4, 2 + at, text));
  },
  'a sum directly below': (linked) => {
    notes(linked, 5, 1);
    total(linked, [LAST + 1, 4], '=SUM(D5:D10)');
  },
  'a sum directly below that begins at the header': (linked) => {
    notes(linked, 5, 1);
    total(linked, [LAST + 1, 4], '=SUM(D4:D10)');
  },
  'a sum above of an open column': (linked) => {
    notes(linked, 5, 6);
    total(linked, [1, 4], '=SUM(D5:D)');
  },
  'a sum without notes': (linked) => total(linked, [LAST + 2, 4], '=SUM(D5:D10)'),
  'a sum of formulas beside notes': (linked) => {
    inEachRow(linked, 5, (row) => `=N(D${row})`);
    notes(linked, 6, 3);
    total(linked, [1, 4], '=SUM(E5:E10)');
  },
  'a sum of formulas beside notes from the header on': (linked) => {
    type(linked, 4, 5, 'double');
    inEachRow(linked, 5, (row) => `=N(D${row})`);
    notes(linked, 6, 3);
    total(linked, [1, 4], '=SUM(E4:E10)');
  },
  'a sum of formulas without notes': (linked) => {
    inEachRow(linked, 5, (row) => `=D${row}*1`);
    total(linked, [1, 4], '=SUM(E5:E10)');
  },
  'a count of the notes': (linked) => {
    notes(linked, 5, 1, 3);
    type(linked, 1, 6, 'counted');
    type(linked, 1, 7, '=COUNTIF(E5:E10,"about*")');
    return shows('counted', () => 2);
  },
  'the difference to the row above': (linked) => {
    for (let row = FIRST + 1; row <= LAST; row += 1) type(linked, row, 5, `=D${row}-D${row - 1}`);
  },
  'numbers from 1 on at the left': (linked) => {
    for (let row = FIRST; row <= LAST; row += 1) type(linked, row, 1, String(row - 4));
  },
  'dates and numbers as notes': (linked) => {
    type(linked, 7, 5, '2026-03-01');
    type(linked, 9, 5, '0.5');
    return (desk) => {
      expect(desk.cell('Sheet1', rowOf(desk, 'c3'), 5).value).toBe(46082);
      expect(desk.cell('Sheet1', rowOf(desk, 'c5'), 5).value).toBe(0.5);
    };
  },
  'a formula in each row that fills two cells': (linked) => {
    inEachRow(linked, 5, (row) => `=ARRAYFORMULA(C${row}:D${row})`);
    return (desk, rows) => {
      besideEach(5, (revenue) => `Customer ${revenue / 100}`)(desk, rows);
      besideEach(6, (revenue) => revenue)(desk, rows);
    };
  },
  'a list of choices that refuses others': (linked) => {
    const validation = { list: ['about c1', 'about c5'], strict: true };
    tab(linked).forEachCell(area(FIRST, 5, LAST, 5), (cell) => Object.assign(cell, { validation }));
    notes(linked, 5, 1, 5);
  },
  'a hidden column of notes': (linked) => {
    tab(linked).hiddenColumns.add(5);
    notes(linked, 5, 2, 6);
  },
  'ideas directly below the notes': (linked) => {
    notes(linked, 5, 6);
    type(linked, LAST + 1, 5, 'apart: an idea');
  },
  'notes beside each row': (linked) => notes(linked, 5, 1, 2, 3, 4, 5, 6),
  'notes behind one empty column': (linked) => notes(linked, 6, 1, 6),
  'notes at the left and behind an empty column': (linked) => {
    notes(linked, 1, 2);
    notes(linked, 6, 5);
  },
  'merged cells above and below': (linked) => {
    notes(linked, 5, 4);
    type(linked, 1, 2, 'apart: Customers');
    tab(linked).merges.push(area(1, 2, 1, 5));
    type(linked, 20, 2, 'apart: as of today');
    tab(linked).merges.push(area(20, 2, 20, 5));
  },
  'a table of their own below, wider than the result': (linked) => {
    notes(linked, 5, 3);
    for (let row = 13; row <= 15; row += 1) {
      for (let column = 1; column <= 7; column += 1)
        type(linked, row, column, `apart: ${row} ${column}`);
    }
  },
  'a share of the total, and notes': (linked) => {
    total(linked, [2, 4], '=SUM(D5:D10)');
    inEachRow(linked, 5, (row) => `=D${row}/D$2`);
    notes(linked, 6, 2);
  },
  'columns in another order, with notes': (linked) => {
    const sheetId = tab(linked).id;
    const { workbook } = linked.desk;
    workbook.move({ sheetId, area: area(4, 2, 10, 2) }, { sheetId, row: 4, column: 20 });
    workbook.move({ sheetId, area: area(4, 3, 10, 3) }, { sheetId, row: 4, column: 2 });
    workbook.move({ sheetId, area: area(4, 20, 10, 20) }, { sheetId, row: 4, column: 3 });
    notes(linked, 5, 2, 5);
  },
  'one formula beside one row': (linked) => {
    type(linked, 7, 5, '=D7*0.9');
    return (desk, rows) => {
      if (!rows.some(([id]) => id === 'c3')) return;
      expect(desk.cell('Sheet1', rowOf(desk, 'c3'), 5).value).toBe(270);
    };
  },
  'the query’s order, with notes': (linked) => {
    setOptions(linked, { inQueryOrder: true });
    notes(linked, 5, 1, 4);
  },
  'a line that says how fresh it is, with notes': (linked) => {
    setOptions(linked, { statusLine: true });
    notes(linked, 5, 1, 4);
  },
};

function ownTexts(desk: Desk): string[] {
  return desk.shown('Sheet1').flatMap((row, index) =>
    row.flatMap((text): string[] => {
      if (text.startsWith('apart')) return [text];
      const about = /^about (c\d+)$/.exec(text)?.[1];
      if (about === undefined) return [];
      expect([text, index + 1]).toEqual([text, rowOf(desk, about)]);
      return [text];
    }),
  );
}

/** All cells of all tabs: what they hold, and their formulas. */
const held = ({ sheets }: Workbook) =>
  sheets.map((sheet) =>
    sheet.rows.flatMap((row, at) =>
      (row?.cells ?? []).flatMap((cell, across) =>
        cell && (cell.value !== '' || cell.formula !== '')
          ? [[at + 1, across + 1, cell.formula || cell.value]]
          : [],
      ),
    ),
  );

test('there are forty situations', () => {
  expect(Object.keys(situations).length).toBeGreaterThanOrEqual(40);
});

test.each(Object.keys(situations))(
  '%s: all stays with its row, whoever refreshes',
  async (name) => {
    const linked = linkedAt(4, 2, [1, 2, 3, 4, 5, 6].map(customer), { columns });
    const { desk, table, id } = linked;
    desk.backend.save('list', () => table, { key: ['id'] });
    const holds = situations[name]?.(linked);
    const own = ownTexts(desk).sort();
    const before = [held(desk.workbook)];

    for (const [step, numbers] of STEPS.entries()) {
      table.rows = numbers.map(customer);
      const twin = twinOf(desk.workbook);
      const how = { by: 'person' as const, confirmed: yes };
      await refreshByServer(serverAt(twin), { desk, id, how });
      const { changes } = desk.refresh(id, yes);

      const at = `step ${step}`;
      expect([at, ownTexts(desk).sort()]).toEqual([at, own]);
      const sum = numbers.reduce((all, number) => all + 100 * number, 0);
      if (desk.shown('Sheet1').flat().includes('total'))
        shows('total', () => sum)(desk, table.rows);
      if (numbers.length > 0) holds?.(desk, table.rows);
      expect([at, seenIn(twin)]).toEqual([at, seenIn(desk.workbook)]);
      // Where nothing was written there is nothing to undo.
      if (changes.unchanged) before.pop();
      before.push(held(desk.workbook));
    }
    for (const [step, cells] of [...before.slice(0, -1).entries()].reverse()) {
      desk.ask('undoRefresh', { id });
      expect([`undo to ${step}`, held(desk.workbook)]).toEqual([`undo to ${step}`, cells]);
    }
  },
);
