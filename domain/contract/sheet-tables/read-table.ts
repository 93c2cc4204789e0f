// The contract of what a result says of the sheet tables that it read.
import { z } from 'zod';

/** What of a sheet table was read by a run. */
export const readTableSchema = z.object({
  name: z.string(),
  title: z.string(),
  /** As the sheet was then. */
  at: z.iso.datetime(),
  fingerprint: z.string(),
  rowCount: z.number().int(),
  leftOut: z.number().int(),
});

export type ReadTable = z.infer<typeof readTableSchema>;
