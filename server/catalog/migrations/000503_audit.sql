-- Every change and every sign-in. Names are kept as they were: members change theirs.
create table audit_events (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default clock_timestamp(),
  kind text not null check (kind in ('change', 'sign_in')),
  member text not null,
  name text not null,
  email text not null,
  what text not null,
  subject text,
  details jsonb,
  -- How the caller was signed in, and the name of the personal token.
  via text not null,
  via_name text,
  -- 'done', or the code of the problem of a sign-in that was refused.
  outcome text not null
);
create index audit_events_by_time on audit_events (at);

-- From where in a spreadsheet a run was asked for, and by which personal token.
alter table runs add column place jsonb;
alter table runs add column token_name text;
