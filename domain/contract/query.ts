// The contract of queries: saved SQL as the catalog tells of it.
import { z } from 'zod';
import { parameterSchema, slugSchema } from './parameter.ts';

export const queryStatusSchema = z.enum(['draft', 'published', 'trusted', 'retired']);

/** A query as a list shows it: everything but its SQL. */
export const querySummarySchema = z.object({
  slug: slugSchema,
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  source: z.string(),
  parameters: z.array(parameterSchema),
  version: z.number().int(),
  /** The catalog file that holds it, relative to CATALOG_DIR; null when it is written on the page. */
  file: z.string().nullable(),
  updatedAt: z.iso.datetime(),
});

export const querySchema = querySummarySchema.extend({
  sql: z.string(),
  formerly: z.array(slugSchema),
});

/** A catalog file that could not be read, and why: shown to authors beside the queries. */
export const catalogErrorSchema = z.object({
  file: z.string(),
  line: z.number().int().nullable(),
  reason: z.string(),
});

export const queryListSchema = z.object({
  queries: z.array(querySummarySchema),
  next: z.string().nullable(),
  /** Only for authors and admins. */
  errors: z.array(catalogErrorSchema).optional(),
});

export const choiceListSchema = z.object({
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
});

export type QuerySummary = z.infer<typeof querySummarySchema>;
export type Query = z.infer<typeof querySchema>;
export type QueryList = z.infer<typeof queryListSchema>;
export type CatalogError = z.infer<typeof catalogErrorSchema>;
export type ChoiceList = z.infer<typeof choiceListSchema>;
