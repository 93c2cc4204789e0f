-- Results that are kept for whoever takes one of some age, known by a hash of everything they depend on.
create unlogged table cached_results (
  key bytea primary key,
  ran_at timestamptz not null,
  outcome jsonb not null,
  -- DataRow messages as the data source sent them, piece after piece, and how many bytes and rows each piece has.
  rows bytea not null,
  pieces jsonb not null,
  byte_count bigint not null
);
alter table cached_results alter column rows set storage external;
create index cached_results_by_age on cached_results (ran_at);
