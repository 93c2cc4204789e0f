-- Which server process holds a run that its member may come back to. Unlogged: what it tells of ends with a crash.
create unlogged table held_runs (
  run uuid primary key,
  server uuid not null,
  held_until timestamptz not null
);
create index held_runs_by_end on held_runs (held_until);

-- What one server answered to another one's question, until the other has read it.
create unlogged table server_answers (
  question uuid primary key,
  told jsonb not null,
  bytes bytea,
  answered_at timestamptz not null default now()
);
-- Rows as JSON: compressing them would cost more than it saves.
alter table server_answers alter column bytes set storage external;
