-- Every run that was asked for: who, what, with which values, and how it ended.
create table runs (
  id uuid primary key,
  member text not null,
  origin text not null,
  -- Null for SQL that is not saved; its text is kept then.
  query text,
  version integer not null,
  sql text,
  source text not null,
  "values" jsonb not null,
  time_zone text not null,
  started_at timestamptz not null,
  duration_ms double precision not null,
  row_count bigint not null,
  byte_count bigint not null,
  cached boolean not null default false,
  -- 'done', or the code of its problem.
  outcome text not null,
  sql_state text
);
create index runs_by_time on runs (started_at);
create index runs_by_query on runs (query, started_at);
create index runs_by_member on runs (member, started_at);
