-- Every content that a query's file has had: numbers the versions alike on every server and across restarts.
create table query_versions (
  slug text not null,
  version integer not null check (version > 0),
  content_hash text not null,
  header text not null,
  sql text not null,
  seen_at timestamptz not null default now(),
  primary key (slug, version)
);
create index query_versions_by_content on query_versions (slug, content_hash);
