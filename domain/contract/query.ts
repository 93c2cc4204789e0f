// The contract of queries: saved SQL as the catalog tells of it, and as an author writes it.
import { z } from 'zod';
import { namedAudienceSchema } from './access.ts';
import { openedSchema } from './teaching/inside.ts';
import { variationSchema } from './teaching/variation.ts';
import { parameterNameSchema, parameterSchema, slugSchema } from './parameter.ts';

/** draft: only authors see it. trusted: somebody vouches for it. retired: `use` says what to take instead. */
export const queryStatusSchema = z.enum(['draft', 'published', 'trusted', 'retired']);

/** How a column's numbers and times are shown; three capitals are a currency (ISO 4217). */
export const columnFormatSchema = z.union([
  z.enum(['text', 'whole', 'decimal', 'percent', 'date', 'datetime']),
  z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as EUR'),
]);

/** A cell of the column leads to a query or a board, with its value for the parameter. */
export const leadSchema = z
  .strictObject({
    query: slugSchema.optional(),
    board: slugSchema.optional(),
    parameter: parameterNameSchema,
  })
  .refine(({ query, board }) => (query === undefined) !== (board === undefined), {
    message: 'must name a query or a board, and not both',
  });

/** When a number is good, worth a look, or bad. */
export const columnStateSchema = z.strictObject({
  is: z.enum(['above', 'at_least', 'below', 'at_most', 'equal', 'not_equal']),
  than: z.number(),
  as: z.enum(['good', 'warn', 'bad']),
});

/** What the author says of one column of the result. */
export const columnNoteSchema = z.strictObject({
  // A file names its columns as keys, and no reader of YAML gives back this one.
  name: z
    .string()
    .min(1)
    .max(200)
    .refine((name) => name !== '__proto__', 'must not be __proto__'),
  label: z.string().max(200).optional(),
  description: z.string().max(2000).optional(),
  format: columnFormatSchema.optional(),
  leads: leadSchema.optional(),
  /** Behind each number stands a bar as long as it is great. */
  bar: z.boolean().optional(),
  /** Of a number's states the first that fits; none: it has none. */
  states: z.array(columnStateSchema).max(10).optional(),
});

/** The chart that the author set; `none` says that there shall be none. */
export const chartSchema = z.strictObject({
  kind: z.enum([
    'line',
    'area',
    'bar',
    'stacked',
    'share',
    'funnel',
    'scatter',
    'number',
    'pivot',
    'none',
  ]),
  /** The column along the bottom. */
  x: z.string().max(200).optional(),
  /** The columns that are drawn. */
  y: z.array(z.string().max(200)).max(20).optional(),
  /** The column whose values are told apart, each as a series of its own. */
  series: z.string().max(200).optional(),
  /** How many series, or bars, are drawn; all others are one. */
  top: z.number().int().min(1).max(30).optional(),
  /** A line across, at a number that is aimed for. */
  goal: z.number().optional(),
});

/** The columns that name a row, so that it is found again whatever else of it changed; none: the author does not say. */
export const keySchema = z.array(z.string().min(1).max(200)).max(20);

/** A person as others may see one: the author of a version, the owner of a query. */
export const personSchema = z.object({ name: z.string(), email: z.string() });

/** The query and its version that this one was made from. */
export const parentSchema = z.strictObject({ slug: slugSchema, version: z.number().int().min(1) });

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
  status: queryStatusSchema.optional(),
  /** The query to use instead of a retired one. */
  use: slugSchema.nullable().optional(),
  columns: z.array(columnNoteSchema).optional(),
  chart: chartSchema.nullable().optional(),
  key: z.array(z.string()).optional(),
  variations: openedSchema.optional(),
  /** The names of its alerts that fire now, at most ten; absent where none does. */
  fires: z.array(z.string()).optional(),
});

export const querySchema = querySummarySchema.extend({
  sql: z.string(),
  formerly: z.array(slugSchema),
});

/** How much a query was used in the last 30 days, and where it is linked to now. */
export const usageSchema = z.object({
  runs: z.number().int(),
  people: z.number().int(),
  lastRunAt: z.iso.datetime().nullable(),
  /** Linked ranges in spreadsheets. */
  ranges: z.number().int(),
  /** Share links that still work. */
  links: z.number().int(),
});

const catalogFields = {
  status: queryStatusSchema,
  use: slugSchema.nullable(),
  columns: z.array(columnNoteSchema),
  chart: chartSchema.nullable(),
  key: z.array(z.string()),
  variations: openedSchema,
  owner: personSchema.nullable(),
  parent: parentSchema.nullable(),
  /** Set while the query is in the archive. */
  archivedAt: z.iso.datetime().nullable(),
  usage: usageSchema,
  /** Whether the member who asks marked it. */
  favourite: z.boolean(),
};

/** A query in the list of GET /api/queries. */
export const catalogEntrySchema = querySummarySchema.extend({
  ...catalogFields,
  /** To whom it is open, and whether its data source is not everybody's; absent where everybody sees it. */
  closed: z.object({ to: namedAudienceSchema, bySource: z.boolean() }).optional(),
});

/** Why a draft cannot run yet; line and column count from 1 in `sql`. */
export const draftProblemSchema = z.object({
  code: z.string(),
  detail: z.string(),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
});

/** GET /api/queries/:slug, and the answer to every save. Its ETag begins with its version, for If-Match. */
export const savedQuerySchema = querySchema.extend({
  ...catalogFields,
  /** Why the query cannot run; only a draft has one. */
  problem: draftProblemSchema.nullable(),
  /** The result's columns as PostgreSQL described them at the last save; null when nobody asked it. */
  describedColumns: z.array(z.object({ name: z.string(), type: z.string() })).nullable(),
  savedBy: personSchema.nullable(),
  /** What the member who asks may do with it. */
  may: z.object({ edit: z.boolean(), archive: z.boolean(), share: z.boolean() }),
  /** Absent where the query is none. */
  variation: variationSchema.optional(),
});

/** What an author writes: the body of POST and PUT /api/queries. */
export const queryContentSchema = z.strictObject({
  title: z.string().trim().min(1).max(200),
  description: z.string().trim().max(5000).default(''),
  tags: z.array(z.string().trim().min(1).max(50)).max(50).default([]),
  /** May be left out where there is one data source only. */
  source: z.string().min(1).max(100).optional(),
  formerly: z.array(slugSchema).max(100).default([]),
  parameters: z.array(parameterSchema).max(100).default([]),
  status: queryStatusSchema.default('published'),
  use: slugSchema.nullable().default(null),
  columns: z.array(columnNoteSchema).max(500).default([]),
  chart: chartSchema.nullable().default(null),
  key: keySchema.default([]),
  /** What everybody who sees the query may vary it by; none: nothing. */
  variations: openedSchema.default({}),
  sql: z.string().trim().min(1).max(262_144),
});

/** Why a version is saved, in its author's words; it says nothing of the query itself. */
export const versionNoteSchema = z.string().trim().max(500);

/** PUT /api/queries/:slug: what the sender does not know of stays. */
export const queryUpdateSchema = queryContentSchema.extend({
  formerly: queryContentSchema.shape.formerly.removeDefault().optional(),
  key: queryContentSchema.shape.key.removeDefault().optional(),
  variations: queryContentSchema.shape.variations.removeDefault().optional(),
  note: versionNoteSchema.optional(),
});

/** POST /api/queries: a new query. Its slug is made from the title unless it is given. */
export const newQuerySchema = queryContentSchema.extend({
  slug: slugSchema.optional(),
  parent: parentSchema.nullable().default(null),
  note: versionNoteSchema.optional(),
});

/** A catalog file that could not be read, and why: shown to authors beside the queries. */
export const catalogErrorSchema = z.object({
  file: z.string(),
  line: z.number().int().nullable(),
  reason: z.string(),
});

const facetSchema = z.array(z.object({ value: z.string(), count: z.number().int() }));

export const queryListSchema = z.object({
  queries: z.array(catalogEntrySchema),
  next: z.string().nullable(),
  /** How many queries fit the search and its filters. */
  total: z.number().int(),
  /** What the found queries can be narrowed to, the most frequent first. */
  facets: z.object({ tags: facetSchema, sources: facetSchema, owners: facetSchema }),
  /** Only for authors and admins. */
  errors: z.array(catalogErrorSchema).optional(),
  /** Only for authors and admins: how many asks nobody has answered. */
  openAsks: z.number().int().optional(),
});

export const querySortSchema = z.enum(['used', 'changed', 'mine']);

/** GET /api/queries */
export const searchSchema = z.object({
  search: z.string().max(500).default(''),
  tag: z.string().max(50).optional(),
  source: z.string().max(100).optional(),
  /** As the facet `owners` names one. */
  owner: z.string().max(320).optional(),
  status: queryStatusSchema.optional(),
  favourite: z.enum(['true', 'false']).optional(),
  /** The archive instead of the catalog; for authors. */
  archived: z.enum(['true', 'false']).optional(),
  /** Instead of the best first: the most used, the latest changed, or what the member owns. */
  sort: querySortSchema.optional(),
  next: z.string().max(40).nullish(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const choiceListSchema = z.object({
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
});

export type QueryStatus = z.infer<typeof queryStatusSchema>;
export type ColumnNote = z.infer<typeof columnNoteSchema>;
export type ColumnState = z.infer<typeof columnStateSchema>;
export type Chart = z.infer<typeof chartSchema>;
export type Person = z.infer<typeof personSchema>;
export type QueryParent = z.infer<typeof parentSchema>;
export type QuerySummary = z.infer<typeof querySummarySchema>;
export type Query = z.infer<typeof querySchema>;
export type Usage = z.infer<typeof usageSchema>;
export type CatalogEntry = z.infer<typeof catalogEntrySchema>;
export type DraftProblem = z.infer<typeof draftProblemSchema>;
export type SavedQuery = z.infer<typeof savedQuerySchema>;
/** A query's content with every default filled in. */
export type QueryContent = z.infer<typeof queryContentSchema>;
/** What a PUT brings of it: some may be left out. */
export type QueryUpdate = Omit<z.infer<typeof queryUpdateSchema>, 'note'>;
/** The same as a page may send it. */
export type QueryContentInput = z.input<typeof queryContentSchema>;
export type NewQueryInput = z.input<typeof newQuerySchema>;
export type QuerySort = z.infer<typeof querySortSchema>;
export type Search = z.infer<typeof searchSchema>;
export type QueryList = z.infer<typeof queryListSchema>;
export type CatalogError = z.infer<typeof catalogErrorSchema>;
export type ChoiceList = z.infer<typeof choiceListSchema>;
