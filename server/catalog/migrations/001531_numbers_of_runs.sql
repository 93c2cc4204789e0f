-- The number of a saved query's run whose result was one number, as the database wrote it: for its line over time.
alter table runs add column number text;
create index runs_with_number on runs (query, started_at) where number is not null;
