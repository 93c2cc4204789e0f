-- Questions of the kind that decision support is measured with: those of TPC-H, and pgbench's, in our own words.
--- pricing-summary
select l_returnflag, l_linestatus, sum(l_quantity) as quantity, sum(l_extendedprice * (1 - l_discount)) as price, sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) as charge, avg(l_quantity), avg(l_discount), count(*) from warehouse.lineitem where l_shipdate <= date '1998-12-01' - interval '90 days' group by l_returnflag, l_linestatus order by 1, 2
--- cheapest-supplier
select s_acctbal, s_name, n_name, p_partkey from warehouse.part, warehouse.supplier, warehouse.partsupp, warehouse.nation, warehouse.region where p_partkey = ps_partkey and s_suppkey = ps_suppkey and p_type like '%BRASS' and s_nationkey = n_nationkey and n_regionkey = r_regionkey and r_name = 'EUROPE' and ps_supplycost = (select min(ps_supplycost) from warehouse.partsupp, warehouse.supplier, warehouse.nation, warehouse.region where p_partkey = ps_partkey and s_suppkey = ps_suppkey and s_nationkey = n_nationkey and n_regionkey = r_regionkey and r_name = 'EUROPE') order by s_acctbal desc, n_name, s_name, p_partkey limit 100
--- shipping-priority
select l_orderkey, sum(l_extendedprice * (1 - l_discount)) as revenue, o_orderdate from warehouse.customer join warehouse.orders on o_custkey = c_custkey join warehouse.lineitem on l_orderkey = o_orderkey where c_mktsegment = 'BUILDING' and o_orderdate < date '1995-03-15' and l_shipdate > date '1994-03-15' group by l_orderkey, o_orderdate order by revenue desc, o_orderdate limit 10
--- order-priority
select o_orderpriority, count(*) from warehouse.orders where o_orderdate >= date '1994-07-01' and o_orderdate < date '1994-07-01' + interval '3 months' and exists (select from warehouse.lineitem where l_orderkey = o_orderkey and l_commitdate < l_receiptdate) group by 1 order by 1
--- local-supplier-volume
select n_name, sum(l_extendedprice * (1 - l_discount)) as revenue from warehouse.customer, warehouse.orders, warehouse.lineitem, warehouse.supplier, warehouse.nation, warehouse.region where c_custkey = o_custkey and l_orderkey = o_orderkey and l_suppkey = s_suppkey and c_nationkey = s_nationkey and s_nationkey = n_nationkey and n_regionkey = r_regionkey group by n_name order by revenue desc
--- revenue-forecast
select sum(l_extendedprice * l_discount) from warehouse.lineitem where l_shipdate >= date '1994-01-01' and l_shipdate < date '1994-01-01' + interval '1 year' and l_discount between 0.05 - 0.01 and 0.05 + 0.01 and l_quantity < 24
--- volume-shipping
select supp, cust, year, sum(volume) from (select n1.n_name as supp, n2.n_name as cust, extract(year from l_shipdate) as year, l_extendedprice * (1 - l_discount) as volume from warehouse.supplier, warehouse.lineitem, warehouse.orders, warehouse.customer, warehouse.nation n1, warehouse.nation n2 where s_suppkey = l_suppkey and o_orderkey = l_orderkey and c_custkey = o_custkey and s_nationkey = n1.n_nationkey and c_nationkey = n2.n_nationkey and ((n1.n_name = 'FRANCE' and n2.n_name = 'GERMANY') or (n1.n_name = 'GERMANY' and n2.n_name = 'FRANCE'))) shipping group by supp, cust, year order by 1, 2, 3
--- market-share
select year, sum(case when nation = 'BRAZIL' then volume else 0 end) / sum(volume) as share from (select extract(year from o_orderdate) as year, l_extendedprice * (1 - l_discount) as volume, n2.n_name as nation from warehouse.part, warehouse.supplier, warehouse.lineitem, warehouse.orders, warehouse.customer, warehouse.nation n1, warehouse.nation n2, warehouse.region where p_partkey = l_partkey and s_suppkey = l_suppkey and l_orderkey = o_orderkey and o_custkey = c_custkey and c_nationkey = n1.n_nationkey and n1.n_regionkey = r_regionkey and s_nationkey = n2.n_nationkey) nations where volume > 0 group by year order by year
--- product-profit
select nation, year, sum(amount) from (select n_name as nation, extract(year from o_orderdate) as year, l_extendedprice * (1 - l_discount) - ps_supplycost * l_quantity as amount from warehouse.part, warehouse.supplier, warehouse.lineitem, warehouse.partsupp, warehouse.orders, warehouse.nation where s_suppkey = l_suppkey and ps_suppkey = l_suppkey and ps_partkey = l_partkey and p_partkey = l_partkey and o_orderkey = l_orderkey and s_nationkey = n_nationkey and p_name like '%green%') profit group by nation, year order by nation, year desc
--- returned-items
select c_custkey, c_name, sum(l_extendedprice * (1 - l_discount)) as revenue, c_acctbal, n_name from warehouse.customer, warehouse.orders, warehouse.lineitem, warehouse.nation where c_custkey = o_custkey and l_orderkey = o_orderkey and l_returnflag = 'R' and c_nationkey = n_nationkey group by c_custkey, c_name, c_acctbal, n_name order by revenue desc limit 20
--- important-stock
select ps_partkey, sum(ps_supplycost * ps_availqty) as value from warehouse.partsupp, warehouse.supplier, warehouse.nation where ps_suppkey = s_suppkey and s_nationkey = n_nationkey group by ps_partkey having sum(ps_supplycost * ps_availqty) > (select sum(ps_supplycost * ps_availqty) * 0.0001 from warehouse.partsupp) order by value desc
--- shipping-modes
select l_shipmode, sum(case when o_orderpriority in ('1-URGENT', '2-HIGH') then 1 else 0 end) as high, sum(case when o_orderpriority <> '1-URGENT' and o_orderpriority <> '2-HIGH' then 1 else 0 end) as low from warehouse.orders, warehouse.lineitem where o_orderkey = l_orderkey and l_shipmode in ('MAIL', 'SHIP') and l_commitdate < l_receiptdate group by l_shipmode order by 1
--- customer-distribution
select orders, count(*) from (select c_custkey, count(o_orderkey) from warehouse.customer left outer join warehouse.orders on c_custkey = o_custkey and o_comment not like '%unusual%packages%' group by c_custkey) as c(custkey, orders) group by orders order by 2 desc, 1 desc
--- promotion-effect
select 100.00 * sum(case when p_type like 'PROMO%' then l_extendedprice * (1 - l_discount) else 0 end) / sum(l_extendedprice * (1 - l_discount)) from warehouse.lineitem, warehouse.part where l_partkey = p_partkey and l_shipdate >= date '1994-09-01'
--- top-supplier
with revenue as (select l_suppkey as supplier, sum(l_extendedprice * (1 - l_discount)) as total from warehouse.lineitem where l_shipdate >= date '1994-01-01' group by l_suppkey) select s_suppkey, s_name, total from warehouse.supplier, revenue where s_suppkey = supplier and total = (select max(total) from revenue) order by s_suppkey
--- parts-and-suppliers
select p_brand, p_type, p_size, count(distinct ps_suppkey) as suppliers from warehouse.partsupp, warehouse.part where p_partkey = ps_partkey and p_brand <> 'Brand#15' and p_type not like 'MEDIUM POLISHED%' and p_size in (49, 14, 23, 45, 19, 3, 36, 9) and ps_suppkey not in (select s_suppkey from warehouse.supplier where s_comment like '%Customer%Complaints%') group by p_brand, p_type, p_size order by suppliers desc, 1, 2, 3
--- small-quantities
select sum(l_extendedprice) / 7.0 as yearly from warehouse.lineitem, warehouse.part where p_partkey = l_partkey and p_container = 'MED BOX' and l_quantity < (select 0.2 * avg(l_quantity) from warehouse.lineitem where l_partkey = p_partkey)
--- large-orders
select c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice, sum(l_quantity) from warehouse.customer, warehouse.orders, warehouse.lineitem where o_orderkey in (select l_orderkey from warehouse.lineitem group by l_orderkey having sum(l_quantity) > 150) and c_custkey = o_custkey and o_orderkey = l_orderkey group by 1, 2, 3, 4, 5 order by o_totalprice desc, o_orderdate limit 100
--- discounted-revenue
select sum(l_extendedprice * (1 - l_discount)) from warehouse.lineitem, warehouse.part where (p_partkey = l_partkey and p_brand = 'Brand#12' and p_container in ('SM CASE', 'MED BOX') and l_quantity between 1 and 11 and p_size between 1 and 5) or (p_partkey = l_partkey and p_brand = 'Brand#23' and l_quantity between 10 and 20) or (p_partkey = l_partkey and p_brand = 'Brand#4' and l_shipmode in ('AIR', 'AIR REG') and l_shipinstruct = 'NONE')
--- promoted-parts
select s_name, s_address from warehouse.supplier, warehouse.nation where s_suppkey in (select ps_suppkey from warehouse.partsupp where ps_partkey in (select p_partkey from warehouse.part where p_name like 'forest%') and ps_availqty > (select 0.5 * sum(l_quantity) from warehouse.lineitem where l_partkey = ps_partkey and l_suppkey = ps_suppkey)) and s_nationkey = n_nationkey order by s_name
--- waiting-suppliers
select s_name, count(*) as waits from warehouse.supplier, warehouse.lineitem l1, warehouse.orders, warehouse.nation where s_suppkey = l1.l_suppkey and o_orderkey = l1.l_orderkey and o_orderstatus = 'F' and l1.l_receiptdate > l1.l_commitdate and exists (select from warehouse.lineitem l2 where l2.l_orderkey = l1.l_orderkey and l2.l_suppkey <> l1.l_suppkey) and not exists (select from warehouse.lineitem l3 where l3.l_orderkey = l1.l_orderkey and l3.l_suppkey <> l1.l_suppkey and l3.l_receiptdate > l3.l_commitdate + 3) and s_nationkey = n_nationkey group by s_name order by waits desc, s_name limit 100
--- global-sales
select code, count(*), sum(balance) from (select substring(c_phone from 1 for 2) as code, c_acctbal as balance from warehouse.customer where substring(c_phone from 1 for 2) in ('13', '31', '23', '29', '30', '18', '17') and c_acctbal > (select avg(c_acctbal) from warehouse.customer where c_acctbal > 0.00) and not exists (select * from warehouse.orders where o_custkey = c_custkey)) sales group by code order by code
--- balance-of-an-account
select c_acctbal from warehouse.customer where c_custkey = 17
--- rollup-with-rank
select * from (select n_name, s_name, sum(s_acctbal) as balance, grouping(n_name) + grouping(s_name) as level, rank() over (partition by grouping(n_name) + grouping(s_name), case when grouping(s_name) = 0 then n_name end order by sum(s_acctbal) desc) as place from warehouse.supplier join warehouse.nation on n_nationkey = s_nationkey group by rollup (n_name, s_name)) t where place <= 3 order by level desc, n_name, place
--- growth-over-years
with yearly as (select c_custkey, extract(year from o_orderdate) as year, sum(o_totalprice) as total from warehouse.customer join warehouse.orders on o_custkey = c_custkey group by 1, 2) select a.c_custkey, a.total, b.total, b.total / nullif(a.total, 0) from yearly a join yearly b on a.c_custkey = b.c_custkey and b.year = a.year + 1 where a.year = 1994 order by 1
--- in-both-and-not-in-the-third
select count(*) from ((select o_custkey from warehouse.orders where o_orderstatus = 'F' intersect select o_custkey from warehouse.orders where o_orderpriority = '1-URGENT') except select c_custkey from warehouse.customer where c_acctbal < 100) t
--- moving-average
select o_orderdate, avg(o_totalprice) over (order by o_orderdate rows between 6 preceding and current row), sum(o_totalprice) over (partition by date_trunc('month', o_orderdate) order by o_orderdate), o_totalprice - lag(o_totalprice) over (order by o_orderdate) from warehouse.orders order by 1
