-- What the attacks of this folder try to reach, on top of the database of the corpora. `trap.spring` writes through
-- a connection of its own, with its owner's rights: a read-only transaction does not hold it, and a standby neither.
create schema trap;
create extension isn;
create extension cube;
create extension seg;
create extension earthdistance;
create extension fuzzystrmatch;
create extension btree_gist;
create extension btree_gin;
create extension tsm_system_rows;
create extension tsm_system_time;

create table trap.sprung (how text);
create function trap.spring(how text) returns boolean language plpgsql volatile security definer as $$
begin
  perform public.dblink_exec(current_setting('trap.door'), format('insert into trap.sprung values (%L)', how));
  return true;
end $$;
create function trap.spring_stable(how text) returns boolean language plpgsql stable as $$
begin return trap.spring(how); end $$;
create function trap.spring_immutable(how text) returns boolean language plpgsql immutable as $$
begin return trap.spring(how); end $$;
create function trap.spring_inlined(how text) returns boolean language sql immutable as 'select trap.spring_immutable(how)';
-- Found by attribute notation only where the search path finds it.
create function public.spring(how text) returns boolean language plpgsql as $$
begin return trap.spring(how); end $$;
create function public.spring_row(anyelement) returns boolean language plpgsql as $$
begin return trap.spring('row'); end $$;
create function trap.spring_many(variadic texts text[]) returns setof text language plpgsql as $$
begin perform trap.spring('variadic'); return query select unnest(texts); end $$;
create function trap.spring_default(how text default trap.spring('default')::text) returns text language sql immutable as 'select how';
create function trap.spring_poly(anyelement, anyelement) returns anyelement language plpgsql immutable as $$
begin perform trap.spring('polymorphic'); return $1; end $$;
create function trap.spring_trigger() returns trigger language plpgsql as $$ begin perform trap.spring('trigger'); return new; end $$;
create procedure trap.spring_procedure() language plpgsql as $$ begin perform trap.spring('procedure'); end $$;
-- Named as an ordinary function is, for whoever trusts names.
create function trap.lower(text) returns text language plpgsql as $$ begin perform trap.spring('lower'); return $1; end $$;
create function trap.count(text) returns bigint language plpgsql as $$ begin perform trap.spring('count'); return 1; end $$;

create domain trap.word as text check (trap.spring(value));
create domain trap.word_of_word as trap.word;
create domain trap.words as text[] check (trap.spring('words'));
create domain trap.spelt as text check (trap.spring_inlined(value));
create domain public.spelled as text check (trap.spring(value));
create type trap.pair as (number int, word trap.word);
create type trap.pair_of_pairs as (first trap.pair, second trap.pair);
create type trap.word_range as range (subtype = trap.word);
create type trap.mood as enum ('low', 'high');
create type trap.span as range (subtype = float8);

create function trap.takes_pair(trap.pair) returns int language sql as 'select 1';

create table trap.plain (id int primary key, text text, number int);
insert into trap.plain select i, 'text ' || i, i from generate_series(1, 5) i;
create table trap.worded (id int, word trap.word);
create table trap.pairs (id int, pair trap.pair, words trap.word[]);
insert into trap.pairs (id) values (1);

create function trap.eq(text, text) returns boolean language plpgsql as $$ begin return trap.spring('operator'); end $$;
create operator trap.=== (leftarg = text, rightarg = text, function = trap.eq);
create operator trap.+ (leftarg = text, rightarg = text, function = trap.eq);
create function trap.prefix(text) returns boolean language plpgsql as $$ begin return trap.spring('prefix'); end $$;
create operator trap.!! (rightarg = text, function = trap.prefix);
create function trap.int_eq_text(int, text) returns boolean language plpgsql as $$ begin return trap.spring('mixed'); end $$;
create operator public.= (leftarg = int, rightarg = text, function = trap.int_eq_text);

create function trap.gives_pair() returns trap.pair language sql as 'select null::trap.pair';
create function trap.pair_eq_int(trap.pair, int) returns boolean language sql as 'select true';
create operator trap.<=> (leftarg = trap.pair, rightarg = int, function = trap.pair_eq_int);

create type trap.box as (text text);
create function trap.to_box(text) returns trap.box language plpgsql as $$
begin perform trap.spring('cast'); return row($1)::trap.box; end $$;
create cast (text as trap.box) with function trap.to_box(text) as assignment;
create function public.from_box(trap.box) returns int language plpgsql as $$
begin perform trap.spring('implicit cast'); return 1; end $$;
create cast (trap.box as int) with function public.from_box(trap.box) as implicit;

create function trap.step(text, text) returns text language plpgsql as $$ begin perform trap.spring('step'); return $2; end $$;
create function trap.calm(text, text) returns text language sql immutable as 'select $2';
create function trap.finish(text) returns text language plpgsql as $$ begin perform trap.spring('final'); return $1; end $$;
create aggregate trap.total (text) (sfunc = trap.step, stype = text);
create aggregate trap.finished (text) (sfunc = trap.calm, stype = text, finalfunc = trap.finish);
create aggregate trap.moving (text) (sfunc = textcat, stype = text,
  msfunc = trap.step, minvfunc = trap.step, mstype = text);
create aggregate trap.combined (text) (sfunc = textcat, stype = text, combinefunc = trap.step, parallel = safe);

create view trap.v_select as select id, trap.spring('view') as sprung from trap.plain;
create view trap.v_where as select id from trap.plain where trap.spring('where');
create view trap.v_order as select id from trap.plain order by trap.spring('order');
create view trap.v_nested as select * from (select * from trap.v_where) v;
create view trap.v_barrier with (security_barrier) as select id from trap.plain where trap.spring_stable('barrier');
create view trap.v_srf as select * from trap.spring_many('a', 'b');
create view trap.v_lateral as
  select p.id from trap.plain p cross join lateral (select trap.spring('lateral') as s) l where l.s;
create view trap.v_sublink as select id, (select trap.spring('sublink')) from trap.plain;
create view trap.v_cast as select text::trap.box from trap.plain;
create view trap.v_domain as select text::trap.word from trap.plain;
create view trap.v_window as select trap.total(text) over (order by id) from trap.plain;
create view trap.v_words as select words as word_list from trap.pairs;
create view trap.v_locks as select * from trap.plain for update;
create view trap.v_activity as select * from pg_stat_activity;

create table trap.guarded (id int, text text);
insert into trap.guarded values (1, 'x');
alter table trap.guarded enable row level security;
create policy watch on trap.guarded using (trap.spring('policy'));

create function trap.to_mood(text) returns trap.mood language plpgsql as $$ begin perform trap.spring('mood'); return 'low'; end $$;
create cast (text as trap.mood) with function trap.to_mood(text);

-- Functions that PostgreSQL calls without its tree naming them.
create type trap.stage as enum ('open', 'won');
create function trap.stage_to_json(trap.stage) returns json language plpgsql as $$
begin perform trap.spring('cast to json'); return '1'; end $$;
create cast (trap.stage as json) with function trap.stage_to_json(trap.stage);
create table trap.staged (id int, stage trap.stage);
insert into trap.staged select i, (array['open', 'won'])[i % 2 + 1]::trap.stage from generate_series(1, 200) i;
create function trap.behind(text, text) returns boolean language plpgsql immutable as $$
begin return trap.spring('negator or commutator'); end $$;
create operator trap.!~~~ (leftarg = text, rightarg = text, function = trap.behind);
create operator trap.~~~ (leftarg = text, rightarg = text, function = texteq, negator = operator(trap.!~~~));
create operator trap.>>> (leftarg = text, rightarg = text, function = trap.behind);
create operator trap.<<< (leftarg = text, rightarg = text, function = text_lt, commutator = operator(trap.>>>));

create function public.its_pair(trap.plain) returns trap.pair language sql as 'select null::trap.pair';
create function trap.gives_word() returns trap.word language sql as 'select null::trap.word';
create function trap.pair_of_ints(int, int) returns trap.pair language sql as 'select null::trap.pair';
create operator trap.<@@> (leftarg = int, rightarg = int, function = trap.pair_of_ints);
-- Old inheritance: nothing tells such a table from any other.
create table trap.heirs (a int, v text);
do $$ begin for i in 1..300 loop execute format('create table trap.heir_%s () inherits (trap.heirs)', i); end loop; end $$;
-- Who reads its text reads a word.
set check_function_bodies = off;
create function trap.of_a_word() returns bigint language sql as $$ select count(*) from (select '{x}'::trap.word[]) s $$;
reset check_function_bodies;
-- Named as what the audit calls is, and a better match where the search path counts.
create function public.quote_ident(name) returns text language plpgsql as $$
begin perform trap.spring('audit'); return $1; end $$;

grant usage on schema trap to public;
grant select on all tables in schema trap to public;
grant usage on foreign server fs to sheetfeed_reader;
create user mapping for sheetfeed_reader server fs options (user 'remote', password 'hunter3');
