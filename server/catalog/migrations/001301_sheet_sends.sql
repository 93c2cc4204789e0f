-- What members have sent to tabs of spreadsheets: the same goes to the same linked range again, whatever broke off in between.
create table sheet_sends (
  range_id text primary key,
  member text not null,
  spreadsheet_id text not null,
  -- In small letters, as it was asked for.
  tab text not null,
  -- A hash of the query and its values.
  asking text not null,
  made_at timestamptz not null default now(),
  unique (member, spreadsheet_id, tab, asking)
);
