-- Sheet tables in every place of a statement. Each begins with a line: "--- name | what must become of it".
--   same       as PostgreSQL answers where the tables are real ones in a schema of that name: the same rows, or no rows
--   refused    by the guard, or by the parser, where PostgreSQL itself would read them
--- star | same
select * from sheet.people
--- quoted | same
select "account" from "sheet"."people"
--- unicode-name | same
select account from U&"sheet".U&"people"
--- unicode-name-spelled | same
select account from U&"\0073heet".U&"\0070eople"
--- unicode-escape-of-its-own | same
select account from U&"!0073heet" uescape '!'.U&"!0070eople" uescape '!'
--- unicode-escape-of-the-table | same
select account from sheet.U&"!0070eople" uescape '!' p where p.seats > 1
--- unicode-escape-of-the-schema-with-alias | same
select p.account from U&"!0073heet" uescape '!' . people as p
--- unicode-in-a-column | same
select U&"!0073heet" uescape '!'.people.account from sheet.people
--- unicode-in-the-last-part-of-a-column | same
select sheet.people.U&"!0061ccount" uescape '!' from sheet.people
--- spelled-in-capitals | same
SELECT ACCOUNT FROM SHEET.PEOPLE
--- capitals-in-quotes | same
select * from "Sheet"."people"
--- capitals-in-quotes-of-the-table | same
select * from sheet."People"
--- comments-between | same
select account from sheet/*x*/./*sheet.people*/people--y
--- nested-comments | same
select account from sheet /* a /* sheet.people */ b */ . people /* ' */ where seats > 1
--- dollar-quoted | same
select $sheet.people$sheet.people$sheet.people$ as a, count(*) from sheet.people
--- escape-string | same
select E'\' from sheet.people --' as a, count(*) from sheet.people
--- string-continued | same
select 'from sheet.'
'people' as a
--- standard-strings | same
select '\' as a, count(*) from sheet.people where account <> '\'
--- alias-as-the-schema | same
select sheet.account from sheet.people sheet
--- alias-as-the-table | same
select people.account from sheet.people people
--- alias-as-another-table | same
select victim.account from sheet.people victim
--- alias-of-columns | same
select x, y from sheet.people as people(x, y) where x is not null
--- alias-of-too-many-columns | same
select * from sheet.people p(a, b, c, d, e, f)
--- alias-hides-the-name | same
select people.account from sheet.people p
--- alias-hides-schema-and-name | same
select sheet.people.account from sheet.people p
--- two-with-one-name | same
select * from sheet.people, sheet.people
--- two-with-one-alias | same
select * from sheet.people a, sheet.odd a
--- with-of-the-same-name | same
with people as (select 1 as account) select * from people
--- with-of-the-same-name-beside | same
with people as (select 'Kiln' as account) select p.account, q.seats from people p join sheet.people q using (account)
--- with-of-the-same-name-made-of-it | same
with people as (select account from sheet.people) select * from people
--- with-named-as-the-schema | same
with sheet as (select 1 as people) select sheet.people from sheet
--- with-named-as-the-schema-beside | same
with sheet as (select 'Kiln' as account) select sheet.account, people.seats from sheet join sheet.people using (account)
--- with-recursive | same
with recursive r(n, account) as (select 1, account from sheet.people where account is not null union all select n + 1, r.account from r join sheet.people p on p.account = r.account where n < 5) select * from r
--- with-materialized | same
with s as materialized (select * from sheet.people) select count(*) from s a, s b
--- with-not-materialized | same
with s as not materialized (select * from sheet.people) select count(*) from s a, s b
--- with-inside | same
select * from (with s as (select account from sheet.people) table s) t
--- subquery-in-select | same
select (select max(seats) from sheet.people) as a, (select count(*) from sheet.odd) as b
--- subquery-of-the-outer-row | same
select (select count(*) from sheet.people q where q.seats <= p.seats) as a from sheet.people p
--- subquery-of-the-outer-name | same
select (select max(o."user") from sheet.odd o where o."select" = people.seats) as a from sheet.people
--- subquery-of-the-outer-schema-and-name | same
select (select max(o."user") from sheet.odd o where o."select" = sheet.people.seats) as a from sheet.people
--- exists | same
select id from app.victim v where exists (select from sheet.people p where p.seats = v.id)
--- in | same
select id from app.victim where id in (select seats from sheet.people)
--- any-array | same
select id from app.victim where id = any (array(select seats from sheet.people))
--- not-in-table | same
select count(*) from app.victim where id not in (select "select" from sheet.odd where "select" is not null)
--- row-comparison | same
select * from sheet.people where (account, seats) = (select account, seats from sheet.people where account = 'Kiln')
--- lateral | same
select v.id, l.* from app.victim v cross join lateral (select p.account from sheet.people p where p.seats = v.id) l
--- lateral-function | same
select account, g from sheet.people, generate_series(1, least(seats, 3)::int) g
--- lateral-of-both | same
select p.account, o.* from sheet.people p left join lateral (select * from sheet.odd o where o."select" = p.seats) o on true
--- set-returning-in-select | same
select account, generate_series(1, 2) from sheet.people
--- rows-from-beside | same
select * from rows from (generate_series(1, 3), generate_series(1, 2)) f(a, b), sheet.people
--- unnest-beside | same
select * from unnest(array[1, 2], array['a', 'b']) u(a, b), sheet.people
--- natural-join | same
select count(*) from sheet.people natural join sheet.odd
--- full-join | same
select v.id, p.account from app.victim v full join sheet.people p on p.seats = v.id
--- join-in-brackets | same
select * from (sheet.people p cross join sheet.odd o)
--- join-in-brackets-with-alias | same
select j.account from (sheet.people cross join sheet.odd) j
--- join-using-alias | same
select u.account from sheet.people a join sheet.people b using (account) as u
--- union | same
select account from sheet.people union select "user" from sheet.odd
--- intersect | same
select account from sheet.people intersect select account from sheet.people
--- values-in-union | same
values ('x') union all select account from sheet.people
--- values-of-subqueries | same
values ((select max(seats) from sheet.people)), (1)
--- table-command | same
table sheet.people
--- table-command-star | same
table sheet.people *
--- table-command-only | same
table only sheet.people
--- table-command-only-in-brackets | same
table only (sheet.people)
--- table-command-ordered | same
table sheet.people order by account limit 1
--- table-command-in-union | same
table sheet.odd union all table sheet.odd
--- table-command-in-with | same
with t as (table sheet.people) select count(*) from t
--- only | same
select count(*) from only sheet.people
--- only-in-brackets-with-alias | same
select count(*) from only (sheet.people) as p where p.seats > 1
--- only-unicode | same
select count(*) from only U&"!0073heet" uescape '!'.people
--- star-after-name | same
select count(*) from sheet.people *
--- star-after-name-with-alias | same
select count(*) from sheet.people * as p
--- star-of-schema-and-name | same
select sheet.people.* from sheet.people
--- star-of-name-beside | same
select sheet.people.*, sheet.odd.* from sheet.people, sheet.odd
--- whole-row | same
select people from sheet.people
--- whole-row-as-json | same
select to_jsonb(p) ->> 'account' as a from sheet.people p
--- whole-row-compared | same
select count(*) from sheet.people a join sheet.people b on a = b
--- whole-row-is-null | same
select count(*) from sheet.people p where p is not null
--- whole-row-by-schema-and-name | same
select to_jsonb(sheet.people.*) as a from sheet.people
--- field-of-whole-row | same
select (p).account, (p).seats from sheet.people p
--- function-notation | same
select account(p) from sheet.people p
--- count-of-whole-row | same
select count(p), count(distinct p) from sheet.people p
--- group-by | same
select trained, count(*), sum(seats) from sheet.people group by trained
--- grouping-sets | same
select trained, account, count(*) from sheet.people group by grouping sets ((trained), (account), ())
--- group-by-schema-and-name | same
select sheet.people.trained, count(*) from sheet.people group by sheet.people.trained having count(sheet.people.account) > 0
--- window | same
select account, row_number() over w, sum(seats) over (partition by trained) from sheet.people window w as (order by account)
--- window-by-schema-and-name | same
select rank() over (order by sheet.people.seats) from sheet.people
--- order-by-schema-and-name | same
select account from sheet.people order by sheet.people.seats desc nulls last
--- distinct-on | same
select distinct on (trained) trained, account from sheet.people order by trained, account
--- filter-and-within-group | same
select count(*) filter (where sheet.people.trained), percentile_cont(0.5) within group (order by seats) from sheet.people
--- limit-by-subquery | same
select * from sheet.people order by account limit (select count(*) from sheet.odd)
--- fetch-with-ties | same
select account from sheet.people order by trained fetch first 1 row with ties
--- case-and-coalesce | same
select case when sheet.people.trained then sheet.people.account else coalesce(sheet.people.account, 'x') end from sheet.people
--- cast-of-column | same
select sheet.people.seats::int, sheet.people.go_live::text, cast(sheet.people.last_call as date) from sheet.people
--- star-times-column | same
select 3 * sheet.people.seats * 2 from sheet.people
--- array-of-columns | same
select array[sheet.people.account, 'x'][1] from sheet.people
--- json-of-rows | same
select json_agg(p order by account) is not null from sheet.people p
--- similar-between-like | same
select account from sheet.people where sheet.people.account like '%i%' and seats between 1 and sheet.people.seats
--- at-time-zone | same
select sheet.people.last_call at time zone 'UTC' from sheet.people
--- odd-names | same
select "user", "select", "名前", "sheet" from sheet.odd
--- odd-names-by-schema | same
select sheet.odd."user", sheet.odd."名前", sheet.odd."sheet" from sheet.odd
--- odd-names-unquoted | same
select 名前 from sheet.odd
--- odd-names-as-words | same
select user from sheet.odd where user is null
--- column-as-its-table | same
select one from sheet.one
--- column-as-its-table-by-name | same
select one.one, sheet.one.one from sheet.one
--- one-column-as-function | same
select f from sheet.one as f
--- letters-of-many-bytes | same
select '名前🙂', "名前" as "🙂" from sheet.odd where "名前" <> '🙂' and sheet.odd."名前" = '値'
--- parameters-beside | same
select '$1', "user" from sheet.odd where "user" <> '$2'
--- long-texts | same
select length("user"), md5("user") from sheet.odd
--- null-and-null-text | same
select account is null, account = 'NULL' from sheet.people
--- types-told | same
select pg_typeof(account), pg_typeof(seats), pg_typeof(go_live), pg_typeof(trained), pg_typeof(last_call) from sheet.people
--- arithmetics-on-dates | same
select go_live + 1, go_live - date '2020-01-01', last_call + interval '1 day' from sheet.people where go_live < date '9999-01-01'
--- range-of-dates | same
select extract(year from go_live), extract(epoch from last_call) from sheet.people
--- numbers-exact | same
select seats, seats + 0.1, seats::text from sheet.people
--- not-there | same
select * from sheet.nobody
--- column-not-there | same
select sheet.people.nothing from sheet.people
--- column-of-table-that-is-not-read | same
select sheet.people.account
--- column-of-another-table | same
select sheet.odd.account from sheet.people
--- in-a-text | same
select 'select * from sheet.people; drop table app.victim' as a
--- function-named-so | same
select sheet.people(1)
--- function-in-from | same
select * from sheet.people(1)
--- type-named-so-not-there | same
select null::sheet.nothing
--- operator-of-the-schema | same
select 1 operator(sheet.+) 1
--- collation-of-the-schema | same
select account collate sheet.nothing from sheet.people
--- sequence-of-it | same
select nextval('sheet.people')
--- four-parts | same
select lab.sheet.people.account.nothing from sheet.people
--- another-database | same
select * from other.sheet.people
--- insert | refused
insert into sheet.people (account) values ('x')
--- update | refused
update sheet.people set seats = 0
--- delete | refused
delete from sheet.people
--- merge | refused
merge into sheet.people p using sheet.odd o on p.account = o."user" when matched then delete
--- truncate | refused
truncate sheet.people
--- drop | refused
drop table sheet.people
--- create-as | refused
create table t as table sheet.people
--- copy-out | refused
copy sheet.people to stdout
--- copy-program | refused
copy (select * from sheet.people) to program 'touch /tmp/x'
--- lock | refused
lock table sheet.people
--- analyze | refused
analyze sheet.people
--- comment-on | refused
comment on table sheet.people is 'x'
--- two-statements | refused
select * from sheet.people; delete from app.victim
--- two-statements-by-name | same
select * from sheet.people as "a;delete from app.victim"
--- alias-with-quotes | same
select "p""(select 1)--".account from sheet.people as "p""(select 1)--"
--- alias-of-columns-with-quotes | same
select "a"") from app.victim --" from sheet.people as p("a"") from app.victim --")
--- insert-in-with | refused
with d as (insert into sheet.people (account) values ('x') returning *) select * from d
--- delete-in-with | refused
with d as (delete from sheet.people returning *) select * from d
--- select-into | refused
select * into t from sheet.people
--- for-update | refused
select * from sheet.people for update
--- for-share-of | refused
select * from sheet.people p, app.victim v for share of p
--- tablesample | refused
select * from sheet.people tablesample bernoulli (100)
--- ctid | refused
select ctid from sheet.people
--- tableoid | refused
select tableoid::regclass from sheet.people
--- row-type | refused
select (null::sheet.people).account
--- regclass | refused
select 'sheet.people'::regclass
--- populate-record | refused
select * from json_populate_record(null::sheet.people, '{"account": "x"}')
--- with-its-database | refused
select * from lab.sheet.people
--- with-its-database-beside | refused
select * from sheet.people, lab.sheet.people p
--- with-its-database-and-values | refused
select * from lab.sheet.people where account = 'Kiln' and seats > 1
--- query-to-xml | refused
select query_to_xml('select * from sheet.people', true, true, '')
--- nextval-of-rows | refused
select nextval('app.seq1'), account from sheet.people
--- trap-of-rows | refused
select trap.spring(account) from sheet.people
--- trap-of-a-lateral-row | refused
select * from sheet.people p, lateral (select trap.spring(p.account)) t
--- trap-behind-a-name-of-the-sheet | refused
select * from trap.v_select people, sheet.people p
--- terminate-by-rows | refused
select pg_terminate_backend(seats::int) from sheet.people
--- setting-by-rows | refused
select set_config(account, 'x', false) from sheet.people
--- file-by-rows | refused
select pg_read_file(account) from sheet.people
--- lock-by-rows | refused
select pg_advisory_lock(seats::bigint) from sheet.people
--- domain-of-rows | refused
select account::trap.word from sheet.people
--- operator-of-rows | refused
select account operator(trap.===) account from sheet.people
--- name-of-an-ordinary-table-beside | same
with "sheet.people" as (select 1 as one) select one from "sheet.people", sheet.people
--- name-of-another-with-beside | same
with "sheet.people" as (select 1 as one), "sheet.1" as (select 2 as two) select one, two from "sheet.people", "sheet.1", sheet.people
--- name-of-a-with-within | same
select * from (with "sheet.people" as (select 1 as one) select one, seats from "sheet.people", sheet.people p) t
--- table-of-that-whole-name | same
select * from sheet.people, "sheet.people"
--- alias-of-that-whole-name | same
select "sheet.people".account from sheet.people as "sheet.people"
--- alias-that-is-a-word | same
select uescape.account, "only".account from sheet.people uescape, sheet.people "only"
--- with-recursive-first | same
with recursive r as (select 1 as n union all select n + 1 from r where n < (select count(*) from sheet.people)) table r
--- with-first-in-brackets | same
(with a as (select account from sheet.people) select * from a) union (with b as (select "user" from sheet.odd) select * from b)
--- with-all-in-brackets | same
((with recursive a as (select account from sheet.people) select * from a)) order by 1
--- brackets-only | same
((select account from sheet.people)) limit 2
--- comment-first | same
/* with */ -- with x
select account from sheet.people
--- with-and-comment | same
with /* recursive */ recursive /* sheet.people */ a as (table sheet.people) select count(*) from a
--- with-not-materialized-of-many | same
with a as not materialized (select * from sheet.people), b as not materialized (select x.account from a x, a y) select count(*) from b x, b y
--- search-and-cycle | same
with recursive r(n, a) as (select 1, account from sheet.one, sheet.people where one = 'a' union all select n + 1, a from r where n < 3) search depth first by n set o cycle n set c using p select n, a from r order by o
--- in-a-correlated-lateral-with | same
select v.id, l.n from app.victim v, lateral (with s as (select * from sheet.people where seats >= v.id) select count(*) as n from s) l
--- doubled-subquery-of-rows | same
select a || a as b from (select b || b as a from (select (select string_agg(account, ',' order by account) from sheet.people) as b) t) u
