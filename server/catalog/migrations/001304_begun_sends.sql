-- What is being sent to a spreadsheet, until our database says the same as the sheet; and when somebody last went on with it.
alter table sheet_sends add column begun jsonb;
alter table sheet_sends add column begun_at timestamptz;
create index sheet_sends_begun on sheet_sends (begun_at) where begun is not null;
