-- Ranges of spreadsheets that queries read like tables. Rows are published in pages: they count once `publication` names them.
create table sheet_tables (
  name text primary key,
  title text not null,
  columns jsonb not null,
  place jsonb not null,
  publisher jsonb not null,
  -- Who may use it besides its publisher; null is everybody.
  used_by jsonb,
  bad_rows text not null,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  publication uuid,
  -- Why the last try to publish gave nothing.
  failed jsonb,
  -- Headers of the sheet that no column has.
  new_headers text[] not null default '{}'
);

create table sheet_publications (
  id uuid primary key,
  "table" text not null references sheet_tables (name) on delete cascade,
  -- Those that its rows have.
  columns jsonb not null,
  by jsonb not null,
  begun_at timestamptz not null default clock_timestamp(),
  published_at timestamptz,
  row_count integer not null default 0,
  byte_count integer not null default 0,
  left_out integer not null default 0,
  fingerprint text
);
create index sheet_publications_by_table on sheet_publications ("table", begun_at);
alter table sheet_tables add constraint sheet_tables_publication
  foreign key (publication) references sheet_publications (id);

-- Their rows as text, column by column, compressed.
create table sheet_pages (
  publication uuid not null references sheet_publications (id) on delete cascade,
  nr integer not null,
  row_count integer not null,
  byte_count integer not null,
  left_out integer not null,
  -- The first cells that do not fit, and how many there are.
  bad_cells jsonb not null,
  bad_count integer not null,
  bytes bytea not null,
  primary key (publication, nr)
);
alter table sheet_pages alter column bytes set storage external;

-- Counts the changes to them: a server that sees another number reads them again.
create table sheet_table_change (
  change bigint not null
);
insert into sheet_table_change (change) values (1);
