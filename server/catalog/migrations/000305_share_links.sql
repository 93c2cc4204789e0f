-- Secret addresses of queries' results. Of the secret only its hash is kept.
create table share_links (
  id uuid primary key default gen_random_uuid(),
  query text not null,
  name text not null,
  secret_hash bytea not null unique,
  hint text not null,
  "values" jsonb not null,
  free text[] not null,
  time_zone text,
  max_age_seconds integer not null,
  created_by jsonb not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index share_links_by_query on share_links (query);

-- The last good answers of each link, for when its query fails. `asked` is a hash of values and format.
create table share_link_results (
  link uuid not null references share_links (id) on delete cascade,
  asked bytea not null,
  body bytea not null,
  etag text not null,
  ran_at timestamptz not null,
  primary key (link, asked)
);
