// What was found where the functions of an extension were read: data of extension-policy.ts. docs/extensions.md says at
// which version, and why.

/** An entry is a name, for every function of that name, or a name with types, for one. */
export interface Review {
  /** Functions that only compute, although they take text, are labelled volatile, or call what is refused. */
  open: ReadonlySet<string>;
  /** Functions that reach out or keep something in the session, although they look as if they only computed. */
  closed: ReadonlySet<string>;
}

const words = (text: string) => new Set(text.split(/\s+/).filter(Boolean));

function review(open = '', closed = ''): Review {
  return { open: words(open), closed: words(closed) };
}

const CITEXT = review(`
  citext citextout citextsend citext_cmp citext_eq citext_ge citext_gt citext_hash citext_hash_extended citext_larger
  citext_le citext_lt citext_ne citext_pattern_cmp citext_pattern_ge citext_pattern_gt citext_pattern_le
  citext_pattern_lt citext_smaller max min texticlike texticnlike texticregexeq texticregexne`);

const PGCRYPTO = review(`
  armor crypt dearmor decrypt decrypt_iv digest encrypt encrypt_iv fips_mode gen_random_bytes gen_random_uuid gen_salt hmac
  pgp_armor_headers pgp_key_id pgp_pub_decrypt pgp_pub_decrypt_bytea pgp_pub_encrypt pgp_pub_encrypt_bytea
  pgp_sym_decrypt pgp_sym_decrypt_bytea pgp_sym_encrypt pgp_sym_encrypt_bytea`);

const PG_TRGM = review(`
  show_trgm similarity similarity_dist similarity_op strict_word_similarity strict_word_similarity_commutator_op
  strict_word_similarity_dist_commutator_op strict_word_similarity_dist_op strict_word_similarity_op word_similarity
  word_similarity_commutator_op word_similarity_dist_commutator_op word_similarity_dist_op word_similarity_op`);

const POSTGIS = review(
  `
  _st_asgml _st_asx3d _st_geomfromgml geometry geomfromewkt postgis_transform_geometry st_asbinary st_asewkb
  st_asflatgeobuf st_asgeobuf st_asgeojson st_asgml st_ashexewkb st_askml st_aslatlontext st_asmarc21 st_asmvt
  st_box2dfromgeohash st_buffer st_clusterkmeans st_forcesfs st_fromflatgeobuf st_generatepoints st_geogfromtext
  st_geographyfromtext st_geometryfromtext st_geomfromewkt st_geomfromgeojson st_geomfromgml st_geomfromkml
  st_geomfrommarc21 st_geomfromtext st_gmltosql st_linefromencodedpolyline st_makevalid st_offsetcurve
  st_pointfromgeohash st_relate st_relatematch st_wkttosql`,
  'st_fromflatgeobuftotable',
);

// Of what calls back, what names its own function itself is open. With a band by itself, clipping ends the whole server.
const POSTGIS_RASTER = review(
  `
  _st_asraster _st_colormap _st_gdalwarp st_addband(raster,text,float8,float8) st_addband(raster,int4,text,float8,float8)
  st_aspect st_asjpeg st_aspng st_astiff st_hillshade st_interpolateraster st_intersection st_minpossiblevalue
  st_grayscale st_rastfromhexwkb st_roughness st_setm st_setz st_slope st_tpi st_tri st_union st_value
  st_valuecount(raster,_float8,float8) st_valuecount(raster,float8,float8) st_valuecount(raster,int4,_float8,float8)
  st_valuecount(raster,int4,bool,_float8,float8) st_valuecount(raster,int4,bool,float8,float8)
  st_valuecount(raster,int4,float8,float8) st_valuepercent(raster,_float8,float8)
  st_valuepercent(raster,float8,float8) st_valuepercent(raster,int4,_float8,float8)
  st_valuepercent(raster,int4,bool,_float8,float8) st_valuepercent(raster,int4,bool,float8,float8)
  st_valuepercent(raster,int4,float8,float8)
  st_clip(raster,geometry,_float8,bool) st_clip(raster,geometry,float8,bool) st_clip(raster,geometry,bool)`,
  `
  st_fromgdalraster st_retile _st_clip st_clip(raster,_int4,geometry,_float8,bool)
  st_clip(raster,int4,geometry,float8,bool) st_clip(raster,int4,geometry,bool)`,
);

/** What was found, by extension. What an entry does not name is judged by what it is. */
export const REVIEWS: ReadonlyMap<string, Review> = new Map([
  ['address_standardizer', review('parse_address', 'standardize_address')],
  ['btree_gin', review()],
  ['btree_gist', review()],
  ['citext', CITEXT],
  ['cube', review()],
  ['dict_int', review()],
  ['dict_xsyn', review()],
  ['earthdistance', review()],
  [
    'fuzzystrmatch',
    review(`
      daitch_mokotoff difference dmetaphone dmetaphone_alt levenshtein levenshtein_less_equal metaphone soundex
      text_soundex`),
  ],
  ['h3', review()],
  [
    'hll',
    review(
      'hll_hash_any hll_hash_text',
      'hll_set_defaults hll_set_max_sparse hll_set_output_version',
    ),
  ],
  [
    'hstore',
    review(`
      defined delete exist exists_all exists_any fetchval hstore isdefined isexists populate_record slice slice_array
      tconvert`),
  ],
  ['intagg', review()],
  ['intarray', review('sort')],
  ['ip4r', review('ip4 ip4r ip6 ip6r ipaddress iprange')],
  ['isn', review('isn_weak()', 'isn_weak(bool)')],
  ['lo', review()],
  ['ltree', review('ltree_addtext ltree_textadd text2ltree')],
  ['pg_trgm', PG_TRGM],
  ['pgcrypto', PGCRYPTO],
  ['postgis', POSTGIS],
  ['postgis_raster', POSTGIS_RASTER],
  ['postgis_sfcgal', review()],
  ['postgis_topology', review()],
  ['roaringbitmap', review()],
  ['seg', review()],
  [
    'semver',
    review(`
      get_semver_major get_semver_minor get_semver_patch get_semver_prerelease hash_semver is_semver max min semver
      semver_cmp semver_eq semver_ge semver_gt semver_larger semver_le semver_lt semver_ne semver_out semver_send
      semver_smaller text to_semver`),
  ],
  ['tablefunc', review('normal_rand', 'connectby')],
  ['tdigest', review()],
  ['topn', review('topn_add topn_add_agg', '')],
  ['tsm_system_rows', review()],
  ['tsm_system_time', review()],
  ['unaccent', review('unaccent')],
  ['unit', review('unit_at unit_at_double', 'unit_load unit_reset')],
  [
    'uuid-ossp',
    review(
      'uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5',
    ),
  ],
  ['vector', review()],
  [
    'xml2',
    review(
      'xml_encode_special_chars xml_valid xpath_bool xpath_list xpath_nodeset xpath_number xpath_string',
      'xpath_table xslt_process',
    ),
  ],
]);
