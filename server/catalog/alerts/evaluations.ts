// What came of evaluating alerts: one row for each slot, and the episodes of subjects. Written with the alert's state.
import type pg from 'pg';
import type { AlertEvaluation, AlertOutcome, WholeAlert } from '../../../domain/contract/alert.ts';
import type { AlertState, Episode } from '../../../domain/alerts/episodes.ts';

export interface SavedEvaluation {
  alert: string;
  /** Of the server that evaluated. */
  lease: string;
  slot: Date;
  at: Date;
  next: Date;
  missed: number;
  state: AlertState;
  outcome: AlertOutcome;
  firing: number;
  detail: string | null;
  run: string | null;
  /** The frozen run that its message shows. */
  frozen: string | null;
  source: string | null;
  failures: number;
  began: Episode[];
  ended: Episode[];
}

/** The database's time, and how often the alert failed in a row; null where it is this server's no more. */
export async function lockClaimed(
  client: pg.PoolClient,
  alert: string,
  lease: string,
): Promise<{ now: Date; failures: number; isMuted: boolean } | null> {
  const { rows } = await client.query<{ now: Date; failures: number; isMuted: boolean }>(
    `select date_trunc('milliseconds', clock_timestamp()) as now, failures,
       coalesce(muted_until > now(), false) as "isMuted"
     from alerts where id = $1 and lease = $2 for update`,
    [alert, lease],
  );
  return rows[0] ?? null;
}

/** Writes it, and gives the alert back. The alert is locked. */
export async function saveEvaluation(client: pg.PoolClient, saved: SavedEvaluation): Promise<void> {
  const { alert, slot, at, next, missed, state, outcome, firing, detail, run, frozen } = saved;
  await client.query(
    `with written as (
       insert into alert_evaluations (alert, slot, evaluated_at, outcome, firing, detail, run, missed, frozen)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9))
     update alerts set state = $10, due_at = $11, failures = $12, source = coalesce($13, source),
       lease = null, lease_until = null
     where id = $1`,
    [
      ...[alert, slot, at, outcome, firing, detail, run, missed, frozen],
      ...[JSON.stringify(state), next, saved.failures, saved.source],
    ],
  );
  await openEpisodes(client, alert, saved.began);
  await closeEpisodes(client, { alert, at, ended: saved.ended });
}

async function openEpisodes(
  client: pg.PoolClient,
  alert: string,
  began: readonly Episode[],
): Promise<void> {
  if (began.length === 0) return;
  await client.query(
    `insert into alert_episodes (alert, subject, began_at, name)
     select $1, id, "beganAt", name
     from jsonb_to_recordset($2) as r (id text, "beganAt" timestamptz, name jsonb)`,
    [alert, JSON.stringify(began)],
  );
}

async function closeEpisodes(
  client: pg.PoolClient,
  { alert, at, ended }: { alert: string; at: Date; ended: readonly Episode[] },
): Promise<void> {
  if (ended.length === 0) return;
  await client.query(
    `update alert_episodes set ended_at = $2
     where alert = $1 and ended_at is null and subject = any($3)`,
    [alert, at, ended.map(({ id }) => id)],
  );
}

/** Ends every episode of an alert whose condition is another one now. */
export async function endEpisodes(client: pg.PoolClient, alert: string): Promise<void> {
  await client.query(
    'update alert_episodes set ended_at = now() where alert = $1 and ended_at is null',
    [alert],
  );
}

interface EvaluationRow {
  alert: string;
  evaluated_at: Date;
  outcome: AlertOutcome;
  firing: number;
  detail: string | null;
  run: string | null;
  frozen: string | null;
  missed: number;
}

const SHOWN = 30;

/** The last thirty of each of these alerts, the latest first. */
export async function lastEvaluations(
  database: pg.Pool,
  alerts: readonly string[],
): Promise<Map<string, AlertEvaluation[]>> {
  const { rows } = await database.query<EvaluationRow>(
    `select e.* from unnest($1::uuid[]) as a (id)
     cross join lateral (
       select alert, evaluated_at, outcome, firing, detail, run, frozen, missed from alert_evaluations
       where alert = a.id order by slot desc limit ${SHOWN}) as e`,
    [alerts],
  );
  const found = new Map<string, AlertEvaluation[]>();
  for (const { alert, evaluated_at, ...row } of rows) {
    const evaluation = { ...row, at: evaluated_at.toISOString() };
    found.set(alert, [...(found.get(alert) ?? []), evaluation]);
  }
  return found;
}

/** The last fifty, the latest first. */
export async function lastEpisodes(
  database: pg.Pool,
  alert: string,
): Promise<WholeAlert['episodes']> {
  const { rows } = await database.query<{
    name: (string | null)[];
    began_at: Date;
    ended_at: Date | null;
  }>(
    `select name, began_at, ended_at from alert_episodes where alert = $1
     order by began_at desc, subject limit 50`,
    [alert],
  );
  return rows.map(({ name, began_at, ended_at }) => ({
    name,
    beganAt: began_at.toISOString(),
    endedAt: ended_at?.toISOString() ?? null,
  }));
}

/** Each of the last days is kept whole; of what is older the episodes only, which say the same in fewer rows. */
const EVALUATIONS_KEPT_DAYS = 30;

/** Forgets evaluations after a month, and episodes that have been over for so many days. */
export async function forgetEvaluations(database: pg.Pool, episodeDays: number): Promise<void> {
  await database.query(`delete from alert_evaluations where slot < now() - $1 * interval '1 day'`, [
    EVALUATIONS_KEPT_DAYS,
  ]);
  await database.query(
    `delete from alert_episodes where ended_at < now() - $1 * interval '1 day'`,
    [episodeDays],
  );
}
