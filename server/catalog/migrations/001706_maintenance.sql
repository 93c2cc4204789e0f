-- Whether reading alone goes on. Off while `since` is null.
create table maintenance (
  is_only boolean primary key default true check (is_only),
  since timestamptz,
  -- What it is for, as whoever waits is told.
  reason text not null default '',
  change bigint not null default 0
);
insert into maintenance default values;
