-- Boards that are made on the pages; those of files are read from the catalog's folder.
create table boards (
  slug text primary key,
  content jsonb not null,
  owner jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null default now()
);
create index boards_by_owner on boards ((owner ->> 'id'));

-- What a query's one number was at each run that somebody saw on a board: for the change against the run before.
create table board_numbers (
  -- SHA-256 of query, column, values and time zone.
  question bytea not null,
  ran_at timestamptz not null,
  value text,
  primary key (question, ran_at)
);
create index board_numbers_by_time on board_numbers (ran_at);
