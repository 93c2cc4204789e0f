// The contract of variations: a member's own query that selects from the result of another one.
import { z } from 'zod';
import { valuesSchema } from '../parameter.ts';
import { resultRequestSchema } from '../result.ts';
import {
  columnSchema,
  comparedSchema,
  insideSchema,
  spanSchema,
  VALUE_FITS,
  valueFits,
  type comparisonSchema,
} from './inside.ts';

/** Rows that count: whose value in the column is like that. */
export const conditionSchema = comparedSchema
  .extend({ column: columnSchema })
  .refine(valueFits, VALUE_FITS);

/** Rows that are alike in the column, or within the same span of time, become one. */
export const groupSchema = z.strictObject({
  column: columnSchema,
  by: spanSchema.optional(),
});

/** What is told of the rows that became one; only `rows` has no column. */
export const totalSchema = z
  .strictObject({
    how: z.enum(['rows', 'different', 'sum', 'average', 'least', 'greatest']),
    of: columnSchema.optional(),
  })
  .refine(({ how, of }) => (of === undefined) === (how === 'rows'), {
    message: 'must name a column, but for rows',
  });

/** What a variation takes of a result, in this order: what it changes inside, rows, then groups of them, then columns, order and number. */
export const selectionSchema = z
  .strictObject({
    /** What is changed before the original puts rows together; absent: nothing. */
    inside: insideSchema.optional(),
    conditions: z.array(conditionSchema).max(20).default([]),
    groups: z.array(groupSchema).max(5).default([]),
    totals: z.array(totalSchema).max(20).default([]),
    /** Those that stay, in their order; empty: all. Groups and totals are columns of their own. */
    columns: z.array(columnSchema).max(500).default([]),
    order: z
      .array(z.strictObject({ column: columnSchema, descending: z.boolean().default(false) }))
      .max(5)
      .default([]),
    /** At most so many rows. */
    most: z.number().int().min(1).max(1_000_000).nullable().default(null),
  })
  .refine(
    ({ columns, groups, totals }) => columns.length === 0 || groups.length + totals.length === 0,
    {
      message: 'must choose columns or make groups, and not both',
    },
  );

/** private: its maker sees it. offered: authors too. published: everybody who sees the original. */
export const variationStateSchema = z.enum(['private', 'offered', 'published']);

/** What a query's page tells of a variation. */
export const variationSchema = z.object({
  /** The query from whose result it selects. */
  of: z.object({ slug: z.string(), title: z.string() }),
  selection: selectionSchema,
  state: variationStateSchema,
  may: z.object({
    /** Change and delete it, offer it and take that back. */
    change: z.boolean(),
    /** Show it to everybody who sees the original, or no more. */
    publish: z.boolean(),
  }),
});

/** POST /api/queries/:slug/variations, PUT /api/variations/:slug. */
export const variationContentSchema = z.strictObject({
  title: z.string().trim().min(1).max(200),
  selection: selectionSchema,
  /** Values that it begins with instead of the original's. */
  values: valuesSchema.default({}),
});

/** PUT /api/variations/:slug/state */
export const variationStateRequestSchema = z.strictObject({ state: variationStateSchema });

/** POST /api/queries/:slug/selected: the result that a variation would have. */
export const selectedRequestSchema = resultRequestSchema.extend({ selection: selectionSchema });

/** POST /api/queries/:slug/selected/sql */
export const selectedTextRequestSchema = z.strictObject({ selection: selectionSchema });
export const selectedTextSchema = z.object({ sql: z.string() });

export type Comparison = z.infer<typeof comparisonSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type Group = z.infer<typeof groupSchema>;
export type Total = z.infer<typeof totalSchema>;
export type Selection = z.infer<typeof selectionSchema>;
export type Variation = z.infer<typeof variationSchema>;
export type VariationState = z.infer<typeof variationStateSchema>;
export type VariationContent = z.infer<typeof variationContentSchema>;
