-- What members say of linked ranges, each for themselves: who knows a range's id must not speak for whoever linked it.
-- Servers of the version before go on with linked_ranges, which is no longer read.
create table range_registrations (
  range_id text not null,
  spreadsheet_id text not null,
  member text not null,
  spreadsheet_name text not null,
  tab text not null,
  query text not null,
  columns text[] not null,
  schedule text,
  last_refreshed_at timestamptz,
  -- Whose words these are, as they were called then.
  told_by jsonb not null,
  told_first_at timestamptz not null default now(),
  told_at timestamptz not null default now(),
  primary key (range_id, spreadsheet_id, member)
);
create index range_registrations_by_query on range_registrations (query);
create index range_registrations_by_member on range_registrations (member);
insert into range_registrations
select id, spreadsheet_id, coalesce(linked_by ->> 'id', ''), spreadsheet_name, tab, query, columns, schedule,
  last_refreshed_at, linked_by, linked_at, seen_at
from linked_ranges;

-- What a member agreed to when they made a schedule; it opens nothing else. The tokens of before, which say nothing of
-- values, open nothing: their schedules are saved again.
create table bound_schedule_tokens (
  range_id text not null,
  spreadsheet_id text not null,
  member text not null references members (id) on delete cascade,
  secret_hash bytea not null unique,
  -- The only query that it opens; a query that was renamed answers to its former name.
  query text not null,
  -- The values that are fixed, by their parameters.
  "values" jsonb not null,
  -- The parameters whose values are whatever the spreadsheet's cells hold.
  cells text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (range_id, spreadsheet_id, member)
);
create index bound_schedule_tokens_by_member on bound_schedule_tokens (member);
