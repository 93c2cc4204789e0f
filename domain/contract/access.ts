// The contract of who may see and run what: audiences of queries, policies of data sources, groups.
import { z } from 'zod';

/** Members and groups by their ids. Null is everybody. */
export const audienceSchema = z
  .strictObject({
    members: z.array(z.string().min(1).max(500)).max(1000),
    groups: z.array(z.uuid()).max(1000),
  })
  .nullable();

/** What an admin says of one data source. */
export const sourcePolicySchema = z.strictObject({
  /** Who may run queries on it, and so see them. */
  runBy: audienceSchema,
  /** Which authors may write queries on it: they can read whatever its role can. */
  writeBy: audienceSchema,
  /** Whether its results may leave by share link. */
  links: z.boolean(),
  /** Whether its results may leave into a spreadsheet. */
  sheets: z.boolean(),
});

/** From where a run was asked for; recorded with it. */
export const ORIGINS = ['page', 'sheet', 'schedule', 'csv', 'json', 'xlsx', 'link', 'api'] as const;
export const originSchema = z.enum(ORIGINS);

export type Audience = z.infer<typeof audienceSchema>;
export type SourcePolicy = z.infer<typeof sourcePolicySchema>;
export type Origin = z.infer<typeof originSchema>;
