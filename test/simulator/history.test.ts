// Undo and redo of what a person did to the workbook, whatever programs did in between.
import { expect, test } from '@jest/globals';
import { fc, often } from '../support/random.ts';
import { applyEdit } from '../../playground/desk/edits/edits.ts';
import type { Edit } from '../../playground/protocol.ts';
import { plainStyle } from '../../playground/simulator/workbook/cell.ts';
import { areaAt } from '../../playground/simulator/workbook/area.ts';
import { History } from '../../playground/simulator/workbook/history/history.ts';
import { Workbook } from '../../playground/simulator/workbook/workbook.ts';

function desk() {
  const workbook = new Workbook();
  const history = new History(workbook);
  const person = { email: 'vera@example.com', history, clipboard: { copied: null } };
  const edit = (one: Edit) => applyEdit(workbook, one, person);
  const type = (row: number, column: number, text: string) =>
    edit({ do: 'type', tab: 0, row, column, text });
  const shown = (row: number, column: number) => workbook.cell(0, row, column).display;
  const input = (row: number, column: number) => workbook.cell(0, row, column).input;
  return { workbook, history, edit, type, shown, input };
}

/** What a person could find there; a row that holds nothing is as good as none. */
function contents(workbook: Workbook): unknown {
  workbook.engine.calculate();
  const { sheets, names, metadata, locale, timeZone, name } = workbook.toJSON();
  const tabs = sheets.map(({ rows, styles, ...rest }) => ({
    ...rest,
    cells: rows.flatMap(({ row, cells, ...shape }) => {
      const filled = cells
        .map(({ s = 0, v, f, ...more }) => ({ ...more, f, v: f ? undefined : v, style: styles[s] }))
        .filter(({ v, f, n, d, style }) => v !== undefined || f || n || d || style !== plainStyle);
      return filled.length > 0 || Object.keys(shape).length > 0 ? [{ row, shape, filled }] : [];
    }),
  }));
  return JSON.parse(JSON.stringify({ tabs, names, metadata, locale, timeZone, name }));
}

const place = fc.integer({ min: 1, max: 6 });
const area = fc
  .tuple(place, place, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .map(([row, column, rows, columns]) => ({ row, column, rows, columns }));
const texts = fc.constantFrom('1', '2.5', 'apple', '=A1+B2', '=SUM(A1:C3)', '', '=Sheet1!B2&"x"');

function edits(): fc.Arbitrary<Edit | Moved> {
  const tab = fc.constant(0);
  const arrays = [
    fc.record({ do: fc.constant('type' as const), tab, row: place, column: place, text: texts }),
    fc.record({
      do: fc.constant('clear' as const),
      tab,
      area,
      what: fc.constantFrom('contents' as const, 'formats' as const),
    }),
    fc.record({
      do: fc.constant('paste' as const),
      tab,
      area,
      text: fc.constantFrom('x', '1\t2\n3\t=A1'),
    }),
    fc.tuple(area, area, fc.boolean()).map(([from, to, cut]) => ({ from, to, cut })),
    fc.record({
      do: fc.constantFrom('insertRows' as const, 'insertColumns' as const),
      tab,
      before: place,
      count: fc.integer({ min: 1, max: 2 }),
    }),
    fc.record({
      do: fc.constantFrom('deleteRows' as const, 'deleteColumns' as const),
      tab,
      from: place,
      count: fc.integer({ min: 1, max: 2 }),
    }),
    fc.record({
      do: fc.constant('style' as const),
      tab,
      area,
      style: fc.constantFrom({ bold: true }, { format: '0.00' }, { background: '#ffffff' }),
    }),
    fc.record({
      do: fc.constant('note' as const),
      tab,
      row: place,
      column: place,
      note: fc.constantFrom('', 'Ask'),
    }),
    fc.record({
      do: fc.constant('sort' as const),
      tab,
      area,
      column: place,
      ascending: fc.boolean(),
    }),
    fc.record({
      do: fc.constant('width' as const),
      tab,
      column: place,
      pixels: fc.constantFrom(50, 150),
    }),
    fc.record({ do: fc.constant('freeze' as const), tab, rows: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ do: fc.constant('repeat' as const), tab, area, down: fc.boolean() }),
    fc.constant({ do: 'addTab' as const }),
    fc.record({ do: fc.constant('duplicateTab' as const), tab }),
    fc.record({
      do: fc.constant('renameTab' as const),
      tab,
      name: fc.constantFrom('Plans', 'Sheet1', 'Two words'),
    }),
    fc.record({ do: fc.constant('moveTab' as const), tab, index: fc.integer({ min: 0, max: 2 }) }),
    fc.constant({
      do: 'settings' as const,
      name: 'Other',
      locale: 'de_DE',
      timeZone: 'Europe/Berlin',
    }),
  ] as fc.Arbitrary<unknown>[];
  return fc.oneof(...arrays) as fc.Arbitrary<Edit | Moved>;
}

/** A paste is of what was copied just before. */
function pasteOf({ from, to, cut }: Moved): [Edit, Edit] {
  return [
    { do: 'copy', tab: 0, area: from },
    { do: 'pasteCells', tab: 0, area: to, cut, text: '', part: 'all' },
  ];
}
interface Moved {
  from: Sized;
  to: Sized;
  cut: boolean;
}
interface Sized {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

test('whatever a person does, undo goes back through every state, and redo forth again', () => {
  fc.assert(
    fc.property(fc.array(edits(), { minLength: 1, maxLength: 12 }), (all) => {
      const { workbook, history, edit } = desk();
      workbook.names.set('total', 0, areaAt(2, 2, 2, 2));
      const states = [contents(workbook)];
      for (const one of all) {
        try {
          for (const each of 'do' in one ? [one] : pasteOf(one)) edit(each);
        } catch {
          // Refused: as it was.
          expect(contents(workbook)).toEqual(states.at(-1));
        }
        const now = contents(workbook);
        if (JSON.stringify(now) !== JSON.stringify(states.at(-1))) states.push(now);
      }
      const seen = (word: 'undo' | 'redo') => {
        const found: unknown[] = [contents(workbook)];
        while (history.next[word] !== null) {
          edit({ do: word });
          const now = contents(workbook);
          if (JSON.stringify(now) !== JSON.stringify(found.at(-1))) found.push(now);
        }
        return found;
      };
      expect(seen('undo')).toEqual([...states].reverse());
      expect(seen('redo')).toEqual(states);
    }),
    { numRuns: often(100, 3000) },
  );
});

test('undo takes back what the person did and leaves what a script wrote elsewhere since', () => {
  const { workbook, type, edit, shown } = desk();
  type(1, 1, 'mine');
  workbook.putValue(0, 5, 1, 'script');

  edit({ do: 'undo' });

  expect([shown(1, 1), shown(5, 1)]).toEqual(['', 'script']);
});

test('undo takes back a cell beside those that a script wrote in the same row since', () => {
  const { workbook, type, edit, shown } = desk();
  type(1, 1, 'mine');
  workbook.putValue(0, 1, 3, 'script');

  edit({ do: 'undo' });

  expect([shown(1, 1), shown(1, 3)]).toEqual(['', 'script']);
});

test('a column that was inserted stays when a script has since written where cells would have to move', () => {
  const { workbook, edit, shown } = desk();
  edit({ do: 'insertColumns', tab: 0, before: 2, count: 1 });
  workbook.putValue(0, 1, 4, 'script');

  expect(() => edit({ do: 'undo' })).toThrow('inserting a column');

  expect(shown(1, 4)).toBe('script');
});

test('undo is refused in words where a script has since written into the same cells, and goes on with the step before', () => {
  const { workbook, type, edit, shown, history } = desk();
  type(3, 3, 'first');
  type(1, 1, 'mine');
  workbook.putValue(0, 1, 1, 'script');

  expect(() => edit({ do: 'undo' })).toThrow('Cannot undo typing in A1');
  expect(shown(1, 1)).toBe('script');
  expect(history.next.undo).toBe('typing in C3');
  edit({ do: 'undo' });
  expect(shown(3, 3)).toBe('');
});

test('a row that the person inserted stays when a script has written into it since', () => {
  const { workbook, type, edit, shown } = desk();
  type(1, 1, 'below');
  edit({ do: 'insertRows', tab: 0, before: 1, count: 1 });
  workbook.putValue(0, 1, 2, 'script');

  expect(() => edit({ do: 'undo' })).toThrow('inserting a row');

  expect([shown(1, 2), shown(2, 1)]).toEqual(['script', 'below']);
});

test('a tab that a script has written into since is not taken away by undo', () => {
  const { workbook, edit } = desk();
  edit({ do: 'addTab' });
  const { id } = workbook.activeSheet;
  workbook.putValue(id, 1, 1, 'script');

  expect(() => edit({ do: 'undo' })).toThrow('adding a tab');

  expect(workbook.cell(id, 1, 1).display).toBe('script');
});

test('a deleted tab comes back with its cells, and the formulas that used it', () => {
  const { workbook, edit, type, shown } = desk();
  edit({ do: 'addTab' });
  const { id } = workbook.activeSheet;
  edit({ do: 'type', tab: id, row: 1, column: 1, text: '7' });
  type(1, 1, '=Sheet2!A1*2');
  edit({ do: 'deleteTab', tab: id });
  expect(shown(1, 1)).toBe('#REF!');

  edit({ do: 'undo' });

  expect(shown(1, 1)).toBe('14');
});

test('copied cells keep formulas, which refer as far away, formats and drop-downs; cut ones are followed', () => {
  const { workbook, edit, type, input, shown } = desk();
  type(1, 1, '2');
  type(1, 2, '=A1*10');
  edit({
    do: 'style',
    tab: 0,
    area: { row: 1, column: 2, rows: 1, columns: 1 },
    style: { format: '0.00', bold: true },
  });
  type(5, 5, '=B1');
  const paste = (row: number, column: number, cut: boolean) => {
    edit({ do: 'copy', tab: 0, area: { row: 1, column: 2, rows: 1, columns: 1 } });
    const area = { row, column, rows: 1, columns: 1 };
    edit({ do: 'pasteCells', tab: 0, area, cut, text: '', part: 'all' });
  };

  type(2, 1, '3');
  paste(2, 2, false);
  expect([input(2, 2), shown(2, 2), workbook.cell(0, 2, 2).bold]).toEqual([
    '=A2*10',
    '30.00',
    true,
  ]);

  paste(4, 4, true);
  expect([input(4, 4), input(5, 5), shown(1, 2)]).toEqual(['=A1*10', '=D4', '']);
});

test('a drop-down that rejects refuses what is not in its list, typed or pasted, and changes nothing', () => {
  const { edit, type, shown } = desk();
  const one = { row: 1, column: 1, rows: 1, columns: 1 };
  edit({ do: 'validate', tab: 0, area: one, rule: { list: ['open', '2'], strict: true } });
  type(1, 1, 'open');

  expect(() => type(1, 1, 'shut')).toThrow('violates the data validation rules set on this cell');
  expect(() => edit({ do: 'paste', tab: 0, area: one, text: 'shut\tx' })).toThrow('A1');

  expect([shown(1, 1), shown(1, 2)]).toEqual(['open', '']);
  type(1, 1, '2');
  expect(shown(1, 1)).toBe('2');
});

test('who protects cells may edit them, and another person is refused', () => {
  const { workbook, edit, type } = desk();
  edit({ do: 'protect', tab: 0, area: { row: 1, column: 1, rows: 2, columns: 2 } });
  type(1, 1, 'mine');
  const clipboard = { copied: null };
  const ali = { email: 'ali@example.com', history: new History(workbook), clipboard };

  expect(() =>
    applyEdit(workbook, { do: 'type', tab: 0, row: 1, column: 1, text: 'x' }, ali),
  ).toThrow('protected cell');
});

test('a dragged corner goes on with even steps and repeats the rest', () => {
  const { edit, type, shown, input } = desk();
  type(1, 1, '5');
  type(2, 1, '10');
  type(1, 2, 'a');
  type(2, 2, '=A2');
  const area = { row: 1, column: 1, rows: 2, columns: 2 };

  edit({ do: 'fill', tab: 0, area, to: { ...area, rows: 5 } });

  expect([3, 4, 5].map((row) => shown(row, 1))).toEqual(['15', '20', '25']);
  expect([shown(3, 2), input(4, 2), shown(5, 2)]).toEqual(['a', '=A4', 'a']);
});
