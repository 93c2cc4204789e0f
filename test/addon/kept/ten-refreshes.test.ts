// Ten refreshes of a random sheet, in which somebody works all the while: each note stands beside the row that it was
// typed beside, and each refresh that is undone restores the sheet cell by cell.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { Problem } from '../../../domain/problem.ts';
import { fc, often } from '../../support/random.ts';
import { col } from '../desk/backend.ts';
import { linkedAt, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';
import { stateOf } from '../desk/tab-state.ts';

const SHEETS = often(30, 1_000);
const REFRESHES = 10;
const [TOP, LEFT] = [4, 4];
const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];
const IDS = 'abcdefghijkl';

const meddlings = [
  'types a note',
  'types a note at the left',
  'types a note',
  'sorts by revenue',
  'sorts by id',
  'inserts a row above',
  'inserts a row inside',
  'deletes a row',
  'cuts a row and pastes it below',
  'inserts a column inside',
  'inserts a column at the left',
  'deletes the header',
  'clears the header',
  'renames a header',
  'types over a value',
  'takes a note away',
  'does nothing',
] as const;
type Meddling = (typeof meddlings)[number];

interface Step {
  rows: [string, number][];
  meddling: Meddling;
  /** Which row of those that are there. */
  at: number;
}

const unique = fc.uniqueArray(fc.tuple(fc.constantFrom(...IDS), fc.integer({ min: 1, max: 4 })), {
  minLength: 1,
  maxLength: 10,
  selector: ([id]) => id,
});
/** Some ids come twice. */
const twice = fc.array(fc.tuple(fc.constantFrom(...IDS), fc.integer({ min: 1, max: 4 })), {
  minLength: 1,
  maxLength: 10,
});
const stepWith = (rows: typeof unique): fc.Arbitrary<Step> =>
  fc.record({ rows, meddling: fc.constantFrom(...meddlings), at: fc.nat({ max: 9 }) });
const stepsWith = (rows: typeof unique) =>
  fc.array(stepWith(rows), { minLength: REFRESHES, maxLength: REFRESHES });

const sheet = fc.oneof(
  { weight: 3, arbitrary: drawn(unique, fc.constantFrom('key', 'none')) },
  { weight: 1, arbitrary: drawn(twice, fc.constant('none')) },
);

function drawn(rows: typeof unique, keys: fc.Arbitrary<string>) {
  return fc.record({
    first: rows,
    steps: stepsWith(rows),
    keys,
    inQueryOrder: fc.boolean(),
    total: fc.boolean(),
  });
}

const fieldsOf = (found: [string, number][]): Field[][] =>
  found.map(([id, revenue]) => [id, `name of ${id}`, revenue]);

test(`${SHEETS} random sheets in which somebody works keep each note beside its row over ${REFRESHES} refreshes, each of which is undone`, () => {
  const seen = { undone: 0, asked: 0, sorted: 0 };
  fc.assert(
    fc.property(sheet, ({ first, steps, keys, inQueryOrder, total }) => {
      const linked = linkedAt(TOP, LEFT, fieldsOf(first), { columns });
      const { desk, table } = linked;
      if (keys === 'key') desk.backend.save('list', () => table, { key: ['id'] });
      setOptions(linked, { inQueryOrder });
      if (total) desk.type('Sheet1', 1, LEFT, `=SUM(F5:F${TOP + Math.max(1, first.length)})`);
      const work = new Person(linked);
      for (const { rows, meddling, at } of steps) {
        work.meddle(meddling, at);
        table.rows = fieldsOf(rows);
        const before = stateOf(desk);

        const { changes, asked } = refreshAsAsked(linked);
        seen.asked += asked ? 1 : 0;
        work.expectNotes(meddling);
        if (changes.unchanged) continue;
        desk.ask('undoRefresh', { id: linked.id });
        // A header that came back stays: without it nobody could tell the columns.
        if (!meddling.endsWith('the header')) expect(stateOf(desk)).toBe(before);
        seen.undone += 1;
        refreshAsAsked(linked);
        work.expectNotes(meddling);
        seen.sorted += inQueryOrder ? 1 : 0;
      }
    }),
    { numRuns: SHEETS, endOnFailure: true },
  );
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(SHEETS / 2);
}, 900_000);

/** A refresh by somebody who says yes where they are asked. */
function refreshAsAsked({ desk, id }: Linked) {
  try {
    return { ...desk.refresh(id), asked: false };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'needs_confirmation') throw error;
    const about = error.extras['about'] as string[];
    const yes = Object.fromEntries(about.map((what) => [what, true]));
    return { ...desk.refresh(id, yes), asked: true };
  }
}

/** Works in the sheet, and knows what they wrote. */
class Person {
  private count = 0;
  private readonly notes = new Set<string>();

  constructor(private readonly linked: Linked) {}

  meddle(meddling: Meddling, at: number): void {
    const { desk, id } = this.linked;
    const area = desk.workbook.names.find(`sheetfeed_${id}`)?.area;
    if (!area) throw new Error('The range has no place.');
    const rows = area.bottom - area.top;
    const row = area.top + 1 + (at % rows);
    const tab = desk.sheet('Sheet1').id;
    const { workbook } = desk;
    switch (meddling) {
      case 'types a note':
        return this.note(row, area.right + 1);
      case 'types a note at the left':
        return this.note(row, area.left - 1);
      case 'sorts by revenue':
      case 'sorts by id': {
        const all = { top: area.top + 1, left: 1, bottom: area.bottom, right: area.right + 4 };
        const column = meddling === 'sorts by id' ? area.left : area.right;
        return workbook.sort(tab, all, { column, ascending: at % 2 === 0 });
      }
      case 'inserts a row above':
        return workbook.insertRows(tab, 2, 1);
      case 'inserts a row inside':
        return workbook.insertRows(tab, row, 1);
      case 'deletes a row':
        if (rows < 2) return;
        workbook.deleteRows(tab, row, 1);
        return this.forget();
      case 'cuts a row and pastes it below':
        return this.cut(row, desk.sheet('Sheet1').contentEnd().rows + 3, area.right + 4);
      case 'inserts a column inside':
        return workbook.insertColumns(tab, area.left + 1, 1);
      case 'inserts a column at the left':
        return workbook.insertColumns(tab, 2, 1);
      case 'deletes the header':
        return workbook.deleteRows(tab, area.top, 1);
      case 'clears the header':
        return workbook.clear(tab, { ...area, bottom: area.top });
      case 'renames a header':
        return desk.type('Sheet1', area.top, area.right, `Umsatz ${at}`);
      case 'types over a value':
        return desk.type('Sheet1', row, area.right, '77');
      case 'takes a note away':
        workbook.clear(tab, { top: row, left: area.right + 1, bottom: row, right: area.right + 1 });
        return this.forget();
      case 'does nothing':
    }
  }

  /** Each note stands in a row that shows its id, and none is gone. */
  expectNotes(after: Meddling): void {
    const found: string[] = [];
    for (const row of this.linked.desk.shown('Sheet1')) {
      for (const text of row) {
        const id = aboutWhom(text);
        if (id === null) continue;
        found.push(text);
        expect([after, text, idsIn(row)]).toEqual([after, text, [id]]);
      }
    }
    expect([after, ...found.sort()]).toEqual([after, ...[...this.notes].sort()]);
  }

  // A row without an id is none that somebody writes about; what stands there already is not written over.
  private note(row: number, column: number): void {
    const { desk } = this.linked;
    const [id] = idsIn(desk.shown('Sheet1')[row - 1] ?? []);
    if (id === undefined || desk.cell('Sheet1', row, column).input !== '') return;
    this.count += 1;
    const text = `about ${id} for the ${this.count}th time`;
    desk.type('Sheet1', row, column, text);
    this.notes.add(text);
  }

  // What is pasted elsewhere belongs to no row of the range any more; Google leaves the row blank.
  private cut(row: number, to: number, width: number): void {
    const { desk } = this.linked;
    const { id: sheetId } = desk.sheet('Sheet1');
    const area = { top: row, left: 1, bottom: row, right: width };
    if (desk.workbook.names.find(`sheetfeed_${this.linked.id}`)?.area?.top === row - 1) return;
    desk.workbook.move({ sheetId, area }, { sheetId, row: to, column: 1 });
  }

  // What the person themselves took out of the sheet.
  private forget(): void {
    const all = new Set(this.linked.desk.shown('Sheet1').flat());
    for (const text of this.notes) if (!all.has(text)) this.notes.delete(text);
  }
}

function aboutWhom(text: string): string | null {
  return /^about ([a-l]) /.exec(text)?.[1] ?? null;
}

/** The ids that stand in a row, struck through or not. */
function idsIn(row: string[]): string[] {
  return row.filter((text) => /^[a-l]$/.test(text));
}
