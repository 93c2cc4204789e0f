-- People whom admins expect: known by their address, until they come. Then they are given this, and the row goes.
create table invitations (
  id uuid primary key default gen_random_uuid(),
  -- In lower case.
  email text not null unique,
  name text not null default '',
  role text not null check (role in ('viewer', 'author', 'admin')),
  invited_by jsonb not null,
  invited_at timestamptz not null default now()
);

create table invitation_groups (
  invitation uuid not null references invitations (id) on delete cascade,
  "group" uuid not null references groups (id) on delete cascade,
  primary key (invitation, "group")
);
