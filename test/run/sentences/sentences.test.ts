// "How this query works": what is said of a statement is true, names only what the statement names, and speaks of its own stretch.
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadModule, parseSync } from 'libpg-query';
import type { Parameter } from '../../../domain/contract/parameter.ts';
import type { Part, Word } from '../../../domain/contract/teaching/sentences.ts';
import type { EngineSource } from '../../../server/engines/engine.ts';
import { createPostgres } from '../../../server/engines/postgres/postgres.ts';
import { readBenign } from '../../corpora/corpus.ts';
import { read, slugs } from '../../examples/example-queries.ts';
import { written } from './written-sentences.ts';

const engine = createPostgres();
// Nothing here asks a server.
const source: EngineSource = engine.open(
  { name: 'none', urls: ['postgres://nobody@127.0.0.1:1/none'], allowWriter: false },
  { maxConnections: 1, timeoutSeconds: 1 },
);
afterAll(async () => {
  source.close();
  await engine.close();
});

const told = async (sql: string, parameters: readonly Parameter[] = []) =>
  (await source.sentences?.(sql, parameters)) ?? { parts: [], marks: [] };

const declared: Parameter[] = [
  { name: 'since', type: 'date' },
  { name: 'size', type: 'number' },
  { name: 'most', type: 'number' },
  { name: 'skipped', type: 'number' },
  { name: 'origin', type: 'text' },
  { name: 'plans', type: 'text', list: true },
];

const lineOf = ({ depth, words }: Part) =>
  '. '.repeat(depth) + (words === null ? '(shown)' : words.map(({ text }) => text).join(''));

test('at least thirty statements are said as they were said by hand', () => {
  expect(Object.keys(written).length).toBeGreaterThanOrEqual(30);
});

test.each(Object.entries(written))('%s', async (sql, lines) => {
  expect((await told(sql, declared)).parts.map(lineOf)).toEqual(lines);
});

test('each sentence speaks of its own stretch of the SQL, also behind other scripts and parameters', async () => {
  const sql = "select 'ÅŸ🎈' as x, n -- all\n  from t where limit_ = :limit and b >= :b;";
  const { parts, marks } = await told(sql, [
    { name: 'limit', type: 'number' },
    { name: 'b', type: 'number' },
  ]);

  expect(parts.map(({ from, to }) => sql.slice(from, to))).toEqual([
    't',
    'limit_ = :limit',
    'b >= :b',
    "'ÅŸ🎈' as x",
    'n',
  ]);
  expect(
    marks.filter(({ kind }) => kind !== 'keyword').map(({ from, to }) => sql.slice(from, to)),
  ).toEqual(["'ÅŸ🎈'", '-- all', ':limit', ':b']);
});

test('a text that is none is refused as a run of it would be', async () => {
  await expect(told('select from where')).rejects.toMatchObject({ code: 'sql_invalid' });
  await expect(told('delete from t')).rejects.toMatchObject({ code: 'sql_not_allowed' });
});

test('a monster of brackets is told shortly, and a very long text not at all', async () => {
  const sum = `select ${Array(300).fill('1').join('+')} as n`;

  expect((await told(sum)).parts.map(lineOf)).toEqual(['works out n by this']);
  expect((await told(sum.replace('1+1', Array(6000).fill('1').join('+')))).parts).toEqual([]);
  expect((await told(`select '${'x'.repeat(20_000)}'`)).parts).toEqual([]);
});

interface Text {
  id: string;
  sql: string;
  parameters: Parameter[];
}

const samples: Text[] = slugs.map((slug) => {
  const { header, sql } = read(slug);
  const entries = Object.entries(header.parameters ?? {});
  // The file's own check is elsewhere.
  return {
    id: slug,
    sql,
    parameters: entries.map(([name, rest]) => ({ ...rest, name }) as Parameter),
  };
});

// Of what stands in the corpus, all that is written as a query: no bare `$1`, no EXPLAIN.
const benign: Text[] = readBenign()
  .filter(({ sql }) => sql.length < 5000 && !/\$\d|^(EXPLAIN|SHOW)|:'/i.test(sql))
  .map(({ id, sql, named }) => ({
    id,
    sql,
    parameters: Object.keys(named).map((name): Parameter => ({ name, type: 'text' })),
  }));

/** All names in the statement's own tree. */
async function namesIn({ sql, parameters }: Text): Promise<Set<string>> {
  await loadModule();
  const { text, names } = await source.read(
    sql,
    parameters.map(({ name }) => name),
  );
  const found = new Set(names.map((name) => `:${name}`));
  JSON.stringify(parseSync(text), (key, value: unknown) => {
    if (NAMING.has(key) && typeof value === 'string') found.add(value);
    return value;
  });
  return found;
}
const NAMING = new Set(['sval', 'relname', 'schemaname', 'aliasname', 'ctename', 'name']);
const isNaming = ({ kind }: Word) => kind === 'table' || kind === 'column' || kind === 'parameter';

describe('every sample query and the benign corpus', () => {
  test('are many', () => {
    expect(samples.length + benign.length).toBeGreaterThan(110);
  });

  test.each([...samples, ...benign])(
    '$id is told, by tables, columns and parameters that it has and no others',
    async (text) => {
      const { parts } = await told(text.sql, text.parameters);
      const names = await namesIn(text);
      const named = parts.flatMap(({ words }) => words ?? []).filter(isNaming);
      const pieces = named.map((word) =>
        word.kind === 'parameter' ? [word.text] : word.text.split('.'),
      );

      expect(parts.length).toBeGreaterThan(0);
      expect(pieces.flat().filter((name) => !names.has(name))).toEqual([]);
      for (const { from, to } of parts) expect(text.sql.slice(from, to).trim()).not.toBe('');
    },
  );

  test('of the samples, every parameter is told of, and no part is too hard to say', async () => {
    for (const { sql, parameters } of samples) {
      const { parts } = await told(sql, parameters);
      expect(parts.filter(({ words }) => words === null)).toEqual([]);
      const shown = parts.map(({ from, to }) => sql.slice(from, to)).join('\n');
      for (const { name } of parameters) expect(shown).toContain(`:${name}`);
    }
  });
});
