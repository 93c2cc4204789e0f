// Google may stop an execution after any of its calls: whatever was asked of a range, the cells around
// it stay, a half-done write is shown as such, and the next refresh shows what the database holds.
import { expect, test } from '@jest/globals';
import type { Field } from '../../domain/contract/result.ts';
import { col } from './desk/backend.ts';
import type { Desk } from './desk/desk.ts';
import { linkedAt, rowsOf, setOptions } from './desk/linked.ts';
import type { Linked } from './desk/linked.ts';

interface Attempt {
  name: string;
  /** A desk at which everything is ready for the work that is cut off. */
  ready: () => Linked;
  work: (linked: Linked) => void;
  /** The rows of the range, header included, after the next refresh. */
  repaired: Field[][];
}

const named = (rows: Field[][]): Field[][] => [['name', 'amount'], ...rows];

const attempts: Attempt[] = [
  {
    name: 'a range that shrinks beside another table',
    ready: () => changed(surrounded(5), { rows: rowsOf(2, 50) }),
    work: refresh,
    repaired: named(rowsOf(2, 50)),
  },
  {
    name: 'a range that grows beside another table, with formulas to fill down',
    ready() {
      const linked = surrounded(3);
      for (const row of [5, 6, 7]) linked.desk.type('Sheet1', row, 5, `=D${row}*2`);
      return changed(linked, { rows: rowsOf(6, 50) });
    },
    work: refresh,
    repaired: named(rowsOf(6, 50)),
  },
  {
    name: 'a range whose columns come and go',
    ready: () =>
      changed(surrounded(3), {
        columns: [col('name'), col('city'), col('size', 'number', 'int4')],
        rows: [
          ['n1', 'Paris', 7],
          ['n2', 'Rome', 8],
        ],
      }),
    work: refresh,
    repaired: [
      ['name', 'city', 'size'],
      ['n1', 'Paris', 7],
      ['n2', 'Rome', 8],
    ],
  },
  {
    name: 'rows matched by key, with one that goes, one that is kept and some that come',
    ready() {
      const linked = surrounded(4);
      linked.desk.type('Sheet1', 6, 5, 'about n2');
      setOptions(linked, { mode: 'match', keyColumns: ['name'], companionColumns: 1 });
      return changed(linked, {
        rows: [
          ['n9', 9],
          ['n4', 44],
          ['n1', 11],
          ['n8', 8],
        ],
      });
    },
    work: refresh,
    repaired: named([
      ['n1', 11],
      ['n2', '2'],
      ['n4', 44],
      ['n9', 9],
      ['n8', 8],
    ]),
  },
  {
    name: 'rows that stand still beside what a person keeps, with one that stays for it and some that come',
    ready() {
      const linked = surrounded(4);
      linked.desk.type('Sheet1', 6, 5, 'about n2');
      linked.desk.type('Sheet1', 8, 5, 'about n4');
      return changed(linked, {
        rows: [
          ['n9', 9],
          ['n4', 44],
          ['n1', 11],
          ['n8', 8],
        ],
      });
    },
    work: refresh,
    repaired: named([
      ['n1', 11],
      ['n2', '2'],
      ['n4', 44],
      ['n9', 9],
      ['n8', 8],
    ]),
  },
  {
    name: 'an undo after the range grew',
    ready: () => refreshed(surrounded(3), rowsOf(6, 50)),
    work: undo,
    repaired: named(rowsOf(6, 50)),
  },
  {
    name: 'an undo after the range shrank',
    ready: () => refreshed(surrounded(6), rowsOf(2, 50)),
    work: undo,
    repaired: named(rowsOf(2, 50)),
  },
];

for (const { name, ready, work, repaired } of attempts) {
  for (const losesWrites of [false, true]) {
    const writes = losesWrites ? 'and what was not yet written lost' : 'and all written';
    test(`${name}, cut off after any write ${writes}, harms no neighbour and is repaired`, () => {
      let incomplete = 0;
      for (const stop of stopsOf(ready, work)) {
        const linked = ready();
        const { desk, id } = linked;
        const before = desk.values('Sheet1');
        const neighbours = neighboursOf(desk);
        desk.script.stopAfterCall(stop, { losesWrites });
        expect(() => work(linked)).toThrow();

        expect([stop, neighboursOf(desk)]).toEqual([stop, neighbours]);
        if (
          !isFinished(linked) &&
          JSON.stringify(desk.values('Sheet1')) !== JSON.stringify(before)
        ) {
          incomplete += 1;
          expect([stop, freshness(linked)]).toEqual([stop, 'refreshing']);
          desk.simulation.clock.advance(7 * 60_000);
          expect([stop, freshness(linked)]).toEqual([stop, 'incomplete']);
        }
        desk.refresh(id, {
          editedCells: true,
          removedColumns: true,
          ownRows: true,
        });
        expect([stop, sorted(rangeRows(linked))]).toEqual([stop, sorted(repaired)]);
        expect([stop, neighboursOf(desk)]).toEqual([stop, neighbours]);
        expect(freshness(linked)).toBe('fresh');
      }
      expect(losesWrites || incomplete > 0).toBe(true);
    }, 600_000);
  }
}

for (const target of ['newTab', 'selection'] as const) {
  test(`an insert (${target}) cut off after any write leaves all other cells, and either nothing or a range that is listed as not complete`, () => {
    const ready = () => surrounded(2);
    const insert = ({ desk }: Linked) => {
      desk.select('Sheet1', 15, 2);
      desk.backend.save('other', {
        columns: [col('a'), col('b')],
        rows: [
          ['1', '2'],
          ['3', '4'],
        ],
      });
      desk.insert('other', { target });
    };
    for (const stop of stopsOf(ready, insert)) {
      const linked = ready();
      const { desk } = linked;
      const neighbours = neighboursOf(desk);
      desk.script.stopAfterCall(stop);
      expect(() => insert(linked)).toThrow();

      const other = desk.ask('listRanges').ranges.find(({ slug }) => slug === 'other');
      const tab = desk.workbook.sheets.find((sheet) => sheet.name === 'Other')?.name ?? 'Sheet1';
      const written = desk.values(tab).flat().includes('1');
      if (written)
        expect([stop, other?.freshness]).toEqual([stop, expect.stringMatching(/refreshing|fresh/)]);
      if (other?.place) {
        desk.refresh(other.id, { editedCells: true });
        expect([
          stop,
          desk
            .values(tab)
            .flat()
            .filter((value) => value === '3'),
        ]).toEqual([stop, ['3']]);
      }
      expect([stop, neighboursOf(desk)]).toEqual([stop, neighbours]);
      expect(rangeRows(linked)).toEqual(named(rowsOf(2)));
    }
  }, 600_000);
}

test('a tab for each time that was cut off after any write says in its name that it is not complete', () => {
  const ready = () => {
    const linked = surrounded(2);
    setOptions(linked, { mode: 'snapshot' });
    return linked;
  };
  for (const stop of stopsOf(ready, refresh)) {
    const linked = ready();
    const { desk } = linked;
    const neighbours = neighboursOf(desk);
    desk.script.stopAfterCall(stop);
    expect(() => refresh(linked)).toThrow();

    for (const { name } of desk.workbook.sheets.slice(1)) {
      const whole = JSON.stringify(desk.values(name)) === JSON.stringify(named(rowsOf(2)));
      expect([stop, whole || name.endsWith('(not complete)')]).toEqual([stop, true]);
    }
    expect([stop, neighboursOf(desk)]).toEqual([stop, neighbours]);
    expect(rangeRows(linked)).toEqual(named(rowsOf(2)));
  }
}, 600_000);

/** A range at B4 with something above, to the left, to the right and below it. */
function surrounded(rows: number): Linked {
  const linked = linkedAt(4, 3, rows);
  const { desk } = linked;
  // What stands further away is no note about a row here, but another table.
  setOptions(linked, { ownColumns: 'touching' });
  desk.type('Sheet1', 2, 3, 'mine above');
  for (const row of [4, 6, 11]) desk.type('Sheet1', row, 1, `mine left ${row}`);
  for (const row of [5, 7, 13]) desk.type('Sheet1', row, 8, `mine right ${row}`);
  desk.type('Sheet1', 12, 3, 'mine below');
  desk.type('Sheet1', 12, 4, 'mine too');
  return linked;
}

function changed(linked: Linked, table: Partial<Linked['table']>): Linked {
  Object.assign(linked.table, table);
  return linked;
}

function refreshed(linked: Linked, rows: Field[][]): Linked {
  linked.table.rows = rows;
  refresh(linked);
  return linked;
}

function refresh({ desk, id }: Linked): void {
  desk.refresh(id, { removedColumns: true, ownRows: true });
}

function undo({ desk, id }: Linked): void {
  desk.ask('undoRefresh', { id });
}

/**
 * After which calls the work is cut off: those that change anything. After all others the spreadsheet
 * is as after the last of these.
 */
function stopsOf(ready: () => Linked, work: (linked: Linked) => void): number[] {
  const linked = ready();
  linked.desk.script.forget();
  work(linked);
  const log = linked.desk.script.callLog;
  return [...log.keys()]
    .filter((index) => CHANGES.test(log[index]?.name ?? '') && index < log.length - 1)
    .map((index) => index + 1);
}

const CHANGES = /\.(set|insert|delete|copyTo|add|remove|move|clear|flush|put|autoResize|activate)/;

function neighboursOf(desk: Desk): unknown[] {
  return desk
    .values('Sheet1')
    .flat()
    .filter((value) => /^(mine|about) /.test(String(value)))
    .sort();
}

function freshness({ desk, id }: Linked): string | undefined {
  return desk.ask('listRanges').ranges.find((range) => range.id === id)?.freshness;
}

// All was written, and only what is told afterwards was cut off.
function isFinished(linked: Linked): boolean {
  return freshness(linked) === 'fresh';
}

function rangeRows({ desk, id }: Linked): Field[][] {
  const area = desk.workbook.names.find(`sheetfeed_${id}`)?.area;
  if (!area) throw new Error('The range has no place.');
  const { top, bottom, left, right } = area;
  return desk
    .values('Sheet1')
    .slice(top - 1, bottom)
    .map((row) => row.slice(left - 1, right));
}

function sorted(rows: Field[][]): string[] {
  return rows
    .filter((row) => row.some((field) => field !== ''))
    .map((row) => JSON.stringify(row))
    .sort();
}
