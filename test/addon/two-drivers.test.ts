// One set of rules, two drivers: the add-on's, which answers each read at once with SpreadsheetApp, and one that
// answers later and knows no SpreadsheetApp. What they decide is the same.
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RangeOptions } from '../../addon/sidebar-functions.ts';
import type { Field } from '../../domain/contract/result.ts';
import { OWN_REACHES } from '../../domain/own-reach.ts';
import type { WholeResult } from '../../domain/refresh/content.ts';
import { MODES, RANGE_MODES } from '../../domain/refresh/modes.ts';
import type { RefreshedBy } from '../../domain/refresh/refresh.ts';
import { createScript, type Script } from '../../playground/simulator/script/script.ts';
import type { Manifest, Person } from '../../playground/simulator/script/script-settings.ts';
import { root } from '../../server/root.ts';
import { scriptOf } from './desk/addon-code.ts';
import { col } from './desk/backend.ts';
import { decideLater } from './desk/decide-later.ts';
import { ali, type Desk, vera } from './desk/desk.ts';
import { linkedAt, setOptions } from './desk/linked.ts';
import { toldLater, type Told } from './desk/told-decision.ts';
import { fc } from '../support/random.ts';

const CASES = 150;
const TOP = 3;
const LEFT = 3;

const manifest = JSON.parse(readFileSync(path.join(root, 'appsscript.json'), 'utf8')) as Manifest;

const rows = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...'abcdefgh'), amount: fc.integer({ min: 1, max: 4 }) }),
  { maxLength: 8, selector: ({ name }) => name },
);

const options = fc.oneof<fc.Arbitrary<Partial<RangeOptions>>[]>(
  fc.record({
    mode: fc.constantFrom(...RANGE_MODES.filter((mode) => !MODES[mode].hasKeys)),
    ownColumns: fc.constantFrom(...OWN_REACHES),
  }),
  fc.record({
    mode: fc.constantFrom(...RANGE_MODES.filter((mode) => MODES[mode].hasKeys)),
    keyColumns: fc.subarray(['name', 'amount']),
    companionColumns: fc.constantFrom(0, 1, 30),
    ownColumns: fc.constantFrom(...OWN_REACHES),
    inQueryOrder: fc.boolean(),
  }),
  fc.constantFrom(
    {
      columns: [
        { name: 'amount', label: 'Sum' },
        { name: 'name', label: 'Who' },
      ],
    },
    { exactText: ['amount'] },
  ),
);

const typed = fc.record({
  row: fc.integer({ min: 1, max: 14 }),
  column: fc.integer({ min: 1, max: 7 }),
  text: fc.constantFrom('mine', '7', "'007", '2025-01-31', '=1+2', '=SUM(D4:D9)', '=D4*2', '=C5'),
});

const meddling = fc.record({
  typed: fc.array(typed, { maxLength: 6 }),
  partners: fc.boolean(),
  sorted: fc.boolean(),
  insertsColumn: fc.boolean(),
  merge: fc.option(
    fc.record({ row: fc.integer({ min: 2, max: 12 }), column: fc.integer({ min: 2, max: 5 }) }),
    { nil: null, freq: 6 },
  ),
  protects: fc.option(fc.integer({ min: 1, max: 12 }), { nil: null, freq: 6 }),
});
type Meddling = typeof meddling extends fc.Arbitrary<infer T> ? T : never;

const shapes = ['same', 'more columns', 'fewer columns', 'other kind', 'truncated'] as const;

const shape = fc.constantFrom(...shapes);

const how: fc.Arbitrary<RefreshedBy> = fc.constantFrom<RefreshedBy>(
  { by: 'schedule' },
  { by: 'person', confirmed: {} },
  { by: 'person', confirmed: { editedCells: true, removedColumns: true, ownRows: true } },
);

test(`${CASES} random refreshes are decided alike at once and later`, async () => {
  const seen = { written: 0, asked: 0, refused: 0, elsewhere: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.record({ first: rows, second: rows, chosen: options, meddled: meddling, shape, by: how }),
      async ({ first, second, chosen, meddled, shape: wanted, by }) => {
        const { desk, id } = linkedAt(TOP, LEFT, fieldsOf(first));
        setOptions({ desk, id, table: { columns: [], rows: [] } }, chosen);
        meddle(desk, meddled, first.length);
        const result = resultOf(second, wanted);
        const person = meddled.protects === null ? vera : ali;

        const { atOnce, later } = await decidedTwice(desk, { id, result, how: by, person });

        expect(later).toEqual(atOnce);
        count(seen, atOnce);
      },
    ),
    { numRuns: CASES },
  );
  // Each kind of decision was among them.
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
});

interface Asked {
  id: string;
  result: WholeResult;
  how: RefreshedBy;
  person: Person;
}

async function decidedTwice(
  desk: Desk,
  { person, ...asked }: Asked,
): Promise<{ atOnce: Told; later: Told }> {
  const script = scriptFor(desk, person);
  const written = script.runFromPage('written', [asked.id]) as string | null;
  const { id, result, how } = asked;
  const atOnce = script.runFromPage('decide', [id, result, how]) as Told;
  const later = decideLater(desk.workbook, { ...asked, email: person.email, written });
  return { atOnce, later: await toldLater(later) };
}

function scriptFor({ workbook, simulation: { clock, state } }: Desk, person: Person): Script {
  const code = scriptOf('test/addon/desk/decide-at-once.ts');
  return createScript({ workbook, code, manifest, person, clock, state });
}

function fieldsOf(kept: { name: string; amount: number }[]): Field[][] {
  return kept.map(({ name, amount }) => [name, amount]);
}

function resultOf(
  kept: { name: string; amount: number }[],
  shape: (typeof shapes)[number],
): WholeResult {
  const columns = [col('name'), col('amount', 'number', 'int4')];
  let fields = fieldsOf(kept);
  if (shape === 'more columns') {
    columns.push(col('at', 'date'), col('note'));
    fields = fields.map((row, index) => [...row, '2025-02-03', index % 2 === 0 ? null : 'x']);
  }
  if (shape === 'fewer columns') {
    columns.pop();
    fields = fields.map(([name = null]) => [name]);
  }
  if (shape === 'other kind') {
    columns[1] = col('amount', 'text');
    fields = fields.map(([name = null, amount]) => [name, `0${String(amount)}`]);
  }
  return {
    ...{ query: 'list', version: 1, run: '00000000-0000-4000-8000-00000000abcd', cached: false },
    ...{ ranAt: '2026-11-22T09:30:00.000Z', timeZone: 'Europe/Paris', lagSeconds: null },
    ...{ ranOn: 'primary' as const, columns, rows: fields, rowCount: fields.length },
    ...{ truncated: shape === 'truncated', durationMs: 1, etag: 'other' },
  };
}

function meddle(desk: Desk, meddled: Meddling, count: number): void {
  const sheet = desk.sheet('Sheet1');
  const bottom = TOP + Math.max(1, count);
  if (meddled.partners) {
    for (let row = TOP + 1; row <= bottom; row += 1) desk.type('Sheet1', row, LEFT + 2, `=D${row}`);
  }
  if (meddled.sorted) {
    const area = { top: TOP + 1, left: LEFT, bottom, right: LEFT + 1 };
    desk.workbook.sort(sheet.id, area, { column: LEFT, ascending: false });
  }
  if (meddled.insertsColumn) desk.workbook.insertColumns(sheet.id, LEFT + 1, 1);
  for (const { row, column, text } of meddled.typed) desk.type('Sheet1', row, column, text);
  if (meddled.merge) {
    const { row, column } = meddled.merge;
    sheet.merges.push({ top: row, left: column, bottom: row + 1, right: column });
  }
  if (meddled.protects !== null) {
    const area = { top: meddled.protects, left: 1, bottom: meddled.protects, right: 20 };
    const words = { description: '', warningOnly: false, editors: ['bo@example.com'] };
    sheet.protections.push({ id: 1, area, unprotected: [], owner: 'vera@example.com', ...words });
  }
}

function count(seen: Record<string, number>, { decision, problem }: Told): void {
  const kind =
    problem !== undefined
      ? problem.includes('needs_confirmation')
        ? 'asked'
        : 'refused'
      : decision?.includes('"do":"write"')
        ? 'written'
        : 'elsewhere';
  seen[kind] = (seen[kind] ?? 0) + 1;
}
