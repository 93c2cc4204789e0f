// The table of what servers answer each other: too large for a notification.
import type pg from 'pg';

export interface ServerAnswer {
  told: unknown;
  bytes: Buffer | null;
}

export async function putAnswer(
  database: pg.Pool,
  question: string,
  { told, bytes }: ServerAnswer,
): Promise<void> {
  await database.query(
    'insert into server_answers (question, told, bytes) values ($1, $2, $3) on conflict do nothing',
    [question, JSON.stringify(told), bytes],
  );
}

/** Reads the answer and removes it, and with it those that nobody came for. */
export async function takeAnswer(
  database: pg.Pool,
  question: string,
): Promise<ServerAnswer | null> {
  const { rows } = await database.query<ServerAnswer & { question: string }>(
    `delete from server_answers
     where question = $1 or answered_at < now() - interval '1 minute' returning question, told, bytes`,
    [question],
  );
  return rows.find((row) => row.question === question) ?? null;
}
