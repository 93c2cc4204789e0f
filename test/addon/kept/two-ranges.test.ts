// Two results on one tab, side by side or one below the other, with notes beside the rows of either: whichever is
// refreshed or undone, and in whatever order, each note stays beside its row.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { Problem } from '../../../domain/problem.ts';
import { fc, often } from '../../support/random.ts';
import { col } from '../desk/backend.ts';
import { Desk } from '../desk/desk.ts';

const CASES = often(30, 600);
const columns = [col('id'), col('revenue', 'number', 'int4')];

const rows = (letters: string) =>
  fc.uniqueArray(fc.constantFrom(...letters), { minLength: 1, maxLength: 7 });
const step = fc.record({
  which: fc.constantFrom<0 | 1>(0, 1),
  does: fc.constantFrom('refresh', 'refresh', 'refresh', 'undo', 'note', 'note', 'sort'),
  rows: fc.tuple(rows('abcdefgh'), rows('ABCDEFGH')),
  at: fc.nat({ max: 6 }),
});
/** Where the second one stands: the column beside the first is shared, one further is free between, or it is below. */
const layout = fc.constantFrom('shared', 'apart', 'below');

test(`${CASES} tabs with two results keep each note beside its row, whatever is refreshed and undone`, () => {
  let [asked, undone] = [0, 0];
  fc.assert(
    fc.property(
      layout,
      fc.tuple(rows('abcdefgh'), rows('ABCDEFGH')),
      fc.array(step, { minLength: 8, maxLength: 16 }),
      fc.boolean(),
      (where, first, steps, inQueryOrder) => {
        const tab = new Tab(where, first, inQueryOrder);
        for (const { which, does, rows: found, at } of steps) {
          if (does === 'refresh') tab.refresh(which, found[which]);
          else if (does === 'undo') tab.undo(which);
          else if (does === 'note') tab.note(which, at);
          else tab.sort(which, at);
          tab.expectNotes(does);
        }
        asked += tab.asked;
        undone += tab.undone;
      },
    ),
    { numRuns: CASES, endOnFailure: true },
  );
  expect([asked > 0, undone > 0]).toEqual([true, true]);
}, 600_000);

// Each beside columns that do not move with the rows of the second result, for the first one stands beside it.
const since: Record<string, [column: number, row: string, says: RegExp]> = {
  'a row that goes again': [10, 'B', /You keep something in J5, .* another row beside it/],
  'a row that moves up again': [10, 'C', /You keep something in J6, .* another row beside it/],
  'a row that moves up, between both': [5, 'C', /E6, between this result and another one/],
};
for (const [where, [column, id, says]] of Object.entries(since)) {
  test(`an undo is refused that would leave a note which was written since beside ${where}`, () => {
    const tab = new Tab(
      column === 5 ? 'shared' : 'apart',
      [
        ['a', 'b', 'c', 'd'],
        ['A', 'C'],
      ],
      false,
    );
    tab.refresh(1, ['A', 'B', 'C']);
    tab.write(1, id, column);

    expect(tab.undo(1)).toMatch(says);

    tab.expectNotes('undo');
  });
}

test('an undo is refused that would bring a row above a note which was written since', () => {
  const tab = new Tab(
    'apart',
    [
      ['a', 'b', 'c', 'd'],
      ['A', 'B', 'C'],
    ],
    false,
  );
  tab.refresh(1, ['A', 'C']);
  tab.write(1, 'C', 10);

  expect(tab.undo(1)).toMatch(/You keep something in J5, .* another row beside it/);

  tab.expectNotes('undo');
});

class Tab {
  asked = 0;
  undone = 0;
  private readonly desk = new Desk();
  private readonly tables: { columns: typeof columns; rows: Field[][] }[];
  private readonly ids: string[];
  /** The notes, and those whose range somebody was asked about. */
  private readonly notes = new Set<string>();

  constructor(where: string, first: [string[], string[]], inQueryOrder: boolean) {
    this.tables = first.map((ids) => ({ columns, rows: fieldsOf(ids) }));
    const places = [[3, 3], where === 'below' ? [16, 3] : [3, where === 'shared' ? 6 : 8]];
    this.ids = this.tables.map((table, at) => {
      this.desk.backend.save(`list${at}`, () => table, { key: ['id'] });
      this.desk.select('Sheet1', places[at]?.[0] ?? 1, places[at]?.[1] ?? 1);
      const { range } = this.desk.insert(`list${at}`, { target: 'selection' });
      const options = { ...range.options, inQueryOrder };
      if (inQueryOrder) this.desk.ask('setOptions', { id: range.id, options });
      return range.id;
    });
  }

  refresh(which: number, ids: string[]): void {
    const table = this.tables[which];
    if (table) table.rows = fieldsOf(ids);
    const id = this.ids[which] ?? '';
    try {
      this.desk.refresh(id);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'needs_confirmation') throw error;
      this.asked += 1;
      const about = error.extras['about'] as string[];
      // What nobody can do right is asked about; somebody careful says no.
      if (/touches another/.test(error.message)) return;
      this.desk.refresh(id, Object.fromEntries(about.map((what) => [what, true])));
    }
  }

  /** Answers why it is refused, which changes nothing; null: it is not, or there is nothing to undo. */
  undo(which: number): string | null {
    const id = this.ids[which] ?? '';
    const undoes = this.desk.ask('listRanges').ranges.find((range) => range.id === id)?.undoes;
    if (undoes !== 'refresh') return null;
    const before = this.desk.shown('Sheet1');
    try {
      this.desk.ask('undoRefresh', { id });
      this.undone += 1;
      return null;
    } catch (error) {
      // Refused, for something was typed or sorted since.
      if (!(error instanceof Problem) || error.code !== 'sheet_changed') throw error;
      expect(this.desk.shown('Sheet1')).toEqual(before);
      return error.message;
    }
  }

  note(which: number, at: number): void {
    const area = this.area(which);
    const row = area.top + 1 + (at % (area.bottom - area.top));
    const column = at % 2 === 0 ? area.right + 1 : area.left - 1;
    const id = String(this.desk.cell('Sheet1', row, area.left).value);
    if (id === '' || this.desk.cell('Sheet1', row, column).input !== '') return;
    this.writeAt(row, column, id);
  }

  /** A note beside the row of `id`. */
  write(which: number, id: string, column: number): void {
    const { top, bottom, left } = this.area(which);
    for (let row = top + 1; row <= bottom; row += 1) {
      if (this.desk.cell('Sheet1', row, left).value === id) this.writeAt(row, column, id);
    }
  }

  private writeAt(row: number, column: number, id: string): void {
    const text = `about ${id} ${this.notes.size}`;
    this.desk.type('Sheet1', row, column, text);
    this.notes.add(text);
  }

  // All that stands in these rows together, as somebody does who sorts a whole sheet.
  sort(which: number, at: number): void {
    const { id } = this.desk.sheet('Sheet1');
    const other = this.area(1 - which);
    const { top, bottom, left } = this.area(which);
    if (other.top < bottom && other.bottom > top) return;
    const area = { top: top + 1, left: 1, bottom, right: 12 };
    this.desk.workbook.sort(id, area, { column: left, ascending: at % 2 === 0 });
  }

  expectNotes(after: string): void {
    const found: string[] = [];
    for (const row of this.desk.shown('Sheet1')) {
      for (const text of row) {
        const id = /^about ([a-hA-H]) /.exec(text)?.[1];
        if (id === undefined) continue;
        found.push(text);
        expect([after, text, row.includes(id)]).toEqual([after, text, true]);
      }
    }
    expect([after, ...found.sort()]).toEqual([after, ...[...this.notes].sort()]);
  }

  private area(which: number) {
    const area = this.desk.workbook.names.find(`sheetfeed_${this.ids[which] ?? ''}`)?.area;
    if (!area) throw new Error('The range has no place.');
    return area;
  }
}

function fieldsOf(ids: string[]): Field[][] {
  return ids.map((id, at) => [id, at]);
}
