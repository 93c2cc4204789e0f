-- With what the servers of this database were started, as fingerprints of what must be the same. Means nothing after a crash.
create unlogged table server_settings (
  server uuid primary key,
  seen_at timestamptz not null default now(),
  prints jsonb not null
);
