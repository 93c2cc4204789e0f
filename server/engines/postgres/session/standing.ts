// Whether what a statement reaches still stands as it did when the statement was checked: asked ahead of each run.
import { bindMessage, executeMessage, parseMessage } from '../wire/messages.ts';

/** What a statement reaches that somebody may replace, and how it stood when the statement was checked. */
export interface CatalogStamp {
  /** OIDs of views and of functions, as the text of an array. */
  oids: string;
  stood: string;
}

/**
 * The transactions that last wrote the views' queries and the functions. $1 are OIDs of both: an OID that is of
 * one and of the other by chance only makes the stamp longer.
 */
export const STOOD = `
  select pg_catalog.concat_ws(';',
    (select pg_catalog.string_agg(ev_class || ' ' || xmin, ',' order by ev_class)
      from pg_catalog.pg_rewrite where ev_class = any($1::oid[])),
    (select pg_catalog.string_agg(oid || ' ' || xmin, ',' order by oid)
      from pg_catalog.pg_proc where oid = any($1::oid[])))`;

// Fails, by a division by zero, where what $1 names does not stand as $2 says.
const STANDS = `select 1 / (case when (${STOOD}) = $2 then 1 else 0 end)`;

const TEXT = 25;

/** Messages that end the exchange with an error where what the stamp names does not stand as it did. */
export function stampMessages(stamp: CatalogStamp | null): Buffer[] {
  if (stamp === null) return [];
  const { oids, stood } = stamp;
  return [parseMessage('', STANDS, [TEXT, TEXT]), bindMessage('', [oids, stood]), executeMessage];
}
