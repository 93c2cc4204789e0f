// The contract of who sees what: queries, sheet tables and boards, by whom each is seen, and why.
import { z } from 'zod';
import { namedAudienceSchema } from '../access.ts';
import { roleSchema } from '../member.ts';
import { personSchema } from '../query.ts';

export const THING_KINDS = ['query', 'sheet_table', 'board'] as const;

/** Why somebody sees a thing. */
export const SEEN = ['owner', 'everybody', 'named', 'group', 'admin', 'query'] as const;
/** Why somebody does not. */
export const UNSEEN = ['draft', 'source', 'not_open', 'kept', 'original', 'queries'] as const;

export const sightSchema = z.object({
  sees: z.boolean(),
  why: z.enum([...SEEN, ...UNSEEN]),
  /** The group's name, the data source, or the query of a board that is seen; else null. */
  what: z.string().nullable(),
});

const filter = {
  /** Holds in the thing's title or name. */
  search: z.string().max(200).default(''),
  kind: z.enum(THING_KINDS).optional(),
  /** What this member sees, by the id. */
  member: z.string().min(1).max(500).optional(),
  /** What somebody sees who is in this group alone. */
  group: z.uuid().optional(),
  /** With a member or a group: also what they do not see. */
  unseen: z.enum(['true', 'false']).optional(),
};
/** GET /api/who-sees.csv */
export const whoSeesCsvFilterSchema = z.object(filter);
/** GET /api/who-sees */
export const whoSeesFilterSchema = z.object({
  ...filter,
  next: z.string().max(20).optional(),
});

export const seenThingSchema = z.object({
  kind: z.enum(THING_KINDS),
  /** Its slug, or the sheet table's name. */
  name: z.string(),
  title: z.string(),
  /** The data source; null where it has none. */
  source: z.string().nullable(),
  owner: personSchema.nullable(),
  /** Null: everybody, as far as nothing else limits it. Of a board: whoever sees a query on it. */
  openTo: namedAudienceSchema,
  /** What else limits it, in sentences. */
  limits: z.array(z.string()),
  /** How many active members see it. */
  seenBy: z.number().int(),
  /** Where a member or a group was asked about: whether they see it, and why. */
  sight: sightSchema.nullable(),
});

export const whoSeesListSchema = z.object({
  things: z.array(seenThingSchema),
  /** How many fit the filter. */
  total: z.number().int(),
  /** How many active members there are. */
  members: z.number().int(),
  next: z.string().nullable(),
});

/** GET /api/who-sees/:kind/:name */
export const seersFilterSchema = z.object({
  search: z.string().max(200).default(''),
  next: z.string().max(20).optional(),
});
export const seersSchema = z.object({
  /** Those who see it come first. */
  members: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      role: roleSchema,
      sight: sightSchema,
    }),
  ),
  total: z.number().int(),
  next: z.string().nullable(),
});

export type ThingKind = (typeof THING_KINDS)[number];
export type ToldSight = z.infer<typeof sightSchema>;
export type SeenThing = z.infer<typeof seenThingSchema>;
export type WhoSeesFilter = z.infer<typeof whoSeesCsvFilterSchema>;
export type WhoSeesList = z.infer<typeof whoSeesListSchema>;
export type Seers = z.infer<typeof seersSchema>;
