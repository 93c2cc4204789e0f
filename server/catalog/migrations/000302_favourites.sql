-- The queries that each member marked.
create table favourites (
  member text not null,
  query text not null,
  marked_at timestamptz not null default now(),
  primary key (member, query)
);
