-- What grows or goes on without end in other ways than those in attacks.sql, and what looks for a limit's edge. Written as
-- those there.
--- format-width | bounded
select length(format('%150000000s', 'x'))
--- format-width-by-argument | bounded
select length(format('%*s', 150000000, ''))
--- format-many-widths | bounded
select sum(length(format('%50000000s%50000000s', 'x', i))) from generate_series(1, 100) i
--- pad-both-ways | bounded
select length(lpad(rpad('', 50000000, 'ab'), 100000000, 'c'))
--- repeat-of-repeat | bounded
select length(repeat(repeat('x', 10000), 10000)) from generate_series(1, 1000)
--- constants-that-are-kept | bounded
select length(repeat('a', 50000000)), length(repeat('b', 50000000)), length(repeat('c', 50000000)), length(repeat('d', 50000000)), length(repeat('e', 50000000)), length(repeat('f', 50000000))
--- replace-that-grows | bounded
select length(replace(repeat('a', 1000000), 'a', repeat('b', 90)))
--- regexp-replace-that-grows | bounded
select length(regexp_replace(repeat('a', 100000), 'a', repeat('\&', 5000), 'g'))
--- translate-of-everything | bounded
select length(translate(repeat('a', 50000000), 'a', 'b')) from generate_series(1, 1000)
--- string-aggregate-of-large | bounded
select length(string_agg(repeat('x', 1000000), ',')) from generate_series(1, 100000)
--- string-aggregate-as-a-window | bounded
select length(string_agg(repeat('x', 10000), ',') over (order by i)) from generate_series(1, 100000) i
--- xml-aggregate-of-large | bounded
select xmlagg(xmlelement(name a, repeat('x', 100000)))::text from generate_series(1, 100000)
--- json-object-aggregate-of-large | bounded
select jsonb_object_agg(i, repeat('x', 10000)) from generate_series(1, 1000000) i
--- array-filled | bounded
select array_length(array_fill(1, array[10000, 10000]), 1)
--- array-filled-and-unnested | bounded
select count(*) from unnest(array_fill(1, array[30000000])) a, unnest(array_fill(1, array[30000000])) b
--- array-doubled-by-recursion | bounded
with recursive a as (select array[1] as a union all select a || a from a) select count(*) from a
--- text-doubled-by-recursion | bounded
with recursive a as (select 'x' as a union all select a || a from a) select max(length(a)) from a
--- json-doubled-by-recursion | bounded
with recursive a as (select '[1]'::jsonb as a union all select a || a from a) select count(*) from a
--- recursion-that-keeps-its-path | bounded
with recursive r as (select 1 as a union all select a + 1 from r) search depth first by a set o select count(*) from r
--- recursion-that-looks-for-cycles | bounded
with recursive r as (select 1 as a union all select a + 1 from r) cycle a set c using p select count(*) from r
--- recursion-that-never-repeats | bounded
with recursive r as (select random() as a union select random() from r) select count(*) from r
--- recursion-that-multiplies | bounded
with recursive r as (select 1 as a union all select a + x from r, generate_series(1, 100) x) select count(*) from r
--- series-of-instants | bounded
select count(*) from generate_series(timestamp '-infinity' + interval '0', 'infinity', '1 microsecond')
--- series-of-instants-finite | bounded
select count(*) from generate_series(timestamp '4000-01-01 BC', '290000-01-01', '1 microsecond')
--- series-of-numerics | bounded
select count(*) from generate_series(0::numeric, 1e100, 1e-100)
--- series-in-a-lateral-fan | bounded
select count(*) from generate_series(1, 100000) a, lateral generate_series(1, a) b, lateral generate_series(1, b) c
--- numeric-tower | bounded
select 10::numeric ^ 100000
--- numeric-factorial-of-many | bounded
select sum(length(factorial(20000 + i)::text)) from generate_series(1, 10000) i
--- numeric-root-of-large | bounded
select sum(length(sqrt(i + 10::numeric ^ 100000)::text)) from generate_series(1, 10000) i
--- numeric-greatest-divisor | bounded
select sum(gcd(i + 10::numeric ^ 20000, 3::numeric ^ 40000)) from generate_series(1, 100000) i
--- numeric-power-near-one | bounded
select sum(length(((1.0000000001 + i * 1e-20)::numeric ^ 1000000000)::text)) from generate_series(1, 100000) i
--- numeric-exponential | bounded
select sum(length(exp(5000.123456789 + i * 1e-9)::numeric::text)) from generate_series(1, 100000) i
--- number-format-that-is-long | bounded
select sum(length(to_char(i, repeat('9', 10000)))) from generate_series(1, 10000000) i
--- date-format-that-is-long | bounded
select sum(length(to_char(now() + i * interval '1s', repeat('Month', 10000)))) from generate_series(1, 1000000) i
--- hashes-of-large | bounded
select max(sha512(repeat('x', 100000000)::bytea)) from generate_series(1, 10000)
--- encodings-of-encodings | bounded
select length(encode(encode(encode(repeat('x', 10000000)::bytea, 'hex')::bytea, 'hex')::bytea, 'base64'))
--- regex-repeated-bounds | bounded
select 'x' ~ '((((a{1,100}){1,100}){1,100}){1,100})'
--- regex-look-behind | bounded
select count(*) from generate_series(1, 1000000) i where repeat('a', 5000) ~ '(?<=(a|aa|aaa)+)b'
--- regex-alternatives | bounded | 15
select regexp_count(repeat('ab', 50000), '(a|b|ab|ba|aba|bab)*c')
--- regex-split-of-everything | bounded
select count(*) from regexp_split_to_table(repeat('a ', 50000000), '\s')
--- regex-by-a-json-path | bounded
select count(*) from generate_series(1, 1000000) i where jsonb_path_exists(to_jsonb(repeat('a', 2000)), '$ ? (@ like_regex "(a+)+(a+)+(a+)+\\1$")')
--- json-path-of-everything-squared | bounded
select count(*) from jsonb_path_query((select jsonb_agg(i) from generate_series(1, 10000) i), '$[*] ? (exists ($[*] ? (@ > 1000000)))') with ordinality
--- json-path-any-within-any | bounded
select count(*) from jsonb_path_query((select jsonb_agg(jsonb_build_array(i)) from generate_series(1, 300) i), '$.**.**.**.**.**.**')
--- json-that-is-deep | fails
select (repeat('[', 100000) || repeat(']', 100000))::jsonb
--- json-path-that-is-deep | fails
select ('$' || repeat('.a ? (@.b', 50000))::jsonpath
--- text-search-of-a-long-text | bounded
select length(to_tsvector('english', repeat('running walks ' , 3000000)))
--- text-search-headline | bounded
select length(ts_headline(repeat('a b c ', 20000), phraseto_tsquery('simple', repeat('a b ', 200)), 'MaxFragments=1000'))
--- text-search-rank | bounded
select sum(ts_rank_cd(v, 'a & b & c'::tsquery)) from (select to_tsvector('simple', repeat('a b c ', 5000)) as v) t, generate_series(1, 1000000)
--- text-search-query-that-is-deep | fails
select (repeat('(', 50000) || 'a' || repeat(')', 50000))::tsquery
--- multirange-of-many | bounded
select range_agg(int4range(i * 2, i * 2 + 1)) from generate_series(1, 10000000) i
--- multirange-taken-from-each-other | bounded
select count(*) from (select range_agg(int4range(i * 2, i * 2 + 1)) as r from generate_series(1, 20000) i) t, generate_series(1, 100000) where not isempty(r - r)
--- percentiles-of-many | bounded
select percentile_cont((select array_agg(random()) from generate_series(1, 1000000))) within group (order by i) from generate_series(1, 3000000) i
--- window-of-everything | bounded
select max(a) from (select count(*) over (order by random() rows between unbounded preceding and unbounded following exclude current row) as a from generate_series(1, 1000000)) t
--- window-lag-far | harmless
select lag(id, 2147483647) over (order by id), ntile(2147483647) over (order by id), nth_value(id, 2147483647) over (order by id) from trap.plain
--- limit-beyond-all | harmless
select id from trap.plain limit 9223372036854775807 offset 9223372036854775807
--- limit-below-all | fails
select id from trap.plain limit -9223372036854775808
--- fetch-with-ties-of-all | bounded
select 1 from generate_series(1, 100000000) i order by 1 fetch first 1 row with ties
--- sample-of-not-a-number | fails
select * from trap.plain tablesample bernoulli ('NaN'::float8)
--- grouping-sets-of-a-cube-of-cubes | bounded
select count(*) from (select 1 from trap.plain group by cube (id, text, number), cube (id + 1, id + 2, id + 3), cube (id + 4, id + 5, id + 6), cube (id + 7, id + 8)) t
--- cube-that-is-too-large | fails
select 1 from trap.plain group by cube (id, text, number), cube (id + 1, id + 2, id + 3, id + 4), cube (id + 5, id + 6, id + 7, id + 8, id + 9, id + 10)
--- a-result-of-large-fields | bounded
select repeat('x', 100000000) from generate_series(1, 100)
--- a-result-of-many-columns-of-large-fields | bounded
select repeat('a', 9000000), repeat('b', 9000000), repeat('c', 9000000)
--- a-result-without-columns | bounded
select from generate_series(1, 100000000)
--- sort-of-large-keys | bounded
select count(*) from (select repeat(md5(i::text), 3000) as k from generate_series(1, 1000000) i order by 1) t
--- hash-of-large-keys | bounded
select count(distinct repeat(md5(i::text), 3000)) from generate_series(1, 1000000) i
--- materialized-without-end | bounded
with m as materialized (select repeat('x', 1000) from generate_series(1, 1000000000)) select count(*) from m a, m b
--- crypt-with-many-rounds | bounded
select crypt('x', gen_salt('bf', 31))
--- key-derivation | bounded
select pgp_sym_encrypt(repeat('x', 1000), 'k', 's2k-count=65011712') from generate_series(1, 1000)
--- polygon-of-many-points | bounded
select npoints(polygon(10000000, circle '<(0,0),1>'))
--- unicode-normalized | bounded
select length(normalize(repeat(U&'\1100\1161', 5000000), nfc))
--- levenshtein-of-long | fails
select levenshtein(repeat('a', 100000), repeat('b', 100000))
--- ltree-pattern-that-turns-back | bounded
select repeat('a.', 60000)::text || 'a' ~ '^(a\.?)*$' from generate_series(1, 100000)
--- collation-of-everything | bounded
select max(repeat(i::text, 10000) collate "en-x-icu") from generate_series(1, 1000000) i
--- text-after-the-end | harmless
select 1 -- 
--- text-of-blanks | harmless
select 	 
  1
--- text-with-other-blanks | invalid
select 1
--- name-of-not-quite-latin-letters | invalid
ѕelect 1
--- literal-with-an-escape-of-nul | invalid
select E'\000'
--- literal-with-half-a-character | invalid
select U&'\d800'
--- literal-of-another-encoding | invalid
select E'\xff'
--- bytes-turned-into-text | fails
select convert_from('\xff00'::bytea, 'UTF8')
--- character-nul | fails
select chr(0)
