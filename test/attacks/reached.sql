-- What calls, reads or changes something without being a call, by the forms of SQL's newer and older grammar. Written as
-- those in attacks.sql.
--- json-table-plain-column-of-a-domain | refused | 17
select * from json_table('{"a":"x"}'::jsonb, '$' columns (w trap.word path '$.a'))
--- json-table-nested-column-of-a-domain | refused | 17
select * from json_table('[{"a":["x"]}]'::jsonb, '$[*]' columns (nested path '$.a[*]' columns (w trap.word path '$')))
--- json-table-column-of-a-row-with-a-domain | refused | 17
select * from json_table('{"a":{"number":1,"word":"x"}}'::jsonb, '$' columns (p trap.pair path '$.a'))
--- json-table-column-of-an-array-of-domains | refused | 17
select * from json_table('{"a":["x"]}'::jsonb, '$' columns (w trap.words path '$.a' with wrapper))
--- json-table-passing-a-call | refused | 17
select * from json_table('{}'::jsonb, '$ ? ($x == true)' passing trap.spring('passing') as x columns (a int path '$'))
--- json-table-default-on-error-of-a-nested-column | refused | 17
select * from json_table('[1]'::jsonb, '$[*]' columns (nested path '$' columns (a int path '$.b' default trap.spring('d')::int on error)))
--- json-table-of-a-call | refused | 17
select * from json_table(to_jsonb(trap.spring('context')), '$' columns (a bool path '$'))
--- json-table-lateral-path-variable | refused | 17
select j.* from trap.plain p, json_table('[1]'::jsonb, '$[*]' passing p.text::trap.word as x columns (a int path '$')) j
--- json-exists-passing-a-domain | refused | 17
select json_exists('{}'::jsonb, '$ ? ($w == "x")' passing 'x'::trap.word as w)
--- json-query-of-a-row | refused | 17
select json_query('{"number":1,"word":"x"}'::jsonb, '$' returning trap.pair)
--- json-query-default-behind-a-subquery | fails | 17
select json_value('{}'::jsonb, '$.a' returning text default (select trap.spring('empty')::text) on empty)
--- json-scalar-of-a-cast | refused | 17
select json_scalar(stage) from trap.staged
--- json-object-with-a-cast-as-value | refused | 16
select json_object('a' value stage) from trap.staged
--- json-objectagg-with-a-cast | refused | 16
select json_objectagg(id value stage) from trap.staged
--- json-arrayagg-ordered-by-a-call | refused | 16
select json_arrayagg(id order by trap.spring('order')) from trap.plain
--- json-array-of-a-subquery-with-a-call | refused | 16
select json_array(select trap.spring('array'))
--- is-json-of-a-call | refused | 16
select trap.spring('json')::text is json object with unique keys
--- json-parse-of-a-domain | refused | 17
select json('"x"'::trap.word)
--- jsonb-subscript-of-a-call | refused
select ('{"true":1}'::jsonb)[trap.spring('subscript')::text]
--- jsonb-populate-over-a-whole-row | refused
select jsonb_populate_record(p, '{"pair":{"number":1,"word":"x"}}') from trap.pairs p
--- json-to-record-of-a-range-of-words | refused
select * from json_to_record('{"r":"[a,b)"}') as r(r trap.word_range)
--- merge-with-returning | refused
with m as (merge into trap.plain p using (select 1 as id) s on p.id = s.id when matched then delete) select 1
--- merge-by-source | refused | 17
with m as (merge into trap.plain p using (select 1 as id) s on p.id = s.id when not matched by source then delete returning merge_action()) select * from m
--- merge-action-outside | fails | 17
select merge_action()
--- update-returning-old-and-new | refused | 18
with u as (update trap.plain set number = 2 returning old.number, new.number) select * from u
--- delete-returning-with-names | refused | 18
with d as (delete from trap.plain returning with (old as o) o.id) select * from d
--- insert-within-a-materialized-with-in-a-union | refused
select 1 union all (with i as materialized (insert into trap.plain values (9) returning id) select id from i)
--- hypothetical-set-argument | refused
select rank(trap.spring('rank')::int) within group (order by id) from trap.plain
--- hypothetical-set-percentiles | refused
select percentile_cont(array[trap.spring('p')::int::float8]) within group (order by id) from trap.plain
--- aggregate-distinct-ordered-by-a-call | refused
select array_agg(distinct trap.spring(text) order by trap.spring(text)) from trap.plain
--- grouping-of-a-call | refused
select grouping(trap.spring('g')) from trap.plain group by rollup (trap.spring('g'))
--- group-by-all-sets-of-a-call | refused
select 1 from trap.plain group by distinct cube (trap.spring('a'), id), rollup (trap.spring('b'))
--- window-range-offset-of-a-call | refused
select sum(id) over (order by id range between trap.spring('r')::int preceding and current row exclude ties) from trap.plain
--- window-groups-offset-of-a-call | refused
select sum(id) over (order by id groups trap.spring('g')::int preceding) from trap.plain
--- window-copied-with-a-call | refused
select sum(id) over (w order by trap.spring('w')) from trap.plain window w as (partition by id)
--- nth-value-of-a-call | refused
select nth_value(id, trap.spring('n')::int) over () from trap.plain
--- fetch-with-ties-of-a-call | refused
select id from trap.plain order by id fetch first (trap.spring('f')::int) rows with ties
--- xml-forest-of-a-call | refused
select xmlforest(trap.spring('f') as a)
--- xml-attributes-of-a-call | refused
select xmlelement(name a, xmlattributes(trap.spring('a') as b))
--- xml-pi-of-a-call | refused
select xmlpi(name a, trap.spring('p')::text)
--- xml-root-of-a-call | refused
select xmlroot(xmlparse(document '<a/>'), version trap.spring('v')::text)
--- xml-exists-of-a-call | refused
select xmlexists('//a' passing xmlparse(content trap.spring('x')::text))
--- xml-concatenation-aggregated-by-a-call | refused
select xmlagg(xmlelement(name a) order by trap.spring('x')) from trap.plain
--- xml-serialized-as-a-domain | refused
select xmlserialize(content '<a/>'::xml as trap.word)
--- xmltable-path-of-a-call | refused
select * from xmltable('/a' passing ('<a/>'::xml) columns b text path (trap.spring('p')::text))
--- xmltable-row-of-a-call | refused
select * from xmltable((trap.spring('r')::text) passing ('<a/>'::xml) columns b text path '.')
--- xmltable-namespace-of-a-call | refused
select * from xmltable(xmlnamespaces(trap.spring('n')::text as n), '/a' passing ('<a/>'::xml) columns b text path '.')
--- overlay-of-a-call | refused
select overlay('abc' placing trap.spring('o')::text from 1 for 2)
--- position-of-a-call | refused
select position(trap.spring('p')::text in 'abc')
--- trim-of-a-call | refused
select trim(both trap.spring('t')::text from 'abc')
--- substring-similar-of-a-call | refused
select substring('abc' similar '%' escape trap.spring('s')::text)
--- like-escape-of-a-call | refused
select 'a' like 'b' escape trap.spring('e')::text
--- similar-to-escape-of-a-call | refused
select 'a' not similar to 'b' escape trap.spring('e')::text
--- extract-of-a-call | refused
select extract(year from case when trap.spring('x') then now() end)
--- time-zone-of-a-call | refused
select now() at time zone trap.spring('z')::text
--- at-local-of-a-call | refused | 17
select (case when trap.spring('z') then now() end) at local
--- collation-for-a-call | refused
select collation for (trap.spring('c')::text)
--- normalized-of-a-call | refused
select trap.spring('n')::text is nfc normalized
--- normalize-of-a-call | refused
select normalize(trap.spring('n')::text, nfkd)
--- treat-as-a-domain | fails
select treat('x' as trap.word)
--- cast-with-format-of-words | refused
select cast(array['x'] as trap.word[])
--- overlaps-of-calls | refused
select (now(), case when trap.spring('o') then now() end) overlaps (now(), now())
--- between-symmetric-of-a-call | refused
select true between symmetric trap.spring('b') and false
--- is-distinct-from-a-call | refused
select true is not distinct from trap.spring('d')
--- any-of-an-array-of-calls | refused
select true = any (array[trap.spring('a')])
--- some-of-a-subquery-with-a-call | refused
select true = some (select trap.spring('s'))
--- row-in-rows-with-a-call | refused
select (1, true) in ((1, trap.spring('r')), (2, false))
--- slice-bounds-of-a-call | refused
select (array[1, 2])[trap.spring('l')::int : trap.spring('u')::int]
--- interval-typed-by-a-call | refused
select make_interval(days => trap.spring('i')::int)
--- arguments-by-name-mixed | refused
select make_date(2020, month => trap.spring('m')::int, day => 1)
--- greatest-of-calls | refused
select greatest(false, trap.spring('g'))
--- values-in-a-from-with-a-call | refused
select * from (values (1, false), (2, trap.spring('v'))) v(a, b)
--- table-function-with-ordinality-joined | refused
select * from trap.plain p join lateral unnest(array[trap.spring('u')]) with ordinality u(a, n) on u.n = p.id
--- rows-from-with-column-definitions | refused
select * from rows from (json_to_record('{"w":"x"}') as (w trap.word), generate_series(1, 2)) r
--- join-using-with-an-alias | refused
select j.id from trap.plain a join trap.v_where b using (id) as j
--- natural-join-with-a-view | refused
select * from trap.plain natural full join trap.v_where
--- not-materialized-with | refused
with w as not materialized (select trap.spring('w')) select 1 where exists (table w)
--- unused-recursive-with | refused
with recursive w as (select 1 as a union all select a + trap.spring('w')::int from w where a < 2) select 1
--- search-breadth-first | refused
with recursive w as (select 1 as a, false as b union all select a + 1, trap.spring('w') from w where a < 3) search breadth first by a, b set o select * from w
--- cycle-to-a-domain | fails
with recursive w as (select 1 as a union all select a + 1 from w where a < 3) cycle a set c to 'y'::trap.word default 'n'::trap.word using p select * from w
--- implicit-cast-in-a-union | fails
select 1 union all select trap.to_box('1')
--- implicit-cast-in-an-array | fails
select array[1, b] from (select null::trap.box as b) t
--- implicit-cast-in-greatest | fails
select greatest(1, b) from (select null::trap.box as b) t
--- implicit-cast-in-a-limit | fails
select id from trap.plain limit (select row('1')::trap.box)
--- implicit-cast-in-a-subscript | refused
select (array[1, 2])[b] from (select row('1')::trap.box as b) t
--- implicit-cast-in-a-series | refused
select * from generate_series(1, (select row('1')::trap.box))
--- implicit-cast-in-a-frame | fails
select sum(id) over (order by id rows (select row('1')::trap.box) preceding) from trap.plain
--- implicit-cast-in-a-values-column | fails
values (1), (row('1')::trap.box)
--- implicit-cast-in-a-condition | fails
select case when true then row('1')::trap.box else 1 end
--- implicit-cast-beside-an-operator | refused
select 1 + row('1')::trap.box
--- implicit-cast-as-a-variadic | fails
select jsonb_build_array(variadic array[1, row('1')::trap.box])
--- operator-written-out-of-a-schema | refused
select 'a' operator(trap.===) 'b'
--- operator-written-out-any | refused
select 'a' operator(trap.===) any (array['b'])
--- operator-written-out-prefix | refused
select operator(trap.!!) 'a'
--- operator-of-a-row-subquery | fails
select ('a', 'b') operator(trap.===) (select 'a', 'b')
--- order-using-an-operator | fails
select text from trap.plain order by text using operator(trap.===)
--- attribute-of-a-subquery | refused
select (select p from trap.plain p limit 1).its_pair
--- attribute-of-an-array-element | refused
select ((array_agg(p))[1]).its_pair from trap.plain p
--- attribute-of-a-row-of-a-function | refused
select (trap.gives_pair()).word
--- attribute-star-of-a-function | refused
select (trap.gives_pair()).*
--- whole-row-as-text-of-a-view | refused
select v::text from trap.v_select v
--- whole-row-aggregated-of-a-view | refused
select array_agg(v) from trap.v_srf v
--- whole-row-compared-of-a-view | refused
select v is not null from trap.v_lateral v
--- row-of-a-view-in-a-count | refused
select count(v) from trap.v_cast v
--- large-object-within-json | refused
select json_build_object('a', lo_get(4242))
--- large-object-truncated | refused
select lo_truncate64(lo_open(4242, 131072), 0)
--- large-object-put-in-an-unused-with | refused
with w as materialized (select lo_put(4242, 0, 'x')) select 1
--- logical-message-in-a-filter | refused
select count(*) filter (where pg_logical_emit_message(false, 'a', 'b') is not null)
--- logical-changes-peeked | refused
select * from pg_logical_slot_peek_changes('s', null, null)
--- setting-in-a-default-of-coalesce | refused
select coalesce(null, set_config('search_path', 'trap', false))
--- setting-within-a-case-that-never-is | refused
select case when false then set_config('a.b', 'c', false) end
--- sleep-within-a-lateral-of-values | refused
select * from (values (1)) v(a) cross join lateral (select pg_sleep(a)) s
--- sleep-as-an-attribute | refused
select (0.1::float8).pg_sleep
--- sleep-as-an-operand-of-is | refused
select pg_sleep(1) is null
--- advisory-lock-in-a-join | refused
select 1 from trap.plain a join trap.plain b on pg_try_advisory_lock(a.id)
--- advisory-lock-in-an-aggregate | refused
select bool_or(pg_try_advisory_xact_lock(id)) from trap.plain
--- xml-of-a-query-within-an-element | refused
select xmlelement(name a, query_to_xml('select trap.spring(''x'')', true, true, ''))
--- xml-of-a-table-by-a-name-computed | refused
select table_to_xml(('trap.' || 'sprung')::regclass, true, true, '')
--- xpath-table | refused
select * from xpath_table('id', 'text', 'trap.v_where', '/a', 'true') as t(id int)
--- text-search-rewrite-by-a-query | refused
select ts_rewrite('a'::tsquery, 'select trap.spring(''x'')')
--- text-search-statistics-of-a-parameterless-concatenation | refused
select * from ts_stat('select to_tsvector(text) from ' || 'trap.plain')
--- text-search-statistics-of-a-view | refused
select * from ts_stat('select to_tsvector(text) from trap.plain where trap.spring(text)')
--- crosstab-of-a-call | refused
select * from crosstab('select 1, trap.spring(''x'')::text, 1') as c(a int, b int)
--- connectby-of-a-view | refused
select * from connectby('trap.v_where', 'id', 'id', '1', 0) as t(a int, b int, c int)
--- dblink-in-a-condition | refused
select 1 where exists (select from dblink('dbname=lab', 'select 1') as t(a int))
--- input-check-of-a-domain-by-a-column | refused | 16
select pg_input_is_valid('x', text) from (select 'trap.word' as text) t
--- input-error-of-an-array-of-domains | refused | 16
select * from pg_input_error_info('{x}', 'trap.word[]')
--- statements-of-others | refused
select query from pg_stat_statements(true)
--- statements-reset | refused
select pg_stat_statements_reset()
--- prewarmed-table | refused
select pg_prewarm('trap.plain')
--- page-read-raw | fails
select get_raw_page('trap.plain', 0)
--- log-read-of-changes | fails
select * from pg_get_wal_records_info('0/1', '0/2')
--- role-password-by-a-whole-row | refused
select a from pg_authid a
--- mapping-options-by-a-whole-row | refused
select to_jsonb(m) from pg_user_mappings m
--- unicode-escape-of-a-closed-relation | refused
select * from U&"pg\005fshadow"
--- comment-within-a-call | refused
select trap./* ; */spring/* -- */('x')
--- dollar-quote-of-a-call-in-a-literal | harmless
select $a$ select trap.spring('x'); $a$
--- backslash-of-psql | invalid
select 1 \gexec
--- psql-meta-command | invalid
\! touch /tmp/probe
--- psql-variable-of-a-schema | fails
select :"trap".spring('x')
--- two-statements-behind-a-cast | refused
select 1::int; select trap.spring('x')
--- copy-in-a-with | invalid
with c as (copy trap.plain to program 'true') select 1
--- call-in-a-with | invalid
with c as (call trap.spring_procedure()) select 1
--- graph-pattern | invalid
select * from graph_table (g match (a)-[e]->(b) columns (a.id))
--- temporary-view-in-a-text | refused
create temp view v as select 1
--- set-operation-with-locks | refused
select id from trap.plain union select id from trap.plain for update
--- no-key-update-in-a-lateral | refused
select * from trap.plain p, lateral (select id from trap.plain q where q.id = p.id for no key update skip locked) l
