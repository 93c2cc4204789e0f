-- The table that the benchmarks read: $1 rows of ten mixed columns, the same each time. Names with commas, quotes
-- and line breaks, three scripts, nulls and JSON are there because each costs its writer something else.
insert into orders
select
  n,
  timestamptz '2021-01-01 00:00:00+00' + (n * 97 % 126230400) * interval '1 second'
    + (n * 7919 % 1000000) * interval '1 microsecond',
  case when n % 11 <> 0 then date '2021-01-15' + (n % 1500)::int end,
  ((n * 7907 % 99999989) / 100.0)::numeric(12, 2),
  case n % 10
    when 0 then 'Smith, "Bob" & Sons #' || n
    when 1 then 'Łukasz Żółć – ' || (n % 5003)
    when 2 then '株式会社サンプル' || (n % 997)
    when 3 then 'O''Brien, Mary'
    when 4 then 'Line one' || chr(10) || 'line two ' || (n % 13)
    when 5 then ''
    when 6 then 'Acme Corporation of Northern Europe Ltd.'
    when 7 then 'back\slash' || chr(9) || 'tab'
    else 'Customer ' || n
  end,
  n % 3 <> 0,
  case when n % 4 <> 0 then (n * 31 % 100)::int end,
  case when n % 7 <> 0 then jsonb_build_object(
    'sku', 'SKU-' || (n % 9973), 'qty', n % 17,
    'tags', jsonb_build_array('a"b', 'ü', 'x'), 'gift', n % 2 = 0) end,
  md5(n::text)::uuid,
  case when n % 13 <> 0 then sqrt(n::float8) * 3.7 end
from generate_series(1, $1::bigint) n
