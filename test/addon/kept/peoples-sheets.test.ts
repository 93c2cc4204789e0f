// Forty sheets as people really have them: whatever stands around a result is whole after it grew, shrank and came in
// another order, notes stay beside their rows, and what is reckoned from it is right.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import type { Area } from '../../../playground/simulator/workbook/area.ts';
import { col } from '../desk/backend.ts';
import type { Desk } from '../desk/desk.ts';
import { linkedAt, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];
const customer = (number: number): Field[] => [`c${number}`, `Customer ${number}`, 100 * number];
const six = [1, 2, 3, 4, 5, 6].map(customer);
/** The range stands at B4: its rows from 5 on, in B to D. */
const [TOP, LEFT, FIRST, LAST] = [4, 2, 5, 10];

type Build = (linked: Linked) => ((desk: Desk, rows: Field[][]) => void) | undefined;

const type = ({ desk }: Linked, row: number, column: number, text: string) =>
  desk.type('Sheet1', row, column, text);
const note = (linked: Linked, number: number, column: number) =>
  type(linked, FIRST + number - 1, column, `about c${number}`);
/** A label in F1, and a formula at its right. */
const labelled = (linked: Linked, label: string, formula: string, [row, column] = [1, 6]) => {
  type(linked, row ?? 1, column ?? 6, label);
  type(linked, row ?? 1, (column ?? 6) + 1, formula);
};
const inEachRow = (linked: Linked, column: number, formula: (row: number) => string) => {
  for (let row = FIRST; row <= LAST; row += 1) type(linked, row, column, formula(row));
};
const area = (top: number, left: number, bottom: number, right: number) => ({
  ...{ top, left, bottom, right },
});
const tabOf = ({ desk }: Linked) => desk.sheet('Sheet1');
function otherTab({ desk }: Linked, label: string, formula: string): void {
  desk.workbook.addSheet('Summary');
  desk.type('Summary', 2, 1, label);
  desk.type('Summary', 2, 2, formula);
}

/** The row of the tab in which a customer stands. */
function rowOf(desk: Desk, id: string): number {
  return desk.shown('Sheet1').findIndex((row) => row.includes(id)) + 1;
}

const sumOf = (rows: Field[][]) => rows.reduce((sum, [, , revenue]) => sum + Number(revenue), 0);

/** What a column of formulas gives beside each customer. */
const besideEach =
  (column: number, given: (revenue: number, rows: Field[][]) => number) =>
  (desk: Desk, rows: Field[][]): void => {
    for (const [id, , revenue] of rows) {
      const { value } = desk.cell('Sheet1', rowOf(desk, String(id)), column);
      expect([id, Number(value).toFixed(9)]).toEqual([id, given(Number(revenue), rows).toFixed(9)]);
    }
  };

/** A cell that is found by the label at its left, in whatever tab. */
function labelledValue(desk: Desk, label: string): unknown {
  for (const { name } of desk.workbook.sheets) {
    for (const [row, cells] of desk.shown(name).entries()) {
      const at = cells.indexOf(label);
      if (at >= 0) return desk.cell(name, row + 1, at + 2).value;
    }
  }
  return null;
}

const gives =
  (label: string, expected: (rows: Field[][]) => unknown) =>
  (desk: Desk, rows: Field[][]): void => {
    expect(labelledValue(desk, label)).toEqual(expected(rows));
  };

/** What reaches from the header to the last row still does. */
const coversAll =
  (areaIn: (desk: Desk) => Area | undefined) =>
  (desk: Desk, rows: Field[][]): void => {
    const found = areaIn(desk);
    expect(found?.top).toBe(TOP);
    const last = Math.max(...rows.map(([id]) => rowOf(desk, String(id))));
    expect(found?.bottom).toBe(last);
  };

const sheets: Record<string, Build> = {
  'nothing else': () => undefined,
  'a sum directly below': (linked) =>
    labelled(linked, 'total', '=SUM(D5:D10)', [11, 3]) as undefined,
  'a sum two rows below': (linked) =>
    labelled(linked, 'total', '=SUM(D5:D10)', [13, 3]) as undefined,
  'a sum above': (linked) => labelled(linked, 'total', '=SUM(D5:D10)', [1, 3]) as undefined,
  'a sum of the open column in another tab': (linked) => {
    otherTab(linked, 'total', '=SUM(Sheet1!D5:D)');
    return undefined;
  },
  'a look-up from another tab': (linked) => {
    otherTab(linked, 'found', '=VLOOKUP("c4",Sheet1!B5:D10,3,FALSE)');
    return gives('found', () => 400);
  },
  'INDEX and MATCH': (linked) => {
    labelled(linked, 'matched', '=INDEX(D5:D10,MATCH("c2",B5:B10,0))');
    return gives('matched', () => 200);
  },
  'SUMIF by a name': (linked) => {
    labelled(linked, 'of one', '=SUMIF(B5:B10,"c6",D5:D10)');
    return gives('of one', (rows) => (rows.some(([id]) => id === 'c6') ? 600 : 0));
  },
  'COUNTA of names': (linked) => {
    labelled(linked, 'average', '=AVERAGE(D5:D10)');
    return gives('average', (rows) => sumOf(rows) / rows.length);
  },
  'the highest': (linked) => {
    labelled(linked, 'highest', '=MAX(D5:D10)', [2, 6]);
    return gives('highest', (rows) => Math.max(...rows.map(([, , revenue]) => Number(revenue))));
  },
  'notes at the right': (linked) => {
    for (const number of [1, 3, 6]) note(linked, number, 5);
    return undefined;
  },
  'notes at the left': (linked) => {
    for (const number of [2, 5]) note(linked, number, 1);
    return undefined;
  },
  'notes on both sides': (linked) => {
    note(linked, 4, 1);
    note(linked, 5, 5);
    return undefined;
  },
  'notes in two columns': (linked) => {
    note(linked, 1, 5);
    note(linked, 2, 6);
    note(linked, 3, 5);
    return undefined;
  },
  'a column inserted inside with notes': (linked) => {
    linked.desk.workbook.insertColumns(tabOf(linked).id, 3, 1);
    for (const number of [2, 3]) note(linked, number, 3);
    return undefined;
  },
  'a column of formulas': (linked) => {
    inEachRow(linked, 5, (row) => `=D${row}*2`);
    return besideEach(5, (revenue) => revenue * 2);
  },
  'formulas, and notes beside them': (linked) => {
    inEachRow(linked, 5, (row) => `=D${row}*2`);
    note(linked, 2, 6);
    return besideEach(5, (revenue) => revenue * 2);
  },
  'a share of the total below': (linked) => {
    labelled(linked, 'total', '=SUM(D5:D10)', [12, 3]);
    inEachRow(linked, 5, (row) => `=D${row}/D$12`);
    note(linked, 4, 6);
    return besideEach(5, (revenue, rows) => revenue / sumOf(rows));
  },
  'an array formula beside': (linked) => {
    type(linked, 5, 5, '=ARRAYFORMULA(D5:D10*2)');
    return undefined;
  },
  'a filter on the rows': (linked) => {
    tabOf(linked).filter = { area: area(4, 2, 10, 4), hiddenValues: {} };
    note(linked, 3, 5);
    return undefined;
  },
  'a merged title': (linked) => {
    type(linked, 1, 2, 'apart: Customers of the year');
    tabOf(linked).merges.push(area(1, 2, 1, 6));
    return (desk) => expect(desk.sheet('Sheet1').merges).toEqual([area(1, 2, 1, 6)]);
  },
  'merged cells below': (linked) => {
    type(linked, 14, 2, 'apart: as of today');
    tabOf(linked).merges.push(area(14, 2, 14, 4));
    return (desk) => expect(desk.sheet('Sheet1').merges).toHaveLength(1);
  },
  'a protected column beside': (linked) => {
    tabOf(linked).protections.push({
      ...{ id: 1, area: area(1, 5, 40, 5), unprotected: [], description: '' },
      ...{ warningOnly: false, editors: [], owner: 'vera@example.com' },
    });
    note(linked, 2, 5);
    return undefined;
  },
  'a column of choices that refuses others': (linked) => {
    const validation = { list: ['about c1', 'about c2', 'about c3'], strict: true };
    tabOf(linked).forEachCell(area(FIRST, 5, LAST, 5), (cell) =>
      Object.assign(cell, { validation }),
    );
    for (const number of [1, 2, 3]) note(linked, number, 5);
    return undefined;
  },
  'a column of tick marks': (linked) => {
    for (let number = 1; number <= 6; number += 1) type(linked, FIRST + number - 1, 5, 'TRUE');
    return (desk) => {
      const ticks = desk
        .values('Sheet1')
        .flat()
        .filter((value) => value === true);
      expect(ticks).toHaveLength(6);
    };
  },
  'a second result at the right': (linked) => {
    const { desk } = linked;
    desk.backend.save('other', { columns, rows: [71, 81, 91].map(customer) });
    desk.select('Sheet1', TOP, 8);
    desk.insert('other', { target: 'selection' });
    return (_desk) => {
      const cells = desk.shown('Sheet1').flat();
      for (const id of ['c71', 'c81', 'c91']) expect(cells).toContain(id);
    };
  },
  'a second result below': (linked) => {
    const { desk } = linked;
    desk.backend.save('other', { columns, rows: [17, 18].map(customer) });
    desk.select('Sheet1', 14, LEFT);
    const { range } = desk.insert('other', { target: 'selection' });
    return (_desk) => {
      expect(desk.refresh(range.id).changes.unchanged).toBe(true);
    };
  },
  'a list of their own at the right': (linked) => {
    for (let row = 2; row <= 14; row += 1) type(linked, row, 8, `apart: ${row}`);
    return (desk) => {
      const at = (text: string) => desk.shown('Sheet1').findIndex((row) => row.includes(text));
      expect(at('apart: 14') - at('apart: 2')).toBe(12);
    };
  },
  'a table of their own below': (linked) => {
    for (let row = 13; row <= 16; row += 1) {
      for (let column = 1; column <= 6; column += 1) {
        type(linked, row, column, `apart: ${row} ${column}`);
      }
    }
    return undefined;
  },
  'frozen rows': (linked) => {
    tabOf(linked).frozenRows = 4;
    note(linked, 1, 5);
    return (desk) => expect(desk.sheet('Sheet1').frozenRows).toBe(4);
  },
  'a conditional format over the rows': (linked) => {
    note(linked, 6, 5);
    tabOf(linked).conditionalFormats.push({
      ...{ areas: [area(5, 4, 10, 4)], formula: '=D5>300', background: '#ff0000' },
    });
    return (desk) => {
      const [format] = desk.sheet('Sheet1').conditionalFormats;
      expect(format?.areas[0]?.top).toBe(rowOf(desk, 'c1'));
    };
  },
  'a chart of the rows': (linked) => {
    const { id: sheetId } = tabOf(linked);
    tabOf(linked).charts.push({ id: 1, sheetId, title: 'Revenue', areas: [area(4, 2, 10, 4)] });
    return (desk, rows) => {
      const [chart] = desk.sheet('Sheet1').charts;
      const { top = 0, bottom = 0 } = chart?.areas[0] ?? {};
      expect(bottom - top).toBeGreaterThanOrEqual(rows.length);
    };
  },
  'alternating colours': (linked) => {
    tabOf(linked).bandings.push(area(4, 2, 10, 4));
    return coversAll((desk) => desk.sheet('Sheet1').bandings[0]);
  },
  'a pivot of the rows in another tab': (linked) => {
    const { id: sheetId } = tabOf(linked);
    const pivots = linked.desk.workbook.addSheet('Pivot').pivots;
    pivots.push({ sheetId, source: area(4, 2, 10, 4) });
    return coversAll((desk) => desk.sheet('Pivot').pivots[0]?.source);
  },
  'a hidden row': (linked) => {
    note(linked, 4, 5);
    const row = tabOf(linked).rows[FIRST + 3];
    if (row) row.hidden = true;
    return undefined;
  },
  'comments on cells beside': (linked) => {
    const { id } = tabOf(linked);
    note(linked, 2, 5);
    linked.desk.workbook.setNote(id, FIRST + 1, 5, 'mine');
    return (desk) => expect(desk.cell('Sheet1', rowOf(desk, 'c2'), 5).note).toBe('mine');
  },
  'amounts in a format of their own': (linked) => {
    const { id } = tabOf(linked);
    linked.desk.workbook.style(id, area(FIRST, 4, LAST, 4), { format: '#,##0.00 "€"' });
    return (desk) => {
      expect(desk.cell('Sheet1', rowOf(desk, 'c1'), 4).format).toBe('#,##0.00 "€"');
    };
  },
  'rows that were sorted by hand': (linked) => {
    for (const number of [1, 6]) note(linked, number, 5);
    const { id } = tabOf(linked);
    const by = { column: 4, ascending: false };
    linked.desk.workbook.sort(id, area(FIRST, 2, LAST, 5), by);
    return undefined;
  },
  'a column that was moved': (linked) => {
    const { id: sheetId } = tabOf(linked);
    const { workbook } = linked.desk;
    workbook.move({ sheetId, area: area(4, 2, 10, 2) }, { sheetId, row: 4, column: 20 });
    workbook.move({ sheetId, area: area(4, 3, 10, 3) }, { sheetId, row: 4, column: 2 });
    workbook.move({ sheetId, area: area(4, 20, 10, 20) }, { sheetId, row: 4, column: 3 });
    note(linked, 5, 5);
    return undefined;
  },
  'headers in their own words': (linked) => {
    ['Nummer', 'Kunde', 'Umsatz'].forEach((text, n) => type(linked, TOP, LEFT + n, text));
    return (desk) => {
      expect(desk.shown('Sheet1')[TOP - 1]?.slice(1, 4)).toEqual(['Nummer', 'Kunde', 'Umsatz']);
    };
  },
  'a name of their own for the amounts': (linked) => {
    linked.desk.workbook.names.set('amounts', tabOf(linked).id, area(5, 4, 10, 4));
    labelled(linked, 'total', '=SUM(amounts)');
    return undefined;
  },
  'a link in each row': (linked) => {
    inEachRow(linked, 5, (row) => `=HYPERLINK("https://example.com/"&B${row},"open")`);
    note(linked, 3, 6);
    return undefined;
  },
  'a running total': (linked) => {
    inEachRow(linked, 5, (row) => `=SUM(D$5:D${row})`);
    return undefined;
  },
  'a line that says how fresh it is': (linked) => {
    setOptions(linked, { statusLine: true });
    note(linked, 2, 5);
    return undefined;
  },
};

const steps: Record<string, Field[][]> = {
  'grew at the top, inside and at the end': [9, 1, 2, 8, 3, 4, 5, 6, 7].map(customer),
  shrank: [1, 2, 4, 6].map(customer),
  'came in another order': [6, 4, 2, 1].map(customer),
  'grew again': [6, 11, 4, 2, 12, 1, 3, 5].map(customer),
};

/** Texts of the person's, with the customer in whose row they stand. */
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

test('there are forty of them or more', () => {
  expect(Object.keys(sheets).length).toBeGreaterThanOrEqual(40);
});

test.each(Object.keys(sheets))('a sheet with %s is whole whatever comes', (name) => {
  const linked = linkedAt(TOP, LEFT, six, { columns });
  const { desk, table, id } = linked;
  desk.backend.save('list', () => table, { key: ['id'] });
  const holds = sheets[name]?.(linked);
  const own = ownTexts(desk).sort();

  for (const rows of Object.values(steps)) {
    table.rows = rows;
    desk.refresh(id, { ownRows: true });

    expect(ownTexts(desk).sort()).toEqual(own);
    const total = labelledValue(desk, 'total');
    if (total !== null) expect(total).toBe(sumOf(rows));
    holds?.(desk, rows);
    const shown = desk.shown('Sheet1').flat();
    for (const [customerId] of rows) {
      expect(shown.filter((text) => text === customerId)).toHaveLength(1);
    }
  }
});
