// The contract of sending a query's result to a tab of a spreadsheet, which nobody needs to have open.
import { z } from 'zod';
import { spreadsheetIdIn } from '../../spreadsheet-address.ts';
import { valuesSchema } from '../parameter.ts';
import { writerSchema } from './range-schedule.ts';
import { lateSchema } from '../subscription.ts';

const minute = z.number().int().min(0).max(59).default(0);
const hour = z.number().int().min(0).max(23);

/** As the sidebar offers them: the range tells its times in the sheet too. */
const ruleSchema = z.discriminatedUnion('every', [
  z.strictObject({
    every: z.literal('minutes'),
    minutes: z.union([z.literal(5), z.literal(10), z.literal(15), z.literal(30)]),
  }),
  z.strictObject({ every: z.literal('hour'), minute }),
  z.strictObject({ every: z.literal('day'), hour, minute }),
  z.strictObject({ every: z.literal('weekday'), hour, minute }),
  z.strictObject({
    every: z.literal('week'),
    hour,
    minute,
    weekday: z.number().int().min(0).max(6),
  }),
]);

/** POST /api/queries/:slug/sheet */
export const sheetSendSchema = z.strictObject({
  /** Its address at Google, or its id. */
  spreadsheet: z
    .string()
    .max(2_000)
    .transform((text, context) => {
      const id = spreadsheetIdIn(text);
      if (id !== null) return id;
      context.addIssue('must be the address of a Google spreadsheet, or its id');
      return z.NEVER;
    }),
  /** Made where there is none of this name. */
  tab: z.string().trim().min(1).max(100),
  values: valuesSchema.default({}),
  /** By the spreadsheet's clocks; null: once, now. */
  rule: ruleSchema.nullable().default(null),
  late: lateSchema,
});

export const sheetSentSchema = z.object({
  /** The id of the linked range. */
  range: z.string(),
  spreadsheet: z.object({ id: z.string(), name: z.string() }),
  /** Where it stands: its person may have renamed the tab since it was first sent there. */
  tab: z.object({ id: z.number().int(), name: z.string() }),
  rows: z.number().int(),
  /** Rows were left out, for the query has more than the server gives. */
  truncated: z.boolean(),
  /** What could not be brought into cells, in sentences. */
  losses: z.array(z.string()),
  writer: writerSchema,
  /** Null: it was sent once. */
  nextAt: z.iso.datetime().nullable(),
});

export type SheetSend = z.output<typeof sheetSendSchema>;
export type SheetSent = z.infer<typeof sheetSentSchema>;
