// The contract of a number's line over time: what the one number of a query was at its recorded runs.
import { z } from 'zod';
import { originSchema } from './access.ts';
import { valuesSchema } from './parameter.ts';

export const numbersRequestSchema = z.object({
  /** Of runs that asked with the same values; what is left out is the default. */
  values: valuesSchema.default({}),
});

export const numberAtSchema = z.object({
  /** When its run began. ISO. */
  at: z.string(),
  /** As the database writes it. */
  value: z.string(),
  /** Of the query. */
  version: z.number().int(),
  /** What ran it, such as `page`, `alert` or `subscription`. */
  origin: originSchema,
});
export type NumberAt = z.infer<typeof numberAtSchema>;

export const numbersSchema = z.object({
  /** The oldest first; none where it gives more than a number. */
  numbers: z.array(numberAtSchema),
});
