-- Attacks through the functions of extensions. Written as those in attacks.sql; what a server lacks is skipped by name.
--- find-extent-0 | refused
select st_findextent('trap.v_where', 'id')
--- find-extent-1 | refused
select st_findextent('trap', 'v_where', 'id')
--- find-extent-2 | refused
select st_findextent('x', 'x") as extent from (select null::geometry as x where trap.spring(''fe'')) t --')
--- find-extent-of-a-column | refused
select st_findextent(text, text) from trap.plain
--- find-extent-in-a-view-of-the-query | refused
with q as (select st_findextent('a', 'b') e) select 1 from q where e is not null
--- find-extent-in-a-condition-never-true | refused
select 1 where false and st_findextent('a','b') is null
--- st_mapalgebraexpr-expression | refused
select st_mapalgebraexpr(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '32BF', '1; select trap.spring(''x'')')
--- st_mapalgebraexpr-expression-without-band | refused
select st_mapalgebraexpr(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), '32BF', 'trap.spring(''x'')::int')
--- st_mapalgebraexpr-of-two-rasters | refused
select st_mapalgebraexpr(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), '[rast1] + (select count(*) from trap.v_where)')
--- st_mapalgebraexpr-of-two-rasters-and-bands | refused
select st_mapalgebraexpr(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '(select trap.spring(''x''))::int')
--- st_mapalgebraexpr-expression-of-a-column | refused
select st_mapalgebraexpr(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '32BF', text) from trap.plain
--- st_mapalgebra-expression | refused
select st_mapalgebra(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '32BF', '1; select trap.spring(''x'')')
--- st_mapalgebra-expression-without-band | refused
select st_mapalgebra(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), '32BF', 'trap.spring(''x'')::int')
--- st_mapalgebra-of-two-rasters | refused
select st_mapalgebra(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), '[rast1] + (select count(*) from trap.v_where)')
--- st_mapalgebra-of-two-rasters-and-bands | refused
select st_mapalgebra(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '(select trap.spring(''x''))::int')
--- st_mapalgebra-expression-of-a-column | refused
select st_mapalgebra(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '32BF', text) from trap.plain
--- mapalgebra-terminates | refused
select st_mapalgebra(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '32BF', '(select pg_terminate_backend(pg_backend_pid()))::int')
--- mapalgebrafct-17 | refused
select st_mapalgebrafct(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 'trap.spring(text)'::regprocedure)
--- mapalgebrafct-of-two-18 | refused
select st_mapalgebrafct(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, 'trap.spring(text)'::regprocedure)
--- mapalgebrafctngb-19 | refused
select st_mapalgebrafctngb(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '32BF', 1, 1, 'trap.spring(text)'::regprocedure, 'ignore', null)
--- mapalgebra-callback-20 | refused
select st_mapalgebra(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, 'trap.spring(text)'::regprocedure)
--- mapalgebra-callback-of-array-21 | refused
select st_mapalgebra(array[row(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1)]::rastbandarg[], 'trap.spring(text)'::regprocedure)
--- mapalgebrafct-22 | refused
select st_mapalgebrafct(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 'pg_catalog.pg_terminate_backend(int,bigint)'::regprocedure)
--- mapalgebrafct-of-two-23 | refused
select st_mapalgebrafct(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, 'pg_catalog.pg_terminate_backend(int,bigint)'::regprocedure)
--- mapalgebrafctngb-24 | refused
select st_mapalgebrafctngb(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '32BF', 1, 1, 'pg_catalog.pg_terminate_backend(int,bigint)'::regprocedure, 'ignore', null)
--- mapalgebra-callback-25 | refused
select st_mapalgebra(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, 'pg_catalog.pg_terminate_backend(int,bigint)'::regprocedure)
--- mapalgebra-callback-of-array-26 | refused
select st_mapalgebra(array[row(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1)]::rastbandarg[], 'pg_catalog.pg_terminate_backend(int,bigint)'::regprocedure)
--- mapalgebrafct-27 | refused
select st_mapalgebrafct(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 'pg_catalog.now()'::regprocedure)
--- mapalgebrafct-of-two-28 | refused
select st_mapalgebrafct(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, 'pg_catalog.now()'::regprocedure)
--- mapalgebrafctngb-29 | refused
select st_mapalgebrafctngb(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '32BF', 1, 1, 'pg_catalog.now()'::regprocedure, 'ignore', null)
--- mapalgebra-callback-30 | refused
select st_mapalgebra(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, 'pg_catalog.now()'::regprocedure)
--- mapalgebra-callback-of-array-31 | refused
select st_mapalgebra(array[row(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1)]::rastbandarg[], 'pg_catalog.now()'::regprocedure)
--- mapalgebra-internal | refused
select _st_mapalgebra(array[row(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1)]::rastbandarg[], 'trap.spring(''x'')::text')
--- mapalgebra-attribute-notation | refused
select (select st_mapalgebraexpr(r, '32BF', 'trap.spring(''x'')')) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) r) s
--- retile | refused
select st_retile('trap.plain'::regclass, 'text', st_makeenvelope(0,0,1,1,0), 1, 1, 1, 1)
--- createoverview | refused
select st_createoverview('trap.plain'::regclass, 'text', 2)
--- addgeometrycolumn-36 | refused
select addgeometrycolumn('plain','g',4326,'POINT',2)
--- addgeometrycolumn-37 | refused
select addgeometrycolumn('trap','plain','g',4326,'POINT',2)
--- addgeometrycolumn-38 | refused
select addgeometrycolumn('lab','trap','plain','g',4326,'POINT',2)
--- dropgeometrycolumn-39 | refused
select dropgeometrycolumn('plain','g')
--- dropgeometrycolumn-40 | refused
select dropgeometrycolumn('trap','plain','g')
--- dropgeometrytable-41 | refused
select dropgeometrytable('plain')
--- dropgeometrytable-42 | refused
select dropgeometrytable('trap','plain')
--- updategeometrysrid-43 | refused
select updategeometrysrid('plain','g',4326)
--- populate_geometry_columns-44 | refused
select populate_geometry_columns()
--- populate_geometry_columns-45 | refused
select populate_geometry_columns('trap.plain'::regclass)
--- lockrow-46 | refused
select lockrow('plain','1','me')
--- unlockrows-47 | refused
select unlockrows('me')
--- addauth-48 | refused
select addauth('me')
--- checkauth-49 | refused
select checkauth('plain','id')
--- enablelongtransactions-50 | refused
select enablelongtransactions()
--- disablelongtransactions-51 | refused
select disablelongtransactions()
--- gettransactionid-52 | refused
select gettransactionid()
--- postgis_extensions_upgrade-53 | refused
select postgis_extensions_upgrade()
--- addrasterconstraints-54 | refused
select addrasterconstraints('plain','r')
--- addrasterconstraints-55 | refused
select addrasterconstraints('trap','plain','r')
--- droprasterconstraints-56 | refused
select droprasterconstraints('plain','r')
--- addoverviewconstraints-57 | refused
select addoverviewconstraints('a','b','c','d',2)
--- dropoverviewconstraints-58 | refused
select dropoverviewconstraints('a','b')
--- updaterastersrid-59 | refused
select updaterastersrid('plain','r',4326)
--- st_valuecount-60 | refused
select st_valuecount('plain','r')
--- st_valuepercent-61 | refused
select st_valuepercent('plain','r',1,true,array[1.0::float8])
--- st_estimatedextent-62 | refused
select st_estimatedextent('trap','plain','g')
--- _postgis_stats-63 | refused
select _postgis_stats('trap.plain'::regclass,'g')
--- _postgis_selectivity-64 | refused
select _postgis_selectivity('trap.plain'::regclass,'g',st_makepoint(1,1))
--- _postgis_index_extent-65 | refused
select _postgis_index_extent('trap.plain'::regclass,'g')
--- st_fromflatgeobuftotable-66 | refused
select st_fromflatgeobuftotable('trap','made','\x')
--- setbandpath | refused
select st_setbandpath(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '/etc/passwd', 1)
--- setbandindex | refused
select st_setbandindex(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, 1)
--- addband-of-a-file | refused
select st_addband(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), '/etc/passwd', array[1])
--- addband-of-a-file-at-an-index | refused
select st_addband(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, '/etc/passwd', array[1])
--- fromgdalraster-of-a-description | refused
select st_fromgdalraster('<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><SourceFilename>/etc/passwd</SourceFilename></VRTRasterBand></VRTDataset>'::pg_catalog.text::bytea)
--- asgdalraster | refused
select st_asgdalraster(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 'PDF', array['EXTRA_IMAGES=/etc/passwd'])
--- topology-createtopology-73 | refused
select topology.createtopology('evil')
--- topology-createtopology-74 | refused
select topology.createtopology('evil',4326)
--- topology-droptopology-75 | refused
select topology.droptopology('evil')
--- topology-addtopogeometrycolumn-76 | refused
select topology.addtopogeometrycolumn('a','b','c','d','POINT')
--- topology-addedge-77 | refused
select topology.addedge('evil',st_makeline(st_makepoint(0,0),st_makepoint(1,1)))
--- topology-addnode-78 | refused
select topology.addnode('evil',st_makepoint(0,0))
--- topology-addface-79 | refused
select topology.addface('evil',st_makeenvelope(0,0,1,1))
--- topology-topogeo_addpoint-80 | refused
select topology.topogeo_addpoint('evil',st_makepoint(0,0))
--- topology-polygonize-81 | refused
select topology.polygonize('evil')
--- topology-copytopology-82 | refused
select topology.copytopology('a','b')
--- topology-st_inittopogeo-83 | refused
select topology.st_inittopogeo('evil')
--- topology-topologysummary-84 | refused
select topology.topologysummary('x".y; select trap.spring(1)--')
--- topology-validatetopology-85 | refused
select topology.validatetopology('evil')
--- topology-populate_topology_layer-86 | refused
select topology.populate_topology_layer()
--- topology-getnodeedges-87 | refused
select topology.getnodeedges('x".y; select 1--', 1)
--- topology-addtosearchpath-88 | refused
select topology.addtosearchpath('evil')
--- topology-gettopogeomelements-89 | refused
select topology.gettopogeomelements('evil',1,1)
--- hll_set_defaults | refused
select hll_set_defaults(4,1,-1,0)
--- hll_set_defaults-in-from | refused
select * from hll_set_defaults(4,1,-1,0)
--- hll_set_defaults-never-reached | refused
select 1 where false and hll_set_defaults(4,1,-1,0) is null
--- hll_set_max_sparse | refused
select hll_set_max_sparse(0)
--- hll_set_max_sparse-in-from | refused
select * from hll_set_max_sparse(0)
--- hll_set_max_sparse-never-reached | refused
select 1 where false and hll_set_max_sparse(0) is null
--- hll_set_output_version | refused
select hll_set_output_version(1)
--- hll_set_output_version-in-from | refused
select * from hll_set_output_version(1)
--- hll_set_output_version-never-reached | refused
select 1 where false and hll_set_output_version(1) is null
--- hll-defaults-behind-an-aggregate | refused
select hll_add_agg(hll_hash_integer(id)), (select hll_set_max_sparse(0)) from app.victim
--- crosstab-of-a-trap | refused
select * from crosstab('select id, id, 1 from trap.v_where') as t(a int, b int)
--- crosstab-of-a-function | refused
select * from crosstab('select trap.spring(''x'')::pg_catalog.text, ''a''::pg_catalog.text, ''b''::pg_catalog.text') as t(a pg_catalog.text, b pg_catalog.text)
--- crosstab-of-two-statements | refused
select * from crosstab('select 1, 2, 3; select trap.spring(''x'')') as t(a int, b int)
--- crosstab-that-writes | refused
select * from crosstab('update app.victim set v = v returning id, id, id') as t(a int, b int)
--- crosstab-that-locks | refused
select * from crosstab('select id, id, id from app.victim for update') as t(a int, b int)
--- crosstab-with-a-hostile-list | refused
select * from crosstab('select 1, 2, 3', 'select trap.spring(''x'')') as t(a int, b int)
--- crosstab-of-what-is-put-together | refused
select * from crosstab('select 1, 2, ' || 3) as t(a int, b int)
--- crosstab-of-a-column | refused
select c.* from trap.plain, crosstab(text) as c(a int, b int)
--- crosstab-of-a-subquery | refused
select * from crosstab((select text from trap.plain limit 1)) as t(a int, b int)
--- crosstab-of-a-case | refused
select * from crosstab(case when true then 'select 1,2,3' end) as t(a int, b int)
--- crosstab-within-crosstab | refused
select * from crosstab('select * from crosstab(''select trap.spring(''''x'''')::int, 2, 3'') as t(a int, b int, c int)') as t(a int, b int)
--- crosstab-of-a-domain | refused
select * from crosstab('select ''x''::trap.word, 2, 3') as t(a int, b int)
--- crosstab-of-activity | refused
select * from crosstab('select pid, pid, query from pg_stat_activity') as t(a int, b pg_catalog.text)
--- crosstab-of-a-planning-bomb | refused
select * from crosstab('with c0 as (select 1 as a),c1 as not materialized (select * from c0 union all select * from c0),c2 as not materialized (select * from c1 union all select * from c1),c3 as not materialized (select * from c2 union all select * from c2),c4 as not materialized (select * from c3 union all select * from c3),c5 as not materialized (select * from c4 union all select * from c4),c6 as not materialized (select * from c5 union all select * from c5),c7 as not materialized (select * from c6 union all select * from c6),c8 as not materialized (select * from c7 union all select * from c7),c9 as not materialized (select * from c8 union all select * from c8),c10 as not materialized (select * from c9 union all select * from c9),c11 as not materialized (select * from c10 union all select * from c10),c12 as not materialized (select * from c11 union all select * from c11),c13 as not materialized (select * from c12 union all select * from c12),c14 as not materialized (select * from c13 union all select * from c13),c15 as not materialized (select * from c14 union all select * from c14),c16 as not materialized (select * from c15 union all select * from c15),c17 as not materialized (select * from c16 union all select * from c16),c18 as not materialized (select * from c17 union all select * from c17),c19 as not materialized (select * from c18 union all select * from c18),c20 as not materialized (select * from c19 union all select * from c19),c21 as not materialized (select * from c20 union all select * from c20),c22 as not materialized (select * from c21 union all select * from c21),c23 as not materialized (select * from c22 union all select * from c22),c24 as not materialized (select * from c23 union all select * from c23),c25 as not materialized (select * from c24 union all select * from c24) select 1, 2, count(*) from c25') as t(a int, b bigint)
--- crosstab2-of-a-trap | refused
select * from crosstab2('select id, id, 1 from trap.v_where')
--- crosstab-with-a-parameter-inside | fails
select * from crosstab('select $1, 2, 3') as t(a int, b int)
--- crosstab-explain | refused
select * from crosstab('explain select 1') as t(a int, b int)
--- crosstab-copy | refused
select * from crosstab('copy (select 1) to program ''true''') as t(a int, b int)
--- ts-stat-of-a-trap | refused
select * from ts_stat('select to_tsvector(''x'') from trap.v_where')
--- ts-stat-with-weights-of-a-trap | refused
select * from ts_stat('select to_tsvector(''x'') where trap.spring(''ts'')', 'ab')
--- ts-stat-of-what-is-put-together | refused
select * from ts_stat('select ' || 'to_tsvector(''x'')')
--- ts-stat-within-crosstab | refused
select * from crosstab('select word, word, ndoc from ts_stat(''select to_tsvector(''''x'''') from trap.v_where'')') as t(a pg_catalog.text, b int)
--- connectby | refused
select * from connectby('trap.v_where', 'id', 'id', '1', 0) as t(keyid int, parent int, level int)
--- xpath-table | refused
select * from xpath_table('id', 'text', 'trap.v_where', '/a', 'true') as t(id int)
--- clip-of-a-band | refused
select st_clip(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), 1, st_makeenvelope(0,-1,1,0), 255, false)
--- clip-of-bands | refused
select st_clip(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), array[1], st_makeenvelope(0,-1,1,0), array[255,255,255]::float8[], false)
--- clip-internal | refused
select _st_clip(st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0), array[1], st_makeenvelope(0,-1,1,0), array[255,255,255]::float8[], false)
--- json-cast-in-a-feature | refused
select st_asgeojson(t) from (select s.stage, st_point(1, 2) as g from trap.staged s) t
--- json-cast-in-a-feature-of-a-row | refused
select st_asgeojson(t.*, 'g', 4) from (select s.stage, st_point(1, 2) as g from trap.staged s) t
--- json-cast-in-a-feature-of-a-with | refused
with t as materialized (select min(s.stage) as stage, st_point(1, 2) as g from trap.staged s) select st_asgeojson(t) from t
--- clip-of-a-column | refused
select st_clip(r, 1, g, 255, false) from (select st_addband(st_makeemptyraster(2,2,0,0,1,-1,0,0,0),'32BF'::pg_catalog.text,1,0) as r, st_makeenvelope(0,-1,1,0) as g) t
