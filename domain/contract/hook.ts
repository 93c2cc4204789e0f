// The contract of incoming webhooks: addresses by which programs say that data is there.
import { z } from 'zod';
import { slugSchema } from './parameter.ts';
import { personSchema } from './query.ts';

/** POST /api/hooks */
export const newHookSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    /** What hangs on it: these queries, and every query with one of these tags. */
    queries: z.array(slugSchema).max(200).default([]),
    tags: z.array(z.string().trim().min(1).max(50)).max(50).default([]),
  })
  .refine(({ queries, tags }) => queries.length + tags.length > 0, {
    path: ['queries'],
    message: 'must name a query, or tags a tag',
  });

export const hookSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  queries: z.array(z.string()),
  tags: z.array(z.string()),
  madeBy: personSchema,
  madeAt: z.iso.datetime(),
  /** How its secret begins. */
  hint: z.string(),
  calls: z.number().int(),
  calledAt: z.iso.datetime().nullable(),
  /** What kept a result from being made anew the last time. */
  problem: z.string().nullable(),
  may: z.object({ end: z.boolean() }),
});

/** GET /api/hooks?query=… */
export const hookFilterSchema = z.object({ query: slugSchema.optional() });
export const hookListSchema = z.object({ hooks: z.array(hookSchema) });

/** The only answer that holds the address. */
export const madeHookSchema = z.object({ id: z.uuid(), url: z.string() });

/** POST /hooks/:token: what is looked at and made anew. */
export const calledSchema = z.object({ queries: z.number().int() });

export type NewHook = z.infer<typeof newHookSchema>;
export type Hook = z.infer<typeof hookSchema>;
