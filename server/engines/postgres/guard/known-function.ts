// A function, with all that the policy asks of it.

/** A function as pg_proc tells of it. */
export interface KnownFunction {
  oid: number;
  schema: string;
  name: string;
  volatility: 'i' | 's' | 'v';
  kind: 'f' | 'p' | 'a' | 'w';
  /** The extension that it belongs to; null for none. */
  extension: string | null;
  /** It takes arguments of PostgreSQL's internals, which no SQL has reason to call. */
  takesInternals: boolean;
  argumentCount: number;
  /** PostgreSQL made it with a range type, to make values of that type. */
  makesRange: boolean;
  /** As pg_language names it. */
  language: string;
  /** Its name and its arguments' types, all without schemas: `st_addband(raster,_text)`. */
  signature: string;
  /** It is told a function, a table or a cursor, which it may call or read. */
  takesNames: boolean;
  /** It takes text, or a value of any type. */
  takesText: boolean;
  /** It takes or gives a value of a type of its own extension. */
  isOfOwnType: boolean;
  runsAsOwner: boolean;
  /** The text that it is written in, where that is SQL or PL/pgSQL. */
  source: string;
  /** What stands in the place of the text where PostgreSQL has read that (BEGIN ATOMIC). */
  tree: string;
}

/** OIDs below belong to PostgreSQL itself (FirstNormalObjectId). */
export const FIRST_OWN_OID = 16384;
