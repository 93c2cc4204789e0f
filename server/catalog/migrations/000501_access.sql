-- Who may see and run what. An audience is {"members": […], "groups": […]} by their ids; null is everybody.
create table groups (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  description text not null default '',
  created_at timestamptz not null default now()
);
create unique index groups_by_name on groups (lower(name));

create table group_members (
  "group" uuid not null references groups (id) on delete cascade,
  member text not null references members (id) on delete cascade,
  primary key ("group", member)
);

-- A query without a row is everybody's. Not a part of its content: an older version that comes back opens nothing.
create table query_audiences (
  query text primary key,
  audience jsonb not null,
  set_by jsonb not null,
  set_at timestamptz not null default now()
);

create table source_policies (
  source text primary key,
  run_by jsonb,
  write_by jsonb,
  links boolean not null,
  sheets boolean not null,
  set_at timestamptz not null default now()
);

-- Counts the changes to all of these: a server that sees another number reads them again.
create table access_change (
  change bigint not null
);
insert into access_change (change) values (1);
