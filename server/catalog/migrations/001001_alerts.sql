-- Places that messages go to. One server delivers to a destination at a time, in the order of the messages.
create table destinations (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  name text not null,
  -- What only the servers may read, encrypted by ENCRYPTION_KEYS.
  sealed text not null,
  made_by jsonb not null,
  made_at timestamptz not null default now(),
  lease uuid,
  lease_until timestamptz,
  -- Nothing is sent before: it asked for a pause, or fails.
  rest_until timestamptz not null default now(),
  failures integer not null default 0,
  -- Why it took nothing the last time; null when it did.
  problem text
);
create unique index destinations_by_name on destinations (kind, lower(name));

-- What is watched: `content` as its owner wrote it, `state` as domain/alerts/ left it.
create table alerts (
  id uuid primary key default gen_random_uuid(),
  query text not null,
  name text not null,
  content jsonb not null,
  owner jsonb not null,
  made_at timestamptz not null default now(),
  state jsonb not null,
  -- The slot that is evaluated next, by the clock of this database.
  due_at timestamptz not null default now(),
  muted_until timestamptz,
  -- Evaluations in a row that failed.
  failures integer not null default 0,
  -- The data source at the last look, by which servers share out their places.
  source text,
  lease uuid,
  lease_until timestamptz
);
create unique index alerts_by_name on alerts (query, lower(name));
create index alerts_by_due on alerts (due_at);

create table alert_evaluations (
  alert uuid not null references alerts (id) on delete cascade,
  slot timestamptz not null,
  evaluated_at timestamptz not null,
  -- 'ok', 'pending', 'firing', 'no_data' or 'failing'.
  outcome text not null,
  -- How many subjects fire.
  firing integer not null,
  detail text,
  run uuid,
  -- Slots before this one that nobody was there for.
  missed integer not null default 0,
  primary key (alert, slot)
);

create index alert_evaluations_by_slot on alert_evaluations (slot);

create table alert_episodes (
  alert uuid not null references alerts (id) on delete cascade,
  subject text not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  -- The texts of the key columns; empty where the whole result is the subject.
  name jsonb not null,
  primary key (alert, subject, began_at)
);

-- Messages, written in the transaction that changes the state of their alert. Of one there is one for each destination.
create table deliveries (
  id bigint generated always as identity primary key,
  destination uuid not null references destinations (id) on delete cascade,
  alert uuid references alerts (id) on delete set null,
  identity text not null,
  message jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'refused')),
  made_at timestamptz not null default clock_timestamp(),
  attempts integer not null default 0,
  tried_at timestamptz,
  -- An attempt began whose end nobody knows yet.
  is_open boolean not null default false,
  problem text,
  unique (identity, destination)
);
create index deliveries_waiting on deliveries (destination, id) where state = 'waiting';
create index deliveries_by_alert on deliveries (alert, id);
