// What the description of the HTTP interface says of one route.
import type { z } from 'zod';

export interface Described {
  summary: string;
  request?: z.ZodType;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  /** By status; a schema is JSON, a text is another media type, the empty text no body. */
  answers: Record<number, z.ZodType | string>;
}
