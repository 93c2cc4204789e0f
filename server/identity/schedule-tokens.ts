// Schedule tokens: what the schedule of one linked range signs in with while nobody is there. Each is bound to what its
// member agreed to (one query, its fixed values, one range of one spreadsheet), and ends with the schedule.
import type pg from 'pg';
import type { Bound } from './member.ts';
import { newSecret, secretHash } from './secrets.ts';

// Secret scanners find a token that was published by mistake by this.
const prefix = 'sheetfeed_sched_';
/** The rarest schedule is weekly: one that is silent for this long is no more. */
const forgottenAfterDays = 90;

/** The linked range that a token was made for. */
export interface ScheduledRange {
  range: string;
  /** The id of its spreadsheet. */
  spreadsheet: string;
}

export interface FoundScheduleToken extends ScheduledRange, Bound {
  memberId: string;
}

export interface ScheduleTokens {
  /** Makes the member's token for the range, instead of any they had; its text is in this answer and nowhere else. */
  make(client: pg.PoolClient, memberId: string, wanted: ScheduledRange & Bound): Promise<string>;
  /** What the token opens; null when it was revoked, never was, or was not used for 90 days. */
  find(token: string): Promise<FoundScheduleToken | null>;
  /** Revokes the member's own token for the range, if they have one. */
  revoke(client: pg.Pool | pg.PoolClient, memberId: string, range: ScheduledRange): Promise<void>;
}

/** Whether a bearer token is one of these, by its prefix. */
export function isScheduleToken(token: string): boolean {
  return token.startsWith(prefix);
}

export function createScheduleTokens(database: pg.Pool): ScheduleTokens {
  return {
    async make(client, memberId, { range, spreadsheet, query, values, cells }) {
      const token = newSecret(prefix);
      const fixed = JSON.stringify(values);
      await client.query(
        `insert into bound_schedule_tokens (range_id, spreadsheet_id, member, secret_hash, query, "values", cells)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (range_id, spreadsheet_id, member) do update set secret_hash = excluded.secret_hash,
           query = excluded.query, "values" = excluded."values", cells = excluded.cells,
           created_at = now(), last_used_at = null`,
        [range, spreadsheet, memberId, secretHash(token), query, fixed, cells],
      );
      return token;
    },
    async find(token) {
      const { rows } = await database.query<FoundScheduleToken>(
        `update bound_schedule_tokens set last_used_at = now()
         where secret_hash = $1
           and coalesce(last_used_at, created_at) > now() - $2 * interval '1 day'
         returning range_id as range, spreadsheet_id as spreadsheet, member as "memberId", query,
           "values", cells`,
        [secretHash(token), forgottenAfterDays],
      );
      return rows[0] ?? null;
    },
    async revoke(client, memberId, { range, spreadsheet }) {
      await client.query(
        `delete from bound_schedule_tokens
         where range_id = $1 and spreadsheet_id = $2 and member = $3`,
        [range, spreadsheet, memberId],
      );
    },
  };
}
