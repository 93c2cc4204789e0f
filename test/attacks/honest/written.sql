-- What analysts write. Each must run and give as many rows as PostgreSQL gives: "--- name | from which version".
--- window-running-total
select id, amount, sum(amount) over (order by ordered_at, id rows between unbounded preceding and current row) from app.orders order by id limit 50
--- window-moving-average
select id, avg(amount) over (order by id rows between 6 preceding and current row) from app.orders limit 50
--- window-range-interval
select id, count(*) over (order by ordered_at range between interval '1 day' preceding and current row) from app.orders where id < 500
--- window-groups-frame
select id, sum(amount) over (order by status groups between 1 preceding and current row exclude current row) from app.orders where id < 50
--- window-rank-share
select customer_id, rank() over w, dense_rank() over w, percent_rank() over w, cume_dist() over w, ntile(4) over w from app.orders where id < 200 window w as (partition by status order by amount desc)
--- window-named-inherited
select id, sum(amount) over (w rows 2 preceding) from app.orders where id < 20 window w as (partition by status order by id)
--- window-nth-value
select distinct status, nth_value(amount, 2) over (partition by status order by amount desc rows between unbounded preceding and unbounded following) from app.orders
--- window-gaps-and-islands
select min(id), max(id), count(*) from (select id, id - row_number() over (order by id) as island from app.orders where status <> 'void') s group by island order by 1 limit 20
--- window-sessions
select customer_id, sum(starts) over (partition by customer_id order by ordered_at) as session from (select customer_id, ordered_at, (ordered_at - lag(ordered_at) over (partition by customer_id order by ordered_at) > interval '30 minutes')::int as starts from app.orders) s limit 100
--- window-first-order
select distinct on (customer_id) customer_id, ordered_at, amount from app.orders order by customer_id, ordered_at limit 100
--- window-year-over-year
select month, total, total / nullif(lag(total, 1) over (order by month), 0) - 1 as growth from (select date_trunc('month', ordered_at) as month, sum(amount) as total from app.orders group by 1) m
--- grouping-rollup
select coalesce(country, 'all'), grouping(country), count(*) from app.customers group by rollup (country)
--- grouping-cube
select country, status, sum(amount) from app.customers c join app.orders o on o.customer_id = c.id group by cube (country, status)
--- grouping-sets-mixed
select country, attrs ->> 'tier', count(*) from app.customers group by country, grouping sets ((attrs ->> 'tier'), ())
--- grouping-distinct-sets
select country, count(*) from app.customers group by distinct rollup (country), rollup (country)
--- grouping-filter-crosstab
select date_trunc('month', ordered_at)::date as month, count(*) filter (where status = 'new') as new, count(*) filter (where status = 'paid') as paid, count(*) filter (where status = 'void') as void from app.orders group by 1 order by 1
--- grouping-case-crosstab
select country, sum(case when attrs ->> 'vip' = 'true' then 1 else 0 end), round(100.0 * avg((attrs ->> 'vip')::boolean::int), 1) from app.customers group by country
--- grouping-bool-aggregates
select status, bool_and(amount > 0), bool_or(amount > 1000), every(amount >= 0), bit_or(id) from app.orders group by status
--- grouping-statistics
select status, percentile_cont(array[0.25, 0.5, 0.75]) within group (order by amount), mode() within group (order by customer_id), stddev_samp(amount), var_samp(amount), regr_r2(amount, id), covar_pop(amount, id) from app.orders group by status
--- grouping-hypothetical
select rank(500) within group (order by amount), percent_rank(500) within group (order by amount) from app.orders
--- grouping-histogram
select width_bucket(amount, 0, 1400, 10) as bucket, count(*), min(amount), max(amount) from app.orders group by bucket order by bucket
--- grouping-having-subquery
select customer_id, sum(amount) from app.orders group by customer_id having sum(amount) > (select 2 * avg(total) from (select sum(amount) as total from app.orders group by customer_id) t) limit 100
--- grouping-any-value | 16
select country, any_value(name) from app.customers group by country
--- grouping-functional-dependency
select c.id, c.name, count(o.id) from app.customers c left join app.orders o on o.customer_id = c.id group by c.id limit 20
--- grouping-string-agg-ordered
select country, string_agg(distinct status, ', ' order by status) from app.customers c join app.orders o on o.customer_id = c.id group by country
--- lateral-top-n
select c.id, o.* from app.customers c cross join lateral (select amount, ordered_at from app.orders o where o.customer_id = c.id order by amount desc limit 3) o where c.id < 20
--- lateral-unpivot
select id, k, v from app.orders o cross join lateral (values ('status', o.status), ('update', o."update")) as u(k, v) where id < 10
--- lateral-json-each
select id, key, value from app.customers, jsonb_each_text(attrs) where id < 20
--- lateral-left
select c.id, l.last from app.customers c left join lateral (select max(ordered_at) as last from app.orders o where o.customer_id = c.id) l on true where c.id < 50
--- lateral-generate
select c.id, d.day from app.customers c, lateral generate_series(c.created_at::date, c.created_at::date + 2, interval '1 day') as d(day) where c.id < 20
--- json-path-filter
select id, jsonb_path_query_first(attrs, '$.addr.zip ? (@ > $low)', jsonb_build_object('low', 10010)) from app.customers where id < 30
--- json-path-exists
select count(*) from app.customers where attrs @@ '$.tier > 1 && $.vip == true'
--- json-path-methods
select jsonb_path_query('["2024-01-01", "2025-01-01"]', '$[*].datetime() ? (@ < "2024-06-01".datetime())')
--- json-path-regex
select jsonb_path_query_array('["abc", "bcd"]', '$[*] ? (@ like_regex "^a" flag "i")')
--- json-build
select jsonb_build_object('id', id, 'tags', to_jsonb(tags), 'attrs', attrs #> '{addr,zip}') from app.customers limit 5
--- json-strip-and-merge
select jsonb_strip_nulls(attrs || jsonb_build_object('none', null)), jsonb_set(attrs, '{addr,city}', '"x"'), jsonb_insert(attrs, '{list}', '[]'), attrs #- '{addr,zip}' from app.customers limit 5
--- json-keys
select distinct jsonb_object_keys(attrs) from app.customers
--- json-array-elements
select id, t.tag, t.n from app.customers, jsonb_array_elements_text(to_jsonb(tags)) with ordinality as t(tag, n) where id < 20
--- json-recordset
select sum(price * quantity) from jsonb_to_recordset('[{"price": 2.5, "quantity": 4}, {"price": 1, "quantity": 2}]') as t(price numeric, quantity int)
--- json-row
select row_to_json(c), to_jsonb(c) - 'attrs' from app.customers c limit 5
--- json-aggregate
select country, jsonb_object_agg(id, name order by id) filter (where id < 10), json_agg(json_build_object('n', name)) filter (where id < 5) from app.customers group by country
--- json-typeof
select jsonb_typeof(attrs -> 'tier'), jsonb_array_length('[1, 2]'), attrs ? 'vip' from app.customers limit 3
--- json-populate-row
select (jsonb_populate_record(null::app.victim, '{"id": 1, "v": "x"}')).*
--- json-sql-query | 17
select json_query(attrs, '$.addr' with wrapper), json_value(attrs, '$.tier' returning int default 0 on error) from app.customers limit 5
--- json-sql-table | 17
select t.* from app.customers, json_table(attrs, '$' columns (tier int path '$.tier', zip int path '$.addr.zip', nested path '$.list[*]' columns (x int path '$'))) t limit 10
--- json-is | 16
select '{"a": 1}' is json object, 'x' is json, '[1]' is json array with unique keys
--- json-sql-aggregates | 16
select json_objectagg(id: name), json_arrayagg(name order by id returning jsonb) from app.customers where id < 5
--- arrays-unnest-two
select * from unnest(array[1, 2, 3], array['a', 'b']) with ordinality as t(n, s, place)
--- arrays-overlap
select count(*) from app.customers where tags && array['t1', 'u2'] and tags @> array['t1'] and not tags <@ array['t1']
--- arrays-functions
select array_position(tags, 't1'), array_remove(tags, 't1'), array_append(tags, 'x'), array_to_string(tags, '-'), array_cat(tags, tags), array_dims(tags), trim_array(tags, 1) from app.customers limit 5
--- arrays-aggregate-of-arrays
select array_agg(tags order by id) from app.customers where id < 5
--- arrays-from-text
select string_to_array('a,b,,c', ','), string_to_table('a b', ' '), regexp_split_to_array('a1b2', '\d')
--- arrays-literal
select '{1,2,3}'::int[], '{{a,b},{c,d}}'::text[], '{"a b",NULL}'::text[]
--- arrays-compare
select array[1, 2] < array[1, 3], array[1, 2] = '{1,2}', 3 = any ('{1,2,3}'::int[]), 5 > all (array[1, 2])
--- arrays-sample | 16
select cardinality(array_sample(array[1, 2, 3], 2)), cardinality(array_shuffle(tags)) from app.customers limit 2
--- arrays-sort | 18
select array_sort(array[3, 1, 2]), array_reverse(array[1, 2])
--- ranges-overlap
select daterange('2024-01-01', '2024-02-01') && daterange('2024-01-15', null), int4range(1, 5) * int4range(3, 9), int4range(1, 3) -|- int4range(3, 5)
--- ranges-contains-column
select count(*) from app.orders where ordered_at <@ tstzrange('2024-01-01', '2024-02-01') or amount <@ numrange(10, 20, '[]')
--- ranges-multirange
select unnest('{[1,3),[5,8)}'::int4multirange), range_agg(int4range(id, id + 2)) from app.victim where id < 4
--- ranges-merge
select range_merge(int4range(1, 2), int4range(5, 6)), lower(r), upper(r), isempty(r), upper_inf(r) from (select int4range(1, null) as r) t
--- ranges-of-the-database
select trap.span(1.5, 2.5) @> 2.0::float8, '[1.5,2.5)'::trap.span, trap.span(1, 2, '[]')
--- ranges-of-the-database-multi
select trap.span_multirange(trap.span(1, 2), trap.span(3, 4))
--- enum-of-the-database
select 'low'::trap.mood < 'high', enum_range(null::trap.mood), enum_first(null::trap.mood)
--- text-search-rank
select id, ts_rank(to_tsvector('english', name), q) from app.customers, websearch_to_tsquery('english', 'customer "1"') q where to_tsvector('english', name) @@ q limit 10
--- text-search-headline
select ts_headline('english', 'the fat cats', plainto_tsquery('english', 'cat'), 'MaxWords=5, MinWords=1')
--- text-search-phrase
select phraseto_tsquery('fat cats') <-> 'dog'::tsquery, numnode('a & b'::tsquery), setweight(to_tsvector('x'), 'A'), strip('a:1'::tsvector)
--- text-search-debug
select * from ts_debug('english', 'a fat cat')
--- text-search-rewrite-three
select ts_rewrite('a & b'::tsquery, 'a'::tsquery, 'c'::tsquery)
--- text-regex
select regexp_replace(email, '@.*$', ''), substring(email from '@(.*)$'), regexp_matches(email, '(\d+)@', 'g'), email ~* '^C\d+' from app.customers limit 5
--- text-regex-functions
select regexp_count('abab', 'a'), regexp_instr('abab', 'b', 1, 2), regexp_substr('a1b2', '\d', 1, 2), regexp_like('A', 'a', 'i')
--- text-split
select split_part(email, '@', 2), split_part(email, '.', -1), left(name, 3), right(name, 3), reverse(name), initcap(name) from app.customers limit 5
--- text-format
select format('%1$s-%2$05s', 'a', 1), to_char(1234567.891, 'FM9,999,999.00'), to_char(now(), 'IYYY-"W"IW'), to_number('1,234.5', '9,999.9')
--- text-similarity
select name, similarity(name, 'Custmer 1'), word_similarity('cust', name), name <-> 'Customer' from app.customers where name % 'Customer 1' order by 2 desc limit 5
--- text-trigram-limit
select show_limit(), show_trgm('word')
--- text-unaccent
select unaccent('Hôtel'), upper(unaccent('é')), 'é' like 'e' collate "C"
--- text-citext
select 'ABC'::citext = 'abc', count(distinct email::citext) from app.customers
--- text-fuzzy
select levenshtein('kitten', 'sitting'), soundex('Robert'), metaphone('Thomas', 4), dmetaphone('gumbo'), difference('a', 'b')
--- text-hash | 18
select md5(name), encode(sha256(name::bytea), 'hex'), hashtext(name), encode(hmac('a', 'key', 'sha256'), 'base64'), crc32('a'::bytea) from app.customers limit 3
--- text-hash-old
select md5(name), encode(sha256(name::bytea), 'hex'), hashtext(name), encode(hmac('a', 'key', 'sha256'), 'base64') from app.customers limit 3
--- text-normal-form
select normalize('é', nfd), 'a' is normalized, unistr('\0061')
--- text-case-fold | 18
select casefold('ẞ')
--- text-collation
select name from app.customers order by name collate "C" desc limit 5
--- text-escape
select 'a%b' like 'a\%b', 'a_b' like 'a#_b' escape '#', 'x' similar to '(x|y)', e'tab\there', U&'\00e9', $tag$ it's $tag$
--- hstore
select 'a=>1, b=>2'::hstore -> 'a', akeys('a=>1'::hstore), hstore(array['k'], array['v']), ('a=>1'::hstore || 'b=>3') @> 'b=>3', hstore_to_jsonb('a=>1'), (each('a=>1, b=>2')).key
--- hstore-row
select hstore(c) -> 'name' from app.customers c limit 3
--- hstore-populate
select * from populate_record(null::app.victim, 'id=>7, v=>x')
--- ltree
select 'top.science.astro'::ltree <@ 'top.science', subpath('a.b.c'::ltree, 1), nlevel('a.b'::ltree), 'a.b.c'::ltree ~ '*.b.*'::lquery, lca('a.b'::ltree, 'a.c')
--- intarray
select sort(array[3, 1, 2]), uniq(array[1, 1]), array[1, 2, 3] & array[2, 3], array[1, 2] @@ '1&2'::query_int, idx(array[5, 6], 6)
--- cube-and-distance
select cube_distance('(1,2)'::cube, '(3,4)'::cube), earth_distance(ll_to_earth(48.8, 2.3), ll_to_earth(51.5, -0.1)), '1 .. 3'::seg @> '2'::seg
--- isbn
select isbn('978-0-393-04002-9'), is_valid(isbn13('978-0-393-04002-9')), '9780393040029'::ean13
--- isbn-weak-asked
select isn_weak()
--- uuid
select uuid_generate_v4() is not null, uuid_ns_dns(), uuid_generate_v5(uuid_ns_url(), 'https://example.com'), gen_random_uuid() is not null
--- uuid-seven | 18
select uuidv7() is not null, uuid_extract_timestamp(uuidv7()) is not null, uuid_extract_version(gen_random_uuid())
--- crypto
select digest('a', 'sha1'), encode(encrypt('a', 'k', 'aes'), 'hex'), armor('x'), crypt('a', '$1$abcdefgh') is not null
--- tablefunc-normal
select count(n) from normal_rand(10, 5, 3) n
--- date-arithmetic
select date '2024-01-31' + interval '1 month', date '2024-03-01' - date '2024-02-01', age('2024-03-01', '2023-01-15'), now() - interval '1 year 2 mons 3 days', justify_interval(interval '35 days')
--- date-parts
select extract(isodow from ordered_at), date_part('week', ordered_at), extract(epoch from ordered_at)::bigint, to_char(ordered_at, 'Day') from app.orders limit 5
--- date-trunc-zone | 17
select date_trunc('day', ordered_at, 'Europe/Paris'), ordered_at at time zone 'Asia/Tokyo', timezone('UTC', ordered_at), ordered_at at local from app.orders limit 5
--- date-trunc-zone-old
select date_trunc('day', ordered_at, 'Europe/Paris'), ordered_at at time zone 'Asia/Tokyo', timezone('UTC', ordered_at) from app.orders limit 5
--- date-calendar
select d::date, count(o.id) from generate_series('2024-01-01'::date, '2024-03-31', interval '1 day') d left join app.orders o on o.ordered_at >= d and o.ordered_at < d + interval '1 day' group by 1 order by 1
--- date-calendar-months
select to_char(m, 'YYYY-MM'), (m + interval '1 month - 1 day')::date from generate_series(date_trunc('year', current_date), date_trunc('year', current_date) + interval '11 months', interval '1 month') m
--- date-calendar-zone | 16
select * from generate_series('2024-03-30 00:00+01'::timestamptz, '2024-04-02 00:00+02'::timestamptz, '1 day', 'Europe/Berlin')
--- date-bins
select date_bin('7 days', ordered_at, '2024-01-01'), count(*) from app.orders group by 1 order by 1 limit 20
--- date-overlaps
select (date '2024-01-01', date '2024-02-01') overlaps (date '2024-01-15', interval '10 days')
--- date-special
select 'infinity'::timestamptz, 'epoch'::timestamp, isfinite('infinity'::date), make_interval(days => 3), make_timestamptz(2024, 1, 1, 0, 0, 0, 'UTC'), to_timestamp('2024', 'YYYY')
--- date-now-family
select now(), current_timestamp(0), localtime, clock_timestamp() >= transaction_timestamp(), statement_timestamp(), timeofday() is not null
--- date-cohort
with first as (select customer_id, date_trunc('month', min(ordered_at)) as cohort from app.orders group by 1) select cohort, (extract(year from age(o.ordered_at, cohort)) * 12 + extract(month from age(o.ordered_at, cohort)))::int as month, count(distinct o.customer_id) from first join app.orders o using (customer_id) group by 1, 2 order by 1, 2
--- recursive-org-chart
with recursive staff(id, name, boss) as (values (1, 'a', null::int), (2, 'b', 1), (3, 'c', 2)), tree as (select id, name, 1 as depth, array[id] as path from staff where boss is null union all select s.id, s.name, t.depth + 1, t.path || s.id from staff s join tree t on s.boss = t.id) select repeat('  ', depth) || name, path from tree order by path
--- recursive-search-depth
with recursive t(n, parent) as (select 1, 0 union all select n * 2, n from t where n < 20) search breadth first by n set o select * from t order by o
--- recursive-cycle
with recursive edges(a, b) as (values (1, 2), (2, 3), (3, 1)), walk(a, b) as (select a, b from edges where a = 1 union all select e.a, e.b from edges e join walk w on e.a = w.b) cycle a set is_cycle using path select * from walk
--- recursive-fibonacci
with recursive f(a, b) as (select 0::numeric, 1::numeric union all select b, a + b from f where b < 10 ^ 20) select a from f
--- recursive-primes
with recursive n as (select 2 as i union all select i + 1 from n where i < 100) select i from n where not exists (select from n m where m.i < n.i and n.i % m.i = 0)
--- cte-materialized
with a as materialized (select * from app.orders where id < 100), b as not materialized (select * from a) select count(*) from b
--- cte-chain
with a as (select 1 as x), b(y) as (select x + 1 from a), c as (table b) select * from a, b, c
--- subquery-correlated
select id, (select count(*) from app.orders o where o.customer_id = c.id) from app.customers c where exists (select 1 from app.orders o where o.customer_id = c.id and o.amount > 1300) limit 20
--- subquery-not-in
select count(*) from app.customers where id not in (select customer_id from app.orders where status = 'paid') and (id, country) in (select id, country from app.customers)
--- subquery-array
select id, array(select amount from app.orders o where o.customer_id = c.id order by 1) from app.customers c limit 5
--- set-operations
(select country from app.customers intersect select country from app.customers) except all select 'US' union select 'XX' order by 1
--- set-operations-rows
select 1, 'a' union all (values (2, 'b'), (3, 'c') order by 1 limit 1)
--- join-natural-using
select * from app.customers c join (select id as customer_id, amount from app.orders where id < 5) o on o.customer_id = c.id natural join (select 1 as one) n
--- join-full-alias
select * from (app.victim a full join app.victim b using (id)) as j limit 5
--- join-using-alias
select u.id from app.victim a join app.victim b using (id) as u limit 5
--- join-anti
select count(*) from app.customers c left join app.orders o on o.customer_id = c.id where o.id is null
--- join-many
select count(*) from app.customers c join app.orders o on o.customer_id = c.id join app.mv m on m.country = c.country join app.v_ok v on v.id = c.id
--- case-and-null
select coalesce(null, amount), nullif(status, 'void'), amount is distinct from null, num_nulls(amount, null), greatest(amount, 10), case status when 'paid' then 1 when 'new' then 2 end from app.orders limit 5
--- casts
select '12'::numeric(10, 2)::text, 1::boolean, 'yes'::boolean, '1 day'::interval::text, '\x01'::bytea, '10.0.0.1/8'::inet, b'101'::int, 5::bit(4), '12.34'::money, '(1,2)'::point
--- numbers
select trunc(2.567, 1), round(-2.5), 7 / 2.0, div(7, 2), power(2, 0.5), log(2, 8), scale(1.50), trim_scale(1.50), factorial(10), exp(1.0), min_scale(1.10)
--- numbers-special
select 'NaN'::float8, 'Infinity'::numeric, 'nan'::numeric = 'nan' from (select 1) x where false
--- numbers-literals | 16
select 0xff, 0b11, 0o17, 1_000_000
--- random-sample
select id from app.orders order by random() limit 10
--- random-functions | 17
select random(1, 10) between 1 and 10, random_normal() is not null
--- tablesample-system
select count(*) >= 0 from app.orders tablesample system (5) repeatable (1)
--- tablesample-rows
select id from app.orders tablesample system_rows (10)
--- tablesample-time
select count(*) > 0 from app.orders tablesample system_time (100)
--- network
select host('10.1.2.3/8'::inet), masklen('10.0.0.0/8'::inet), network('10.1.2.3/8'), '10.1.2.3'::inet << '10.0.0.0/8', macaddr '08:00:2b:01:02:03'
--- geometry
select point(1, 2) <-> point(4, 6), area(box '(2,2),(0,0)'), circle '<(0,0),2>' @> point '(1,1)', length(path '((0,0),(1,0))')
--- bits-and-bytes
select 5 & 3, 5 # 3, ~5, 1 << 3, get_bit('\x01'::bytea, 0), encode('a'::bytea, 'hex'), convert_from('\x61', 'UTF8'), to_hex(255), bit_count('\xff'::bytea)
--- xml
select xmlelement(name row, xmlattributes(id as id), xmlforest(v)), xpath('/a/text()', '<a>x</a>'::xml) from app.victim limit 3
--- xml-aggregate
select xmlagg(xmlelement(name v, v) order by id), xmlconcat('<a/>', '<b/>'), xmlserialize(content '<a/>'::xml as text) from app.victim where id < 4
--- xml-table
select * from xmltable('/r/i' passing ('<r><i n="1">a</i><i n="2">b</i></r>'::xml) columns n int path '@n', t text path '.', o for ordinality)
--- composite
select (c).name, (c).attrs -> 'tier', row(c.*) = row(c.*) from app.customers c limit 3
--- composite-star
select (x).* from (select c as x from app.customers c limit 3) s
--- columns-named-like-functions
select o.update, o.delete, count as "count", length from app.orders o, (select 1 as count, 2 as length) x limit 2
--- comments-everywhere
select /* a */ 1 -- b; c
, /* d /* e */ f */ 2 as "x -- y", ';' as "/*"
--- quoted-names
select 1 as "ÄÖ ü", 2 as "a""b", 3 as "select", 4 as "  "
--- trailing-semicolon-comment
select 1; -- the end
--- values-only
values (1, date '2024-01-01'), (2, null)
--- no-columns
select from app.victim limit 3
--- offset-fetch
select id from app.orders order by id offset 10 rows fetch next 10 rows with ties
--- between-symmetric
select count(*) from app.orders where amount between symmetric 20 and 10 or ordered_at::date between date '2024-01-01' and date '2024-01-02'
--- parameters-typed
select count(*) from app.orders where status = any (array['paid', 'new']) and ordered_at >= '2024-01-01' and amount > all (select 1)
--- catalog-columns
select table_name, column_name, data_type, is_nullable, column_default, character_maximum_length, numeric_precision from information_schema.columns where table_schema = 'app' order by 1, ordinal_position
--- catalog-tables
select table_schema, table_name, table_type, is_insertable_into from information_schema.tables where table_schema = 'app'
--- catalog-constraints
select tc.constraint_name, kcu.column_name, ccu.table_name from information_schema.table_constraints tc join information_schema.key_column_usage kcu using (constraint_schema, constraint_name) join information_schema.constraint_column_usage ccu using (constraint_schema, constraint_name)
--- catalog-routines
select routine_name, data_type from information_schema.routines where routine_schema = 'app'
--- catalog-views
select table_name, view_definition, is_updatable from information_schema.views where table_schema = 'app'
--- catalog-privileges
select grantee, privilege_type from information_schema.role_table_grants where table_name = 'orders'
--- catalog-sequences
select sequence_name, minimum_value from information_schema.sequences
--- catalog-sequences-last
select schemaname, sequencename, last_value from pg_sequences
--- catalog-sizes
select c.oid::regclass, pg_size_pretty(pg_table_size(c.oid)), pg_size_pretty(pg_indexes_size(c.oid)), pg_total_relation_size(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname = 'app' and relkind = 'r' order by 4 desc
--- catalog-database-size
select datname, pg_size_pretty(pg_database_size(oid)) from pg_database where datname = current_database()
--- catalog-comments
select obj_description('app.orders'::regclass), col_description('app.orders'::regclass, 1), shobj_description(oid, 'pg_database') from pg_database where datname = current_database()
--- catalog-indexes
select i.indexrelid::regclass, pg_get_indexdef(i.indexrelid), s.idx_scan from pg_index i left join pg_stat_user_indexes s using (indexrelid) where i.indrelid = 'app.orders'::regclass
--- catalog-partitions
select * from pg_partition_tree('app.orders')
--- catalog-partition-ancestors
select * from pg_partition_ancestors('app.orders')
--- catalog-foreign-keys
select conrelid::regclass, confrelid::regclass, pg_get_constraintdef(oid) from pg_constraint where contype = 'f'
--- catalog-definitions
select pg_get_viewdef('app.v_ok'::regclass, true), pg_get_functiondef('app.set_guc'::regproc), pg_get_expr(adbin, adrelid) from pg_attrdef limit 3
--- catalog-types
select format_type(atttypid, atttypmod), attname from pg_attribute where attrelid = 'app.orders'::regclass and attnum > 0 and not attisdropped
--- catalog-enums
select t.typname, e.enumlabel from pg_enum e join pg_type t on t.oid = e.enumtypid
--- catalog-stats
select relname, n_live_tup, n_dead_tup, last_analyze, seq_scan from pg_stat_user_tables where schemaname = 'app'
--- catalog-stats-columns
select attname, n_distinct, most_common_vals from pg_stats where schemaname = 'app' and tablename = 'orders'
--- catalog-stats-io
select relname, heap_blks_read, heap_blks_hit from pg_statio_user_tables limit 3
--- catalog-stats-database
select datname, xact_commit, blks_hit, stats_reset from pg_stat_database where datname = current_database()
--- catalog-roles
select rolname, rolsuper, rolcanlogin from pg_roles order by 1
--- catalog-extensions
select extname, extversion from pg_extension
--- catalog-available-extensions
select name, default_version from pg_available_extensions limit 5
--- catalog-settings
select name, setting, unit from pg_settings where name in ('server_version', 'TimeZone', 'work_mem')
--- catalog-policies
select * from pg_policies
--- catalog-matviews
select matviewname, definition from pg_matviews
--- catalog-time-zones
select name, utc_offset from pg_timezone_names where name like 'Europe/%' order by 1
--- catalog-privileges-functions
select has_table_privilege('app.orders', 'select'), has_column_privilege('app.orders', 'id', 'select'), pg_has_role('pg_read_all_data', 'member'), row_security_active('app.orders')
--- catalog-object-names
select pg_describe_object('pg_class'::regclass, 'app.orders'::regclass, 0), to_regclass('app.nothing'), to_regtype('int'), pg_get_userbyid(relowner) from pg_class where oid = 'app.orders'::regclass
--- session-facts
select current_user, session_user, current_schema, current_schemas(true), current_database(), version(), current_setting('server_version_num'), inet_server_port() is not null, pg_postmaster_start_time() is not null, pg_backend_pid() > 0
--- session-snapshot
select pg_current_snapshot() is not null, txid_current_if_assigned() is null
--- rows-physical
select ctid, xmin, tableoid::regclass, c.* from app.victim c limit 3
--- rows-size
select pg_column_size(c.*), pg_column_compression(name) from app.customers c limit 3
--- merge-like-upsert-preview
select c.id, case when o.id is null then 'insert' else 'update' end from (values (1), (999999)) as c(id) left join app.customers o using (id)
--- pareto
select customer_id, total, sum(total) over (order by total desc) / sum(total) over () as share from (select customer_id, sum(amount) as total from app.orders group by 1) t order by total desc limit 20
--- retention-funnel
select count(*) as all, count(*) filter (where paid) as paid, count(*) filter (where paid and voided) as both from (select customer_id, bool_or(status = 'paid') as paid, bool_or(status = 'void') as voided from app.orders group by 1) t
--- median-by-array
select status, (array_agg(amount order by amount))[count(*) / 2 + 1] from app.orders group by status
--- outliers
with s as (select avg(amount) as m, stddev(amount) as d from app.orders) select id, (amount - m) / d as z from app.orders, s where abs((amount - m) / d) > 1.7 limit 20
--- correlation-matrix
select corr(amount, id), corr(amount, extract(epoch from ordered_at)::float8) from app.orders
--- pivot-json
select status, jsonb_object_agg(month, n) from (select status, to_char(ordered_at, 'YYYY-MM') as month, count(*) as n from app.orders group by 1, 2) t group by status
--- exclude-columns
select to_jsonb(c) - array['attrs', 'tags'] from app.customers c limit 3
--- linear-trend
select regr_slope(n, day), regr_intercept(n, day) from (select extract(doy from ordered_at) as day, count(*) as n from app.orders group by 1) t
--- literal-beside-plain-columns
select count(*) from app.customers where tags = '{t1,u1}' or attrs @> '{"vip": true}' or name like '(%'
--- column-of-a-domain-read
select id, pair, words from trap.pairs
--- column-of-a-domain-with-text
select id, pair from trap.pairs where id::text <> 'x'
--- input-check | 16
select v, pg_input_is_valid(v, 'integer'), (pg_input_error_info(v, 'numeric(5, 2)')).message from app.victim limit 3
--- input-check-of-own-type | 16
select pg_input_is_valid('low', 'trap.mood'), pg_input_is_valid('{1,2}', ' int4 [] '), pg_input_is_valid('x', '"char"'), pg_input_is_valid('2024-01-01', 'timestamp with time zone')
--- monitoring-locks
select count(*) from (select locktype, mode, granted, relation::regclass from pg_locks where relation = 'pg_class'::regclass) l
--- monitoring-log-of-changes
select pg_is_in_recovery() or pg_current_wal_lsn() is not null, checkpoint_lsn is not null from pg_control_checkpoint()
--- monitoring-prepared
select gid, prepared from pg_prepared_xacts
--- monitoring-own-session
select name from pg_prepared_statements where name = 'x' union all select name from pg_cursors where name = 'x'
--- monitoring-transactions
select txid_status(txid_snapshot_xmin(txid_current_snapshot()) - 1) is not null, pg_blocking_pids(pg_backend_pid())
--- monitoring-io | 16
select backend_type, object, context, reads from pg_stat_io where false
--- monitoring-tables-in-transaction
select relname, seq_scan from pg_stat_xact_user_tables where relname = 'victim'
--- array-of-rows-beside-domains
select count(*) from trap.plain where id = any('{1,2}')
--- json-of-whole-rows
select row_to_json(c), to_jsonb(c) - '{attrs,tags}'::text[], json_build_object('tags', c.tags) from app.customers c limit 3
--- json-with-the-rows-of-each
select c.id, coalesce(o.list, '[]') from app.customers c left join lateral (select jsonb_agg(jsonb_build_object('id', o.id)) as list from app.orders o where o.customer_id = c.id) o on true limit 3
--- row-literals-of-a-table
select '(1,a)'::app.victim, '{"(1,a)","(2,b)"}'::app.victim[], jsonb_populate_record(w, '{"v": "x"}') from app.victim w limit 1
--- json-checked-before-it-is-read | 17
select jsonb_populate_record_valid(w, '{"id": "x"}') from app.victim w limit 1
