-- What the server runs at times by a member's wish: subscriptions ('subscription') and schedules of queries ('warm').
-- `content` as its owner wrote it.
create table timed_queries (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('subscription', 'warm')),
  query text not null,
  owner jsonb not null,
  content jsonb not null,
  made_at timestamptz not null default now(),
  -- The slot that is done next, by the clock of this database.
  due_at timestamptz not null,
  -- Not before, where a try at this slot has failed; and how many did.
  rest_until timestamptz not null default now(),
  tries integer not null default 0,
  -- Slots in a row that failed, and why the last one did.
  failures integer not null default 0,
  problem text,
  -- When a message was last made, or a result kept.
  done_at timestamptz,
  -- The data source at the last look, by which servers share out their places.
  source text,
  lease uuid,
  lease_until timestamptz,
  -- What was seen last, compressed, for whoever is told of changes.
  seen bytea
);
create index timed_queries_by_due on timed_queries (due_at);
create index timed_queries_by_owner on timed_queries ((owner ->> 'id'));
create index timed_queries_by_query on timed_queries (query);
-- A query is kept warm by one schedule.
create unique index timed_queries_warm on timed_queries (query) where kind = 'warm';

-- What came of each slot: done, or missed since nobody was there.
create table timed_slots (
  timed uuid not null references timed_queries (id) on delete cascade,
  slot timestamptz not null,
  at timestamptz not null,
  -- 'sent', 'unchanged', 'empty', 'warmed', 'failing' or 'missed'.
  outcome text not null,
  detail text,
  run uuid,
  frozen text,
  -- Slots before this one that nobody was there for.
  missed integer not null default 0,
  primary key (timed, slot)
);
create index timed_slots_by_slot on timed_slots (slot);

-- Who ends a subscription gets none of its messages any more.
alter table deliveries add column subscription uuid references timed_queries (id) on delete cascade;
create index deliveries_by_subscription on deliveries (subscription, id) where subscription is not null;
