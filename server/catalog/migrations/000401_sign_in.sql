-- Who is signed in on the pages. Of the cookie's secret only a keyed hash is kept.
create table sessions (
  id uuid primary key default gen_random_uuid(),
  secret_hash bytea not null unique,
  member text not null references members (id) on delete cascade,
  browser text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_by_member on sessions (member);

-- Sign-ins under way: each row is used once, by the browser that began it.
create table sign_ins (
  state_hash bytea primary key,
  browser_hash bytea not null,
  code_verifier text not null,
  nonce text not null,
  return_to text not null,
  expires_at timestamptz not null
);

-- What members' programs sign in with.
create table personal_tokens (
  id uuid primary key default gen_random_uuid(),
  secret_hash bytea not null unique,
  member text not null references members (id) on delete cascade,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz
);
create index personal_tokens_by_member on personal_tokens (member);

-- How much of its allowance each caller has used: until when it would have to wait if it had used all of it evenly.
-- Unlogged, for it means nothing after a crash.
create unlogged table request_rates (
  caller text primary key,
  used_until timestamptz not null
);
