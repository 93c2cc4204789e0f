-- The channels of Slack in which a link to a query shows its rows, as its owner granted.
create table slack_channels (
  query text not null,
  channel text not null,
  name text not null,
  granted_by jsonb not null,
  granted_at timestamptz not null default clock_timestamp(),
  primary key (query, channel)
);
