// The table of channels of Slack in which links to a query show its rows, under any of the query's slugs.
import type pg from 'pg';
import type { NewSlackChannel, SlackChannel } from '../../../domain/contract/talk/slack-channel.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

interface ChannelRow {
  channel: string;
  name: string;
  by: Owner;
  at: Date;
}

/** By their names. */
export async function channelsOf(
  database: pg.Pool,
  slugs: readonly string[],
): Promise<SlackChannel[]> {
  const { rows } = await database.query<ChannelRow>(
    `select distinct on (name, channel) channel, name, granted_by as by, granted_at as at
     from slack_channels where query = any($1) order by name, channel, granted_at desc`,
    [slugs],
  );
  return rows.map(({ by, at, ...rest }) => ({ ...rest, by: personOf(by), at: at.toISOString() }));
}

export async function isGranted(
  database: pg.Pool,
  slugs: readonly string[],
  channel: string,
): Promise<boolean> {
  const { rowCount } = await database.query(
    'select from slack_channels where query = any($1) and channel = $2',
    [slugs, channel],
  );
  return rowCount !== 0;
}

/** What is granted already stays as it was granted. */
export async function grantChannel(
  client: pg.PoolClient,
  query: string,
  { channel, name, by }: NewSlackChannel & { by: Owner },
): Promise<void> {
  await client.query(
    `insert into slack_channels (query, channel, name, granted_by) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [query, channel, name, JSON.stringify(by)],
  );
}

/** For a query that is new: what was granted to one that had its name before is nothing that its owner said. */
export async function forgetChannels(client: pg.PoolClient, query: string): Promise<void> {
  await client.query('delete from slack_channels where query = $1', [query]);
}

/** Gives what the channel was called and who granted it; null where nobody did. */
export async function takeBackChannel(
  client: pg.PoolClient,
  slugs: readonly string[],
  channel: string,
): Promise<{ name: string; by: string } | null> {
  const { rows } = await client.query<{ name: string; by: string }>(
    `delete from slack_channels where query = any($1) and channel = $2
     returning name, granted_by ->> 'email' as by`,
    [slugs, channel],
  );
  return rows[0] ?? null;
}
