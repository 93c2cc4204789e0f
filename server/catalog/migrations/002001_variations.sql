-- Members' own queries, each of which selects from the result of another one, the original.
create table variations (
  slug text primary key,
  original text not null,
  title text not null,
  selection jsonb not null,
  -- Values that it begins with instead of the original's.
  "values" jsonb not null,
  state text not null,
  owner jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null default now()
);

-- Counts the changes to them: a server that sees another number reads them again.
create table variation_change (
  change bigint not null
);
insert into variation_change (change) values (1);
