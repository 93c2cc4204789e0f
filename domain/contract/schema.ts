// The contract of what helps to write SQL: a source's tables, a plan in words, literals that could be parameters.
import { z } from 'zod';
import { parameterSchema, parameterTypeSchema, valuesSchema } from './parameter.ts';
import { columnSchema } from './result.ts';

/** GET /api/sources */
export const sourceListSchema = z.object({
  sources: z.array(z.object({ name: z.string(), usable: z.boolean() })),
});

/** What a value of a column means. */
export const valueWordsSchema = z.strictObject({
  value: z.string().max(200),
  means: z.string().trim().min(1).max(500),
});

/** Who says what stands in `comment`; absent: the database itself. */
const saidBySchema = z.enum(['people', 'database']).optional();

export const tableSchema = z.object({
  schema: z.string(),
  name: z.string(),
  kind: z.enum(['table', 'view']),
  /** What it means. */
  comment: z.string().nullable(),
  commentBy: saidBySchema,
  /** Who is asked about it, and how new its rows are, where people wrote so. */
  owner: z.string().optional(),
  fresh: z.string().optional(),
  /** PostgreSQL's own estimate; null when it has none. */
  rows: z.number().nullable(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      comment: z.string().nullable(),
      commentBy: saidBySchema,
      /** What its values mean, where people wrote so. */
      valueWords: z.array(valueWordsSchema).optional(),
      /** The table and column that it refers to, as `schema.table.column`. */
      references: z.string().nullable(),
      isKey: z.boolean(),
      /** All that it can hold, or nearly all: an enum's, or what the database's statistics know of a column with few. */
      values: z.array(z.string()).nullable(),
    }),
  ),
  /** Foreign keys of several columns, which refer together to as many of another table. Those of one stand at their column. */
  wideKeys: z.array(
    z.object({
      columns: z.array(z.string()),
      schema: z.string(),
      table: z.string(),
      to: z.array(z.string()),
    }),
  ),
});

export const functionSchema = z.object({
  name: z.string(),
  /** Of the first few with this name, such as `(text, interval) → interval`. */
  signatures: z.array(z.string()),
  /** What the database says of it in a line. */
  help: z.string().nullable(),
});

/** GET /api/sources/:name/schema: what the source's role may read. */
export const sourceSchemaSchema = z.object({
  source: z.string(),
  /** Tables of these schemas need no schema's name in front. */
  searchPath: z.array(z.string()),
  tables: z.array(tableSchema),
  /** Tables of which people wrote words, and which are not there any more. */
  gone: z.array(z.object({ schema: z.string(), name: z.string() })).optional(),
  /** Functions that need no schema's name in front. */
  functions: z.array(functionSchema),
});

/** The query string of GET /api/sources/:name/uses: a table as the schema lists it. */
export const tableUsesQuerySchema = z.object({
  schema: z.string().max(200),
  table: z.string().max(200),
});

/** GET /api/sources/:name/uses: the queries that read the table, of those that the member may see. */
export const tableUsesSchema = z.object({
  queries: z.array(z.object({ slug: z.string(), title: z.string() })),
  /** Not all were looked at: the catalog has too many that mention it. */
  more: z.boolean(),
});

/** SQL as it is being written: the body of POST /api/describe and, with values, POST /api/explain. */
export const describeRequestSchema = z.strictObject({
  source: z.string().max(100),
  sql: z.string().max(262_144),
  /** Those not declared are taken as text. */
  parameters: z.array(parameterSchema).max(100).default([]),
});
export const explainRequestSchema = describeRequestSchema.extend({
  values: valuesSchema.default({}),
  timeZone: z.string().max(64).optional(),
});

/** POST /api/describe: is the text right, without running it. A wrong one answers with its problem. */
export const descriptionSchema = z.object({
  columns: z.array(columnSchema),
  /** Parameters as the text uses them, in order, each with its declaration or a guess at one. */
  parameters: z.array(parameterSchema),
});

export const explanationSchema = z.object({
  /** What the database would do, a sentence each, in order. */
  steps: z.array(z.object({ depth: z.number().int(), sentence: z.string() })),
  /** What to mind before it runs. */
  warnings: z.array(z.string()),
  /** Whether to ask before running it. */
  expensive: z.boolean(),
  estimatedRows: z.number(),
  /** In PostgreSQL's own unit of cost. */
  cost: z.number(),
});

/** A step of a plan as it was executed. Of its times and rows the numbers are those of all its loops together. */
export const planStepSchema = z.object({
  /** How far it stands below the first one: it works on what the steps below it give. */
  depth: z.number().int(),
  /** As the database calls it. */
  name: z.string(),
  /** The same in words; null where it goes without saying. */
  sentence: z.string().nullable(),
  /** Its conditions and the like, as the database writes them. */
  details: z.array(z.string()),
  /** With all that it waited for. */
  ms: z.number(),
  /** Of those its own. */
  ownMs: z.number(),
  rows: z.number(),
  expectedRows: z.number(),
  /** 0: it was never needed. */
  loops: z.number(),
});

/** POST /api/measure: how the database executed a text. */
export const measuredPlanSchema = z.object({
  planningMs: z.number(),
  executionMs: z.number(),
  /** In the order of a tree, each above those that it works on. */
  steps: z.array(planStepSchema),
  /** There were more steps than are told. */
  more: z.boolean(),
  /** What to mind, a sentence each. */
  warnings: z.array(z.string()),
});

/** POST /api/lift: which literals of a text could become parameters. */
export const liftRequestSchema = z.strictObject({
  source: z.string().max(100).optional(),
  sql: z.string().max(100_000),
  /** The parameters there are, whose names are taken. */
  parameters: z.array(parameterSchema).max(100).default([]),
});

export const literalSchema = z.object({
  /** UTF-16 offsets in the text: replace sql.slice(from, to) by `:${name}`. */
  from: z.number().int(),
  to: z.number().int(),
  line: z.number().int(),
  column: z.number().int(),
  /** As it is written. */
  text: z.string(),
  /** As the default of the parameter. */
  value: z.union([z.string(), z.boolean()]),
  type: parameterTypeSchema,
  /** A free name, from the column that it is compared with. */
  name: z.string(),
  label: z.string(),
  /** True where a literal is compared with a column or limits the rows: offer these first. */
  likely: z.boolean(),
});

export const liftedSchema = z.object({ literals: z.array(literalSchema) });

export type SourceList = z.infer<typeof sourceListSchema>;
export type TableUses = z.infer<typeof tableUsesSchema>;
export type ValueWords = z.infer<typeof valueWordsSchema>;
export type Table = z.infer<typeof tableSchema>;
export type DatabaseFunction = z.infer<typeof functionSchema>;
export type SourceSchema = z.infer<typeof sourceSchemaSchema>;
export type Description = z.infer<typeof descriptionSchema>;
export type Explanation = z.infer<typeof explanationSchema>;
export type PlanStep = z.infer<typeof planStepSchema>;
export type MeasuredPlan = z.infer<typeof measuredPlanSchema>;
export type Literal = z.infer<typeof literalSchema>;
export type Lifted = z.infer<typeof liftedSchema>;
