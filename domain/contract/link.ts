// The contract of share links: secret addresses of one query's result, or of a board.
import { z } from 'zod';
import { seenTileSchema } from './board.ts';
import { parameterSchema, slugSchema, valuesSchema } from './parameter.ts';
import { chartSchema, columnNoteSchema, personSchema } from './query.ts';
import { readTableSchema } from './sheet-tables/read-table.ts';
import { columnSchema, fieldSchema } from './result.ts';

/** POST /api/queries/:slug/links */
export const newLinkSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** Values that the link always uses. */
  values: valuesSchema.default({}),
  /** Parameters that whoever has the link may set in its query string. */
  free: z.array(z.string()).max(100).default([]),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
  /** The zone of its runs; null is the server's. */
  timeZone: z.string().max(64).nullable().default(null),
  /** The sheet tables that its query reads, as a yes: whoever has the link sees what comes of their rows. */
  sheetTables: z.array(z.string().max(63)).max(100).default([]),
  /** A result that is no older than this is given again without a run. */
  maxAgeSeconds: z.number().int().min(0).max(86_400).default(60),
});

export const linkSchema = z.object({
  id: z.uuid(),
  query: slugSchema,
  name: z.string(),
  /** The first characters of the secret, to tell links apart. */
  hint: z.string(),
  values: valuesSchema,
  free: z.array(z.string()),
  timeZone: z.string().nullable(),
  maxAgeSeconds: z.number().int(),
  createdBy: personSchema,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  /** To the minute. */
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
});

/** The answer to making a link: the only time that the secret is told. */
export const createdLinkSchema = linkSchema.extend({
  token: z.string(),
  /** Whole addresses of the page and its downloads. */
  url: z.string(),
  csvUrl: z.string(),
  jsonUrl: z.string(),
  /** The formula for a cell, with the address of the CSV. */
  importData: z.string(),
});

/** GET /api/queries/:slug/links: those that the member may see. */
export const linkListSchema = z.object({
  links: z.array(linkSchema),
  /** Links of others, whose names and values are theirs. */
  hidden: z.number().int(),
});

/** GET /s/:token/result: what the page behind a link shows. Values of free parameters in the query string. */
export const sharedResultSchema = z.object({
  title: z.string(),
  description: z.string(),
  /** Only those that may be set. */
  parameters: z.array(parameterSchema),
  /** The values of the free parameters as they were used. */
  values: valuesSchema,
  notes: z.array(columnNoteSchema),
  chart: chartSchema.nullable(),
  expiresAt: z.iso.datetime().nullable(),
  ranAt: z.iso.datetime(),
  timeZone: z.string(),
  columns: z.array(columnSchema),
  rows: z.array(z.array(fieldSchema)),
  rowCount: z.number().int(),
  /** True when the page has fewer rows than the result. */
  truncated: z.boolean(),
  /** The sheet tables that it read. */
  sheetTables: z.array(readTableSchema).optional(),
  /** Set when the run failed and this is the last good result: a sentence that says so. */
  stale: z.string().nullable(),
});

/** POST /api/boards/:slug/links: the values are those of the board. */
export const newBoardLinkSchema = newLinkSchema.omit({ timeZone: true, maxAgeSeconds: true });

export const boardLinkSchema = linkSchema.omit({ query: true }).extend({ board: slugSchema });

/** The answer to making one: the only time that the secret is told. */
export const createdBoardLinkSchema = boardLinkSchema.extend({
  token: z.string(),
  /** The whole address of the page. */
  url: z.string(),
});

/** GET /api/boards/:slug/links: those that the member may see. */
export const boardLinkListSchema = z.object({
  links: z.array(boardLinkSchema),
  /** Links of others. */
  hidden: z.number().int(),
});

/** GET /s/:token/board-tiles: what the page behind a board's link shows, but for the results of its tiles. */
export const sharedBoardSchema = z.object({
  title: z.string(),
  description: z.string(),
  /** Only those that may be set. */
  parameters: z.array(parameterSchema),
  timeZone: z.string(),
  refreshSeconds: z.number().int(),
  tiles: z.array(seenTileSchema),
  expiresAt: z.iso.datetime().nullable(),
});

export type SharedBoard = z.infer<typeof sharedBoardSchema>;
export type BoardLink = z.infer<typeof boardLinkSchema>;
export type CreatedBoardLink = z.infer<typeof createdBoardLinkSchema>;
export type NewBoardLink = z.infer<typeof newBoardLinkSchema>;
export type NewLinkInput = z.input<typeof newLinkSchema>;
export type NewLink = z.infer<typeof newLinkSchema>;
export type Link = z.infer<typeof linkSchema>;
export type CreatedLink = z.infer<typeof createdLinkSchema>;
export type LinkList = z.infer<typeof linkListSchema>;
export type SharedResult = z.infer<typeof sharedResultSchema>;
