// Which extension, of those that do not come with PostgreSQL, a text needs.

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\b(hll|hll_\w+)\b/, 'hll'],
  [/\bip4r?\b/, 'ip4r'],
  [/\btdigest/, 'tdigest'],
  [/\btopology\./, 'postgis_topology'],
  [/raster|mapalgebra|overviewconstraints/i, 'postgis_raster'],
  [
    /\bst_|geometry|postgis|lockrow|(add|check)auth|longtrans|gettransactionid|spatial_ref_sys/i,
    'postgis',
  ],
];

/** By what it calls; null where it needs none. */
export function extensionNeeded(sql: string): string | null {
  return SIGNS.find(([sign]) => sign.test(sql))?.[1] ?? null;
}
