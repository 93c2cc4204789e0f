// What a refresh changed, lit in the sheet until the next one where a person asks for it.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { col } from '../desk/backend.ts';
import { linkedAt, problemOf, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];
const customer = (number: number, revenue = 100 * number): Field[] => [
  `c${number}`,
  `Customer ${number}`,
  revenue,
];

/** Five customers from B4 on. */
function linkedHere(): Linked {
  const linked = linkedAt(
    4,
    2,
    [1, 2, 3, 4, 5].map((number) => customer(number)),
    { columns },
  );
  linked.desk.backend.save('list', () => linked.table, { key: ['id'] });
  return linked;
}

function refresh({ desk, table, id }: Linked, rows: Field[][]): void {
  table.rows = rows;
  desk.refresh(id, { ownRows: true });
}

const rules = ({ desk }: Linked) => desk.sheet('Sheet1').conditionalFormats;
const lit = (linked: Linked, on = true) => linked.desk.ask('lightChanges', { id: linked.id, on });
/** The cells that are lit, by what they show. */
function litCells({ desk }: Linked): string[] {
  const areas = desk.sheet('Sheet1').conditionalFormats.flatMap((rule) => rule.areas);
  return areas
    .flatMap(({ top, left, bottom, right }) =>
      desk
        .shown('Sheet1')
        .slice(top - 1, bottom)
        .map((row) => row.slice(left - 1, right).join(' ')),
    )
    .sort();
}

test('the cells that changed and the rows that came are lit, and no others', () => {
  const linked = linkedHere();
  refresh(linked, [
    customer(1),
    customer(2, 222),
    customer(9),
    customer(3),
    customer(4),
    customer(5),
  ]);

  const range = lit(linked);

  expect(range.lit).toBe(true);
  expect(litCells(linked)).toEqual(['222', 'c9 Customer 9 900']);
});

test.each([false, true])(
  'beside notes too, where rows stand still or are sorted into the query’s order (%s)',
  (inQueryOrder) => {
    const linked = linkedHere();
    linked.desk.type('Sheet1', 6, 5, 'about c2');
    setOptions(linked, { inQueryOrder });
    refresh(linked, [customer(5, 555), customer(9), customer(2), customer(1), customer(3)]);

    lit(linked);

    expect(litCells(linked)).toEqual(['555', 'c9 Customer 9 900']);
  },
);

test('the next refresh puts them out, changed or not, and so do an undo, an unlinking and the person', () => {
  const ends: ((linked: Linked) => void)[] = [
    (linked) => refresh(linked, [customer(7), customer(8), customer(3)]),
    (linked) => linked.desk.refresh(linked.id),
    (linked) => linked.desk.ask('undoRefresh', { id: linked.id }),
    (linked) => linked.desk.ask('unlinkRange', { id: linked.id }),
    (linked) => lit(linked, false),
  ];
  for (const end of ends) {
    const linked = linkedHere();
    refresh(linked, [customer(1, 111), customer(2), customer(3)]);
    lit(linked);
    expect(rules(linked)).toHaveLength(1);

    end(linked);

    expect(rules(linked)).toEqual([]);
    expect(linked.desk.ask('listRanges').ranges.some((range) => range.lit)).toBe(false);
  }
});

test('their own colours and conditional formats are what they were', () => {
  const linked = linkedHere();
  const { desk } = linked;
  const { id } = desk.sheet('Sheet1');
  const own = {
    areas: [{ top: 5, left: 4, bottom: 9, right: 4 }],
    formula: '=D5>300',
    background: '#ff0000',
  };
  desk.sheet('Sheet1').conditionalFormats.push(structuredClone(own));
  desk.workbook.style(id, { top: 5, left: 2, bottom: 5, right: 4 }, { background: '#00ff00' });
  refresh(linked, [customer(1, 111), customer(2), customer(3), customer(4), customer(5)]);

  lit(linked);
  lit(linked);
  expect(rules(linked)).toHaveLength(2);
  expect(rules(linked)[0]).toEqual(own);
  expect(desk.cell('Sheet1', 5, 4).background).toBe('#fff2a8');
  desk.refresh(linked.id);
  expect(desk.cell('Sheet1', 5, 4).background).toBe('#00ff00');

  expect(rules(linked)).toEqual([own]);
});

test('where cells were changed since, or nothing is kept of the refresh, nothing is lit and it is said why', () => {
  const linked = linkedHere();
  expect(problemOf(() => lit(linked)).code).toBe('not_found');
  refresh(linked, [customer(1, 111), customer(2)]);
  linked.desk.type('Sheet1', 5, 4, '7');

  const changed = problemOf(() => lit(linked));

  expect([changed.code, changed.message]).toEqual([
    'sheet_changed',
    expect.stringMatching(/changed/),
  ]);
  linked.desk.simulation.clock.advance(7 * 3_600_000);
  expect(problemOf(() => lit(linked)).code).toBe('not_found');
  expect(rules(linked)).toEqual([]);
});
