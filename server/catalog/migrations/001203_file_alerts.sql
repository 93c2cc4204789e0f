-- The name of an alert in the header of a catalog file; null for one that is made on the pages. Each has names of its own.
alter table alerts add column file_name text;
drop index alerts_by_name;
create unique index alerts_by_name on alerts (query, lower(name)) where file_name is null;
create unique index alerts_by_file_name on alerts (query, file_name) where file_name is not null;

-- Who may send there; null: every author.
alter table destinations add column used_by jsonb;

-- What an alert on changes saw last.
create table alert_memories (
  alert uuid primary key references alerts (id) on delete cascade,
  result bytea not null
);
