-- What belongs together at a destination that has threads, and where its first message stands there.
alter table deliveries add column thread text, add column posted jsonb;
create index deliveries_by_thread on deliveries (destination, thread, id) where posted is not null;
