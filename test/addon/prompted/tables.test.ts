// A sheet table that is published by itself: at each edit and every hour, as its publisher; and what does not fit is told at its cell.
import { expect, test } from '@jest/globals';
import type { TableWish } from '../../../addon/sheet-tables/table-views.ts';
import { opens, types } from '../desk/acts.ts';
import { problemOfCode, problemResponse } from '../desk/backend.ts';
import { Desk } from '../desk/desk.ts';

const NAME = 'onboarding';

const sales = [
  ['Account', 'Seats', 'Go-live'],
  ['Kiln', '12', '2026-01-31'],
  ['Vesta', '30', '2026-02-14'],
];

/** A desk with a table over the whole first tab. */
function made(over: Partial<TableWish> = {}): Desk {
  const desk = new Desk();
  sales.forEach((texts, row) =>
    texts.forEach((text, column) => desk.type('Sheet1', row + 1, column + 1, text)),
  );
  desk.backend.sheetTables.queries = [
    { slug: 'health', title: 'Health of accounts', open: true },
    { slug: 'mine', title: 'Only mine', open: false },
  ];
  desk.select('Sheet1', 1, 1);
  const { columns } = desk.ask('proposeTable', { whole: true });
  desk.ask('makeTable', {
    ...{ name: NAME, title: 'Onboarding', whole: true },
    columns: columns.map(({ says: _says, ...column }) => column),
    ...{ usedBy: 'everybody', badRows: 'fail', readBy: 'addon', publishes: 'edited', ...over },
  });
  return desk;
}

const published = (desk: Desk) => desk.backend.sheetTables.published.get(NAME);
const note = (desk: Desk, row: number, column: number) => desk.cell('Sheet1', row, column).note;
const view = (desk: Desk) => desk.ask('listTables').tables[0];
const kinds = (desk: Desk) => desk.script.triggers.map(({ eventType }) => eventType).sort();

test('what a colleague types is published within the edit, as the table’s publisher', () => {
  const desk = made();

  types(desk, [4, 1], 'Orlo');
  types(desk, [4, 2], '7');

  expect(published(desk)?.slice(0, 2)).toEqual([
    ['Kiln', 'Vesta', 'Orlo'],
    ['12', '30', '7'],
  ]);
  expect(desk.backend.seen.at(-1)?.headers['Authorization']).toBe('Bearer token-of-vera');
  expect(view(desk)).toMatchObject({ publishes: 'edited', unpublished: null });
});

test('an edit outside of it sends nothing', () => {
  const desk = made();
  desk.workbook.addSheet('Other');
  const other = desk.sheet('Other').id;
  const sent = desk.backend.seen.length;
  const area = { top: 1, left: 1, bottom: 1, right: 1 };

  const act = { did: 'edit' as const, who: 'ali@example.com', sheetId: other, area };
  for (const trigger of desk.script.firedBy(act)) desk.script.fireTrigger(trigger, { act });

  expect(desk.backend.seen).toHaveLength(sent);
});

test('a typing mistake is told at its cell, with who waits for it, until it is mended', () => {
  const desk = made();

  types(desk, [3, 2], '3O');

  expect(note(desk, 3, 2)).toContain('"3O" is not a number.');
  expect(note(desk, 3, 2)).toContain('Waiting for it: Health of accounts, 1 more query.');
  expect(note(desk, 3, 2)).toContain('Ask Vera');
  expect(published(desk)?.[1]).toEqual(['12', '30']);

  types(desk, [3, 2], '31');

  expect(note(desk, 3, 2)).toBe('');
  expect(published(desk)?.[1]).toEqual(['12', '31']);
});

test.each([
  ['alone', 'Ask Jonas before changing.\n\n'],
  ['above and below', '  Mine\n'],
])('a note of a person’s own stays as they wrote it: %s', (_, own) => {
  const desk = made();
  const { id } = desk.sheet('Sheet1');
  desk.workbook.setNote(id, 2, 2, own);

  types(desk, [2, 2], 'a dozen');
  expect(note(desk, 2, 2).startsWith(own)).toBe(true);
  expect(note(desk, 2, 2)).toContain('"a dozen" is not a number.');
  // They go on writing while ours is there.
  const more = `${note(desk, 2, 2)}\nAnd this.`;
  desk.workbook.setNote(id, 2, 2, more);
  types(desk, [2, 2], 'twelve');
  expect(note(desk, 2, 2)).toContain('"twelve"');
  expect(note(desk, 2, 2)).not.toContain('"a dozen"');

  types(desk, [2, 2], '12');
  expect(note(desk, 2, 2)).toBe(`${own}\nAnd this.`);
});

test('the note follows its cell when rows are put in above, and goes from wherever it is', () => {
  const desk = made();
  types(desk, [3, 3], 'soon');
  desk.workbook.insertRows(desk.sheet('Sheet1').id, 2, 3);
  expect(note(desk, 6, 3)).toContain('"soon" is not a date.');

  types(desk, [6, 3], '');

  expect(note(desk, 6, 3)).toBe('');
  expect(published(desk)?.[2]).toEqual(['2026-01-31', null]);
});

test('where bad rows are left out the note says so, and the others are read', () => {
  const desk = made({ badRows: 'leave_out' });

  types(desk, [3, 2], '3O');

  expect(published(desk)?.[0]).toEqual(['Kiln']);
});

test('every hour it catches what no edit tells; a deleted table leaves no note and no trigger behind', () => {
  const desk = made();
  types(desk, [3, 2], '3O');
  types(desk, [3, 2], '31');
  // By a script, or the API: no edit trigger is called.
  desk.type('Sheet1', 2, 2, '99');
  expect(kinds(desk)).toEqual(['CLOCK', 'ON_EDIT']);
  const clock = desk.script.triggers.find(({ eventType }) => eventType === 'CLOCK');
  if (clock) desk.script.fireTrigger(clock);
  expect(published(desk)?.[1]).toEqual(['99', '31']);

  types(desk, [3, 2], '3O');
  desk.ask('deleteTable', { name: NAME });
  expect(note(desk, 3, 2)).toBe('');
  expect(kinds(desk)).toEqual([]);
});

test('what keeps it from being published by itself is told in the sidebar, until it goes', () => {
  const desk = made();
  desk.backend.before = ({ path }) =>
    path.includes('/rows') ? problemResponse(problemOfCode('service_unavailable')) : undefined;
  types(desk, [3, 2], '31');
  expect(view(desk)?.unpublished?.detail).toContain('service_unavailable');

  desk.backend.before = () => undefined;
  types(desk, [3, 2], '32');
  expect(view(desk)?.unpublished).toBeNull();
  opens(desk);
  expect(published(desk)?.[1]).toEqual(['12', '32']);
});

test('when asked alone, no trigger is made, and an edit publishes nothing', () => {
  const desk = made({ publishes: 'asked' });
  expect(kinds(desk)).toEqual([]);
  types(desk, [3, 2], '31');
  expect(published(desk)?.[1]).toEqual(['12', '30']);

  desk.ask('changeTable', { name: NAME, readBy: 'addon', publishes: 'hourly' });
  expect(kinds(desk)).toEqual(['CLOCK']);
});
