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

/** A member or a group as those see one who choose among them. */
export const knownMemberSchema = z.object({ id: z.string(), name: z.string(), email: z.string() });
export const knownGroupSchema = z.object({ id: z.uuid(), name: z.string() });

/** An audience with the names of who is in it. */
export const namedAudienceSchema = z
  .object({ members: z.array(knownMemberSchema), groups: z.array(knownGroupSchema) })
  .nullable();

/** What GET /api/people and /api/members take. */
export const peopleQuerySchema = z.object({ search: z.string().max(200).default('') });

/** GET /api/people?search=…: the members and groups that fit, at most twenty of each. */
export const peopleSchema = z.object({
  members: z.array(knownMemberSchema),
  groups: z.array(knownGroupSchema),
});

/** GET and PUT /api/queries/:slug/audience */
export const queryAudienceSchema = z.object({
  audience: namedAudienceSchema,
  /** Whether the member may change it. */
  mayChange: z.boolean(),
});
export const newAudienceSchema = z.strictObject({ audience: audienceSchema });

/** GET /api/policies: of every data source there is. */
export const policyListSchema = z.object({
  policies: z.array(
    z.object({
      source: z.string(),
      runBy: namedAudienceSchema,
      writeBy: namedAudienceSchema,
      links: z.boolean(),
      sheets: z.boolean(),
      /** Runs that were told to end, but that the database cannot stop: whose they are, and since when that is so. */
      stuckRuns: z.array(
        z.object({ member: z.string(), processId: z.number(), since: z.iso.datetime() }),
      ),
    }),
  ),
});

export const groupSchema = knownGroupSchema.extend({
  description: z.string(),
  members: z.array(knownMemberSchema.extend({ active: z.boolean() })),
});
/** GET /api/groups */
export const groupListSchema = z.object({ groups: z.array(groupSchema) });
/** POST /api/groups and PUT /api/groups/:id: the whole group. */
export const groupContentSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(1000).default(''),
  members: z.array(z.string().min(1).max(500)).max(5000).default([]),
});

export const madeGroupSchema = z.object({ id: z.uuid() });

/** From where a run was asked for; recorded with it. */
export const ORIGINS = [
  'page',
  'sheet',
  'schedule',
  'csv',
  'json',
  'xlsx',
  'link',
  'api',
  'alert',
  'hook',
  'subscription',
  'slack',
] as const;
export const originSchema = z.enum(ORIGINS);

export type Audience = z.infer<typeof audienceSchema>;
export type SourcePolicy = z.infer<typeof sourcePolicySchema>;
export type NamedAudience = z.infer<typeof namedAudienceSchema>;
export type KnownMember = z.infer<typeof knownMemberSchema>;
export type KnownGroup = z.infer<typeof knownGroupSchema>;
export type People = z.infer<typeof peopleSchema>;
export type PolicyList = z.infer<typeof policyListSchema>;
export type Group = z.infer<typeof groupSchema>;
export type GroupContent = z.infer<typeof groupContentSchema>;
export type Origin = z.infer<typeof originSchema>;
