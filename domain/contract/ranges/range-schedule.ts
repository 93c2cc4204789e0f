// The contract of schedules of the server for linked ranges: when the server refreshes a range of a spreadsheet by itself.
import { z } from 'zod';
import { everySchema } from '../alert.ts';
import { parameterNameSchema, slugSchema, valuesSchema } from '../parameter.ts';
import { personSchema } from '../query.ts';
import { lateSchema, standing } from '../subscription.ts';

/** As Google makes them, and as the end of a named range's name. */
const spreadsheetIdSchema = z.string().regex(/^[\w-]{1,200}$/, 'must be the id of a spreadsheet');
const rangeIdSchema = z.string().regex(/^\w{1,64}$/, 'must be the id of a linked range');
const placeSchema = z.string().min(1).max(500);

/**
 * Who writes into the spreadsheet: `server`, its service account; `owner`, the schedule's owner, whom the domain lets it act as;
 * `picked`, the owner too, by the leave that they gave for spreadsheets that they pick.
 */
export const writerSchema = z.enum(['server', 'owner', 'picked']);

const contentFields = {
  range: rangeIdSchema,
  spreadsheet: z.strictObject({ id: spreadsheetIdSchema, name: z.string().max(500) }),
  tab: z.string().max(200),
  /** The values that are fixed, by their parameters. */
  values: valuesSchema.default({}),
  /** The places whose cells give values, by their parameters. */
  cells: z.record(parameterNameSchema, placeSchema).default({}),
  every: everySchema,
  late: lateSchema,
  writer: writerSchema.default('server'),
};

/** A schedule as it is kept. */
export const rangeScheduleContentSchema = z.strictObject(contentFields);

/** PUT /api/range-schedules/:id: the range's record names the id by then, which only whoever edits the spreadsheet can have written. */
export const newRangeScheduleSchema = z.strictObject({
  query: slugSchema,
  ...contentFields,
  /** Absent: the simplest that works. */
  writer: writerSchema.optional(),
});

const pausedSchema = z.object({ by: personSchema, at: z.iso.datetime() });

/** PUT /api/range-schedules/:id/paused */
export const pauseSchema = z.strictObject({ paused: z.boolean() });

export const rangeScheduleSchema = rangeScheduleContentSchema.extend({
  id: z.uuid(),
  query: slugSchema,
  /** Null: the member does not see it any more. */
  queryTitle: z.string().nullable(),
  owner: personSchema,
  mine: z.boolean(),
  /** Who paused it, and when; null: it runs. */
  paused: pausedSchema.nullable(),
  /** How often in a row it failed, or waited for somebody's answer. */
  failures: z.number().int(),
  ...standing,
});

/** GET /api/range-schedules: one's own; an admin's `whose=all` is everybody's. */
export const rangeScheduleFilterSchema = z.object({
  whose: z.enum(['mine', 'all']).default('mine'),
  spreadsheet: spreadsheetIdSchema.optional(),
});

export const rangeScheduleListSchema = z.object({
  schedules: z.array(rangeScheduleSchema),
  /** Whom a spreadsheet is shared with so that the server writes into it; null: the server has no account at Google. */
  account: z.string().nullable(),
  /** The server may also act as members, if their domain lets it. */
  actsAsOwner: z.boolean(),
  /** Members may let it write to spreadsheets that they pick. */
  mayPick: z.boolean(),
});

export type RangeScheduleContent = z.infer<typeof rangeScheduleContentSchema>;
export type NewRangeSchedule = z.input<typeof newRangeScheduleSchema>;
export type RangeSchedule = z.infer<typeof rangeScheduleSchema>;
export type RangeScheduleList = z.infer<typeof rangeScheduleListSchema>;
