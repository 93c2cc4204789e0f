// Runs honest SQL through the product and beside it, to see that nothing of it is refused and that it gives as many rows.
import type pg from 'pg';
import type { Entry } from './corpus.ts';
import { using } from './lab.ts';
import { describeOutcome, type RunSql } from './runner.ts';

export interface NamedSql {
  name: string;
  sql: string;
}

export const entryOf = ({ name, sql }: NamedSql): Entry => ({
  id: name,
  sql,
  params: [],
  named: {},
});

/** What is wrong with the entries, compared with what the role at `url` gets. */
export async function runHonest(
  entries: readonly NamedSql[],
  runSql: RunSql,
  { url }: { url: string },
): Promise<string[]> {
  return using(url, async (reader) => {
    await reader.query('set statement_timeout = 30000');
    const judge = async (entry: NamedSql): Promise<string[]> => {
      const outcome = await runSql(entryOf(entry));
      const rows = await rowsOf(reader, entry);
      if (outcome.state === 'done' && outcome.rows === rows) return [];
      return [`${entry.name} (${rows}): ${describeOutcome(outcome)} ← ${entry.sql}`];
    };
    return besideEachOther(entries, judge);
  });
}

async function rowsOf(reader: pg.Client, { sql }: NamedSql): Promise<number | string> {
  // pg's types do not know the option that keeps it from the simple protocol.
  const query = { text: sql, rowMode: 'array' as const, queryMode: 'extended' };
  return reader.query(query).then(
    ({ rows }) => rows.length,
    (error: Error) => error.message,
  );
}

const AT_ONCE = 4;

/** All sentences that `judge` says of the entries, which are taken a few at a time. */
export async function besideEachOther<T>(
  entries: readonly T[],
  judge: (entry: T) => Promise<string[]>,
  atOnce = AT_ONCE,
): Promise<string[]> {
  const waiting = [...entries];
  const wrong: string[] = [];
  const worker = async (): Promise<void> => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift())
      wrong.push(...(await judge(entry)));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return wrong;
}
