// The contract of frozen runs: results that are kept as they were, each with an address.
import { z } from 'zod';
import { slugSchema, valuesSchema } from './parameter.ts';
import { readTableSchema } from './sheet-tables/read-table.ts';
import { personSchema } from './query.ts';
import { columnSchema, fieldSchema } from './result.ts';

export const frozenSchema = z.object({
  id: z.string(),
  /** Its page. */
  url: z.string(),
  /** Null for SQL that is not saved. */
  query: slugSchema.nullable(),
  title: z.string(),
  /** 0 for SQL that is not saved. */
  version: z.number().int(),
  source: z.string(),
  sql: z.string(),
  /** Those that it ran with: defaults and relative dates as they were then. */
  values: valuesSchema,
  timeZone: z.string(),
  /** The run that was frozen. */
  run: z.uuid(),
  ranAt: z.iso.datetime(),
  ranOn: z.enum(['primary', 'follower']),
  /** Seconds that the follower lagged behind; null on the primary, or when nobody knows. */
  lagSeconds: z.number().nullable(),
  columns: z.array(columnSchema),
  /** The columns that name a row, as the query’s author said then; empty: nobody did. */
  key: z.array(z.string()),
  rowCount: z.number().int(),
  /** SHA-256 of its CSV, in hex. */
  fingerprint: z.string(),
  /** The sheet tables that it read, with the time that their rows are of; absent: none. */
  sheetTables: z.array(readTableSchema).optional(),
  madeBy: personSchema,
  madeAt: z.iso.datetime(),
  /** The alert whose message shows it. */
  alert: z.uuid().nullable(),
  /** Since when it is kept for good. */
  citedAt: z.iso.datetime().nullable(),
  /** Until when it is kept, unless somebody cites it. */
  keptUntil: z.iso.datetime().nullable(),
  /** Of SQL that is not saved: since when whoever may run on its source sees it. */
  sharedAt: z.iso.datetime().nullable(),
  /** Its rows are gone: erased by somebody, or (null) not cited in time. */
  erased: z.object({ at: z.iso.datetime(), by: personSchema.nullable() }).nullable(),
  /** A line to paste where it is spoken of. */
  citation: z.string(),
  may: z.object({ erase: z.boolean(), share: z.boolean() }),
});

/** GET /api/frozen?query=…: those of one query, or the member's own. */
export const frozenFilterSchema = z.object({ query: slugSchema.optional() });
export const frozenListSchema = z.object({ frozen: z.array(frozenSchema) });

/** GET /api/frozen/:id: with its first rows, at most 100,000. */
export const frozenResultSchema = frozenSchema.extend({
  rows: z.array(z.array(fieldSchema)),
  truncated: z.boolean(),
});

/** PUT /api/frozen/:id/share */
export const frozenShareSchema = z.strictObject({ shared: z.boolean() });

const textRowSchema = z.array(z.string().nullable());

/** GET /api/frozen/:a/difference/:b: what differs from `a` to `b`, by the columns that name a row. */
export const frozenDifferenceSchema = z.object({
  a: frozenSchema,
  b: frozenSchema,
  /** The columns by which rows were told apart; empty: by all that stands in them. */
  key: z.array(z.string()),
  columnsAdded: z.array(z.string()),
  columnsRemoved: z.array(z.string()),
  counts: z.object({
    added: z.number().int(),
    removed: z.number().int(),
    changed: z.number().int(),
    same: z.number().int(),
  }),
  /** The first two hundred of each, as the database wrote them: rows of `b`, and rows of `a`. */
  added: z.array(textRowSchema),
  removed: z.array(textRowSchema),
  changed: z.array(
    z.object({
      /** As it stands in `b`. */
      row: textRowSchema,
      cells: z.array(
        z.object({
          column: z.string(),
          before: z.string().nullable(),
          after: z.string().nullable(),
        }),
      ),
      /** How many more of its values changed. */
      more: z.number().int(),
    }),
  ),
});

export type FrozenDifference = z.infer<typeof frozenDifferenceSchema>;
export type Frozen = z.infer<typeof frozenSchema>;
export type FrozenResult = z.infer<typeof frozenResultSchema>;
