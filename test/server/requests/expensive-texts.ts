// Texts, headers, lists and values that cost whoever reads them much for their size.

export const KB = 1000;
export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const named = <T>(count: number, value: T) =>
  Object.fromEntries(many(count, (n) => [`name${n}`, value]));

/** What may stand in the place of any field of a body; in a deep run all of them do. */
export const fillings: [string, unknown][] = [
  ['29,000 numbers', many(29 * KB, () => 0)],
  ['4,900 empty objects', many(4900, () => ({}))],
  ['900 KB of text', 'a'.repeat(900 * KB)],
  ['29,000 nulls', many(29 * KB, () => null)],
  ['11,900 names', named(11_900, 0)],
  ['450,000 numbers', many(450 * KB, () => 0)],
  ['300,000 empty objects', many(300 * KB, () => ({}))],
];

export const sql = 'select 1 as one';
export const parameter = { name: 'a', type: 'text' };
const literals = `select 1 from pg_class where relpages in (${many(14_000, (n) => n % 10).join(',')})`;
export const texts: [string, string][] = [
  ['14,000 literals', literals],
  ['256 KB of parentheses', `select ${'('.repeat(120 * KB)}1${')'.repeat(120 * KB)}`],
  ['256 KB of parameters', `select ${many(25 * KB, (n) => `:p${n % 900}`).join('||')}`],
  ['a sum of 100,000 terms', `select ${'1+'.repeat(100 * KB)}1`],
  ['1,600 columns', `select ${many(1600, (n) => `${n} as "column ${n}"`).join(', ')}`],
  ['1,600 texts to cast', `select ${many(1600, (n) => `'${n}'::date as c${n}`).join(', ')}`],
  ['250 KB of one line with an error', `select ${'é'.repeat(120 * KB)} from from`],
  ['250 KB of colons', `select ${':a '.repeat(80 * KB)}`],
  ['200 KB of spaces in a type', `select pg_input_is_valid('1', 'a${' '.repeat(200 * KB)}!')`],
  ['250 KB of line breaks', `select${'\n'.repeat(240 * KB)}from from`],
];

export const headers: [string, string][] = [
  ['20,000 keys', many(20 * KB, (n) => `key${n}: 1`).join('\n')],
  [
    '900 parameters',
    `title: One\nparameters:\n${many(900, (n) => `  p${n}: { type: text }`).join('\n')}`,
  ],
  [
    '3,000 columns',
    `title: One\ncolumns:\n${many(3000, (n) => `  c${n}: { label: x }`).join('\n')}`,
  ],
  [
    'a list of 20,000 defaults',
    `title: One\nparameters:\n  a: { type: choice, list: true, choices: [${many(999, (n) => `c${n}`).join(',')}], default: [${many(20 * KB, () => 'c998').join(',')}] }`,
  ],
  ['25,000 tags', `title: One\ntags: [${many(25 * KB, () => '1').join(',')}]`],
  ['200 KB of text', `title: One\ndescription: ${'x '.repeat(100 * KB)}`],
  ['keys of keys', `${'? '.repeat(50 * KB)}x`],
  ['anchors by the thousand', `title: ${'&a '.repeat(50 * KB)}x`],
  ['ten thousand levels', `title: ${'['.repeat(10 * KB)}`],
];
export const file = (header: string) => `/*---\n${header}\n---*/\n${sql}\n`;

export const lists: [string, unknown][] = [
  ['10,000 numbers', { numbers: many(10 * KB, (n) => n) }],
  ['10,000 times the word today', { days: many(10 * KB, () => 'today') }],
  ['10,000 times', { times: many(10 * KB, () => '2025-01-31') }],
  ['10,000 choices', { kinds: many(10 * KB, () => 'c999') }],
  ['10,000 texts', { words: many(10 * KB, () => 'abc') }],
  ['100,000 numbers', { numbers: many(100 * KB, (n) => n) }],
  ['a text of 800 KB', { words: ['é'.repeat(400 * KB)] }],
  ['a number of 900 KB', { numbers: [`${'1'.repeat(900 * KB)}x`] }],
  ['a day of 800 KB', { days: [` ${'1 '.repeat(400 * KB)}`] }],
  ['11,900 names', named(11_900, 'x')],
];
