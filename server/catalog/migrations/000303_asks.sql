-- What members looked for and did not find, and what the authors answered.
create table asks (
  id uuid primary key default gen_random_uuid(),
  search text not null,
  "text" text not null,
  asked_by jsonb not null,
  asked_at timestamptz not null default now(),
  state text not null default 'open' check (state in ('open', 'answered', 'declined')),
  query text,
  reply text,
  answered_by jsonb,
  answered_at timestamptz
);
create index asks_by_state on asks (state, asked_at);
