// Every door that takes SQL, or parts of which SQL is made, judges as a run does: none of them springs a trap.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { entryOf } from '../corpora/honest.ts';
import { using, type Lab } from '../corpora/lab.ts';
import type { ServerUnderTest } from '../corpora/server-runner.ts';
import { startWatchedLab, stopLab } from '../corpora/watched-lab.ts';
import type { Watch } from '../corpora/watch.ts';
import { countSprung, setTraps } from './attacks.ts';
import { times } from './bombs/pieces.ts';

let lab: Lab;
let server: ServerUnderTest;
let watch: Watch;

beforeAll(async () => {
  const begin = async ({ runOn }: ServerUnderTest) => {
    for (const name of ['primary', 'standby'] as const)
      await runOn(name)(entryOf({ name: 'first', sql: 'select 1' }));
  };
  ({ lab, server, watch } = await startWatchedLab({ major: 18, prepare: setTraps, begin }));
});
afterAll(() => stopLab({ lab, server, watch }));

const hostile = {
  call: `select trap.spring('door')`,
  'call beside a parameter': `select :x, trap.spring(:x)`,
  'literal of a domain': `select '{x}'::trap.words`,
  'cast by a call': `select trap.word('x')`,
  view: 'select * from trap.v_select',
  change: 'with w as (delete from trap.plain returning 1) select * from w',
  'two statements': `select 1; select trap.spring('two')`,
  setting: `select set_config('search_path', 'trap', false)`,
  'text that is run': `select * from ts_stat('select to_tsvector(text) from trap.plain where trap.spring(text)')`,
  'what grows in planning': `select 1 from app.victim where ${times(600, (i) => `(id = 1 or id = ${i})`, ' and ')}`,
  'what grows in reading': `with a0 as (select 1 as a)${times(400, (i) => `, a${i + 1} as (select * from a${i})`)} select * from a400`,
};

/** What is asked, and whether it must be refused. */
interface Knock {
  path: string;
  body: unknown;
  isRefused: boolean;
}

const refused = (path: string, body: unknown): Knock => ({ path, body, isRefused: true });
const allowed = (path: string, body: unknown): Knock => ({ path, body, isRefused: false });

test('what a run refuses is refused by each door that takes SQL: tried, measured, explained, described, saved and then run, selected from, counted', async () => {
  const sqls = Object.values(hostile);
  const knocks = sqls.flatMap((sql, at) => {
    const saved = { slug: `saved-${at}`, title: `Saved ${at}`, source: 'primary', sql };
    const values = { x: `'); select trap.spring('value'); --` };
    return [
      ...['primary', 'standby'].flatMap((source) => [
        refused('/api/run', { source, sql, values }),
        refused('/api/measure', { source, sql, values }),
        refused('/api/describe', { source, sql }),
        refused('/api/explain', { source, sql, values }),
      ]),
      allowed('/api/lift', { sql }),
      allowed('/api/queries', { ...saved, parameters: [{ name: 'x', type: 'text' }] }),
      refused(`/api/queries/saved-${at}/result`, { values }),
      refused(`/api/queries/saved-${at}/numbers`, { values }),
      refused(`/api/queries/saved-${at}/selected`, { selection: { most: 1 } }),
    ];
  });
  expect(await knockOnAll(knocks)).toEqual([]);
});

const names = [
  `x"; select trap.spring('name'); --`,
  `a", trap.spring('name') as "b`,
  `'||trap.spring('name')||'`,
  ...['$1', ':x', 'x/*', '--', '"', '\\', 'U&"\\0061"', '%', 'select', '🦆', 'a\nb'],
  'a'.repeat(63),
];
const values = [`'); select trap.spring('v'); --`, `%_\\' || trap.spring('v')`, '$1', ':x', '\\'];

test('names of columns, and values, are never SQL where a selection is made of them', async () => {
  const knocks = names.flatMap((name, at) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const sql = `select text as ${quoted}, id as other from trap.plain`;
    const path = `/api/queries/named-${at}/selected`;
    const compared = values.flatMap((value) => [
      { conditions: [{ column: name, is: 'equal', value }] },
      { conditions: [{ column: name, is: 'contains', value }] },
    ]);
    const selections = [
      ...[{ columns: [name] }, { order: [{ column: name, descending: true }] }],
      { groups: [{ column: name }], totals: [{ how: 'different', of: name }] },
      ...compared,
    ];
    const wrong = [
      { conditions: [{ column: `${name}' or trap.spring('c')`, is: 'equal', value: 'x' }] },
      { conditions: [{ column: 'other', is: 'equal', value: `1 or trap.spring('c')` }] },
      { columns: [`other", trap.spring('c') as "d`] },
    ];
    const saved = { slug: `named-${at}`, title: `Named ${at}`, source: 'primary', sql };
    return [
      allowed('/api/queries', saved),
      ...selections.map((selection) => allowed(path, { selection })),
      // PostgreSQL cuts a name that is too long, so that one of these is the column after all.
      ...wrong.map((selection) => allowed(path, { selection })),
    ];
  });
  expect(await knockOnAll(knocks)).toEqual([]);
});

test('values of parameters are read as no type that runs something', async () => {
  const run = (sql: string, x: unknown, more: object = {}) =>
    ['/api/run', '/api/measure'].map((path) =>
      refused(path, {
        ...{ source: 'primary', sql, values: { x } },
        parameters: [{ name: 'x', type: 'text', ...more }],
      }),
    );
  const knocks = [
    run('select :x::trap.word', 'x'),
    run('select :x::trap.words', '{x}'),
    run('select 1 from trap.pairs where words = :x', '{x}'),
    run('select 1 from trap.pairs where pair = :x', '(1,x)'),
    run('select 1 from trap.pairs p where p = :x', '(1,"(1,x)",{x})'),
    run('select jsonb_populate_record(null::trap.pairs, :x)', '{"pair":{"word":"x"}}'),
    run(`select pg_input_is_valid('x', :x)`, 'trap.word'),
    run('select * from ts_stat(:x)', `select to_tsvector(text) from trap.plain`),
    run('select :x::jsonb', '['.repeat(300_000)),
    run('select :x::tsquery', `${'!'.repeat(300_000)}a`),
  ].flat();
  // Compared as text, and read as one of an enum: neither calls anything.
  const harmless = [
    run('select 1 from trap.worded where word = any(:x)', ['x'], { list: true }),
    run('select :x::trap.mood', 'low'),
  ]
    .flat()
    .map((knock) => ({ ...knock, isRefused: false }));
  expect(await knockOnAll([...knocks, ...harmless])).toEqual([]);
});

/** What is wrong with the answers; nothing may have changed. */
async function knockOnAll(knocks: readonly Knock[]): Promise<string[]> {
  const wrong: string[] = [];
  const before = await sprung();
  for (const { path, body, isRefused } of knocks) {
    const answer = await server.send('POST', path, body);
    const text = await answer.text();
    const isRight = isRefused
      ? answer.status >= 400 && answer.status < 500
      : answer.ok || answer.status === 422;
    if (!isRight)
      wrong.push(
        `${path}: ${answer.status} ${text.slice(0, 200)} ← ${JSON.stringify(body).slice(0, 200)}`,
      );
  }
  if ((await sprung()) !== before) wrong.push('a trap was sprung');
  return [...wrong, ...(await watch.changes()), ...(await watch.leftovers())];
}

const sprung = (): Promise<number> => using(lab.adminUrl('primary'), countSprung);
