// Whatever a co-editor does to the spreadsheet between any two steps of a person's day, and within them, nothing that the
// person did not agree to leaves with what they sign in with.
import { expect, test } from '@jest/globals';
import { rangeName } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import { askedBy } from '../../domain/refresh/questions.ts';
import { fc, often } from '../support/random.ts';
import { col, type Seen } from './desk/backend.ts';
import { addName, addRecord, changeRecord, records, removeMarks } from './desk/co-editor.ts';
import { Desk } from './desk/desk.ts';

const DAYS = 10;

type Meddling = (desk: Desk, pick: number) => void;

const SECRET = { plan: { from: 'value', value: 'secret' } };
const someId = (desk: Desk, pick: number) => {
  const all = records(desk);
  return all[pick % Math.max(1, all.length)]?.id ?? 'none';
};
const at = '2026-11-22T09:00:00.000Z';
const schedule = {
  ...{ rule: { every: 'hour' }, owner: 'vera@example.com', since: at },
  ...{ lastRunAt: null, failuresInARow: 0 },
};

/** What an editor can do to records, names, metadata, notes, cells, and what is shared. */
const meddlings: Record<string, Meddling> = {
  'another query': (desk, pick) => changeRecord(desk, someId(desk, pick), { slug: 'salaries' }),
  'another query without values': (desk, pick) =>
    changeRecord(desk, someId(desk, pick), { slug: 'salaries', values: {}, refreshed: null }),
  'the query again': (desk, pick) => changeRecord(desk, someId(desk, pick), { slug: 'harmless' }),
  'other values': (desk, pick) => changeRecord(desk, someId(desk, pick), { values: SECRET }),
  'no values': (desk, pick) => changeRecord(desk, someId(desk, pick), { values: {} }),
  'a value from a cell': (desk, pick) =>
    changeRecord(desk, someId(desk, pick), {
      values: { plan: { from: 'cell', place: 'Sheet1!I9' } },
    }),
  'a schedule of hers': (desk, pick) => changeRecord(desk, someId(desk, pick), { schedule }),
  'no schedule': (desk, pick) => changeRecord(desk, someId(desk, pick), { schedule: null }),
  'a schedule of long ago': (desk, pick) => {
    const [record] = records(desk).slice(pick % 3);
    const kept = { ...schedule, ...(record?.['schedule'] ?? {}), since: at, lastRunAt: at };
    if (record) changeRecord(desk, record.id, { schedule: kept });
  },
  'another spreadsheet': (desk, pick) =>
    changeRecord(desk, someId(desk, pick), { spreadsheet: 'elsewhere' }),
  'another title': (desk, pick) => changeRecord(desk, someId(desk, pick), { title: 'Harmless!' }),
  'never written': (desk, pick) =>
    changeRecord(desk, someId(desk, pick), { refreshed: null, refreshing: null }),
  'an address for an id': (desk, pick) =>
    changeRecord(desk, someId(desk, pick), { id: '../queries/victim?x=' }),
  'a record of its own': (desk, pick) => {
    const [record] = records(desk);
    if (!record || records(desk).length > 6) return;
    addRecord(desk, { ...record, id: `added${pick}`, slug: 'salaries', values: {}, schedule });
  },
  'a copy of a record': (desk, pick) => {
    const [record] = records(desk);
    if (record && records(desk).length < 7)
      addRecord(desk, {
        ...record,
        values: SECRET,
        schedule,
        ...(pick % 2 ? { id: 'copied' } : {}),
      });
  },
  'a moved name': (desk, pick) =>
    addName(desk, rangeName(someId(desk, pick)), { top: 30, left: 4, bottom: 32, right: 4 }),
  'no names': (desk) => {
    desk.workbook.names.list = [];
  },
  'no marks': removeMarks,
  'a cell': (desk) => desk.type('Sheet1', 9, 9, 'secret'),
  'a header': (desk) => desk.type('Sheet1', 1, 1, 'salary'),
  'a note': (desk) =>
    desk.workbook.setNote(desk.sheet('Sheet1').id, 1, 1, '— Sheetfeed —\nSalaries'),
  'what is shared': (desk, pick) => {
    const { caches, properties } = desk.simulation.state;
    for (const [name, cache] of caches) {
      if (!name.startsWith('user'))
        for (const one of cache.values()) one.value = pick % 2 ? '' : '[]';
    }
    for (const [name, kept] of properties) if (!name.startsWith('user')) kept.clear();
  },
};

type Act = (desk: Desk, pick: number) => void;

/** She says yes to what she knows, and to nothing else. */
const isKnown = (says: string) => !/Salaries|secret|Whoever edits/.test(says);

function answering(work: (yes: { agreed?: string }) => unknown): void {
  try {
    work({});
  } catch (error) {
    const asked = error instanceof Problem ? askedBy(error) : null;
    if (!asked || !isKnown(asked.says)) return refusedOnly(error);
    try {
      work(asked.yes);
    } catch (again) {
      refusedOnly(again);
    }
  }
}

function refusedOnly(error: unknown): void {
  if (!(error instanceof Problem)) throw error;
}

const acts: Record<string, Act> = {
  open: (desk) => desk.ask('startSidebar'),
  list: (desk) => desk.ask('listRanges'),
  insert: (desk) =>
    answering(() => {
      if (desk.workbook.sheets.length < 4) desk.insert('harmless', { values: given('free') });
    }),
  refresh: (desk, pick) =>
    answering((yes) => desk.refresh(someId(desk, pick), { editedCells: true, ...yes })),
  'wait and refresh': (desk, pick) =>
    answering((yes) => {
      const range = someId(desk, pick);
      const run = desk.newRun();
      desk.ask('waitForRun', { run, waitSeconds: 0, start: { range, ...yes } });
      desk.ask('refreshRange', { id: range, run, finished: true, confirmed: yes });
    }),
  'other values': (desk, pick) =>
    answering((yes) => desk.refresh(someId(desk, pick), yes, given('gold'))),
  'see what would change': (desk, pick) =>
    answering(() => desk.ask('previewRefresh', { id: someId(desk, pick), run: desk.newRun() })),
  'refresh all': (desk) => {
    desk.script.ui.answer = ({ text }) => ({ button: isKnown(text) ? 'YES' : 'NO' });
    desk.script.open('FULL');
    desk.script.clickMenu('Refresh all');
  },
  'refresh here': (desk, pick) => {
    desk.script.ui.answer = ({ text }) => ({ button: isKnown(text) ? 'YES' : 'NO' });
    desk.select('Sheet1', 1 + (pick % 30), 1);
    desk.script.open('FULL');
    desk.script.clickMenu('Refresh this range');
  },
  schedule: (desk, pick) =>
    answering((yes) =>
      desk.ask('setSchedule', { id: someId(desk, pick), rule: { every: 'hour' }, ...yes }),
    ),
  'take over': (desk, pick) =>
    answering((yes) => desk.ask('takeOverSchedule', { id: someId(desk, pick), ...yes })),
  'no schedule': (desk, pick) =>
    answering(() => desk.ask('setSchedule', { id: someId(desk, pick), rule: null })),
  undo: (desk, pick) => answering(() => desk.ask('undoRefresh', { id: someId(desk, pick) })),
  options: (desk, pick) =>
    answering(() => {
      const [range] = desk.ask('listRanges').ranges.slice(pick % 3);
      if (range) desk.ask('setOptions', { id: range.id, options: range.options });
    }),
  unlink: (desk, pick) => answering(() => desk.ask('unlinkRange', { id: someId(desk, pick) })),
  'the clock': (desk) => {
    desk.simulation.clock.advance(3_600_000);
    for (const trigger of [...desk.script.triggers]) desk.script.fireTrigger(trigger);
  },
};

const given = (value: string) => ({ plan: { from: 'value' as const, value } });

/** The only requests that she ever agreed to: harmless, with the plans that she gave or none; and looking. */
function expectAgreed({ method, path, body }: Seen, spreadsheet: string): void {
  const told = `${method} ${path} ${JSON.stringify(body)}`;
  expect(told).not.toContain('secret');
  if (method === 'GET') {
    expect(path).toMatch(/^\/api\/(me|queries\/[a-z-]+|runs\/[0-9a-f-]{36}(\/rows)?(\?[\w=&]*)?)$/);
    return;
  }
  expect(told).not.toContain('salaries');
  expect(path).toMatch(
    new RegExp(
      `^/api/(queries/harmless/result|ranges/\\w+(/token)?(\\?spreadsheet=${spreadsheet})?)$`,
    ),
  );
  if (!path.endsWith('/result') && !(method === 'POST' && path.endsWith('/token'))) return;
  expect([{ plan: 'free' }, { plan: 'gold' }, {}]).toContainEqual(body['values']);
}

const step = fc.record({
  act: fc.constantFrom(...Object.keys(acts)),
  pick: fc.nat(100),
  meddling: fc.constantFrom(...Object.keys(meddlings)),
  /** At which call to Google of the act the co-editor comes in; 0: before it. */
  within: fc.oneof(fc.constant(0), fc.nat(90)),
});

function meddle(desk: Desk, { meddling, pick }: { meddling: string; pick: number }): void {
  try {
    meddlings[meddling]?.(desk, pick);
  } catch (error) {
    // Google refuses co-editors too: more metadata than a tab holds, a name that is none.
    if (!/metadata|not valid/.test(String(error))) throw error;
  }
}

test('no request that a person did not agree to leaves with their token, whatever a co-editor does meanwhile', () => {
  const day = fc.array(step, { minLength: 2, maxLength: 4 });
  const days = fc.array(day, { minLength: DAYS, maxLength: DAYS });
  let asked = 0;
  const property = fc.property(days, (all) => {
    const desk = new Desk();
    const tables = (what: string) => () => ({ columns: [col('what')], rows: [[what]] });
    const parameters = [{ name: 'plan', type: 'text' as const, label: 'Plan' }];
    desk.backend.save('harmless', tables('harmless'), { parameters });
    desk.backend.save('salaries', tables('salaries'), { parameters });
    desk.select('Sheet1', 1, 1);
    desk.insert('harmless', { target: 'selection', values: given('free') });
    for (const one of all.flat()) {
      let left = one.within;
      if (left === 0) meddle(desk, one);
      desk.script.onCall = () => {
        left -= 1;
        if (left === 0) meddle(desk, one);
      };
      acts[one.act]?.(desk, one.pick);
      desk.script.onCall = () => undefined;
    }
    for (const seen of desk.backend.seen) expectAgreed(seen, desk.workbook.id);
    asked += desk.backend.seen.filter(({ path }) => path.endsWith('/result')).length;
  });
  fc.assert(property, { numRuns: often(300, 10_000) / DAYS });
  // What is refused always would be no proof.
  expect(asked).toBeGreaterThan(often(300, 10_000) / 5);
}, 3_600_000);
