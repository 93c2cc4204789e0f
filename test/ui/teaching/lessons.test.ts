// The lessons: each answer is right and each beginning is not, hints look at what was written, and one is gone through in Chromium.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Values } from '../../../domain/contract/parameter.ts';
import { lookedAt, type Given } from '../../../domain/teaching/lessons/checked.ts';
import { asRun, type Lesson, type Step } from '../../../domain/teaching/lessons/lesson.ts';
import { LESSONS } from '../../../domain/teaching/lessons/lessons.ts';
import '../../support/become.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import { expectAccessible } from '../../support/accessible.ts';

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages({});
});
afterAll(() => pages?.stop());

async function run(sql: string, lesson: Lesson, values: Values): Promise<Given | null> {
  const used = (lesson.parameters ?? []).filter(({ name }) => sql.includes(`:${name}`));
  const body = {
    ...{ source: 'sample', sql: asRun(sql), parameters: used },
    values: Object.fromEntries(used.map(({ name }) => [name, values[name] ?? null])),
  };
  const answer = await pages.server.ask('/api/run', { method: 'POST', body });
  return answer.status === 200 ? answer.json() : null;
}

/** What is said of a text; `fails` where it does not run. */
async function said(lesson: Lesson, step: Step, sql: string): Promise<string | null> {
  const tried = [];
  for (const values of lesson.tries ?? [{}]) {
    const [given, wanted] = [
      await run(sql, lesson, values),
      await run(step.answer, lesson, values),
    ];
    if (wanted === null) throw new Error(`the answer does not run: ${step.answer}`);
    if (given === null) return 'fails';
    tried.push({ given, wanted });
  }
  return lookedAt(sql, step, tried);
}

test.each(LESSONS.map((lesson) => [lesson.slug, lesson] as const))(
  'of %s each answer runs and is right, and what a step begins with is not right yet',
  async (_slug, lesson) => {
    let before = '';
    for (const step of lesson.steps) {
      expect(await said(lesson, step, step.answer)).toBeNull();
      expect(await said(lesson, step, step.begin ?? before)).not.toBeNull();
      before = step.answer;
    }
  },
);

const WRONG: [lesson: string, step: number, sql: string, hint: string][] = [
  ['select', 0, 'select * from customers', 'The asterisk shows all columns'],
  ['select', 1, 'select name country from customers', 'Between two columns stands a comma'],
  ['select', 1, 'select name, country as land from customers', 'The columns are called name, land'],
  [
    'where',
    1,
    "select name from customers where country = 'DE' and plan = 'team' or plan = 'business'",
    'and binds before or',
  ],
  ['where', 2, 'select name from customers where seats = null', 'Nothing equals what is empty'],
  ['order', 1, 'select name, signed_up from customers limit 3', 'limit takes any three'],
  ['order', 2, 'select name, seats from customers order by seats desc, name', 'nulls last'],
  ['group', 2, 'select country from customers group by country', 'write having'],
  [
    'join',
    1,
    'select c.name from customers c join invoices i on i.customer = c.id',
    'left join keeps them',
  ],
  [
    'dates',
    0,
    "select number from invoices where sent >= '2026-03-01' and sent <= '2026-04-01'",
    'write < instead',
  ],
  [
    'parameters',
    0,
    "select name from customers where signed_up >= date '2026-02-01'",
    'Write :since',
  ],
  [
    'parameters',
    1,
    'select name from customers where signed_up >= :since and country = :country',
    'is null',
  ],
  ['is-it-right', 0, 'select count(*) from customers', 'count(distinct'],
  // Nothing of what is written stands out, so its rows are looked at.
  [
    'where',
    0,
    "select name from customers where country = 'FR'",
    'This gives 2 rows, and 4 would be right',
  ],
];

test.each(WRONG)(
  'in %s, step %i, "%s" is told what is wrong with it',
  async (slug, at, sql, hint) => {
    const lesson = LESSONS.find((each) => each.slug === slug);
    const step = lesson?.steps[at];
    expect(lesson && step && (await said(lesson, step, sql))).toContain(hint);
  },
);

test('other texts that give the same are right too', async () => {
  const lesson = LESSONS.find(({ slug }) => slug === 'join');
  const [, step] = lesson?.steps ?? [];
  const other =
    'with known as (select customer from invoices) select name from customers where id not in (select customer from known) order by 1';
  expect(lesson && step && (await said(lesson, step, other))).toBeNull();
});

test('a learner writes, is told what is wrong, mends it, and finds later how far they came', async () => {
  const page = await pages.open('/lessons', { expectedErrors: /422/ });
  await page.getByRole('link', { name: '1. Select: what is shown' }).click();
  const sql = page.getByLabel('Your SQL');
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByText('This gives 0 columns, and 1 is asked for.').waitFor();
  await sql.fill('select *\nfrom customers');
  await sql.press('Control+Enter');
  await page.getByText('The asterisk shows all columns.').waitFor();
  await expectAccessible(page);
  await sql.fill('select name\nfrom customers');
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByText('Right. Between select and from stands what is shown.').waitFor();
  await page.getByRole('button', { name: 'Show its rows: invoices' }).click();
  await page.getByRole('dialog').getByText('A7').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Step 2 of 3').waitFor();
  await page.goto(new URL('/lessons', page.url()).href);
  await page.getByText('1 of 3 steps done').waitFor();
});
