-- Makes the role that Sheetfeed runs queries with: it may read the schemas you name, and nothing else.
--
-- Run it in the database that queries shall read, as its owner or as a superuser (on the primary; a follower
-- takes it over). Running it again is fine: it puts the role right and adds what is new.
--
--   psql "postgres://admin@db.example.com/shop" \
--     -v role=sheetfeed_reader -v password='a long random one' -v schemas='public, sales' \
--     -f reader-role.sql
--
-- Then: SOURCE_SHOP_URL=postgres://sheetfeed_reader:…@db.example.com/shop

begin;

-- Handed to the blocks below, which psql does not look into.
set local sheetfeed.role = :'role';
set local sheetfeed.password = :'password';
set local sheetfeed.schemas = :'schemas';

-- 1. A login role of its own that is nobody else's member and has no rights over other roles or databases.
do $$
declare
  name text := current_setting('sheetfeed.role');
  verb text := case when exists (select from pg_roles where rolname = name) then 'alter' else 'create' end;
begin
  execute format(
    '%s role %I with login nocreatedb nocreaterole connection limit 40 password %L',
    verb, name, current_setting('sheetfeed.password'));
end $$;

-- 2. What every session of the role begins with. Sheetfeed sets its own limits for each run; these hold for
--    whoever else comes by the password.
alter role :"role" set default_transaction_read_only = on;
alter role :"role" set statement_timeout = '1h';
alter role :"role" set idle_in_transaction_session_timeout = '10min';
alter role :"role" set lock_timeout = '10s';

-- Only a superuser may limit the disk that sorting takes; a managed database may not let you.
do $$
begin
  execute format('alter role %I set temp_file_limit = %L', current_setting('sheetfeed.role'), '2GB');
exception when insufficient_privilege then
  raise notice 'temp_file_limit was not set, since that takes a superuser: one query may fill the disk.';
end $$;

-- Sheetfeed asks PostgreSQL how it reads each new statement, and PostgreSQL writes its answer, some kilobytes with the
-- constants of the statement, to its own log as well. Only a superuser may spare the log that.
do $$
begin
  execute format('alter role %I set log_min_messages = %L', current_setting('sheetfeed.role'), 'fatal');
exception when insufficient_privilege then
  raise notice 'log_min_messages was not set, since that takes a superuser: the parse trees of new statements are logged.';
end $$;

-- 3. No temporary tables. Everybody may make them until that is taken from PUBLIC, so each role that logs in
--    today is given it by name first. A role made later needs: grant temporary on database … to …;
do $$
declare
  reader text := current_setting('sheetfeed.role');
  other text;
begin
  for other in
    select rolname from pg_roles
    where rolcanlogin and not rolsuper and rolname <> reader
      and has_database_privilege(rolname, current_database(), 'temporary')
  loop
    execute format('grant temporary on database %I to %I', current_database(), other);
  end loop;
  execute format('revoke temporary on database %I from public', current_database());
  execute format('revoke all on database %I from %I', current_database(), reader);
  execute format('grant connect on database %I to %I', current_database(), reader);
end $$;

-- 4. Reading, schema by schema, now and for the tables that each owner adds later.
do $$
declare
  reader text := current_setting('sheetfeed.role');
  wanted text;
  owner text;
begin
  foreach wanted in array regexp_split_to_array(btrim(current_setting('sheetfeed.schemas')), '\s*,\s*')
  loop
    execute format('grant usage on schema %I to %I', wanted, reader);
    execute format('grant select on all tables in schema %I to %I', wanted, reader);
    for owner in
      select distinct pg_get_userbyid(relowner) from pg_class
      where relnamespace = wanted::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
        and pg_has_role(relowner, 'member')
    loop
      execute format(
        'alter default privileges for role %I in schema %I grant select on tables to %I',
        owner, wanted, reader);
    end loop;
  end loop;
end $$;

-- 5. Before version 15 everybody may create things in the schema public.
do $$
begin
  if current_setting('server_version_num')::int < 150000 then
    execute 'revoke create on schema public from public';
  end if;
end $$;

commit;

-- Optional, where no other program needs them: these change nothing that a table holds, but they outlive the
-- transaction that calls them. Sheetfeed refuses them in any case.
--
--   revoke execute on function lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea),
--     pg_notify(text, text), pg_advisory_lock(bigint), pg_advisory_lock(integer, integer),
--     pg_advisory_lock_shared(bigint), pg_advisory_lock_shared(integer, integer),
--     pg_try_advisory_lock(bigint), pg_try_advisory_lock(integer, integer),
--     pg_try_advisory_lock_shared(bigint), pg_try_advisory_lock_shared(integer, integer)
--     from public;
--
-- Keep max_prepared_transactions at 0, its default, unless something needs it. Do not grant pg_read_all_data:
-- it reads every schema and the hashes of passwords.
