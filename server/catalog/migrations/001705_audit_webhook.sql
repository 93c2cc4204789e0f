-- What of the audit a webhook has still to get: written by whatever writes the entry, in its transaction.
create table audit_webhook (
  is_only boolean primary key default true check (is_only),
  -- The servers are set to tell one.
  is_wanted boolean not null default false,
  lease uuid,
  lease_until timestamptz,
  rest_until timestamptz not null default now(),
  failures integer not null default 0,
  -- Why it took nothing the last time; null when it did.
  problem text
);
insert into audit_webhook default values;

create table audit_untold (
  id bigint generated always as identity primary key,
  -- Of a run, or of another event.
  entry uuid not null,
  made_at timestamptz not null default now()
);

create function note_untold() returns trigger language plpgsql as $$
begin
  insert into audit_untold (entry) select id from added where exists (select from audit_webhook where is_wanted);
  return null;
end $$;
create trigger runs_untold after insert on runs
  referencing new table as added for each statement execute function note_untold();
create trigger audit_events_untold after insert on audit_events
  referencing new table as added for each statement execute function note_untold();
