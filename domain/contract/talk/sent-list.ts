// The contract of lists that were kept as sent: who stood in a result was told, on a day and for a purpose.
import { z } from 'zod';
import { personSchema } from '../query.ts';
import { aboutSchema } from './comment.ts';

/** A longer result is not kept as sent: each row is looked up in the next results. */
export const MOST_SENT_ROWS = 100_000;

/** What the lists of a query hold together: all of it is in memory while a result says who was told. */
export const MOST_SENT_LISTS = 100;
export const MOST_SENT_ROWS_OF_QUERY = 200_000;

/** POST /api/sent-lists */
export const newSentListSchema = z.strictObject({
  /** The frozen run in which they stand. */
  frozen: z.string().max(100),
  /** What it was sent for: "Second reminder". */
  purpose: z.string().trim().min(1).max(200),
  sentOn: z.iso.date(),
  /** Places of the rows that were sent, from 0; absent: all of them. */
  rows: z.array(z.number().int().min(0).max(MOST_SENT_ROWS)).min(1).max(MOST_SENT_ROWS).optional(),
});

export const sentListSchema = z.object({
  id: z.uuid(),
  frozen: z.string(),
  purpose: z.string(),
  sentOn: z.iso.date(),
  /** How many were told. */
  rowCount: z.number().int(),
  keptBy: personSchema,
  keptAt: z.iso.datetime(),
  /** The rows are gone: nobody can say any more who it was. */
  erased: z.boolean(),
  may: z.object({ delete: z.boolean() }),
});

/** GET /api/sent-lists: those of a query under any of its names, or of a frozen run. */
export const sentListFilterSchema = z.object({
  about: aboutSchema.refine((about) => !about.startsWith('board:'), {
    message: 'must be such as query:overdue-invoices or frozen:k3x9',
  }),
});
export const sentListsSchema = z.object({ sent: z.array(sentListSchema) });

export type NewSentList = z.input<typeof newSentListSchema>;
export type SentList = z.infer<typeof sentListSchema>;
