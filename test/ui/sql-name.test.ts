// The names of tables and columns as the editor writes them, by PostgreSQL's own judgement.
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { sampleUrls } from '../support/postgres.ts';
import { sqlName } from '../../web/editor/sql/sql-name.ts';

test('a name is written so that PostgreSQL finds it, whatever stands in it, and plain where it can be', async () => {
  const client = new pg.Client({ connectionString: sampleUrls().reader });
  await client.connect();
  try {
    const { rows } = await client.query<{ word: string }>('select word from pg_get_keywords()');
    const odd = ['Order ID', 'näme', 'With "quote"', 'Upper', '1st', 'price €', 'a.b', 'x'];
    const wrong: string[] = [];
    for (const name of [...rows.map(({ word }) => word), ...odd]) {
      const column = sqlName(name);
      const found = await client
        .query(`select ${column} from (select 1 as ${column}) t`)
        .then(({ fields }) => fields[0]?.name)
        .catch((error: Error) => error.message);
      if (found !== name) wrong.push(`${name}: ${found}`);
    }
    expect(wrong).toEqual([]);
    expect(['created_at', 'name', 'Order ID'].map(sqlName)).toEqual([
      'created_at',
      'name',
      '"Order ID"',
    ]);
  } finally {
    await client.end();
  }
});
