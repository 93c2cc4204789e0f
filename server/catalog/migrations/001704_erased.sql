-- Members who were erased: nothing of them but that whoever comes with that identity is not let in again.
create table erased_members (
  id_hash bytea primary key,
  number integer generated always as identity,
  erased_at timestamptz not null default now()
);
