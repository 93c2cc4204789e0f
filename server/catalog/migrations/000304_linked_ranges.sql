-- Where results are shown in spreadsheets, as the linked ranges tell of themselves.
create table linked_ranges (
  id text not null,
  -- A copied spreadsheet has ranges of the same ids.
  spreadsheet_id text not null,
  spreadsheet_name text not null,
  tab text not null,
  query text not null,
  columns text[] not null,
  schedule text,
  last_refreshed_at timestamptz,
  linked_by jsonb not null,
  linked_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (id, spreadsheet_id)
);
create index linked_ranges_by_query on linked_ranges (query);
