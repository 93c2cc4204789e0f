-- Runs whose results are kept as they were, each with an address. An erased one stays as a gap that can be seen.
create table frozen_runs (
  id text primary key,
  run uuid not null,
  -- Null, with version 0, for SQL that is not saved.
  query text,
  title text,
  version integer not null,
  source text not null,
  sql text not null,
  key jsonb not null,
  "values" jsonb not null,
  time_zone text not null,
  maker jsonb not null,
  made_at timestamptz not null default now(),
  -- The alert whose message shows it.
  alert uuid references alerts (id) on delete set null,
  columns jsonb not null,
  ran_at timestamptz not null,
  ran_on text not null,
  lag_seconds float8,
  row_count bigint not null,
  byte_count bigint not null,
  -- SHA-256 of its CSV, in hex.
  fingerprint text not null default '',
  -- What its pieces take.
  stored_bytes bigint not null default 0,
  -- From then on it is kept for good.
  cited_at timestamptz,
  -- Of SQL that is not saved: from then on whoever may run on the source sees it.
  shared_at timestamptz,
  erased_at timestamptz,
  -- Null: it was not cited in time.
  erased_by jsonb
);
create unique index frozen_runs_by_run on frozen_runs (run) where erased_at is null;
create index frozen_runs_by_query on frozen_runs (query, made_at desc);
create index frozen_runs_by_maker on frozen_runs ((maker ->> 'id'));
create index frozen_runs_uncited on frozen_runs (made_at) where cited_at is null and erased_at is null;

-- Their rows as the engine gave them, compressed (Brotli), in order.
create table frozen_pieces (
  frozen text not null references frozen_runs (id) on delete cascade,
  nr integer not null,
  row_count integer not null,
  bytes bytea not null,
  primary key (frozen, nr)
);
-- They are compressed already.
alter table frozen_pieces alter column bytes set storage external;

alter table alert_evaluations add column frozen text;
