// A query as a file: what a header may say, and how a mistake in it is told.
import { expect, test } from '@jest/globals';
import { FileProblem, readQueryText } from '../../../server/catalog/queries/query-file.ts';

const sql = 'select 1';
const file = (header: string, rest = sql) => `/*---\n${header}\n---*/\n${rest}\n`;

async function problemIn(text: string): Promise<{ line: number | null; reason: string }> {
  try {
    await readQueryText(text);
  } catch (error) {
    if (error instanceof FileProblem) return { line: error.line, reason: error.message };
    throw error;
  }
  throw new Error('the text was read without a problem');
}

test('a whole header is read, and the SQL is what follows it', async () => {
  const text = file(
    `title: Signups by month
description: New accounts per month, for the growth review.
tags: [growth]
source: sample
formerly: [new-accounts]
key: [month, stack]
parameters:
  since: { type: date, label: Since, default: 2025-01-01 }
  stacks: { type: choice, list: true, choices: [old, { value: new, label: The new one }] }`,
    'select :since, :stacks -- a comment\n',
  );

  expect(await readQueryText(text)).toMatchObject({
    title: 'Signups by month',
    description: 'New accounts per month, for the growth review.',
    tags: ['growth'],
    source: 'sample',
    formerly: ['new-accounts'],
    key: ['month', 'stack'],
    parameters: [
      { name: 'since', type: 'date', label: 'Since', default: '2025-01-01' },
      {
        name: 'stacks',
        type: 'choice',
        list: true,
        choices: [{ value: 'old' }, { value: 'new', label: 'The new one' }],
      },
    ],
    sql: 'select :since, :stacks -- a comment',
  });
});

test('a header needs no more than a title', async () => {
  expect(await readQueryText(file('title: One'))).toMatchObject({
    title: 'One',
    description: '',
    tags: [],
    source: null,
    formerly: [],
    parameters: [],
  });
});

test('a file with Windows line ends is read', async () => {
  const query = await readQueryText(file('title: One\ntags: [a]').replaceAll('\n', '\r\n'));

  expect(query).toMatchObject({ title: 'One', tags: ['a'], sql: 'select 1' });
});

test('digits in choices and defaults stay as they were written', async () => {
  const { parameters } = await readQueryText(
    file(`title: Digits
parameters:
  customer: { type: text, default: 00417 }
  plan: { type: choice, choices: [007, 10], default: 007 }
  big: { type: number, default: 12345678901234567890 }
  small: { type: number, default: 1.50 }`),
  );

  expect(parameters).toMatchObject([
    { default: '00417' },
    { choices: [{ value: '007' }, { value: '10' }], default: '007' },
    { default: '12345678901234567890' },
    { default: '1.50' },
  ]);
});

test('the words on, off, yes and no are text, as YAML 1.2 has it', async () => {
  const { parameters } = await readQueryText(
    file('title: Words\nparameters:\n  answer: { type: choice, choices: [yes, no, on, off] }'),
  );

  expect(parameters[0]?.choices).toEqual(['yes', 'no', 'on', 'off'].map((value) => ({ value })));
});

test.each([
  ['title: One\ntitel: Two', 3, 'titel: there is no such key in a header.'],
  ['description: without a title', 1, 'title: it is missing.'],
  ['title: One\nparameters:\n  Since: { type: date }', 4, /^parameters\.Since: /],
  ['title: One\nparameters:\n  a: { type: date }\n  b: { type: dat }', 5, /^parameters\.b\.type: /],
  ['title: One\nparameters:\n  a: { type: date, defualt: 1 }', 4, /defualt: there is no such key/],
  ['title: One\ntags: growth', 3, /^tags: /],
  ['title: [One', 3, /./],
  ['title: One\ntitle: Two', 3, /unique/i],
  ['title: One\nformerly: [Old Name]', 3, /^formerly\.0: /],
  ['title: One\nkey: [id, name, id]', 3, /^Key: id is named twice\.$/],
])(
  'a mistake in the header is told with its line in the file: %j',
  async (header, line, reason) => {
    const problem = await problemIn(file(header));

    expect(problem.reason).toMatch(reason);
    expect(problem.line).toBe(line);
  },
);

test.each([
  ['{ type: number, default: soon }', 'its default "soon" is not a number'],
  ['{ type: boolean, default: 1 }', 'its default "1" is not true or false'],
  ['{ type: date, default: 2025-02-30 }', 'its default "2025-02-30" is not a date'],
  ['{ type: timestamp, default: 2025-13-01T00:00 }', 'is not a time'],
  ['{ type: text, default: true }', 'its default true is not a text; put it in quotes'],
  ['{ type: text, list: true, default: a }', 'its default must be a list'],
  ['{ type: text, default: [a] }', 'its default is a list'],
  ['{ type: choice, choices: [a, b], default: c }', 'its default "c" is not one of its choices'],
  ['{ type: choice }', 'a choice needs choices'],
  ['{ type: text, choices: [a] }', 'only the type choice has choices'],
  ['{ type: text, default: }', 'its default is empty'],
])('a parameter %s is refused', async (settings, reason) => {
  const problem = await problemIn(file(`title: One\nparameters:\n  given: ${settings}`));

  expect(problem.reason).toContain(`Parameter given: `);
  expect(problem.reason).toContain(reason);
  expect(problem.line).toBe(4);
});

test.each(['2025-01-31', 'today', 'start of month', '7 days ago'])(
  'a date may have the default %s',
  async (value) => {
    const { parameters } = await readQueryText(
      file(`title: One\nparameters:\n  day: { type: date, default: ${value} }`),
    );

    expect(parameters[0]?.default).toBe(value);
  },
);

test.each([
  ['select 1', 1, /begins with a line/],
  ['/*---\ntitle: One\nselect 1', 1, /not closed/],
  ['/*---\ntitle: One */\nselect 1', 2, /may not hold \*\//],
  ['/*---\ntitle: One\n# /* inside\n---*/\nselect 1', 3, /may not hold \/\*/],
  ['/*---\ntitle: One\n---*/\n  \n', null, /no SQL/],
])('a file %j that is no query is told apart', async (text, line, reason) => {
  const problem = await problemIn(text);

  expect(problem.reason).toMatch(reason);
  expect(problem.line).toBe(line);
});
