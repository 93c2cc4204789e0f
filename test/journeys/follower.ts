// Waits for the follower, from which queries of the sample are answered.
import type pg from 'pg';

/** Waits until what was written has been replayed there. */
export async function followerHasIt(company: pg.Client): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const { rows } = await company.query<{ there: boolean | null }>(
      'select bool_and(replay_lsn >= pg_current_wal_lsn()) as there from pg_stat_replication',
    );
    if (rows[0]?.there !== false) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('The follower did not catch up.');
}
