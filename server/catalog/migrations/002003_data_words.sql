-- What people wrote of a data source's tables: all of it at each change, so that what stood before is there. The last version counts.
create table data_words (
  source text not null,
  schema text not null,
  "table" text not null,
  version integer not null,
  words jsonb not null,
  saved_by jsonb not null,
  saved_at timestamptz not null default now(),
  primary key (source, schema, "table", version)
);

-- Counts the changes to them: a server that sees another number reads them again.
create table data_words_change (
  change bigint not null
);
insert into data_words_change (change) values (1);

-- By a trigger, since whoever is erased may be named in them.
create function note_data_words() returns trigger language plpgsql as $$
begin
  update data_words_change set change = change + 1;
  return null;
end $$;
create trigger data_words_noted after insert or update or delete on data_words
  for each statement execute function note_data_words();
