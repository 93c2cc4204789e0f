-- What the second corpus assumes, on top of the database of the corpora and the traps: a member of the database's own
-- who may make things in two schemas, one of them on the search path.
create extension postgis;
create extension postgis_raster;
create extension postgis_topology;
create extension hll;
create extension ip4r;
create extension tdigest;
create extension pg_visibility;
create extension pgstattuple;
create extension amcheck;
create extension pg_surgery;
create extension pg_buffercache;
create extension sslinfo;
create extension plperl;
create role mallory login;
create schema adv authorization mallory; grant usage on schema trap to mallory; grant create, usage on schema public to mallory; grant usage on language plpgsql to mallory;
grant usage on schema adv to sheetfeed_reader;
set role mallory;
-- a range whose subtype_diff springs
create function adv.diff(float8, float8) returns float8 language plpgsql immutable as $$ begin perform trap.spring('subtype_diff'); return $1-$2; end $$;
create type adv.span as range (subtype = float8, subtype_diff = adv.diff);
create table adv.spans (id int, s adv.span);
insert into adv.spans select i, adv.span(i, i+3) from generate_series(1,500) i;
create table adv.t (id int primary key, v text, n numeric, d date, j jsonb);
insert into adv.t select i, 'v'||i, i, date '2026-01-01'+i, jsonb_build_object('a',i) from generate_series(1,1000) i;
-- expression statistics, expression index, partition check: with functions of constants
create function adv.f(int) returns int language plpgsql immutable as $$ begin perform trap.spring('const '||$1); return $1; end $$;
create table adv.st (a int, b int); insert into adv.st select i, i from generate_series(1,100) i;
create statistics adv.st_x on (a + adv.f(1)), (b) from adv.st;
create table adv.ix (a int, b int); insert into adv.ix select i, i from generate_series(1,100) i;
create index on adv.ix ((a + adv.f(2)));
create table adv.px (a int, b int) ; insert into adv.px select i, i from generate_series(1,100) i;
create index on adv.px (b) where a > adv.f(3);
-- views
create view adv.v_invoker with (security_invoker) as select trap.spring('invoker') from adv.t;
create view adv.v_check as select id from adv.t where id > 0 with cascaded check option;
create materialized view adv.mv as select id, v from adv.t;
create view adv.v_default as select 1 as a; alter view adv.v_default alter column a set default adv.f(4);
-- generated, identity
create table adv.gen (a int, b int generated always as (a*2) stored, i int generated always as identity);
insert into adv.gen(a) select 1;
-- inheritance with a check
create table adv.parent (a int, k int); create table adv.child1 (check (a < adv.f(5))) inherits (adv.parent); insert into adv.child1 values (1,1);
-- partitions with many
create table adv.parts (a int, v text) partition by range (a);
do $$ begin for i in 0..299 loop execute format('create table adv.parts_%s partition of adv.parts for values from (%s) to (%s)', i, i*10, i*10+10); end loop; end $$;
insert into adv.parts select i, 'p' from generate_series(0,2999) i;
-- a chain of views, each of the one before it twice
create view adv.chain_0 as select 1 as a;
do $$ begin for i in 1..24 loop
  execute format('create view adv.chain_%s as select a from adv.chain_%s union all select a from adv.chain_%s', i, i - 1, i - 1);
end loop; end $$;
-- default partition by list of expression
create table adv.pexpr (a int) partition by range ((a + 0)); create table adv.pexpr_1 partition of adv.pexpr for values from (minvalue) to (maxvalue); insert into adv.pexpr values (1);
-- virtual generated columns
do $$ begin
  if current_setting('server_version_num')::int >= 180000 then
    execute 'create table adv.vg (a int, b int generated always as (a * 2))';
    execute 'insert into adv.vg values (1)';
  end if;
end $$;
-- shadow objects in public by a low-privileged user
create function public.upper(varchar) returns text language plpgsql as $$ begin perform trap.spring('upper'); return 'X'; end $$;
create function public.round(float8, int) returns numeric language plpgsql immutable as $$ begin perform trap.spring('round'); return 1; end $$;
create function public.length(char) returns int language plpgsql immutable as $$ begin perform trap.spring('length'); return 1; end $$;
create function public.pg_sleep(numeric) returns void language plpgsql as $$ begin perform trap.spring('sleep'); end $$;
create function public.eqdd0(date, date) returns text language plpgsql as $$ begin perform trap.spring('date||date'); return ''; end $$;
create operator public.|| (leftarg = date, rightarg = date, function = public.eqdd0);
create function public.eqdd(date, text) returns boolean language plpgsql as $$ begin perform trap.spring('date=text'); return true; end $$;
create operator public.= (leftarg = date, rightarg = text, function = public.eqdd);
create function public.cos(numeric) returns float8 language plpgsql as $$ begin perform trap.spring('cos'); return 1; end $$;
create function public.radians(numeric) returns float8 language plpgsql as $$ begin perform trap.spring('radians'); return 1; end $$;
create table public.pg_class (relname text); insert into public.pg_class values ('mallory');
create type public.text as (a int);
create domain public.int4 as text check (trap.spring(value));
create domain public.amount as numeric check (value >= 0);
create domain public.posint as int check (value > 0);
create table adv.honest (id public.posint, amount public.amount, email text);
insert into adv.honest select i, i*1.5, 'a@b' from generate_series(1,50) i;
-- a cast of mallory's between own types, implicit
create type adv.money2 as (v numeric);
create function adv.m2n(adv.money2) returns numeric language plpgsql immutable as $$ begin perform trap.spring('money2'); return 1; end $$;
create cast (adv.money2 as numeric) with function adv.m2n(adv.money2) as implicit;
create table adv.mm (m adv.money2); insert into adv.mm values (row(1)::adv.money2);
create cast (adv.money2 as json) with inout;
create function adv.m2j(adv.money2) returns jsonb language plpgsql as $$ begin perform trap.spring('m2jsonb'); return '1'; end $$;
create cast (adv.money2 as jsonb) with function adv.m2j(adv.money2) as implicit;
-- enum with a cast to json and jsonb, xml
create type adv.en as enum ('a','b');
create function adv.en2x(adv.en) returns xml language plpgsql as $$ begin perform trap.spring('en2xml'); return '<a/>'; end $$;
create cast (adv.en as xml) with function adv.en2x(adv.en) as implicit;
create function adv.en2jb(adv.en) returns jsonb language plpgsql as $$ begin perform trap.spring('en2jsonb'); return '1'; end $$;
create cast (adv.en as jsonb) with function adv.en2jb(adv.en) as implicit;
create function adv.en2t(adv.en) returns text language plpgsql as $$ begin perform trap.spring('en2text'); return 'x'; end $$;
create cast (adv.en as text) with function adv.en2t(adv.en) as implicit;
create domain adv.en_d as adv.en;
create table adv.ens (e adv.en, d adv.en_d, a adv.en[]); insert into adv.ens values ('a','b','{a,b}');
-- domain over enum, over array of composite, over range, over multirange
create type adv.pp as (w trap.word, n int);
create domain adv.pps as adv.pp[];
create domain adv.rdom as trap.word_range;
create table adv.deep (x adv.pps, r adv.rdom); 
-- RLS with a leaky filter
create table adv.rls (id int, owner name, secret int); insert into adv.rls values (1,'mallory',42),(2,'sheetfeed_reader',7);
alter table adv.rls enable row level security; create policy p on adv.rls using (owner = current_user);
grant select on adv.rls to sheetfeed_reader;
create view adv.v_rls as select * from adv.rls;   -- runs as mallory: bypasses
create table adv.secretcols (id int, pub text, pwd text); insert into adv.secretcols values (1,'x','hunter2');
grant select on all tables in schema adv to sheetfeed_reader; revoke select on adv.secretcols from sheetfeed_reader; grant select (id, pub) on adv.secretcols to sheetfeed_reader;
reset role;
alter table adv.secretcols add column later text default 'missing-secret';
create server ffs foreign data wrapper file_fdw; create foreign table adv.ff (line text) server ffs options (filename '/etc/hostname'); grant select on adv.ff to sheetfeed_reader;
create server loop foreign data wrapper postgres_fdw options (host '127.0.0.1', port '1', dbname 'lab'); create user mapping for sheetfeed_reader server loop options (user 'postgres', password_required 'false');
create foreign table adv.far (id int, v text) server loop options (schema_name 'app', table_name 'victim'); grant select on adv.far to sheetfeed_reader;
create view app.far_view as select id, v, trap.spring('far') as s from app.victim;
create foreign table adv.far_evil (id int, v text, s bool) server loop options (schema_name 'app', table_name 'far_view'); grant select on adv.far_evil to sheetfeed_reader;
alter database lab set app.jwt_secret = 'guc-secret';
create role rep login replication password 'x';
create publication pub for all tables;
analyze;
