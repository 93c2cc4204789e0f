-- Linked ranges that the server refreshes at times ('range') are due like what else runs by itself. Their slots may be
-- 'written', 'unchanged' or 'waits' (for somebody's yes) besides.
alter table timed_queries drop constraint timed_queries_kind_check;
alter table timed_queries add constraint timed_queries_kind_check check (kind in ('subscription', 'warm', 'range'));
-- A range of a spreadsheet has one.
create unique index timed_queries_range on timed_queries
  ((content -> 'spreadsheet' ->> 'id'), (content ->> 'range')) where kind = 'range';
-- Somebody wants it now: it is done once more, be it resting or under way.
alter table timed_queries add column wanted_at timestamptz;
create index timed_queries_by_wanted on timed_queries (wanted_at) where wanted_at is not null;
