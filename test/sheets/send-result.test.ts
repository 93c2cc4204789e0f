// A result that is sent to a tab, whatever breaks off or happens between any two calls of Google's.
import { expect, test } from '@jest/globals';
import { Problem } from '../../domain/problem.ts';
import { RECORD_KEY } from '../../domain/linked-range.ts';
import { readRecord } from '../../domain/record/record-text.ts';
import { LostAnswer, type ApiSettings } from '../../playground/simulator/api/google-api.ts';
import { Desk } from '../addon/desk/desk.ts';
import { columns, rowsOf } from '../addon/desk/linked.ts';
import { sendResult, type Sending } from '../../server/sheets/send-result.ts';
import { resultAt, serverAt } from './twin.ts';

const SHOWN = [
  ['name', 'amount'],
  ['n1', '1'],
  ['n2', '2'],
  ['n3', '3'],
];

function deskWith(rows = 3): Desk {
  const desk = new Desk();
  desk.backend.save('list', () => ({ columns, rows: rowsOf(rows) }));
  return desk;
}

let run = 0;

function sending(desk: Desk, settings: ApiSettings = {}, more: Partial<Sending> = {}) {
  const { spreadsheet, calls } = serverAt(desk.workbook, settings);
  const work = () =>
    sendResult({
      ...{ spreadsheet, id: 'sent1', tab: { name: 'Debts', proof: 'Sheetfeed 1' }, formerly: [] },
      ...{
        query: { slug: 'list', title: 'List', columns: [] },
        values: {},
        by: 'vera@example.com',
      },
      ...{ result: { ...resultAt(desk), run: `run-${(run += 1)}` }, schedule: null },
      ...{ wait: async () => undefined, now: () => desk.simulation.clock.now() },
      ...more,
    });
  return { work, calls };
}

const tabs = ({ workbook }: Desk) => workbook.sheets.map(({ name }) => name);
const ours = ({ workbook }: Desk) =>
  workbook.metadata.list
    .filter(({ key }) => key === RECORD_KEY)
    .map(({ value }) => readRecord(value));

function expectWhole(desk: Desk): void {
  expect(desk.shown('Debts')).toEqual(SHOWN);
  expect(tabs(desk)).toEqual(['Sheet1', 'Debts']);
  expect(ours(desk)).toMatchObject([{ id: 'sent1', rowCount: 3, refreshing: null, problem: null }]);
  expect(desk.workbook.names.list.map(({ name }) => name)).toEqual(['sheetfeed_sent1']);
}

test('a new tab is made, and all is written, by one batch', async () => {
  const desk = deskWith();
  const { work, calls } = sending(desk);
  const { linked } = await work();

  expect(calls.map(({ path }) => path).filter((path) => path.includes(':batch'))).toHaveLength(1);
  expect(linked).toMatchObject({ rowCount: 3, schedule: null });
  expectWhole(desk);
});

/** The server is killed at a call: before Google has carried it out, or after. */
const deaths = Array.from({ length: 30 }, (_, call) => call).flatMap((call) =>
  (['before', 'after'] as const).map((when) => [call, when] as const),
);

test.each([undefined, 400])(
  'wherever the server dies, the next try leaves one tab and one whole range (batches of %s)',
  async (mostCharacters) => {
    const more = mostCharacters === undefined ? {} : { mostCharacters };
    let completed = 0;
    for (const [call, when] of deaths) {
      const desk = deskWith();
      let at = -1;
      const dying = sending(
        desk,
        {
          around: (_call, answer) => {
            at += 1;
            if (at < call) return answer();
            if (at === call && when === 'after') answer();
            throw new LostAnswer();
          },
        },
        more,
      );
      const died = await dying.work().then(
        () => false,
        () => true,
      );
      // Nothing is there, or what says itself that it is not complete, or all of it.
      for (const one of ours(desk)) {
        if (one?.refreshing === null) expect(desk.shown('Debts')).toEqual(SHOWN);
      }
      desk.simulation.clock.advance(11 * 60_000);
      await sending(desk, {}, more).work();
      expectWhole(desk);
      if (!died) completed += 1;
    }
    expect(completed).toBeGreaterThan(0);
    expect(completed).toBeLessThan(deaths.length);
  },
);

test('an answer that is lost after the batch was carried out makes no second tab', async () => {
  const desk = deskWith();
  let isLost = false;
  const around: ApiSettings['around'] = ({ path }, answer) => {
    const given = answer();
    if (isLost || !path.includes(':batchUpdate')) return given;
    isLost = true;
    throw new LostAnswer();
  };
  await sending(desk, { around }).work();

  expect(isLost).toBe(true);
  expectWhole(desk);
});

test('what somebody types into a blank tab while it is sent there stays, below it', async () => {
  const desk = deskWith();
  desk.workbook.addSheet('Debts', 1);
  const around: ApiSettings['around'] = ({ path }, answer) => {
    if (path.includes(':batchUpdate')) desk.type('Debts', 1, 1, 'mine');
    return answer();
  };
  await sending(desk, { around }).work();

  expect(desk.shown('Debts')).toEqual([...SHOWN, ['mine', '']]);
  expect(ours(desk)).toMatchObject([{ rowCount: 3 }]);
});

test('a tab of that name that somebody makes meanwhile, and fills, is not written over', async () => {
  const desk = deskWith();
  let isMade = false;
  const around: ApiSettings['around'] = ({ path }, answer) => {
    if (path.includes(':batchUpdate') && !isMade) {
      isMade = true;
      desk.workbook.addSheet('debts', 1);
      desk.type('debts', 2, 2, 'mine');
    }
    return answer();
  };
  const refused = await sending(desk, { around })
    .work()
    .catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(Problem);
  expect(refused).toMatchObject({ code: 'range_obstructed', extras: { freeTab: 'debts 2' } });
  expect(tabs(desk)).toEqual(['Sheet1', 'debts']);
  expect(desk.shown('debts').flat().filter(Boolean)).toEqual(['mine']);
  expect(ours(desk)).toEqual([]);
});

test('a range whose tab was deleted is made anew, and its name with it', async () => {
  const desk = deskWith();
  const { tab } = await sending(desk).work();
  desk.workbook.deleteSheet(tab.id);
  await sending(desk).work();

  expectWhole(desk);
});

test('a result without rows, and one wider than a new tab, have their place', async () => {
  const none = deskWith(0);
  await sending(none).work();
  expect(none.shown('Debts')[0]).toEqual(['name', 'amount']);
  expect(ours(none)).toMatchObject([{ rowCount: 0 }]);

  const wide = new Desk();
  const many = Array.from({ length: 40 }, (_, at) => ({ ...columns[1], name: `c${at}` }));
  wide.backend.save('list', () => ({ columns: many as never, rows: [many.map((_, at) => at)] }));
  wide.workbook.addSheet('Debts', 1);
  await sending(wide).work();
  expect(wide.shown('Debts')[1]?.[39]).toBe('39');
});

test('what the add-on inserts and what the server sends is refreshed alike by either', async () => {
  const desk = deskWith();
  await sending(desk).work();
  const { ranges } = desk.ask('listRanges');
  desk.backend.save('list', () => ({ columns, rows: rowsOf(4) }));
  desk.refreshAgreeing('sent1');

  expect(ranges).toMatchObject([{ id: 'sent1', tab: 'Debts', title: 'List' }]);
  expect(desk.shown('Debts')).toEqual([...SHOWN, ['n4', '4']]);
});
