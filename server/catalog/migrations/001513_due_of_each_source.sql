-- What is due is taken of each data source by itself; '' where nobody has looked yet. No version writes null.
update alerts set source = '' where source is null;
update timed_queries set source = '' where source is null;
alter table alerts alter column source set default '';
alter table timed_queries alter column source set default '';
create index alerts_by_source on alerts (source, due_at);
create index alerts_wanted_by_source on alerts (source, wanted_at) where wanted_at is not null;
create index timed_queries_by_source on timed_queries (source, due_at);
create index timed_queries_wanted_by_source on timed_queries (source, wanted_at)
  where wanted_at is not null;
