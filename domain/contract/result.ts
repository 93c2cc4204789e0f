// The contract of runs and results: what a caller asks for, and the envelope that the sidebar gets.
import { z } from 'zod';
import { placeSchema } from './audit.ts';
import { readTableSchema } from './sheet-tables/read-table.ts';
import { parameterSchema, valuesSchema } from './parameter.ts';

const MOST_PAGE_ROWS = 100_000;
const LONGEST_WAIT_SECONDS = 120;

export const COLUMN_TYPES = [
  'text',
  'number',
  'boolean',
  'date',
  'time',
  'datetime',
  'json',
] as const;

export const columnSchema = z.object({
  name: z.string(),
  type: z.enum(COLUMN_TYPES),
  /** What its database calls the type. */
  typeName: z.string(),
  /** The same, for add-ons of before it had that name. */
  pgType: z.string().optional(),
  /** What its texts hold that a sheet can add up: amounts of money, or spans of time as PostgreSQL writes them. */
  holds: z.enum(['money', 'duration']).optional(),
  /** How many decimals amounts of money have; absent: that is not known. */
  decimals: z.number().int().optional(),
});

/** One field of a row: text, a number of up to 15 significant digits, a boolean, or null. */
export const fieldSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const resultRequestSchema = z.strictObject({
  values: valuesSchema.optional(),
  timeZone: z.string().max(64).optional(),
  maxAgeSeconds: z.number().min(0).optional(),
  maxRows: z.number().int().min(0).optional(),
  pageRows: z.number().int().min(1).max(MOST_PAGE_ROWS).optional(),
  /** The caller's own name for the run: lets it cancel while it waits; repeated, it gets the same run. */
  run: z.uuid().optional(),
  /** The etag of a result that the caller has already. */
  unless: z.string().max(200).optional(),
  /** How long to wait before answering "running" (202); without it the answer waits for the result. */
  waitSeconds: z.number().min(0).max(LONGEST_WAIT_SECONDS).optional(),
  /** Columns that come as the database writes them, digit for digit. */
  exactText: z.array(z.string().max(200)).max(2000).optional(),
  /** Numbers that JavaScript would write with other digits (1.10, 1000000000000000000000) come as the database writes them. */
  exactNumbers: z.boolean().optional(),
  /** Where in a spreadsheet the result goes, for the audit. */
  place: placeSchema.optional(),
  /** Behind the result's own columns one that says who was told when, where something of the query was kept as sent. */
  told: z.boolean().optional(),
  /** Parameters with choices whose values are as people write them: each becomes the choice that it means. */
  matchChoices: z.array(z.string().max(63)).max(100).optional(),
});

/** What was written for a choice, and the choice that it means; null: it is none, and was left out. */
export const choiceMatchSchema = z.object({
  parameter: z.string(),
  given: z.string(),
  value: z.string().nullable(),
  label: z.string().nullable(),
});

/**
 * What a caller asks who waits for a run by its id, in the query string. Without `waitSeconds` the answer is how far
 * the run is; with it, the first page as though the run had been asked for again, or that it still goes on (202).
 */
export const runWaitSchema = z.object({
  waitSeconds: z.coerce.number().min(0).max(LONGEST_WAIT_SECONDS).optional(),
  pageRows: z.coerce.number().int().min(1).max(MOST_PAGE_ROWS).optional(),
  unless: z.string().max(200).optional(),
});

export const unsavedRunRequestSchema = resultRequestSchema.extend({
  source: z.string(),
  sql: z.string(),
  parameters: z.array(parameterSchema).max(1000).optional(),
});

export const resultSchema = z.object({
  query: z.string().nullable(),
  /** The query's own, for whoever shows what really ran. */
  title: z.string().optional(),
  version: z.number().int(),
  run: z.uuid(),
  ranAt: z.iso.datetime(),
  timeZone: z.string(),
  cached: z.boolean(),
  /** Seconds that the follower lagged behind; null when it ran on the primary or nobody knows. */
  lagSeconds: z.number().nullable(),
  /** The server it ran on: "follower" or "primary". */
  ranOn: z.enum(['primary', 'follower']),
  columns: z.array(columnSchema),
  /** The columns that name a row, as the query's author says; absent: nobody does. */
  key: z.array(z.string()).optional(),
  /** The last column is none of the query's: it says who was told when (`told` of the request). Absent: there is none. */
  told: z.literal(true).optional(),
  /** Where `matchChoices` found other choices than were written word for word, or none. */
  matches: z.array(choiceMatchSchema).optional(),
  /** Primary keys of tables that are in it whole, each by the indexes of its columns; absent: none, or nobody knows. */
  tableKeys: z.array(z.array(z.number().int())).optional(),
  /** The sheet tables that it read, each with the time that its rows are of; absent: none. */
  sheetTables: z.array(readTableSchema).optional(),
  rows: z.array(z.array(fieldSchema)),
  /** Rows of the whole result (the snapshot), not of this page. */
  rowCount: z.number().int(),
  truncated: z.boolean(),
  next: z.string().nullable(),
  durationMs: z.number(),
  etag: z.string(),
});

export const unchangedSchema = z.object({
  unchanged: z.literal(true),
  etag: z.string(),
  ranAt: z.iso.datetime(),
  /** By its new name where it was renamed. */
  query: z.string().nullable().optional(),
  title: z.string().optional(),
  lagSeconds: z.number().nullable().optional(),
});

/** The answer (202) to a caller with `waitSeconds` while the run goes on. */
export const runningSchema = z.object({
  run: z.uuid(),
  state: z.literal('running'),
  rowCount: z.number().int(),
  elapsedMs: z.number(),
});

/** GET /api/runs/:run */
export const runStateSchema = runningSchema.extend({
  state: z.enum(['running', 'done', 'failed']),
});

/** What is asked for by the address of a download. */
export const downloadValuesSchema = z
  .record(z.string(), z.string())
  .describe(
    'The values by the names of their parameters; _timeZone, _maxAgeSeconds and _bom (of CSV) are options.',
  );

const mostRows = Number.MAX_SAFE_INTEGER;
/** GET /api/runs/:run/rows */
export const rowsQuerySchema = z.object({
  /** How many rows the caller has. */
  after: z.coerce.number().int().min(0).max(mostRows).default(0),
  pageRows: z.coerce.number().int().min(0).max(100_000).default(20_000),
});

/** One further page of a run's snapshot. */
export const pageSchema = z.object({
  run: z.uuid(),
  rows: z.array(z.array(fieldSchema)),
  next: z.string().nullable(),
});

export type ColumnType = (typeof COLUMN_TYPES)[number];
export type Column = z.infer<typeof columnSchema>;
export type ChoiceMatch = z.infer<typeof choiceMatchSchema>;
export type Field = z.infer<typeof fieldSchema>;
export type ResultRequest = z.infer<typeof resultRequestSchema>;
export type Result = z.infer<typeof resultSchema>;
export type Unchanged = z.infer<typeof unchangedSchema>;
export type Running = z.infer<typeof runningSchema>;
export type ResultPage = z.infer<typeof pageSchema>;
