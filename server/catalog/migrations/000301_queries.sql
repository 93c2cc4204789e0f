-- The queries that are written on the page. What they were before is in query_versions, like the files' contents.
create sequence queries_changes;
create table queries (
  slug text primary key,
  version integer not null check (version > 0),
  -- What the author writes, as the contract's QueryContent, with its source.
  content jsonb not null,
  parent jsonb,
  owner jsonb,
  saved_by jsonb,
  -- Why it cannot run; only a draft has one.
  problem jsonb,
  described_columns jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  -- Rises with every write, in the order of their commits: writers take turns. Servers ask for what is newer.
  change bigint not null default nextval('queries_changes')
);
create index queries_by_change on queries (change);
alter table query_versions add column saved_by jsonb;
