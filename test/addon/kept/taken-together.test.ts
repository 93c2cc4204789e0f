// What takes the rows of a result together, such as a sum, a chart or a filter, takes those that come last too, whoever
// refreshes, although rows stand still beside a person's notes.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import type { Area } from '../../../playground/simulator/workbook/area.ts';
import type { Workbook } from '../../../playground/simulator/workbook/workbook.ts';
import { refreshByServer, serverAt, twinOf } from '../../sheets/twin.ts';
import { col } from '../desk/backend.ts';
import { linkedAt } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];
const customer = (number: number): Field[] => [`c${number}`, `Customer ${number}`, 100 * number];
/** The range stands at B4: its rows from 5 on, in B to D. */
const [FIRST, LAST] = [5, 8];

const area = (top: number, bottom: number, left = 4, right = 4): Area => ({
  ...{ top, bottom, left, right },
});

function withNotes(): Linked {
  const linked = linkedAt(4, 2, [1, 2, 3, 4].map(customer), { columns });
  linked.desk.backend.save('list', () => linked.table, { key: ['id'] });
  linked.desk.type('Sheet1', FIRST, 5, 'about c1');
  linked.desk.type('Sheet1', LAST, 5, 'about c4');
  return linked;
}

const tabOf = (workbook: Workbook) => workbook.sheetNamed('Sheet1');

interface Taking {
  put: (linked: Linked, from: number) => void;
  /** What it takes now. */
  taken: (workbook: Workbook) => Area | null | undefined;
}

const sumAt = (formula: (from: number) => string): Taking => ({
  put: ({ desk }, from) => desk.type('Sheet1', 1, 4, formula(from)),
  taken: (workbook) => {
    const { formula = '' } = tabOf(workbook)?.at(1, 4) ?? {};
    const [, top, bottom] = /D(\d+):D(\d+)/.exec(formula) ?? [];
    return area(Number(top), Number(bottom));
  },
});

const takings: Record<string, Taking> = {
  'a sum': sumAt((from) => `=SUM(D${from}:D${LAST})`),
  'a chart': {
    put: ({ desk }, from) => {
      const { charts, id } = desk.sheet('Sheet1');
      charts.push({ id: 1, sheetId: id, title: 'Revenue', areas: [area(from, LAST)] });
    },
    taken: (workbook) => tabOf(workbook)?.charts[0]?.areas[0],
  },
  'a chart in another tab': {
    put: ({ desk }, from) => {
      const { id } = desk.sheet('Sheet1');
      const { charts } = desk.workbook.addSheet('Charts');
      charts.push({ id: 1, sheetId: id, title: 'Revenue', areas: [area(from, LAST)] });
    },
    taken: (workbook) => workbook.sheetNamed('Charts')?.charts[0]?.areas[0],
  },
  'a pivot table': {
    put: ({ desk }, from) => {
      const { id } = desk.sheet('Sheet1');
      const { pivots } = desk.workbook.addSheet('Pivot');
      pivots.push({ sheetId: id, source: area(from, LAST, 2, 4) });
    },
    taken: (workbook) => workbook.sheetNamed('Pivot')?.pivots[0]?.source,
  },
  'a filter': {
    put: ({ desk }, from) => {
      desk.sheet('Sheet1').filter = { area: area(from, LAST, 2, 5), hiddenValues: {} };
    },
    taken: (workbook) => tabOf(workbook)?.filter?.area,
  },
  'alternating colours': {
    put: ({ desk }, from) => void desk.sheet('Sheet1').bandings.push(area(from, LAST, 2, 5)),
    taken: (workbook) => tabOf(workbook)?.bandings[0],
  },
  'a conditional format': {
    put: ({ desk }, from) => {
      const rule = { formula: '=D5>300', background: '#ff0000' };
      desk.sheet('Sheet1').conditionalFormats.push({ ...rule, areas: [area(from, LAST)] });
    },
    taken: (workbook) => tabOf(workbook)?.conditionalFormats[0]?.areas[0],
  },
  'a name of the person’s own': {
    put: ({ desk }, from) =>
      desk.workbook.names.set('amounts', desk.sheet('Sheet1').id, area(from, LAST)),
    taken: (workbook) => workbook.names.find('amounts')?.area,
  },
};

/** Refreshed by the add-on, and by the server. */
async function refreshedBoth(linked: Linked, numbers: number[]): Promise<Workbook[]> {
  const { desk, table, id } = linked;
  const twin = twinOf(desk.workbook);
  table.rows = numbers.map(customer);
  const how = { by: 'person' as const, confirmed: {} };
  await refreshByServer(serverAt(twin), { desk, id, how });
  desk.refresh(id);
  return [desk.workbook, twin];
}

const rowOf = (workbook: Workbook, id: string) =>
  Array.from({ length: 20 }, (_, index) => index + 1).find(
    (row) => tabOf(workbook)?.at(row, 2)?.value === id,
  );

for (const [where, from] of [
  ['its header on', 4],
  ['its first row on', FIRST],
] as const) {
  test.each(Object.keys(takings))(
    `%s over a result from ${where} takes the rows that come first, inside and last, beside notes`,
    async (name) => {
      const taking = takings[name];
      const linked = withNotes();
      taking?.put(linked, from);

      const workbooks = await refreshedBoth(linked, [9, 1, 2, 7, 3, 4, 5, 6]);

      for (const workbook of workbooks) {
        expect(taking?.taken(workbook)).toMatchObject({ top: from, bottom: LAST + 4 });
        const ids = [1, 2, 3, 4, 5, 6, 7, 9].map((number) => rowOf(workbook, `c${number}`) ?? 0);
        expect([Math.min(...ids), Math.max(...ids)]).toEqual([FIRST, LAST + 4]);
        for (const id of ['c1', 'c4']) {
          expect(tabOf(workbook)?.at(rowOf(workbook, id) ?? 0, 5)?.value).toBe(`about ${id}`);
        }
      }
    },
  );
}

test('where nothing takes the rows together, those that come last stand last', async () => {
  const linked = withNotes();
  const { charts, id } = linked.desk.sheet('Sheet1');
  // One that ends further up has had its end there before.
  charts.push({ id: 1, sheetId: id, title: 'The first two', areas: [area(FIRST, FIRST + 1)] });

  for (const workbook of await refreshedBoth(linked, [1, 2, 3, 4, 5])) {
    expect(rowOf(workbook, 'c5')).toBe(LAST + 1);
    expect(tabOf(workbook)?.charts[0]?.areas).toEqual([area(FIRST, FIRST + 1)]);
  }
});

test('cells that are lit are no reason to put a row elsewhere', () => {
  const linked = withNotes();
  const { desk, id } = linked;
  linked.table.rows = [1, 2, 3, 4].map((number) => [`c${number}`, 'x', number]);
  desk.refresh(id);
  desk.ask('lightChanges', { id, on: true });
  expect(desk.sheet('Sheet1').conditionalFormats).toHaveLength(1);
  linked.table.rows = [...linked.table.rows, customer(5)];

  desk.refresh(id);

  expect(rowOf(desk.workbook, 'c5')).toBe(LAST + 1);
});
