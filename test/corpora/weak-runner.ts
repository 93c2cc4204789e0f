// What many products do to run SQL safely: a read-only transaction over the extended protocol, and no more.
// It exists to show that the corpora find what it lets through.
import pg from 'pg';
import type { RunSql } from './runner.ts';

/** Runs entries on one session. `end` closes it. */
export async function weakRunner(url: string): Promise<{ run: RunSql; end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const run: RunSql = async ({ sql, params }) => {
    await client.query('begin read only');
    try {
      // pg's types do not know the option that keeps it from the simple protocol.
      const query = { text: sql, values: params, queryMode: 'extended' };
      const { rows } = await client.query(query);
      return { state: 'done', rows: rows.length };
    } catch (error) {
      const sqlState = error instanceof pg.DatabaseError ? (error.code ?? null) : null;
      return { state: 'problem', status: 422, code: 'sql_failed', sqlState, detail: String(error) };
    } finally {
      await client.query('rollback');
    }
  };
  return { run, end: () => client.end() };
}
