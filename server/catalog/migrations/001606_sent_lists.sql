-- Frozen runs that were kept as sent: on that day those who stand in them were told, for that purpose.
create table sent_lists (
  id uuid primary key default gen_random_uuid(),
  frozen text not null references frozen_runs (id) on delete cascade,
  purpose text not null,
  sent_on date not null,
  -- The rows that were sent, by their places from 0; null: all of them.
  rows integer[],
  kept_by jsonb not null,
  kept_at timestamptz not null default now(),
  unique (frozen, sent_on, purpose)
);
