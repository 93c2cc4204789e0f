// The contract of words for data: what a table, its columns and their values mean, as people wrote it or the database's own comments say.
import { z } from 'zod';
import { personSchema } from '../query.ts';
import { tableSchema, valueWordsSchema } from '../schema.ts';

const sentences = z.string().trim().max(1000).default('');

const columnWordsSchema = z.strictObject({
  name: z.string().min(1).max(200),
  means: sentences,
  /** What some of its values mean. */
  values: z
    .array(valueWordsSchema)
    .max(50)
    .default([])
    .refine((values) => isOnce(values.map(({ value }) => value)), {
      message: 'must name each value once',
    }),
});

/** What people wrote of a table; empty where nobody wrote anything. */
export const tableWordsSchema = z.strictObject({
  means: sentences,
  /** Who knows it, and is asked about it: a person or a team. */
  owner: z.string().trim().max(200).default(''),
  /** How new its rows are, such as "loaded each night at three". */
  fresh: z.string().trim().max(200).default(''),
  columns: z
    .array(columnWordsSchema)
    .max(500)
    .default([])
    .refine((columns) => isOnce(columns.map(({ name }) => name)), {
      message: 'must name each column once',
    }),
});

const isOnce = (names: readonly string[]) => new Set(names).size === names.length;

/** One of the ways that the words of a table stood. */
export const wordsVersionSchema = z.object({
  version: z.number().int(),
  savedAt: z.iso.datetime(),
  savedBy: personSchema,
  words: tableWordsSchema,
});

/** GET and PUT /api/sources/:name/words/:schema/:table: for those who write queries. */
export const tableWordsViewSchema = z.object({
  /** As the database has it, with its own comments; null where there is none of that name any more. */
  table: tableSchema.nullable(),
  /** 0: nobody wrote anything yet. */
  version: z.number().int(),
  words: tableWordsSchema,
  /** The latest first, this one included. */
  history: z.array(wordsVersionSchema),
  /** There were more before. */
  more: z.boolean(),
});

/** What something means, and who says so. */
export const meaningSchema = z.object({ text: z.string(), by: z.enum(['people', 'database']) });

const toldColumnSchema = z.object({
  name: z.string(),
  type: z.string(),
  means: meaningSchema.nullable(),
  values: z.array(valueWordsSchema),
});

/** GET /api/queries/:slug/words: what is known of the tables and columns that the query's text names, and of nothing else. */
export const queryWordsSchema = z.object({
  tables: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      means: meaningSchema.nullable(),
      owner: z.string(),
      fresh: z.string(),
      columns: z.array(toldColumnSchema),
    }),
  ),
  /** Columns of the result that are a column of a table as it stands there. */
  result: z.array(
    toldColumnSchema.omit({ type: true }).extend({ table: z.string(), column: z.string() }),
  ),
  /** The member may change them. */
  mayChange: z.boolean(),
});

export type TableWords = z.infer<typeof tableWordsSchema>;
export type ColumnWords = TableWords['columns'][number];
export type WordsVersion = z.infer<typeof wordsVersionSchema>;
export type TableWordsView = z.infer<typeof tableWordsViewSchema>;
export type Meaning = z.infer<typeof meaningSchema>;
export type QueryWords = z.infer<typeof queryWordsSchema>;
export type ToldTable = QueryWords['tables'][number];
