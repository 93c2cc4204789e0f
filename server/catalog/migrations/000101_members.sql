-- Everybody who has signed in. The id is the issuer's `sub`: addresses change, this does not.
create table members (
  id text primary key,
  email text not null,
  name text not null,
  role text not null check (role in ('viewer', 'author', 'admin')),
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now()
);
