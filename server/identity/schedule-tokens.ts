// Schedule tokens: what the schedule of one linked range signs in with when Google gives its trigger no identity
// token. Each opens one query, for one range, with its member's rights, and ends with the schedule.
import type pg from 'pg';
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

export interface FoundScheduleToken extends ScheduledRange {
  memberId: string;
  /** The slug of the one query that it opens. */
  query: string;
}

export interface ScheduleTokens {
  /** Makes the range's token, instead of any that it had; its text is in this answer and nowhere else. */
  make(
    client: pg.PoolClient,
    memberId: string,
    wanted: ScheduledRange & { query: string },
  ): Promise<string>;
  /** What the token opens; null when it was revoked, never was, or was not used for 90 days. */
  find(token: string): Promise<FoundScheduleToken | null>;
  /** Revokes the range's token, if it has one. */
  revoke(client: pg.Pool | pg.PoolClient, range: ScheduledRange): Promise<void>;
}

/** Whether a bearer token is one of these, by its prefix. */
export function isScheduleToken(token: string): boolean {
  return token.startsWith(prefix);
}

export function createScheduleTokens(database: pg.Pool): ScheduleTokens {
  return {
    async make(client, memberId, { range, spreadsheet, query }) {
      const token = newSecret(prefix);
      await client.query(
        `insert into schedule_tokens (range_id, spreadsheet_id, secret_hash, member, query)
         values ($1, $2, $3, $4, $5)
         on conflict (range_id, spreadsheet_id) do update set secret_hash = excluded.secret_hash,
           member = excluded.member, query = excluded.query, created_at = now(), last_used_at = null`,
        [range, spreadsheet, secretHash(token), memberId, query],
      );
      return token;
    },
    async find(token) {
      const { rows } = await database.query<FoundScheduleToken>(
        `update schedule_tokens set last_used_at = now()
         where secret_hash = $1
           and coalesce(last_used_at, created_at) > now() - $2 * interval '1 day'
         returning range_id as range, spreadsheet_id as spreadsheet, member as "memberId", query`,
        [secretHash(token), forgottenAfterDays],
      );
      return rows[0] ?? null;
    },
    async revoke(client, { range, spreadsheet }) {
      await client.query(
        'delete from schedule_tokens where range_id = $1 and spreadsheet_id = $2',
        [range, spreadsheet],
      );
    },
  };
}
