-- Who reads a sheet table: null is the add-on, which publishes it; 'server' reads it itself at each run.
alter table sheet_tables add column read_by text;
-- When the server last saw in the sheet what the rows of `publication` say.
alter table sheet_tables add column seen_at timestamptz;
