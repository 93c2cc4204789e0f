// The contract of sheet tables: ranges of spreadsheets that queries read like tables.
import { z } from 'zod';
import { bytesOf } from '../../sheet-tables/headers.ts';
import { TABLE_TYPES } from '../../sheet-tables/typed-cell.ts';
import { audienceSchema, namedAudienceSchema } from '../access.ts';
import { personSchema } from '../query.ts';

/** Of one table; more is told as a problem. */
export const MOST_TABLE_ROWS = 50_000;
export const MOST_TABLE_BYTES = 10 * 1024 * 1024;

/** In SQL it stands behind `sheet.`. */
export const tableNameSchema = z
  .string()
  .max(63)
  .regex(
    /^[a-z][a-z0-9_]*$/,
    'must be made of lower-case letters, digits and underscores, a letter first',
  );

const columnNameSchema = z
  .string()
  .regex(
    /^[\p{L}_][\p{L}\p{N}_]*$/u,
    'must be made of letters, digits and underscores, a letter first',
  )
  .refine((name) => name === name.toLowerCase(), 'must be written in lower case')
  .refine((name) => bytesOf(name) <= 63, 'must be shorter: PostgreSQL takes 63 bytes');

export const tableColumnSchema = z.strictObject({
  name: columnNameSchema,
  /** As the header row says; the column is found by it. */
  header: z.string().trim().min(1).max(500),
  type: z.enum(TABLE_TYPES),
  /** Its value is the name of the tab that a row stands in, and no cell's. */
  of: z.literal('tab').optional(),
});

const columnsSchema = z
  .array(tableColumnSchema)
  .min(1)
  .max(100)
  .refine((columns) => isDistinct(columns.map(({ name }) => name)), 'must not name one twice')
  .refine(
    (columns) => isDistinct(columns.map(({ header }) => header.toLowerCase())),
    'must not name a header twice',
  );

const isDistinct = (names: string[]) => new Set(names).size === names.length;

/** Where its cells stand. */
export const tablePlaceSchema = z.strictObject({
  spreadsheet: z.strictObject({
    id: z.string().min(1).max(200),
    name: z.string().max(500),
    /** Where a browser opens it; absent: at Google. */
    url: z
      .url({ protocol: /^https?$/ })
      .max(1000)
      .optional(),
  }),
  /** The tab, by its name and Google's number. */
  tab: z.string().min(1).max(200),
  tabId: z.number().int().min(0).optional(),
  /** The tabs that are stacked as one table, by a pattern of their names such as Onboarding 2026-*; absent: the one. */
  tabs: z.string().max(200).includes('*').optional(),
  /** Its columns and its first row in A1 notation, such as A1:F: it grows downwards. */
  range: z.string().max(100),
});

const tableFields = {
  title: z.string().trim().min(1).max(200),
  columns: columnsSchema,
  place: tablePlaceSchema,
  /** Who may use it in queries and run what reads it, besides its publisher. Null: everybody. */
  usedBy: audienceSchema,
  /** What becomes of rows with a cell that does not fit: nothing is published, or they are left out and counted. */
  badRows: z.enum(['fail', 'leave_out']),
  /** The add-on publishes its rows, or the server reads the sheet at each run. */
  readBy: z.enum(['addon', 'server']),
};

/**
 * What is written into the spreadsheet as metadata `sheetfeed-table`, and taken out afterwards: whoever has the server
 * read a spreadsheet shows by it that they may edit it. Admins need none.
 */
const markSchema = z.uuid();

/** POST /api/sheet-tables */
export const newSheetTableSchema = z.strictObject({
  name: tableNameSchema,
  ...tableFields,
  title: tableFields.title.optional(),
  usedBy: tableFields.usedBy.default({ members: [], groups: [] }),
  badRows: tableFields.badRows.default('fail'),
  readBy: tableFields.readBy.default('addon'),
  mark: markSchema.optional(),
});

/** PUT /api/sheet-tables/:name: what is left out stays. */
export const sheetTableUpdateSchema = z
  .strictObject({ ...tableFields, mark: markSchema })
  .partial();

/** A cell that does not fit its column's type. */
export const badCellSchema = z.object({
  /** B17 */
  cell: z.string(),
  column: z.string(),
  /** What stands in it. */
  shown: z.string(),
  /** The end of a sentence: "is not a date". */
  reason: z.string(),
  /** Opens the cell. */
  url: z.string(),
});

/** The rows that queries read. */
export const tableRowsSchema = z.object({
  /** When their publishing began: they are as the sheet was then, or a little later. */
  at: z.iso.datetime(),
  by: personSchema,
  rowCount: z.number().int(),
  byteCount: z.number().int(),
  /** Rows with a cell that did not fit. */
  leftOut: z.number().int(),
  /** SHA-256 of columns and rows: the same for the same. */
  fingerprint: z.string(),
  /** Those that the rows have; the table's own may have been changed since. */
  columns: z.array(tableColumnSchema),
});

/** Why the last try to publish gave nothing. */
export const failedPublishingSchema = z.object({
  at: z.iso.datetime(),
  detail: z.string(),
  badCells: z.array(badCellSchema),
  /** Of all of them. */
  badCount: z.number().int(),
});

export const sheetTableSchema = z.object({
  name: z.string(),
  title: z.string(),
  columns: z.array(tableColumnSchema),
  place: tablePlaceSchema,
  /** With names, for who may change it; null is everybody. */
  usedBy: namedAudienceSchema.optional(),
  badRows: z.enum(['fail', 'leave_out']),
  readBy: z.enum(['addon', 'server']),
  publisher: personSchema,
  madeAt: z.iso.datetime(),
  /** Null until rows are published. */
  rows: tableRowsSchema.nullable(),
  failed: failedPublishingSchema.nullable(),
  /** The queries that read it, of those that the member may see; only where one table is asked for. */
  queries: z
    .array(
      z.object({
        slug: z.string(),
        title: z.string(),
        /** Everybody may see it. */
        open: z.boolean().optional(),
      }),
    )
    .optional(),
  /** Headers of the sheet that no column has, at the last try. */
  newHeaders: z.array(z.string()),
  may: z.object({ change: z.boolean() }),
});

/** GET /api/sheet-tables: those that the member may use. */
export const sheetTableListSchema = z.object({
  tables: z.array(sheetTableSchema),
  /** Whom a spreadsheet has to be shared with for the server to read it; null: it reads none. */
  account: z.string().nullable(),
});

/** PUT /api/sheet-tables/:name/rows: a page of what the sheet holds, at most 2 MB. */
export const tablePageSchema = z.strictObject({
  /** The same for all pages of one publishing; may be left out where there is one page only. */
  publication: z.uuid().optional(),
  /** From 0, in order of the rows. A page that is sent again replaces itself. */
  page: z.number().int().min(0).max(1000).default(0),
  /** The rows of all pages take the place of those before, at once. */
  last: z.boolean().default(true),
  /** The header row as it stands; columns are found by it. */
  headers: z.array(z.string().max(50_000)).max(1000),
  /** Where the first of these rows and the first header stand in the sheet, for the names of cells. */
  firstRow: z.number().int().min(1).default(2),
  firstColumn: z.number().int().min(1).default(1),
  /** The tab that these rows stand in, where several are stacked; each of them begins a page. */
  tab: z.strictObject({ name: z.string().max(200), id: z.number().int().min(0) }).optional(),
  /** The spreadsheet's: it says what numbers and dates mean that are written as text. */
  locale: z.string().max(35).default('en_US'),
  /** Texts, numbers, TRUE and FALSE, and null; dates as 2026-01-31 or 2026-01-31 14:30:00. */
  rows: z
    .custom<unknown[]>((rows) => Array.isArray(rows), 'must be a list')
    .meta({
      type: 'array',
      items: {
        type: 'array',
        items: {
          anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }],
        },
      },
    }),
});

export const tablePageTakenSchema = z.object({
  publication: z.uuid(),
  /** `taken`: the next page is waited for. */
  state: z.enum(['taken', 'published']),
  /** The rows that queries now read; null until the last page. */
  rows: tableRowsSchema.nullable(),
  newHeaders: z.array(z.string()),
  /** Cells that do not fit, up to twenty, where their rows are left out. */
  badCells: z.array(badCellSchema),
});

export type NewSheetTable = z.infer<typeof newSheetTableSchema>;
export type SheetTableList = z.infer<typeof sheetTableListSchema>;
export type SheetTableUpdate = z.infer<typeof sheetTableUpdateSchema>;
export type TablePlace = z.infer<typeof tablePlaceSchema>;
export type BadCell = z.infer<typeof badCellSchema>;
export type TableRows = z.infer<typeof tableRowsSchema>;
export type FailedPublishing = z.infer<typeof failedPublishingSchema>;
export type SheetTable = z.infer<typeof sheetTableSchema>;
export type TablePage = z.infer<typeof tablePageSchema>;
export type TablePageTaken = z.infer<typeof tablePageTakenSchema>;
