-- Attacks by mechanism. Each begins with a line: "--- name | what must become of it | from which version".
--   refused    by the guard, before anything of it runs
--   invalid    by the parser, or by PostgreSQL when it reads it
--   fails      refused, or PostgreSQL fails it while it runs
--   bounded    ends within its limits
--   harmless   may run, and changes nothing
--- view-select | refused
select * from trap.v_select
--- view-where | refused
select count(*) from trap.v_where
--- view-order | refused
select id from trap.v_order limit 1
--- view-nested | refused
with a as (select * from trap.v_nested) select * from a a1 join a a2 using (id)
--- view-barrier | refused
select * from trap.v_barrier where id = 1
--- view-srf | refused
select * from trap.v_srf
--- view-lateral | refused
select * from trap.plain p where exists (select from trap.v_lateral l where l.id = p.id)
--- view-sublink | refused
select array(select id from trap.v_sublink)
--- view-cast | refused
select * from trap.v_cast
--- view-domain | refused
select * from trap.v_domain
--- view-window | refused
select * from trap.v_window
--- view-table-command | refused
table trap.v_where
--- view-in-exists | refused
select 1 where exists (table trap.v_where)
--- view-in-scalar | refused
select (select id from trap.v_where limit 1)
--- view-in-set-operation | refused
select id from trap.plain union all select id from trap.v_where
--- view-in-lateral-function-argument | refused
select * from generate_series(1, (select max(id) from trap.v_where)) g
--- view-whole-row | refused
select row_to_json(v) from trap.v_where v
--- view-activity | refused
select query from trap.v_activity
--- policy | refused
select * from trap.guarded
--- policy-in-subquery | refused
select * from trap.plain where id in (select id from trap.guarded)
--- function-in-target | refused
select trap.spring('target')
--- function-stable | refused
select trap.spring_stable('target')
--- function-immutable | refused
select trap.spring_immutable('target')
--- function-inlined | refused
select trap.spring_inlined('target')
--- function-unicode-name | refused
select U&"tr\0061p".U&"sprin\+000067"('unicode')
--- function-unicode-escape-character | refused
select U&"!0074rap" uescape '!'.U&"spr!0069ng" uescape '!'('unicode')
--- function-catalog-qualified | refused
select lab.trap.spring('catalog')
--- function-in-order-by | refused
select 1 order by trap.spring('order')
--- function-in-group-by | refused
select count(*) from trap.plain group by trap.spring('group')
--- function-in-grouping-sets | refused
select count(*) from trap.plain group by grouping sets ((trap.spring('x')), ())
--- function-in-having | refused
select 1 from trap.plain having trap.spring('having')
--- function-in-filter | refused
select count(*) filter (where trap.spring('filter')) from trap.plain
--- function-in-within-group | refused
select percentile_disc(0.5) within group (order by trap.spring(text)) from trap.plain
--- function-in-aggregate-order | refused
select string_agg(text, ',' order by trap.spring(text)) from trap.plain
--- function-in-window-partition | refused
select count(*) over (partition by trap.spring(text)) from trap.plain
--- function-in-named-window | refused
select count(*) over w from trap.plain window w as (order by trap.spring(text))
--- function-in-frame-offset | refused
select sum(id) over (order by id rows trap.spring('frame')::int preceding) from trap.plain
--- function-in-distinct-on | refused
select distinct on (trap.spring(text)) id from trap.plain
--- function-in-limit | refused
select 1 limit trap.spring('limit')::int
--- function-in-offset | refused
select 1 offset trap.spring('offset')::int
--- function-in-fetch-first | refused
select 1 fetch first (trap.spring('fetch')::int) rows only
--- function-in-join-on | refused
select 1 from trap.plain a join trap.plain b on trap.spring('join')
--- function-in-values | refused
values (1), (trap.spring('values')::int)
--- function-in-values-from | refused
select * from (values (trap.spring('values'))) v
--- function-in-case | refused
select case when false then trap.spring('case') else true end
--- function-in-coalesce | refused
select coalesce(true, trap.spring('coalesce'))
--- function-in-array-subscript | refused
select (array[1, 2])[trap.spring('subscript')::int]
--- function-in-slice | refused
select (array[1, 2])[1:trap.spring('slice')::int]
--- function-in-rows-from | refused
select * from rows from (generate_series(1, 2), trap.spring_many('a'))
--- function-with-ordinality | refused
select * from trap.spring_many('a') with ordinality
--- function-column-definition | refused
select * from trap.spring_many('a') as t(x)
--- function-srf-in-target | refused
select trap.spring_many('a', 'b')
--- function-srf-nested | refused
select generate_series(1, length(trap.spring_many('a')))
--- function-in-tablesample | refused
select * from trap.plain tablesample bernoulli (trap.spring('sample')::int * 10)
--- function-in-repeatable | refused
select * from trap.plain tablesample system (10) repeatable (trap.spring('repeatable')::int)
--- function-default-argument | refused
select trap.spring_default()
--- function-named-argument | refused
select trap.spring(how => 'named')
--- function-variadic | refused
select * from trap.spring_many(variadic array['a', 'b'])
--- function-polymorphic | refused
select trap.spring_poly(1, 2)
--- function-same-name-as-ordinary | refused
select trap.lower('A'), lower('A')
--- function-same-name-as-aggregate | refused
select trap.count(text) from trap.plain
--- function-in-recursive-term | refused
with recursive t(n) as (select 1 union all select n + trap.spring('rec')::int from t where n < 3) select * from t
--- function-in-search-clause | refused
with recursive t(n) as (select 1 union all select n + 1 from t where n < 3 and trap.spring('s')) search depth first by n set o select * from t
--- function-in-cycle-clause | invalid
with recursive t(n) as (select 1 union all select n + 1 from t where n < 3) cycle n set c to trap.spring('x') default false using p select * from t
--- function-in-unused-cte | refused
with unused as materialized (select trap.spring('cte')) select 1
--- function-in-xmltable | refused
select * from xmltable('/a' passing xmlparse(document '<a/>') columns x boolean path 'b' default trap.spring('xml'))
--- function-in-json-table-default | refused | 17
select * from json_table(jsonb '{}', '$' columns (x boolean path '$.a' default trap.spring('jt') on empty))
--- function-in-json-passing | refused | 17
select json_exists(jsonb '{}', '$' passing trap.spring('passing') as x)
--- function-in-json-default | refused | 17
select json_value(jsonb '{}', '$.a' returning boolean default trap.spring('default') on empty)
--- function-in-json-constructor | refused | 16
select json_object('a': trap.spring('json')), json_array(trap.spring('json'))
--- function-in-json-arrayagg | refused | 16
select json_arrayagg(text order by trap.spring(text)) from trap.plain
--- attribute-notation | refused
select (text).spring from (select 'x'::text) t
--- attribute-notation-schema-row | refused
select p.spring_row from trap.plain p
--- attribute-notation-whole-row | refused
select (p).spring_row from trap.plain p
--- attribute-notation-built-in | refused
select ('/etc/passwd'::text).pg_read_file
--- attribute-notation-in-order | refused
select 1 from (select 5::float8 as n) t where (t.n).pg_sleep is null
--- attribute-notation-of-column | invalid
select t.n.pg_sleep from (select 5::float8 as n) t
--- attribute-notation-composite | refused
select (row('x')::trap.box).from_box
--- operator | refused
select 'a' operator(trap.===) 'b'
--- operator-shadows-plus | refused
select 'a'::text operator(trap.+) 'b'::text
--- operator-prefix | refused
select operator(trap.!!) 'a'::text
--- operator-any | refused
select 'a' operator(trap.===) any (array['a', 'b'])
--- operator-all-subquery | refused
select 'a' operator(trap.===) all (select text from trap.plain)
--- operator-implicit | refused
select id from trap.plain where id = text
--- operator-implicit-using | invalid
select 1 from trap.plain a join (select '1'::text as id) b using (id)
--- operator-implicit-in | refused
select 1 from trap.plain where id in (select text from trap.plain)
--- operator-implicit-case | refused
select case id when text then 1 end from trap.plain
--- operator-nullif | refused
select nullif(id, text) from trap.plain
--- operator-row-comparison | invalid
select 1 from trap.plain where (id, id) = (text, number)
--- operator-distinct-from | refused
select id is distinct from text from trap.plain
--- cast-function | refused
select 'a'::text::trap.box
--- cast-function-call-syntax | invalid
select trap.box('a'::text)
--- cast-implicit | refused
select row('a')::trap.box + 1
--- cast-implicit-function-argument | refused
select abs(row('a')::trap.box)
--- cast-to-enum | refused
select text::trap.mood from trap.plain
--- cast-array | refused
select array['a']::text[]::trap.box[]
--- cast-array-enum | refused
select array_agg(text)::trap.mood[] from trap.plain
--- domain-cast | refused
select 'a'::trap.word
--- domain-cast-of-column | refused
select cast(text as trap.word) from trap.plain
--- domain-over-domain | refused
select text::trap.word_of_word from trap.plain
--- domain-over-array | refused
select array[text]::trap.words from trap.plain
--- domain-inlined-check | refused
select text::trap.spelt from trap.plain
--- domain-in-array | refused
select array[text]::trap.word[] from trap.plain
--- domain-in-row | refused
select row(id, text)::trap.pair from trap.plain
--- domain-in-nested-row | refused
select row(row(1, text), null)::trap.pair_of_pairs from trap.plain
--- domain-by-text-input | refused
select concat('{', text, '}')::trap.word[] from trap.plain
--- domain-by-row-input | refused
select format('(1,%s)', text)::trap.pair from trap.plain
--- domain-by-range-input | refused
select concat('[', text, ',z]')::trap.word_range from trap.plain
--- domain-by-json-populate | refused
select json_populate_record(null::trap.pair, json_build_object('word', text)) from trap.plain
--- domain-by-json-populate-set | refused
select * from jsonb_populate_recordset(null::trap.pair, jsonb_build_array(jsonb_build_object('word', 'x')))
--- domain-by-json-populate-of-column | refused
select jsonb_populate_record(p.pair, jsonb_build_object('word', 'x')) from trap.pairs p
--- domain-by-json-populate-of-row | refused
select jsonb_populate_record(p, jsonb_build_object('words', jsonb_build_array('x'))) from trap.pairs p
--- domain-by-json-to-record | refused
select * from json_to_record(json_build_object('a', 'x')) as t(a trap.word)
--- domain-by-json-to-recordset | refused
select * from jsonb_to_recordset(jsonb_build_array(jsonb_build_object('a', 'x'))) as t(a trap.pair_of_pairs)
--- domain-by-json-value | refused | 17
select json_value(jsonb_build_object('a', 'x'), '$.a' returning trap.word)
--- domain-by-json-query | refused | 17
select json_query(jsonb_build_array('x'), '$' returning trap.word[])
--- domain-by-json-query-row | refused | 17
select json_query(jsonb_build_object('word', 'x'), '$' returning trap.pair)
--- domain-by-json-exists-table | refused | 17
select * from json_table(jsonb_build_object('a', 'x'), '$' columns (a trap.word path '$.a'))
--- domain-by-json-table-query | refused | 17
select * from json_table(jsonb_build_object('a', 'x'), '$' columns (a trap.word format json path '$.b' with wrapper))
--- domain-by-json-serialize | refused | 17
select json_serialize(jsonb_build_object('a', 'x') returning trap.word)
--- domain-by-json-object | refused | 16
select json_object('a': 1 returning trap.word)
--- domain-by-xmltable | refused
select * from xmltable('/a' passing xmlparse(document '<a><b>x</b></a>') columns x trap.word path 'b')
--- domain-by-input-check | refused | 16
select pg_input_is_valid('x' || text, 'trap.word') from trap.plain
--- domain-by-input-check-array | refused | 16
select * from pg_input_error_info('{x}', 'trap.word[]')
--- domain-by-input-check-of-name-at-run-time | refused | 16
select pg_input_is_valid('x', text) from trap.plain
--- domain-by-input-check-in-unicode | refused | 16
select pg_input_is_valid('x', U&'tr\0061p.word')
--- domain-by-input-check-of-row-type | refused | 16
select pg_input_error_info('(1,x)', 'trap.worded')
--- domain-by-input-check-of-unknown-type | refused | 16
select pg_input_is_valid('x', 'trap.nothing')
--- domain-by-input-check-of-concatenation | refused | 16
select pg_input_is_valid('x', 'trap.' || 'word')
--- domain-by-hstore-populate | refused
select populate_record(null::trap.pair, hstore('word', 'x'))
--- domain-by-json-populate-check | refused | 17
select jsonb_populate_record_valid(p.pair, jsonb_build_object('word', 'x')) from trap.pairs p
--- domain-by-json-populate-check-of-row | refused | 17
select jsonb_populate_record_valid(p, jsonb_build_object('words', jsonb_build_array('x'))) from trap.pairs p
--- domain-by-json-populate-check-of-subquery | refused | 17
select jsonb_populate_record_valid(s.pair, jsonb_build_object('word', 'x')) from (select pair from trap.pairs) s
--- domain-by-hstore-operator | refused
select (p.pair #= hstore('word', 'x')) is null from trap.pairs p
--- domain-by-null-cast | refused
select null::trap.word
--- domain-by-polymorphic-fill | refused
select array_fill('x'::trap.word, array[2])
--- domain-call-syntax | refused
select trap.word('x')
--- domain-literal-array | refused
select '{x}'::trap.word[]
--- domain-literal-row | refused
select '(1,x)'::trap.pair
--- domain-literal-typed | refused
select trap.pair '(1,x)'
--- domain-literal-call-syntax | refused
select trap.pair('(1,x)')
--- domain-literal-second-level | refused
select '("(1,x)",)'::trap.pair_of_pairs
--- domain-literal-row-of-table | refused
select '(1,,{x})'::trap.pairs
--- domain-literal-unicode | refused
select U&'\007bx\007d'::trap.word[]
--- domain-literal-spaces | refused
select '  {x}'::trap.word[]
--- domain-literal-bounds | refused
select '[0:0]={x}'::trap.word[]
--- domain-literal-multirange | refused
select '{[a,z]}'::trap.word_multirange
--- domain-literal-polymorphic | refused
select array_cat(words, '{x}') from trap.pairs
--- domain-literal-as-argument | refused
select trap.takes_pair('(1,x)')
--- domain-literal-as-operand | refused
select '(1,x)' operator(trap.<=>) 1
--- domain-literal-beside-result | refused
select 1 from trap.gives_pair() g where g = '(1,x)'
--- domain-literal-beside-whole-row | refused
select 1 from trap.worded w where w = '(1,x)'
--- domain-literal-beside-whole-row-of-alias | refused
select coalesce(w, '(1,x)') from (select w from trap.worded w) s
--- domain-literal-in-cte | refused
with a as (select pair as p from trap.pairs) select coalesce(p, '(1,x)') from a
--- domain-literal-of-view-column | refused
select coalesce(word_list, '{x}') from trap.v_words
--- domain-literal-dollar-quoted | refused
select $a${x}$a$::trap.word[]
--- domain-literal-of-plain-domain-compared | harmless
select 1 from trap.pairs where words[1] = '{x}'
--- domain-literal-range | refused
select '[a,z]'::trap.word_range
--- domain-literal-compared | refused
select 1 from trap.pairs where pair = '(1,x)'
--- domain-literal-array-compared | refused
select 1 from trap.pairs where words = '{x}'
--- domain-literal-in-coalesce | refused
select coalesce(pair, '(1,x)') from trap.pairs
--- domain-literal-in-union | refused
select pair from trap.pairs union all select '(1,x)'
--- domain-literal-in-values | refused
select * from (values (null::trap.pair), ('(1,x)')) v
--- domain-literal-in-subquery | refused
select 1 from (select pair as p from trap.pairs) s where s.p = '(1,x)'
--- domain-literal-beside-function-as-attribute | refused
select coalesce((p).its_pair, '(1,x)') from trap.plain p
--- domain-literal-beside-function-as-column | refused
select 1 from trap.plain p where p.its_pair = '(1,x)'
--- domain-literal-beside-operator-result | refused
select coalesce(1 operator(trap.<@@>) 2, '(1,x)')
--- domain-literal-beside-operator-of-subquery | refused
select '(1,x)' operator(trap.<=>) any (select 1)
--- domain-literal-array-of-function-result | refused
select array[trap.gives_word()] = '{x}'
--- domain-literal-array-of-column | refused
select coalesce(array_agg(word), '{x}') from trap.worded
--- domain-literal-in-a-cast-called-as-a-function | refused
select trap._word('{x}')
--- domain-literal-in-a-cast-called-as-a-function-by-search-path | refused
select _spelled('{x}')
--- domain-literal-in-a-cast-called-with-a-catalog | refused
select lab.trap._pair('{"(1,x)"}')
--- domain-literal-in-a-range-called-as-a-function | refused
select trap.word_range('[a,z]')
--- domain-literal-in-a-multirange-called-as-a-function | refused
select trap.word_multirange('{[a,z]}')
--- domain-literal-in-a-cast-called-in-an-order | refused
select id from trap.plain order by trap._word('{x}')
--- domain-literal-with-its-type-as-an-attribute | refused
select ('{x}')._spelled
--- domain-literal-with-its-type-as-an-attribute-nested | refused
select id from trap.plain where (('{x}')._spelled)[1] = 'x'
--- domain-literal-in-a-cast-called-with-unicode | refused
select trap.U&"\005fword"('{x}')
--- domain-literal-read-by-the-validator-of-a-function | refused
select fmgr_sql_validator('trap.of_a_word'::regproc)
--- library-loaded-by-the-validator-of-a-function | refused
select fmgr_c_validator('public.dblink_exec(text)'::regprocedure)
--- library-looked-for-by-the-validator-of-a-function | refused
select fmgr_internal_validator(oid) from pg_proc limit 1
--- json-cast-of-statistics | refused
select to_json(most_common_vals) from pg_stats where tablename = 'staged'
--- json-cast-of-statistics-as-array | refused
select array_to_json(most_common_vals) from pg_stats where tablename = 'staged'
--- json-cast-of-statistics-in-row | refused
select row_to_json(s) from pg_stats s where tablename = 'staged'
--- json-cast-of-statistics-in-aggregate | refused
select jsonb_agg(most_common_vals) from pg_stats where tablename = 'staged'
--- json-cast-of-statistics-in-constructor | refused | 16
select json_array(most_common_vals) from pg_stats where tablename = 'staged'
--- json-cast-of-statistics-in-object | refused
select json_build_object('a', s.most_common_vals) from pg_stats s where s.tablename = 'staged'
--- json-cast-of-enum-range | refused
select to_json(enum_range(null::trap.stage))
--- operator-negator | refused
select not (text operator(trap.~~~) 'b') from trap.plain
--- operator-commutator | refused
select 1 from trap.plain where 'a' operator(trap.<<<) text
--- json-cast | refused
select to_json(stage) from trap.staged
--- json-cast-in-row | refused
select row_to_json(s) from trap.staged s
--- json-cast-in-aggregate | refused
select jsonb_agg(s) from trap.staged s
--- json-cast-in-constructor | refused | 16
select json_array(stage) from trap.staged
--- json-cast-in-scalar | refused | 17
select json_scalar(stage) from trap.staged
--- view-that-locks | refused
select * from trap.v_locks
--- aggregate-transition | refused
select trap.total(text) from trap.plain
--- aggregate-final | refused
select trap.finished(text) from trap.plain
--- aggregate-moving | refused
select trap.moving(text) over (order by id rows between 1 preceding and current row) from trap.plain
--- aggregate-combine | refused
select trap.combined(text) from trap.plain
--- aggregate-distinct | refused
select trap.total(distinct text) from trap.plain
--- procedure-call | refused
call trap.spring_procedure()
--- procedure-as-function | invalid
select trap.spring_procedure()
--- trigger-function | refused
select trap.spring_trigger()
--- do-block | refused
do $$ begin perform trap.spring('do'); end $$
--- copy-out | refused
copy trap.plain to stdout
--- copy-program | refused
copy (select 1) to program 'id'
--- copy-lower-case-comment | refused
/* select */ copy (select 1) to '/tmp/x'
--- explain | refused
explain select 1
--- explain-analyze-delete | refused
explain (analyze, costs off) delete from trap.plain
--- explain-execute | refused
explain analyze execute p
--- prepare | refused
prepare p as select 1
--- execute | refused
execute p
--- deallocate | refused
deallocate all
--- declare-cursor | refused
declare c cursor with hold for select 1
--- fetch | refused
fetch all from c
--- listen | refused
listen chan
--- notify | refused
notify chan, 'x'
--- unlisten | refused
unlisten *
--- lock-table | refused
lock table trap.plain in access exclusive mode
--- set | refused
set statement_timeout = 0
--- set-role | refused
set role none
--- reset | refused
reset all
--- show | refused
show all
--- begin | refused
begin read write
--- commit-and-chain | refused
commit and chain
--- two-statements-comment-between | refused
select 1 /* ; */ ; /* */ select 2
--- two-statements-dollar-quotes | refused
select $a$;$a$; delete from trap.plain where text = $a$ $a$
--- two-statements-continuation | refused
select e'\'; delete from trap.plain; --'; delete from trap.plain
--- refresh-materialized-view | refused
refresh materialized view app.mv
--- vacuum | refused
vacuum full trap.plain
--- cluster | refused
cluster
--- checkpoint | refused
checkpoint
--- load | refused
load 'dblink'
--- discard | refused
discard all
--- comment-on | refused
comment on table trap.plain is 'x'
--- security-label | refused
security label on table trap.plain is 'x'
--- import-foreign-schema | refused
import foreign schema app from server fs into trap
--- create-table-as | refused
create table trap.copy as select 1
--- select-into | refused
select 1 as x into trap.copy
--- select-into-temp | refused
select 1 as x into temp copied
--- select-into-in-union | refused
select 1 as x into trap.copy union select 2
--- for-update | refused
select * from trap.plain for update
--- for-update-in-subquery | refused
select * from (select * from trap.plain for update) s
--- for-update-in-cte | refused
with a as (select * from trap.plain for no key update skip locked) select * from a
--- for-share-in-lateral | refused
select 1 from trap.plain p, lateral (select 1 from trap.plain q where q.id = p.id for key share nowait) l
--- for-update-in-sublink | refused
select (select id from trap.plain limit 1 for share)
--- for-update-in-union-arm | refused
(select id from trap.plain for update) union all select 1
--- for-update-in-exists | refused
select exists (select 1 from trap.plain for update of plain)
--- delete-in-cte | refused
with a as (delete from trap.plain returning *) select * from a
--- delete-in-cte-of-subquery | refused
select * from (with a as (delete from trap.plain returning id) select id from a) s
--- insert-in-cte-unused | refused
with a as (insert into trap.plain values (9, 'x', 9)) select 1
--- update-in-nested-cte | refused
with a as (with b as (update trap.plain set id = 0 returning *) select * from b) select * from a
--- merge-in-cte | refused | 17
with a as (merge into trap.plain p using trap.pairs q on p.id = q.id when matched then delete returning p.id) select * from a
--- insert-on-conflict | refused
insert into trap.plain values (1) on conflict do nothing
--- large-object-create | refused
select lo_create(0)
--- large-object-from-bytes | refused
select lo_from_bytea(0, '\x00')
--- large-object-read | refused
select lo_get(4242)
--- large-object-open | refused
select loread(lo_open(4242, 262144), 10)
--- large-object-export | refused
select lo_export(4242, '/tmp/x')
--- large-object-table | refused
select * from pg_largeobject
--- file-read-binary | refused
select pg_read_binary_file('PG_VERSION')
--- file-list | refused
select * from pg_ls_dir('.')
--- file-stat-row | refused
select (pg_stat_file('PG_VERSION')).*
--- file-log-list | refused
select * from pg_ls_logdir()
--- xml-query | refused
select query_to_xml('select trap.spring(''xml'')', true, true, '')
--- xml-cursor | refused
select cursor_to_xml('c', 1, true, true, '')
--- xml-table | refused
select table_to_xml('trap.v_where', true, true, '')
--- xml-schema | refused
select schema_to_xml('trap', true, true, '')
--- xml-database | refused
select database_to_xml(true, true, '')
--- xml-external-entity | harmless
select xmlparse(document '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')::text
--- xml-billion-laughs | bounded
select xmlparse(document '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]><a>&g;</a>')
--- xml2-stylesheet | refused
select xslt_process('<a/>', '<x/>')
--- tablefunc-crosstab | refused
select * from crosstab('select trap.spring(''x'')::text, ''a''::text, ''b''::text') as t(a text, b text)
--- tablefunc-connectby | refused
select * from connectby('trap.v_where', 'id', 'id', '1', 0) as t(a int, b int, c int)
--- text-search-rewrite | refused
select ts_rewrite('a'::tsquery, 'select ''a''::tsquery, ''b''::tsquery where trap.spring(''ts'')')
--- text-search-statistics | refused
select * from ts_stat('select to_tsvector(id::text) from trap.v_where')
--- sql-from-dblink | refused
select * from dblink('dbname=lab', 'select 1') as t(x int)
--- sql-from-dblink-error | refused
select dblink_is_busy('x'), dblink_get_connections()
--- foreign-table | fails
select * from app.ft_victim
--- secret-authid | refused
select rolpassword from pg_authid
--- secret-authid-qualified | refused
select * from only (pg_catalog.pg_authid)
--- secret-authid-unicode | refused
select * from U&"pg_\0061uthid"
--- secret-shadow | refused
select * from pg_shadow
--- secret-authid-toast | fails
select * from pg_toast.pg_toast_1260
--- secret-user-mappings | refused
select * from pg_user_mappings
--- secret-user-mapping-options | refused
select * from information_schema.user_mapping_options
--- secret-user-mapping-options-behind | fails
select * from information_schema._pg_user_mappings
--- secret-activity-function | refused
select * from pg_stat_get_activity(null)
--- secret-activity-other-function | refused
select pg_stat_get_backend_activity(b) from pg_stat_get_backend_idset() b
--- secret-statistics | refused
select stavalues1 from pg_statistic
--- secret-hba | refused
select * from pg_hba_file_rules
--- secret-hba-function | refused
select * from pg_hba_file_rules()
--- secret-ident | refused
select * from pg_ident_file_mappings
--- secret-settings-files | refused
select * from pg_file_settings
--- secret-setting | fails
select current_setting('ssl_passphrase_command') || current_setting('primary_conninfo')
--- secret-subscription | refused
select subconninfo from pg_subscription
--- secret-replication | refused
select * from pg_stat_replication
--- secret-memory | refused
select * from pg_backend_memory_contexts
--- secret-asynchronous-io | refused | 18
select * from pg_aios
--- secret-other-schema | fails
select * from secret.payroll
--- advisory-lock | refused
select pg_advisory_lock(1)
--- advisory-lock-shared-try | refused
select pg_try_advisory_lock_shared(1, 2)
--- advisory-lock-transaction | refused
select pg_advisory_xact_lock(1)
--- advisory-lock-in-lateral | refused
select 1 from trap.plain p, lateral pg_try_advisory_xact_lock(p.id) l
--- advisory-unlock-all | refused
select pg_advisory_unlock_all()
--- sleep | refused
select pg_sleep(100)
--- sleep-for | refused
select pg_sleep_for('1 hour')
--- sleep-until | refused
select pg_sleep_until('infinity')
--- sleep-quoted | refused
select "pg_catalog"."pg_sleep"(1)
--- sleep-in-join | refused
select 1 from trap.plain p join lateral pg_sleep(p.id) on true
--- signal-cancel | refused
select pg_cancel_backend(pid) from generate_series(1, 100000) pid
--- signal-terminate-timeout | refused
select pg_terminate_backend(1, 1000)
--- reload | refused
select pg_reload_conf(), pg_rotate_logfile()
--- promote | refused
select pg_promote(false)
--- replay-pause | refused
select pg_wal_replay_pause()
--- switch-wal | refused
select pg_switch_wal()
--- restore-point | refused
select pg_create_restore_point('x')
--- slot-create | refused
select pg_create_physical_replication_slot('x', true)
--- slot-logical | refused
select pg_create_logical_replication_slot('x', 'pgoutput')
--- emit-message | refused
select pg_logical_emit_message(false, 'x', 'y')
--- export-snapshot | refused
select pg_export_snapshot()
--- transaction-id | refused
select pg_current_xact_id()
--- statistics-reset | refused
select pg_stat_reset()
--- statistics-restore | refused | 18
select pg_restore_relation_stats('schemaname', 'trap', 'relname', 'plain', 'relpages', 1::int)
--- statistics-clear | refused | 18
select pg_clear_relation_stats('trap', 'plain')
--- collations-import | refused
select pg_import_system_collations('pg_catalog')
--- extension-dump | refused
select pg_extension_config_dump('trap.plain', '')
--- index-maintenance | refused
select brin_summarize_new_values('trap.plain_pkey'), gin_clean_pending_list('trap.plain_pkey')
--- sequence-nextval | refused
select nextval('app.seq1')
--- sequence-attribute | refused
select ('app.seq1'::regclass).nextval
--- sequence-setval | refused
select setval('app.seq1'::regclass, 5)
--- setting-change | refused
select set_config('statement_timeout', '0', false)
--- setting-change-in-from | refused
select * from set_config('transaction_read_only', 'off', true)
--- setting-seed | refused
select setseed(0.5)
--- setting-similarity | refused
select set_limit(0.9)
--- setting-isbn-weak | refused
select isn_weak(true)
--- internals-input | refused
select int4in('5')
--- internals-array-input | refused
select array_in('{x}', 'trap.word'::regtype, -1)
--- internals-record-input | refused
select record_in('(1,x)', 'trap.pair'::regtype::oid, -1)
--- internals-domain-input | refused
select domain_in('x', 'trap.word'::regtype, -1)
--- internals-trigger | refused
select "RI_FKey_check_ins"()
--- internals-language | refused
select plpgsql_call_handler()
--- parameter-author-own | invalid
select $1
--- parameter-as-identifier | invalid
select * from :table_name
--- parameter-as-column-spliced | invalid
select id from trap.plain order by :"column"
--- parameter-quoted | invalid
select :'value'
--- comment-unclosed | invalid
select 1 /* not closed
--- comment-nested-unclosed | invalid
select 1 /* /* */
--- comment-line-at-end | harmless
select 1 --
--- comment-line-with-return | harmless
select 1 -- x
--- comment-hint | harmless
/*+ Set(transaction_read_only off) */ select 1
--- quote-unclosed | invalid
select 'x
--- dollar-quote-unclosed | invalid
select $x$ y
--- parenthesis-unbalanced | invalid
select 1) union (select 2
--- parenthesis-closing-wrapper | invalid
select 1) x; delete from trap.plain; --
--- semicolon-only | invalid
;;;
--- bomb-series | bounded
select generate_series(1, 1000000000000)
--- bomb-series-counted | bounded
select count(*) from generate_series(1, 100000000000)
--- bomb-cross-join | bounded
select count(*) from app.orders a, app.orders b, app.orders c
--- bomb-recursive | bounded
with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t
--- bomb-recursive-wide | bounded
with recursive t(s) as (select 'x'::text union all select s || s from t) select length(s) from t
--- bomb-recursive-double | bounded
with recursive t(n) as (select 1 union all select n + i from t, generate_series(1, 2) i) select max(n) from t
--- bomb-repeat | bounded
select repeat('x', 1000000000)
--- bomb-repeat-rows | bounded
select repeat('x', 30000000) from generate_series(1, 100)
--- bomb-pad | bounded
select length(lpad('', 268000000, 'x'))
--- bomb-array-fill | bounded
select cardinality(array_fill(1, array[100000000]))
--- bomb-array-aggregate | bounded
select cardinality(array_agg(i)) from generate_series(1, 100000000) i
--- bomb-string-aggregate | bounded
select length(string_agg(repeat('x', 1000), '')) from generate_series(1, 10000000)
--- bomb-json-aggregate | bounded
select length(json_agg(o)::text) from app.orders o, generate_series(1, 100)
--- bomb-sort | bounded
select i from generate_series(1, 100000000) i order by md5(i::text)
--- bomb-regex-backreference | bounded
select repeat('a', 5000) || 'b' ~ '^(a|a?)+\1+$'
--- bomb-regex-nested | bounded
select repeat('a', 200) ~ '(((a{0,30}){0,30}){0,30})c'
--- bomb-regex-replace | bounded
select length(regexp_replace(repeat('ab', 5000000), '(a)(b)', '\2\1\2\1', 'g'))
--- bomb-like | bounded
select count(*) from generate_series(1, 1000) where repeat('a', 20000) like '%a%a%a%a%a%a%a%a%b'
--- bomb-similar-to | bounded
select repeat('a', 10000) similar to '(a|aa|aaa)+b'
--- bomb-numeric-power | bounded
select length((1.000000001::numeric ^ 1000000000000)::text)
--- bomb-numeric-factorial | bounded
select length(factorial(30000)::text)
--- bomb-numeric-multiply | bounded
select length((repeat('9', 100000)::numeric * repeat('9', 100000)::numeric)::text)
--- bomb-numeric-divide | bounded
select length((1 / repeat('9', 16000)::numeric * repeat('7', 100000)::numeric)::text)
--- bomb-numeric-logarithm | bounded
select ln(repeat('9', 30000)::numeric)
--- bomb-hash-rounds | bounded
select crypt('x', gen_salt('bf', 16))
--- bomb-label-pattern | bounded
select (repeat('a.', 60) || 'a')::ltree ~ '*.*.*.*.*.*.*.*.*.*.b'::lquery
--- bomb-distance | bounded
select count(levenshtein(repeat('a', 250), repeat('b', 250))) from generate_series(1, 1000000)
--- bomb-trigrams | bounded
select cardinality(show_trgm(repeat('abcdefgh ', 200000)))
--- bomb-text-search | bounded
select count(ts_headline(repeat('word and ', 50000), 'word & and'::tsquery)) from generate_series(1, 100)
--- bomb-json-path | bounded
select count(*) from (select jsonb_path_query((select jsonb_agg(i) from generate_series(1, 3000) i), '$[*] ? (@ > 0 && exists ($[*] ? (@ < 0)))')) t
--- bomb-xpath | bounded
select xpath('//*//*//*//*//*//b', ('<a>' || repeat('<c><d/></c>', 2000) || '</a>')::xml)
--- bomb-grouping-sets | bounded
select count(*) from app.orders group by cube (id, customer_id, amount, status, ordered_at, "update", "delete")
--- bomb-time-zone-names | bounded
select count(*) from pg_timezone_names a, pg_timezone_names b, pg_timezone_names c
--- bomb-sample-time | bounded
select count(*) from app.orders tablesample system_time(600000)
--- bomb-wide-row | bounded
select * from app.orders a, app.orders b, app.orders c, app.orders d, app.orders e
--- bomb-lock-wait | bounded
select count(*) from pg_locks
