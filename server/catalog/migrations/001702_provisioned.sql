-- People whom a directory names (SCIM) before they come, and whom it takes away. They are known by their address: whoever
-- signs in with it is that person, by whichever issuer.
create table provisioned_people (
  id uuid primary key default gen_random_uuid(),
  user_name text not null,
  -- In lower case.
  email text not null,
  name text not null,
  external_id text,
  active boolean not null default true,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create unique index provisioned_people_by_user_name on provisioned_people (lower(user_name));
create unique index provisioned_people_by_email on provisioned_people (email);

create table provisioned_group_members (
  "group" uuid not null references groups (id) on delete cascade,
  person uuid not null references provisioned_people (id) on delete cascade,
  primary key ("group", person)
);

-- Groups that the directory keeps.
alter table groups add column provisioned boolean not null default false;
alter table groups add column external_id text;
