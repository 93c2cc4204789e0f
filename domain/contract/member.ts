// The contract of members: who is signed in, as the pages and the sidebar show it.
import { z } from 'zod';

export const ROLES = ['viewer', 'author', 'admin'] as const;
export const roleSchema = z.enum(ROLES);

export const memberSchema = z.object({
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  /** True for the one admin of local mode, who did not sign in. */
  local: z.boolean(),
  /** True for who signed in on the pages, and so can sign out. */
  session: z.literal(true).optional(),
});

/** A member as admins see one. */
export const listedMemberSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  /** True for who is an admin by the setting ADMIN_EMAILS. */
  bySetting: z.boolean(),
  active: z.boolean(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** The names of the member's groups. */
  groups: z.array(z.string()),
});
/** GET /api/members?search=…: active ones first, at most two hundred. */
export const memberListSchema = z.object({
  members: z.array(listedMemberSchema),
  /** How many fit the search. */
  total: z.number().int(),
});

/** PUT /api/members/:id. Only what is given changes. */
export const memberChangeSchema = z.strictObject({
  role: roleSchema.optional(),
  /** False ends the member's sessions and tokens at once. */
  active: z.boolean().optional(),
  /** With `active: false`: the id of who takes over queries, share links, alerts, incoming webhooks and linked ranges. */
  handOverTo: z.string().min(1).max(500).optional(),
});

/** GET /api/members/:id/holdings: what hangs on a member. */
export const holdingsSchema = z.object({
  queries: z.array(
    z.object({
      slug: z.string(),
      title: z.string(),
      /** The file that names the owner, which only its repository can change; null for one of the page. */
      file: z.string().nullable(),
    }),
  ),
  links: z.array(z.object({ id: z.uuid(), name: z.string(), query: z.string() })),
  /** Alerts that run with the member's rights. */
  alerts: z.array(z.object({ id: z.uuid(), name: z.string(), query: z.string() })),
  /** Incoming webhooks. */
  hooks: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** Linked ranges that refresh by the member's sign-in. */
  schedules: z.array(
    z.object({
      spreadsheet: z.object({ id: z.string(), name: z.string() }),
      tab: z.string(),
      query: z.string(),
      schedule: z.string(),
    }),
  ),
  sessions: z.number().int(),
  tokens: z.number().int(),
});

export type ListedMember = z.infer<typeof listedMemberSchema>;
export type MemberList = z.infer<typeof memberListSchema>;
export type MemberChange = z.infer<typeof memberChangeSchema>;
export type Holdings = z.infer<typeof holdingsSchema>;
export type Role = z.infer<typeof roleSchema>;
export type MemberView = z.infer<typeof memberSchema>;
