-- A message that its destination did not take steps back behind the others, until then; null: it may go at once.
alter table deliveries add column rest_until timestamptz;
-- What belongs to one time of firing keeps its order.
create index deliveries_waiting_by_thread on deliveries (destination, thread, id)
  where state = 'waiting' and thread is not null;
