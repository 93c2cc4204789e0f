-- The catalog says of each query what fires.
create index alert_episodes_open on alert_episodes (alert) where ended_at is null;
