-- What a schedule signs in with where Google gives its trigger no identity token. A range has one schedule, so one token.
create table schedule_tokens (
  range_id text not null,
  spreadsheet_id text not null,
  secret_hash bytea not null unique,
  member text not null references members (id) on delete cascade,
  -- The only query that it opens; a query that was renamed answers to its former name.
  query text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (range_id, spreadsheet_id)
);
create index schedule_tokens_by_member on schedule_tokens (member);
