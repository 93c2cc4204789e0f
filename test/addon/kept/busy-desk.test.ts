// A sheet in which somebody works as people do with tables that are theirs: they filter, merge, cut, hide, group, copy, undo
// twice, unlink and link again. Whatever stood beside a row before a refresh stands beside it afterwards.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { Problem } from '../../../domain/problem.ts';
import { applyFilter, clearFilter } from '../../../playground/simulator/workbook/filtering.ts';
import { fc, often } from '../../support/random.ts';
import { col } from '../desk/backend.ts';
import { linkedAt, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';
import { stateOf } from '../desk/tab-state.ts';

const SHEETS = often(20, 600);
const [TOP, LEFT] = [4, 4];
const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];
const IDS = 'abcdefghijkl';

const habits = [
  ...['types a note', 'types a note', 'types a note at the left', 'types a note further right'],
  ...['sorts all', 'sorts the result alone', 'filters', 'takes the filter away'],
  ...['cuts a note to another row', 'merges two notes', 'hides a column', 'hides a row'],
  ...['groups rows', 'renames a header', 'copies a row below', 'copies a row over another'],
  ...[
    'types over an id',
    'empties a row',
    'deletes a row',
    'deletes cells of a row',
    'inserts a row inside',
  ],
  ...['moves everything', 'swaps columns', 'inserts a column inside'],
  ...[
    'undoes',
    'undoes twice',
    'unlinks and links again',
    'types a running sum',
    'types a formula',
  ],
  ...['changes the values', 'writes a title above', 'inserts cells above'],
  ...['does nothing', 'puts notes inside'],
] as const;
type Habit = (typeof habits)[number];

interface Step {
  rows: [string, number][];
  does: Habit[];
  at: number;
  to: number;
}

const rows = fc.uniqueArray(fc.tuple(fc.constantFrom(...IDS), fc.integer({ min: 1, max: 4 })), {
  minLength: 1,
  maxLength: 10,
  selector: ([id]) => id,
});
const step: fc.Arbitrary<Step> = fc.record({
  rows,
  does: fc.array(fc.constantFrom(...habits), { minLength: 1, maxLength: 3 }),
  at: fc.nat({ max: 9 }),
  to: fc.nat({ max: 9 }),
});
const sheet = fc.record({
  first: rows,
  steps: fc.array(step, { minLength: 6, maxLength: 6 }),
  hasKey: fc.boolean(),
  inQueryOrder: fc.boolean(),
  byClock: fc.boolean(),
});

const fieldsOf = (found: [string, number][]): Field[][] =>
  found.map(([id, revenue]) => [id, `name of ${id}`, revenue]);

test(`${SHEETS} sheets in which somebody works in many ways keep each note beside its row`, () => {
  const seen = { asked: 0, undone: 0, refreshed: 0 };
  fc.assert(
    fc.property(sheet, ({ first, steps, hasKey, inQueryOrder, byClock }) => {
      const linked = linkedAt(TOP, LEFT, fieldsOf(first), { columns });
      const { desk, table, id } = linked;
      if (hasKey) desk.backend.save('list', () => table, { key: ['id'] });
      setOptions(linked, { inQueryOrder });
      if (byClock) desk.ask('setSchedule', { id, rule: { every: 'hour' } });
      const work = new Person(linked);
      const done: string[] = [];
      for (const { rows: result, does, at, to } of steps) {
        for (const habit of does) {
          done.push(`${habit} ${at} ${to}`);
          work.do(habit, at, to);
        }
        table.rows = fieldsOf(result);
        const before = work.beside();
        if (byClock) {
          desk.simulation.clock.advance(3_700_000);
          for (const trigger of desk.script.triggers) desk.script.fireTrigger(trigger);
          work.expectBeside(before, [...done, 'by the clock']);
        }
        const state = stateOf(desk);
        const told = refreshAsAsked(linked, done);
        seen.asked += told === 'asked' ? 1 : 0;
        work.expectBeside(before, [...done, told]);
        if (told === 'refused' || told === 'unchanged') continue;
        seen.refreshed += 1;
        work.expectResult(result, [...done, told]);
        if (at % 3 > 0) continue;
        try {
          desk.ask('undoRefresh', { id });
        } catch (error) {
          throw new Error([...done, 'undo'].join('\n') + String(error), { cause: error });
        }
        seen.undone += 1;
        expect([done, stateOf(desk)]).toEqual([done, state]);
      }
    }),
    { numRuns: SHEETS, endOnFailure: false },
  );
  const { asked, undone, refreshed } = seen;
  for (const times of [asked, undone, refreshed]) expect(times).toBeGreaterThan(SHEETS / 4);
}, 900_000);

/** A refresh by somebody who says yes where they are asked. */
function refreshAsAsked({ desk, id }: Linked, done: string[]) {
  const refresh = (yes: Record<string, boolean>) =>
    desk.refresh(id, yes).changes.unchanged ? 'unchanged' : 'refreshed';
  try {
    return refresh({});
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code !== 'needs_confirmation') {
      done.push(error.message);
      return 'refused';
    }
    const about = error.extras['about'] as string[];
    done.push(error.message);
    refresh(Object.fromEntries(about.map((what) => [what, true])));
    return 'asked';
  }
}

/** Works in the sheet, and looks at what stands beside which row. */
class Person {
  private count = 0;
  private readonly ever = new Map<string, Set<string | null>>();

  constructor(private readonly linked: Linked) {}

  private get area() {
    return this.linked.desk.workbook.names.find(`sheetfeed_${this.linked.id}`)?.area;
  }

  private get tab() {
    return this.linked.desk.sheet('Sheet1');
  }

  do(habit: Habit, at: number, to: number): void {
    const { area, tab, linked } = this;
    const { desk, id, table } = linked;
    const { workbook } = desk;
    if (!area) throw new Error('The range has no place.');
    const rowAt = (n: number) => area.top + 1 + (n % (area.bottom - area.top));
    const [row, other] = [rowAt(at), rowAt(to)];
    const sheetId = tab.id;
    const all = { top: area.top + 1, left: 1, bottom: area.bottom, right: area.right + 4 };
    switch (habit) {
      case 'types a note':
        return this.note(row, area.right + 1);
      case 'types a note at the left':
        return this.note(row, area.left - 1);
      case 'types a note further right':
        return this.note(row, area.right + 2);
      case 'puts notes inside':
        workbook.insertColumns(sheetId, area.left + 1, 1);
        this.note(row, area.left + 1);
        return this.note(other, area.left + 1);
      case 'sorts all':
        if (tab.merges.length > 0) return;
        return workbook.sort(sheetId, all, {
          column: area.left + (to % 3),
          ascending: at % 2 === 0,
        });
      case 'sorts the result alone':
        if (tab.merges.length > 0) return;
        return workbook.sort(
          sheetId,
          { ...all, left: area.left, right: area.right },
          { column: area.left + (to % 3), ascending: at % 2 === 0 },
        );
      case 'filters': {
        const value = desk.cell('Sheet1', row, area.right).display;
        return applyFilter(workbook, tab, {
          area: { ...area, right: area.right + 2 },
          hiddenValues: { [area.right]: [value] },
        });
      }
      case 'takes the filter away':
        return clearFilter(workbook, tab);
      case 'cuts a note to another row': {
        if (desk.cell('Sheet1', other, area.right + 1).input !== '' || tab.merges.length > 0)
          return;
        const cell = { top: row, left: area.right + 1, bottom: row, right: area.right + 1 };
        return workbook.move(
          { sheetId, area: cell },
          { sheetId, row: other, column: area.right + 1 },
        );
      }
      case 'merges two notes': {
        const column = area.right + 1;
        if (tab.merges.length > 0 || row >= area.bottom) return;
        if (desk.cell('Sheet1', row + 1, column).input !== '') return;
        tab.merges.push({ top: row, left: column, bottom: row + 1, right: column });
        return;
      }
      case 'hides a column':
        tab.hiddenColumns.add(area.left + (at % 4));
        return;
      case 'hides a row':
        tab.row(row).hidden = true;
        return;
      case 'groups rows':
        tab.groups.push({
          axis: 'rows',
          from: Math.min(row, other),
          to: Math.max(row, other),
          depth: 1,
          collapsed: at % 2 === 0,
        });
        return;
      case 'renames a header':
        return desk.type('Sheet1', area.top, area.left + (to % 3), `Mine ${at}`);
      case 'copies a row below':
      case 'copies a row over another': {
        if (tab.merges.length > 0) return;
        const text = workbook.copy(sheetId, {
          top: row,
          left: area.left,
          bottom: row,
          right: area.right,
        });
        const target = habit === 'copies a row below' ? area.bottom + 1 : other;
        return workbook.paste(sheetId, target, area.left, text);
      }
      case 'types over an id':
        return desk.type('Sheet1', row, area.left, to % 2 === 0 ? 'zz' : (IDS[to] ?? 'a'));
      case 'empties a row':
        return workbook.clear(sheetId, {
          top: row,
          left: area.left,
          bottom: row,
          right: area.right,
        });
      case 'deletes a row':
        if (area.bottom - area.top < 2) return;
        return workbook.deleteRows(sheetId, row, 1);
      case 'deletes cells of a row': {
        if (area.bottom - area.top < 2 || tab.merges.length > 0) return;
        return workbook.shift({
          kind: 'delete',
          axis: 'rows',
          sheetId,
          at: row,
          count: 1,
          span: [1, area.right + 4],
        });
      }
      case 'inserts a row inside':
        return workbook.insertRows(sheetId, row, 1);
      case 'moves everything': {
        if (tab.merges.length > 0 || area.top > 8) return;
        const whole = { top: area.top, left: 1, bottom: area.bottom, right: area.right + 4 };
        return workbook.move({ sheetId, area: whole }, { sheetId, row: area.top + 20, column: 1 });
      }
      case 'swaps columns': {
        const column = (left: number) => ({
          top: area.top,
          left,
          bottom: area.bottom,
          right: left,
        });
        const aside = { sheetId, row: area.top, column: 24 };
        workbook.move({ sheetId, area: column(area.left) }, aside);
        workbook.move({ sheetId, area: column(area.left + 1) }, { ...aside, column: area.left });
        return workbook.move({ sheetId, area: column(24) }, { ...aside, column: area.left + 1 });
      }
      case 'inserts a column inside':
        return workbook.insertColumns(sheetId, area.left + 1, 1);
      case 'undoes':
      case 'undoes twice':
        for (let times = habit === 'undoes' ? 1 : 2; times > 0; times -= 1) this.undo();
        return;
      case 'unlinks and links again':
        desk.ask('unlinkRange', { id });
        try {
          desk.ask('relinkRange', { id });
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          throw new Error('not linked again ' + error.message, { cause: error });
        }
        return;
      case 'types a running sum':
      case 'types a formula': {
        const column = area.right + 2;
        for (let one = area.top + 1; one <= area.bottom; one += 1) {
          if (desk.cell('Sheet1', one, column).input !== '') continue;
          const cell = (r: number, c: number) => `${String.fromCharCode(64 + c)}${r}`;
          const formula =
            habit === 'types a formula'
              ? `=${cell(one, area.right)}*2`
              : one === area.top + 1
                ? `=${cell(one, area.right)}`
                : `=${cell(one - 1, column)}+${cell(one, area.right)}`;
          desk.type('Sheet1', one, column, formula);
        }
        return;
      }
      case 'changes the values': {
        const kept = table.rows;
        table.rows = table.rows.filter((_, n) => n % 2 === to % 2);
        const before = this.beside();
        try {
          desk.refresh(
            id,
            { ownRows: true, columns: true, editedCells: true, removedColumns: true },
            { country: { from: 'value', value: String(at) } },
          );
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
        table.rows = kept;
        return this.expectBeside(before, ['changes the values']);
      }
      case 'writes a title above':
        return desk.type('Sheet1', 1, area.left, `title ${at}`);
      case 'inserts cells above':
        return workbook.shift({
          kind: 'insert',
          axis: 'rows',
          sheetId,
          at: 2,
          count: 1,
          span: [1, 26],
        });
      case 'does nothing':
    }
  }

  private undo(): void {
    const { desk, id } = this.linked;
    const undoes = desk.ask('listRanges').ranges.find((range) => range.id === id)?.undoes;
    if (undoes !== 'refresh') return;
    const before = this.beside();
    try {
      desk.ask('undoRefresh', { id });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'sheet_changed') throw error;
    }
    // What an undo brings back may be a row whose name somebody had typed over.
    for (const [text, id] of this.beside()) {
      if (id !== null && before.get(text) !== id)
        expect([text, id, this.ever.get(text)?.has(id)]).toEqual([text, id, true]);
    }
    for (const text of before.keys()) expect(this.beside().has(text)).toBe(true);
  }

  /** Each note with the id in whose row it stands; null where none does. */
  beside(): Map<string, string | null> {
    const { area } = this;
    if (!area) throw new Error('The range has no place.');
    const shown = this.linked.desk.shown('Sheet1');
    const isBlank = (column: number) =>
      shown.slice(area.top, area.bottom).every((row) => (row[column - 1] ?? '') === '');
    const width = shown[0]?.length ?? 0;
    const right =
      Array.from({ length: width - area.right + 1 }, (_, n) => area.right + 1 + n).find(isBlank) ??
      width + 1;
    const left =
      Array.from({ length: area.left - 1 }, (_, n) => area.left - 1 - n).find(isBlank) ?? 0;
    const found = new Map<string, string | null>();
    shown.forEach((row, index) => {
      // A row whose name was typed over is another one, or asked about.
      const id = row.find((text) => row.includes(`name of ${text}`)) ?? null;
      row.forEach((text, at) => {
        if (!text.startsWith('note ')) return;
        const isInside = index >= area.top && index < area.bottom;
        // Behind a column that is empty stands nothing that belongs to the rows.
        const isOwn = isInside && at + 1 > left && at + 1 < right;
        found.set(text, isOwn ? id : null);
        this.ever.set(text, (this.ever.get(text) ?? new Set()).add(id));
      });
    });
    return found;
  }

  expectBeside(before: Map<string, string | null>, after: string[]): void {
    const now = this.beside();
    for (const [text, id] of before) {
      if (id === null) expect([after, text, now.has(text)]).toEqual([after, text, true]);
      else expect([after, text, now.get(text)]).toEqual([after, text, id]);
    }
  }

  expectResult(result: [string, number][], after: string[]): void {
    const { desk } = this.linked;
    const found: string[] = [];
    desk.shown('Sheet1').forEach((row, index) => {
      const column = row.findIndex((text) => text.startsWith('name of '));
      const { area } = this;
      if (!area || index + 1 <= area.top || index + 1 > area.bottom) return;
      // A column that was renamed, moved and lost a row at once is the person's own by now: the mark is not in it.
      const id = row.findIndex((text) => text !== '' && row[column] === `name of ${text}`);
      const isStruck = [column, id].some(
        (at) => at >= 0 && desk.cell('Sheet1', index + 1, at + 1).line === 'line-through',
      );
      if (column < 0 || isStruck) return;
      found.push(row[column] ?? '');
    });
    expect([after, found.sort()]).toEqual([after, result.map(([id]) => `name of ${id}`).sort()]);
  }

  private note(row: number, column: number): void {
    const { desk } = this.linked;
    if (desk.cell('Sheet1', row, column).input !== '') return;
    this.count += 1;
    desk.type('Sheet1', row, column, `note ${this.count}`);
  }
}
