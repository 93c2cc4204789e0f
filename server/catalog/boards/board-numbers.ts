// The table of numbers that boards showed, by what was asked: for the change against the run before.
import { hash } from 'node:crypto';
import type pg from 'pg';
import type { Values } from '../../../domain/contract/parameter.ts';

export interface NumberQuestion {
  query: string;
  column: string | null;
  values: Values;
  timeZone: string;
}

export interface KnownNumber {
  value: string | null;
  ranAt: Date;
}

const MOST_SHOWN = 50;

/** Keeps it, and gives the latest up to it, the oldest first. A number of a run that was kept changes nothing. */
export async function keepNumber(
  database: pg.Pool,
  question: NumberQuestion,
  { value, ranAt }: KnownNumber,
): Promise<KnownNumber[]> {
  const key = keyOf(question);
  const inserted = `insert into board_numbers (question, ran_at, value) values ($1, $2, $3) on conflict do nothing`;
  await database.query(inserted, [key, ranAt, value]);
  const { rows } = await database.query<KnownNumber>(
    `select value, ran_at as "ranAt" from board_numbers where question = $1 and ran_at <= $2
     order by ran_at desc limit ${MOST_SHOWN}`,
    [key, ranAt],
  );
  return rows.reverse();
}

function keyOf({ query, column, values, timeZone }: NumberQuestion): Buffer {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([query, column, sorted, timeZone]), 'buffer');
}

/** Forgets those of so many days ago. */
export async function forgetNumbers(database: pg.Pool, days: number): Promise<void> {
  await database.query(`delete from board_numbers where ran_at < now() - $1 * interval '1 day'`, [
    days,
  ]);
}
