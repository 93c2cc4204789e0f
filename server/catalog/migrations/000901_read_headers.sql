-- What the headers of query files were read as, so that the next start of the same program need not read them again.
create table read_headers (
  header_hash text not null,
  -- The program that read it: another one may read it differently.
  reader text not null,
  -- Not jsonb, which changes the order of keys.
  content json not null,
  primary key (header_hash, reader)
);
