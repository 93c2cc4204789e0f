// What the table of routes says of one route.
import type { z } from 'zod';
import type { PathName } from '../routes.ts';
import type { Role } from './member.ts';
import type { Scope } from './session.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';

/** The least role that a route asks for; `anyone` needs no sign-in. */
export type Right = Role | 'anyone';

/**
 * What a route is about, and so what it hides: a query or a data source that the member may not see, and
 * somebody else's sessions, tokens, runs and links answer 404 as though they were not there; a list leaves them out.
 */
export type About = 'query' | 'source' | 'own' | 'list' | 'nothing';

export interface Row {
  /** What it does, for who reads the description of the interface. */
  summary: string;
  least: Right;
  about: About;
  /** The scope by which a personal token opens the route. Without one it opens it for no token. */
  scope?: Scope;
  /** The token of a schedule opens it, for its query and its range alone. */
  schedule?: true;
  /** How the audit names what the route changes. Every route that changes something for others has one. */
  change?: string;
  /** Strangers may ask as often as they like: it costs nothing, or whoever watches the server needs it. */
  uncounted?: true;
  /** Goes on during maintenance, although it changes something. */
  always?: true;
  /** What varies in the path; text where it is left out. */
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** What the query string holds where the query itself says which names there are. */
  values?: z.ZodType;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** Takes text that cannot be stored (NUL, half a surrogate pair): what runs it tells of it by line or parameter. */
  anyText?: true;
  /** Takes a body of up to 2 MB of many small parts, which the handler goes through in slices. */
  large?: true;
  /** By status; a schema is JSON, a text is another media type, the empty text no body. */
  answers: Readonly<Record<number, z.ZodType | string>>;
  /** Its JSON is written as it comes. */
  streams?: true;
}

/** Rows of the table, by method and the name of the path. */
export type Rows = { readonly [Key in `${Method} ${PathName}`]?: Row };
