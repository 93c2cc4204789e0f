-- What analysts write with extensions: each gives as many rows as PostgreSQL gives. Written as those in written.sql.
--- postgis-aggregate-st_collect-0
select st_collect(g) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_union-1
select st_union(g) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_makeline-2
select st_makeline(g order by id) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_extent-3
select st_extent(g) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_3dextent-4
select st_3dextent(g) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_memunion-5
select st_memunion(g) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_memcollect-6
select st_memcollect(g) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_polygonize-7
select st_polygonize(st_buffer(g,1)) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_clusterintersecting-8
select st_clusterintersecting(g) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_clusterwithin-9
select st_clusterwithin(g, 2) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_asmvt-10
select st_asmvt(p) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_asgeobuf-11
select st_asgeobuf(p) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_astext-12
select st_astext(st_collect(g)) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_asgeojson-13
select st_asgeojson(st_envelope(st_collect(g))) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_convexhull-14
select st_convexhull(st_collect(g)) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_concavehull-15
select st_concavehull(st_collect(g), 0.9) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_numgeometries-16
select st_numgeometries(st_collect(g)) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_geometricmedian-17
select st_geometricmedian(st_collect(g)) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_delaunaytriangles-18
select st_delaunaytriangles(st_collect(g)) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_voronoipolygons-19
select st_voronoipolygons(st_collect(g)) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_minimumboundingcircle-20
select st_minimumboundingcircle(st_collect(g)) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_orientedenvelope-21
select st_orientedenvelope(st_collect(g)) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-aggregate-st_asflatgeobuf-22
select st_asflatgeobuf(p) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-window-st_clusterdbscan-23
select id, st_clusterdbscan(g, 3, 2) over () from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-window-st_clusterkmeans-24
select id, st_clusterkmeans(g, 3) over () from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-window-st_collect-25
select id, st_collect(g) over (order by id) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-window-st_distance-26
select id, st_distance(g, lag(g) over (order by id)) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-27
select id, st_asgeojson(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-28
select id, st_asgeojson(p) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-29
select id, st_aslatlontext(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-30
select id, st_asewkt(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-31
select id, st_askml(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-32
select id, st_asgml(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-33
select id, st_assvg(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-34
select id, st_geohash(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-35
select id, st_x(g), st_y(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-36
select id, st_buffer(g::geography, 100) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-37
select id, st_buffer(g, 1, 'quad_segs=4') from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-38
select id, st_transform(g, 3857) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-39
select id, st_distance(g::geography, st_setsrid(st_makepoint(0,0),4326)::geography) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-40
select id, st_distancesphere(g, st_setsrid(st_makepoint(0,0),4326)) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-41
select id, st_dwithin(g, st_setsrid(st_makepoint(1,1),4326), 5) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-42
select id, st_intersects(g, st_makeenvelope(0,0,9,9,4326)) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-43
select id, g && st_makeenvelope(0,0,9,9,4326) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-44
select id, g <-> st_setsrid(st_makepoint(1,1),4326) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-45
select id, st_within(g, st_makeenvelope(0,0,9,9,4326)) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-46
select id, st_area(st_buffer(g,1)) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-47
select id, st_relate(g, g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-48
select id, st_isvalidreason(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-49
select id, st_snaptogrid(g, 0.1) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-50
select id, st_translate(g, 1, 1) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-51
select id, st_project(g::geography, 1000, 0.5) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-52
select id, st_azimuth(g, st_setsrid(st_makepoint(1,1),4326)) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-53
select id, st_geomfromtext('POINT(1 1)', 4326) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-54
select id, st_geomfromgeojson('{"type":"Point","coordinates":[1,2]}') from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-55
select id, 'SRID=4326;POINT(1 2)'::geometry from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-56
select id, st_makevalid(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-57
select id, st_subdivide(st_buffer(g, 2), 8) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-58
select id, (st_dumppoints(st_buffer(g,1))).path from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-59
select id, st_generatepoints(st_buffer(g,1), 3) is null from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-60
select id, st_srid(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-61
select id, geometrytype(g) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-62
select id, st_tileenvelope(3, 2, 2) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-63
select id, st_simplify(st_buffer(g,1), 0.1) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-64
select id, st_lineinterpolatepoint(st_makeline(g, st_translate(g,1,1)), 0.5) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-65
select id, st_offsetcurve(st_makeline(g, st_translate(g,1,1)), 1) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-66
select id, st_split(st_buffer(g,1), st_makeline(st_translate(g,-2,0), st_translate(g,2,0))) from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-67
select id, st_letters('a') from (select id, st_setsrid(st_makepoint(id, id % 50), 4326) as g from app.orders where id < 40) p
--- postgis-grid
select * from st_squaregrid(1, st_makeenvelope(0,0,3,3))
--- postgis-version
select postgis_version(), postgis_lib_version(), postgis_full_version() is not null
--- postgis-columns
select f_table_name, srid, type from geometry_columns
--- postgis-reference-systems
select srid, auth_name from spatial_ref_sys limit 3
--- raster-72
select st_value(r, 1, 1) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-73
select (st_summarystats(r)).mean from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-74
select st_summarystats(r, 1, true) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-75
select st_pixelwidth(r) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-76
select st_astext(st_convexhull(r)) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-77
select st_clip(r, st_makeenvelope(0,-1,1,0)) is null from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-78
select st_reclass(r, 1, '0-5:1', '8BUI') is null from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-79
select st_slope(r) is null from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-80
select st_hillshade(r) is null from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-81
select st_aspect(r) is null from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-82
select (st_dumpaspolygons(r)).val from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-83
select st_metadata(r) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-84
select st_histogram(r) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-85
select st_quantile(r, 0.5) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-86
select st_valuecount(r) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-87
select st_resample(r, 4, 4) is null from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-89
select st_intersects(r, st_makepoint(1,-1)) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-90
select st_neighborhood(r, 1, 1, 1, 1) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-union
select st_union(r) is null from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-union-by-kind
select st_union(r, 'MEAN') is null from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- raster-statistics
select st_summarystatsagg(r, 1, true) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- hll-94
select hll_cardinality(hll_add_agg(hll_hash_integer(customer_id))) from app.orders
--- hll-95
select #hll_add_agg(hll_hash_text(status::pg_catalog.text)) from app.orders
--- hll-96
select hll_add_agg(hll_hash_bigint(id), 12) from app.orders
--- hll-97
select hll_print(hll_add_agg(hll_hash_integer(id))) from app.orders
--- hll-union
select hll_cardinality(hll_union_agg(u)) from (select status, hll_add_agg(hll_hash_integer(customer_id)) u from app.orders group by 1) s
--- hll-window
select status, #hll_union_agg(u) over (order by status) from (select status, hll_add_agg(hll_hash_integer(customer_id)) u from app.orders group by 1) s
--- hll-single
select hll_cardinality(hll_add(hll_empty(), hll_hash_text('a')) || hll_hash_text('b')), hll_eq(hll_empty(), hll_empty())
--- ip4r-range
select '10.0.0.0/8'::ip4r >>= '10.1.1.1'::ip4, lower('10.0.0.0/8'::ip4r), '10.0.0.1'::ip4 + 1, ip4('10.0.0.1'::pg_catalog.text), family('::1'::ipaddress)
--- ip4r-split
select cidr_split('10.0.0.0-10.0.0.9'::ip4r)
--- ip4r-column
select count(*) from (select ('10.0.0.' || (id % 250))::ip4 a from app.orders) s where a <<= '10.0.0.0/25'::ip4r
--- crosstab-of-a-table
select * from crosstab('select country, attrs ->> ''tier'', count(*) from app.customers group by 1, 2 order by 1, 2') as t(country pg_catalog.text, a bigint, b bigint, c bigint)
--- crosstab-with-a-list
select * from crosstab('select country, attrs ->> ''tier'', count(*) from app.customers group by 1, 2 order by 1', 'select generate_series(0, 2)::pg_catalog.text') as t(country pg_catalog.text, a bigint, b bigint, c bigint)
--- crosstab-in-dollars
select * from crosstab($q$select country, attrs ->> 'vip', count(*) from app.customers group by 1, 2 order by 1, 2$q$) as t(country pg_catalog.text, a bigint, b bigint)
--- crosstab-joined
with t as (select * from crosstab('select 1, 2, 3') as t(a int, b int)) select * from t join app.victim v on v.id = t.a
--- ts-stat
select word, ndoc from ts_stat('select to_tsvector(''simple'', name) from app.customers where id < 20')
--- ts-stat-with-weights
select * from ts_stat('select to_tsvector(''simple'', name) from app.customers where id < 20', 'd')
