// The contract of dependents: what hangs on a query, and what a change would break.
import { z } from 'zod';
import { parameterSchema, slugSchema } from './parameter.ts';
import { personSchema } from './query.ts';

/** PUT /api/ranges/:id: a linked range tells where it is and what it uses; again at each change. */
export const rangeRegistrationSchema = z.strictObject({
  query: slugSchema,
  spreadsheet: z.strictObject({ id: z.string().min(1).max(200), name: z.string().max(500) }),
  tab: z.string().max(200),
  /** The names of the result's columns that it shows. */
  columns: z.array(z.string().max(200)).max(2000).default([]),
  /** In words, such as "every day at 7"; null when nothing refreshes it by itself. */
  schedule: z.string().max(200).nullable().default(null),
  lastRefreshedAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

/** DELETE /api/ranges/:id */
export const rangeQuerySchema = z.object({
  /** The spreadsheet's id; without it, only the range that the member linked is removed. */
  spreadsheet: z.string().max(200).optional(),
});

export const dependentRangeSchema = z.object({
  id: z.string(),
  spreadsheet: z.object({ id: z.string(), name: z.string() }),
  tab: z.string(),
  columns: z.array(z.string()),
  schedule: z.string().nullable(),
  linkedBy: personSchema,
  linkedAt: z.iso.datetime(),
  /** When it last told of itself. */
  seenAt: z.iso.datetime(),
  lastRefreshedAt: z.iso.datetime().nullable(),
});

/** A query that takes its choices from this one, or was forked from it. */
export const dependentQuerySchema = z.object({
  slug: slugSchema,
  title: z.string(),
  why: z.enum(['choices', 'fork', 'use']),
});

const dependentLinkSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  createdBy: personSchema,
  lastUsedAt: z.iso.datetime().nullable(),
});

/** GET /api/queries/:slug/dependents */
export const dependentsSchema = z.object({
  ranges: z.array(dependentRangeSchema),
  /** Linked ranges whose spreadsheet the member may not know. */
  hiddenRanges: z.number().int(),
  links: z.array(dependentLinkSchema),
  hiddenLinks: z.number().int(),
  queries: z.array(dependentQuerySchema),
  /** Those that watch it. */
  alerts: z.array(z.object({ id: z.uuid(), name: z.string(), owner: personSchema })),
});

/** POST /api/queries/:slug/impact: the text as it would be saved. What is left out stays as it is. */
export const impactRequestSchema = z.strictObject({
  sql: z.string().max(262_144).optional(),
  source: z.string().max(100).optional(),
  parameters: z.array(parameterSchema).max(100).optional(),
});

/** One thing that whoever uses the query would notice. */
export const changeSchema = z.object({
  kind: z.enum([
    'column_removed',
    'column_renamed',
    'column_retyped',
    'column_added',
    'parameter_removed',
    'parameter_required',
    'parameter_retyped',
  ]),
  /** The column or parameter as it is named now. */
  name: z.string(),
  /** The new name or type. */
  to: z.string().nullable(),
  /** For a person. */
  sentence: z.string(),
  /** Whether it can break a linked range or a link. */
  breaks: z.boolean(),
});

const broken = { because: z.array(z.string()) };

export const impactSchema = z.object({
  changes: z.array(changeSchema),
  /** What would break, with the sentences of the changes that do it. */
  ranges: z.array(dependentRangeSchema.extend(broken)),
  hiddenRanges: z.number().int(),
  links: z.array(dependentLinkSchema.extend(broken)),
  hiddenLinks: z.number().int(),
  queries: z.array(dependentQuerySchema.extend(broken)),
  /** Why columns could not be compared (the text does not parse, the source is away); else null. */
  unknown: z.string().nullable(),
});

/** POST /api/check: one file of a folder before it is merged. */
export const checkRequestSchema = z.strictObject({
  /** The file's path; its name is the slug. */
  file: z.string().min(1).max(500),
  text: z.string().max(1_000_000),
  /** The slugs of all files of the folder, which its choices may name. */
  slugs: z.array(z.string()).max(20_000).default([]),
});

export const checkedFileSchema = z.object({
  file: z.string(),
  errors: z.array(
    z.object({
      line: z.number().int().nullable(),
      column: z.number().int().nullable(),
      reason: z.string(),
    }),
  ),
  /** What the file would break; null when there is no such query yet or the file is wrong. */
  impact: impactSchema.nullable(),
});

export type RangeRegistration = z.infer<typeof rangeRegistrationSchema>;
export type DependentRange = z.infer<typeof dependentRangeSchema>;
export type DependentQuery = z.infer<typeof dependentQuerySchema>;
export type Dependents = z.infer<typeof dependentsSchema>;
export type ImpactRequest = z.infer<typeof impactRequestSchema>;
export type Change = z.infer<typeof changeSchema>;
export type Impact = z.infer<typeof impactSchema>;
export type CheckedFile = z.infer<typeof checkedFileSchema>;
