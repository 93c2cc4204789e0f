// The contract of schedule tokens: what a linked range's schedule signs in with instead of its person.
import { z } from 'zod';
import { parameterNameSchema, slugSchema, valuesSchema } from '../parameter.ts';

const spreadsheetIdSchema = z.string().min(1).max(200);

/** POST /api/ranges/:id/token: whoever asks is the one as whom the schedule then runs. */
export const scheduleTokenRequestSchema = z.strictObject({
  query: slugSchema,
  /** The id of the range's spreadsheet. */
  spreadsheet: spreadsheetIdSchema,
  /** The values that the schedule asks with, and with no others. */
  values: valuesSchema.default({}),
  /** The parameters whose values are taken from cells at each refresh: whoever edits those decides. */
  cells: z.array(parameterNameSchema).max(100).default([]),
});

/** The only answer that ever holds the token. */
export const scheduleTokenSchema = z.object({ token: z.string() });

/** DELETE /api/ranges/:id/token */
export const scheduleTokenQuerySchema = z.object({ spreadsheet: spreadsheetIdSchema });

export type ScheduleTokenRequest = z.input<typeof scheduleTokenRequestSchema>;
export type ScheduleToken = z.infer<typeof scheduleTokenSchema>;
