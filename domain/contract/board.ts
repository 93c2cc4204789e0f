// The contract of boards: several queries on one page, with shared values.
import { z } from 'zod';
import { parameterSchema, parameterTypeSchema, slugSchema, valuesSchema } from './parameter.ts';
import { chartSchema, columnFormatSchema, columnNoteSchema, personSchema } from './query.ts';

/** The grid has twelve columns; a row of it is about 80 pixels high. */
export const GRID_COLUMNS = 12;

/** Left edge and top edge from 0, width and height. */
const placeSchema = z
  .tuple([
    z.number().int().min(0).max(11),
    z.number().int().min(0).max(999),
    z.number().int().min(1).max(12),
    z.number().int().min(1).max(20),
  ])
  .refine(([x, , width]) => x + width <= GRID_COLUMNS, 'must not reach beyond the twelfth column');

const tileId = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be made of lower-case letters, digits and hyphens');

const ofTile = { id: tileId, at: placeSchema, title: z.string().trim().max(200).default('') };

const ofQuery = {
  ...ofTile,
  query: slugSchema,
  /** Fixed values; for the query’s other parameters those of the board count that have the same name. */
  values: valuesSchema.default({}),
};

export const tileSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...ofQuery,
    kind: z.literal('number'),
    /** Of the first row; left out: its first number. */
    column: z.string().min(1).max(200).optional(),
    format: columnFormatSchema.optional(),
    goal: z.number().optional(),
    /** Which way is well: `up` where more is better. */
    better: z.enum(['up', 'down']).optional(),
  }),
  z.strictObject({ ...ofQuery, kind: z.literal('chart'), chart: chartSchema.optional() }),
  z.strictObject({ ...ofQuery, kind: z.literal('table') }),
  z.strictObject({ ...ofTile, kind: z.literal('text'), text: z.string().max(10_000) }),
]);

export const boardContentSchema = z
  .strictObject({
    title: z.string().trim().min(1).max(200),
    description: z.string().trim().max(2000).default(''),
    parameters: z.array(parameterSchema).max(20).default([]),
    /** The zone of its dates, so that all who look share its runs; left out: the server’s. */
    timeZone: z.string().max(64).optional(),
    /** A result may be so old; whoever looks longer gets a new one as often. */
    refreshSeconds: z.number().int().min(10).max(86_400).default(300),
    tiles: z.array(tileSchema).max(60),
  })
  .refine(({ tiles }) => new Set(tiles.map(({ id }) => id)).size === tiles.length, {
    path: ['tiles'],
    message: 'must have ids of their own',
  });

/** POST /api/boards: the slug is made from the title unless it is given. */
export const newBoardSchema = z.strictObject({
  slug: slugSchema.optional(),
  content: boardContentSchema,
});

/** PUT /api/boards/:slug: refused where somebody saved another version meanwhile. */
export const boardUpdateSchema = z.strictObject({
  version: z.number().int().min(1),
  content: boardContentSchema,
});

/** What a tile needs to know of its query. */
const tileQuerySchema = z.object({
  slug: slugSchema,
  title: z.string(),
  parameters: z.array(z.object({ name: z.string(), type: parameterTypeSchema })),
  columns: z.array(columnNoteSchema),
  chart: chartSchema.nullable(),
  key: z.array(z.string()),
});

/** Of a tile whose query the member may not see nothing is told but where it stands. */
export const seenTileSchema = z.union([
  z.object({ hidden: z.literal(false), tile: tileSchema, query: tileQuerySchema.nullable() }),
  z.object({ hidden: z.literal(true), at: placeSchema }),
]);

export const boardSchema = z.object({
  slug: slugSchema,
  title: z.string(),
  description: z.string(),
  parameters: z.array(parameterSchema),
  timeZone: z.string(),
  refreshSeconds: z.number().int(),
  tiles: z.array(seenTileSchema),
  /** The file that it is written in; null for one that is made on the pages. */
  file: z.string().nullable(),
  owner: personSchema.nullable(),
  version: z.number().int(),
  updatedAt: z.iso.datetime(),
  /** As it is saved; null for whoever may not change it. */
  content: boardContentSchema.nullable(),
  may: z.object({ edit: z.boolean(), share: z.boolean() }),
});

export const boardListSchema = z.object({
  boards: z.array(
    z.object({
      slug: slugSchema,
      title: z.string(),
      description: z.string(),
      file: z.string().nullable(),
      owner: personSchema.nullable(),
      updatedAt: z.iso.datetime(),
    }),
  ),
  /** Files that cannot be read; only for authors and admins. */
  errors: z
    .array(z.object({ file: z.string(), line: z.number().int().nullable(), reason: z.string() }))
    .optional(),
});

/** POST /api/boards/:slug/tiles/:tile/number: the values of the board. */
export const numberRequestSchema = z.strictObject({
  values: valuesSchema.default({}),
  maxAgeSeconds: z.number().min(0).max(31_536_000).default(0),
});

const pointSchema = z.object({ value: z.string().nullable(), at: z.iso.datetime() });
export const numberSchema = z.object({
  /** The digits as the database writes them; null where there is no row, or null in it. */
  value: z.string().nullable(),
  column: z.string().nullable(),
  ranAt: z.iso.datetime(),
  /** Of the run before; null where there was none. */
  before: pointSchema.nullable(),
  /** Of the runs that somebody saw, the oldest first, this one included; at most fifty. */
  trend: z.array(pointSchema),
});

export type Tile = z.infer<typeof tileSchema>;
export type TilePlace = Tile['at'];
export type BoardContent = z.infer<typeof boardContentSchema>;
export type SeenTile = z.infer<typeof seenTileSchema>;
export type TileQuery = z.infer<typeof tileQuerySchema>;
export type Board = z.infer<typeof boardSchema>;
export type BoardList = z.infer<typeof boardListSchema>;
export type BoardNumber = z.infer<typeof numberSchema>;
