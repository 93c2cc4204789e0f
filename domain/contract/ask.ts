// The contract of asks: a search that found nothing, sent to the authors, and what they answer.
import { z } from 'zod';
import { slugSchema } from './parameter.ts';
import { personSchema } from './query.ts';

/** POST /api/asks */
export const newAskSchema = z.strictObject({
  /** What was searched for. */
  search: z.string().trim().max(500).default(''),
  /** What the person wants to know, in their words. */
  text: z.string().trim().min(1).max(2000),
});

export const askSchema = z.object({
  id: z.uuid(),
  search: z.string(),
  text: z.string(),
  askedBy: personSchema,
  askedAt: z.iso.datetime(),
  state: z.enum(['open', 'answered', 'declined']),
  /** The query that answers it. */
  query: slugSchema.nullable(),
  /** What the author says to it. */
  reply: z.string().nullable(),
  answeredBy: personSchema.nullable(),
  answeredAt: z.iso.datetime().nullable(),
});

/** GET /api/asks: to authors all, the open ones first; to a viewer their own. */
export const askListSchema = z.object({ asks: z.array(askSchema) });

/** PUT /api/asks/:id, for authors. */
export const askAnswerSchema = z.strictObject({
  state: z.enum(['open', 'answered', 'declined']),
  query: slugSchema.nullable().default(null),
  reply: z.string().trim().max(2000).nullable().default(null),
});

export type Ask = z.infer<typeof askSchema>;
export type AskAnswerInput = z.input<typeof askAnswerSchema>;
