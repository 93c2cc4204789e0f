// Which names a place in a text can use: the editor offers those, and no others.
import { expect, test } from '@jest/globals';
import { isCode } from '../../../web/editor/sql/completion/grouped.ts';
import { scopeAt, type Output, type Source } from '../../../web/editor/sql/completion/scope.ts';

const shown = (output: Output): string =>
  'column' in output ? output.column : `${output.allOf.name}.*`;

function told({ name, table, outputs }: Source): string {
  const of =
    table === null ? '' : `=${table.schema === null ? '' : `${table.schema}.`}${table.name}`;
  return `${name}${of}${outputs === null ? '' : `(${outputs.map(shown).join(' ')})`}`;
}

/** The sources in scope where the text has a `|`. */
function sources(text: string): string[] {
  const position = text.indexOf('|');
  return scopeAt(text.replace('|', ''), position).sources.map(told);
}

test.each([
  ['select | from accounts', ['accounts=accounts']],
  ['select a.| from accounts a', ['a=accounts']],
  ['select | from accounts as a, billing.invoices i where', ['a=accounts', 'i=billing.invoices']],
  ['select 1 from accounts a join apps p on p.account_id = a.id where |', ['a=accounts', 'p=apps']],
  ['select 1 from accounts a left join apps on |', ['a=accounts', 'apps=apps']],
  ['select 1 from only "Odd Table" where |', ['Odd Table=Odd Table']],
  ['select 1 from generate_series(1, 3) as n where |', ['n=generate_series']],
  ['select 1 from a where x is distinct from y and |', ['a=a']],
])('a table is known by its name or alias: %s', (text, expected) => {
  expect(sources(text)).toEqual(expected);
});

test.each([
  ['select | from (select id, count(*) as n from apps group by 1) t', ['t(id n)']],
  ['select | from (select a.*, lower(name) from accounts a) t', ['t(a.* lower)']],
  ['select | from (select distinct on (id) id, x::text from b) t', ['t(id x)']],
  ['select | from (select max(x) filter (where y) as most, 1 + 2 from b) t', ['t(most)']],
  ['select | from (values (1, 2)) as t (one, two)', ['t(one two)']],
  ['with late as (select id, due_on d from invoices) select | from late', ['late(id d)']],
  ['with late (i, d) as (select 1, 2) select | from late l', ['l(i d)']],
  ['with a as (select 1 as x), b as materialized (select * from a) select | from b', ['b(a.*)']],
  ['with recursive t as (select 1 as n union all select n + 1 from t) select | from t', ['t(n)']],
])('a subquery and a common table expression are known by what they give: %s', (text, expected) => {
  expect(sources(text)).toEqual(expected);
});

test.each([
  ['select 1 from a where exists (select 1 from b where |)', ['b=b', 'a=a']],
  ['select 1 from a where id in (select | from b) and x', ['b=b', 'a=a']],
  ['select (select | from c) from a', ['c=c', 'a=a']],
  ['select 1 from a union select | from b', ['b=b']],
  ['select | from a union select 2 from b', ['a=a']],
  ['select 1 from a; select | from b', ['b=b']],
  ['select 1 from a where id in (select 1 from b)| and', ['a=a']],
  ['select 1 from a where id in (select |', ['a=a']],
  ['with x as (select | from b) select 1 from a', ['b=b']],
])('only what the query around the cursor names, and those around it: %s', (text, expected) => {
  expect(sources(text)).toEqual(expected);
});

test.each([
  '',
  '|',
  'select',
  'select 1 from',
  'select 1 from (',
  'select ) from a',
  'with',
  'with x as',
  "select 'never closed",
  'select $$ never',
  '/* never',
  'from from from',
  'select , , from , ,',
])('a text that is being written is no fault: %s', (text) => {
  const sql = text.replace('|', '');
  for (let position = 0; position <= sql.length; position++) scopeAt(sql, position);
  expect(scopeAt(sql, sql.length).withs).toEqual([]);
});

test.each([
  ['select |1', true],
  ["select 'a|'", false],
  ["select 'a'| ", true],
  ["select 'never closed|", false],
  ["select '|", false],
  ['select -- a|', false],
  ['select -- a\n|', true],
  ['select /* a| */', false],
  ['select /* a */|', true],
  ['select $$a|$$', false],
  ['select "a|"', true],
  ['|', true],
])('code is what stands in neither a string nor a comment: %s', (text, expected) => {
  expect(isCode(text.replace('|', ''), text.indexOf('|'))).toBe(expected);
});

test('strings and comments hold no names', () => {
  expect(sources("select '|from x' from a -- from b\n/* join c */")).toEqual(['a=a']);
});
