// The contract of what a variation changes inside its original, in the tables and columns that the author opened.
import { z } from 'zod';

/** A column of a result or of a table, by its name. */
export const columnSchema = z.string().min(1).max(200);

/** A table as the query's text names it, without quotes: `accounts`, `shop.accounts`. */
const tableSchema = z
  .string()
  .min(1)
  .max(200)
  // No reader of YAML gives back this key.
  .refine((name) => name !== '__proto__', 'must not be __proto__');

export const spanSchema = z.enum(['day', 'week', 'month', 'quarter', 'year']);

export const comparisonSchema = z.enum([
  'equal',
  'not_equal',
  'contains',
  'above',
  'at_least',
  'below',
  'at_most',
  'empty',
  'not_empty',
]);

/** Rows whose value is like that. `empty` and `not_empty` take no value. */
export const comparedSchema = z.strictObject({
  is: comparisonSchema,
  value: z.string().max(1000).optional(),
});

export const valueFits = ({ is, value }: z.infer<typeof comparedSchema>): boolean =>
  (value === undefined) === (is === 'empty' || is === 'not_empty');
export const VALUE_FITS = {
  message: 'must have a value to compare with, but for empty and not_empty',
};

/** The tables and columns of a query that everybody who sees it may vary it by. */
export const openedSchema = z
  .record(tableSchema, z.array(columnSchema).min(1).max(200))
  .refine((tables) => Object.keys(tables).length <= 50, { message: 'must be 50 tables at most' })
  .refine((tables) => Object.values(tables).flat().length <= 500, {
    message: 'must be 500 columns at most',
  });

const ofTable = { table: tableSchema, column: columnSchema };

/** What a variation changes before its original puts rows together. */
export const insideSchema = z.strictObject({
  /** Only rows where. */
  conditions: z
    .array(comparedSchema.extend(ofTable).refine(valueFits, VALUE_FITS))
    .max(20)
    .default([]),
  /** Columns that come besides; where the original makes groups, they are told apart by them too. */
  columns: z
    .array(z.strictObject({ ...ofTable, by: spanSchema.optional(), as: columnSchema }))
    .max(20)
    .default([]),
  /** Columns of the result that are the beginning of a span of time, with another span. */
  spans: z
    .array(z.strictObject({ column: columnSchema, by: spanSchema }))
    .max(5)
    .default([]),
});

/** GET /api/queries/:slug/openings: what of a query can be varied inside, and why the rest cannot. */
export const openingsSchema = z.object({
  /** Why nothing can; null where something can. */
  why: z.string().nullable(),
  tables: z.array(
    z.object({
      table: z.string(),
      /** Why its rows cannot be filtered; null where they can. */
      noFilter: z.string().nullable(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
    }),
  ),
  /** Why no column can come besides; null where one can. */
  noColumns: z.string().nullable(),
  /** Columns that come besides make further groups. */
  isGrouped: z.boolean(),
  spans: z.array(
    z.object({
      /** The column of the result. */
      column: z.string(),
      table: z.string(),
      of: z.string(),
      by: spanSchema,
      /** It is called like its span, and so is what comes in its place. */
      isNamedSo: z.boolean(),
    }),
  ),
  /** Names that no further column may have. */
  taken: z.array(z.string()),
});

/** POST /api/openings: a text that is being written. */
export const openingsRequestSchema = z.strictObject({
  source: z.string().max(100),
  sql: z.string().max(262_144),
});

export type Span = z.infer<typeof spanSchema>;
export type Compared = z.infer<typeof comparedSchema>;
export type OpenedColumns = z.infer<typeof openedSchema>;
export type Inside = z.infer<typeof insideSchema>;
export type Openings = z.infer<typeof openingsSchema>;
