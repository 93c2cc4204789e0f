-- Addresses that programs call when data is there. `served` is the call up to which its work is done: calls that come while
-- that goes on cause one more.
create table hooks (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  queries text[] not null,
  tags text[] not null,
  owner jsonb not null,
  made_at timestamptz not null default now(),
  secret_hash bytea not null unique,
  hint text not null,
  calls bigint not null default 0,
  served bigint not null default 0,
  called_at timestamptz,
  -- What kept a result from being made anew the last time.
  problem text,
  lease uuid,
  lease_until timestamptz
);
create index hooks_waiting on hooks (called_at) where served < calls;

-- It is to be evaluated although it is not due: set by a call, and taken away by whoever claims it after that.
alter table alerts add column wanted_at timestamptz;
create index alerts_wanted on alerts (wanted_at) where wanted_at is not null;
