// The contract of members: who is signed in, as the pages and the sidebar show it.
import { z } from 'zod';
import { maintenanceSchema } from './operation/maintenance.ts';

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
  /** Of the playground: the path of the page that shows what would have gone to Slack and by mail. */
  postBox: z.string().optional(),
  /** The path of the playground, where there is one: a simulated Google Sheets. */
  playground: z.string().optional(),
  /** While it is on: why changes and runs wait. */
  maintenance: maintenanceSchema.optional(),
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
  /** With `active: false`: the id of who takes over queries, boards, share links, alerts, incoming webhooks, schedules of queries and of linked ranges, linked ranges, sheet tables, and what was sent to spreadsheets. */
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
  /** Each of a query or of a board. */
  links: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      query: z.string().nullable(),
      board: z.string().nullable(),
    }),
  ),
  /** Alerts that run with the member's rights. */
  alerts: z.array(z.object({ id: z.uuid(), name: z.string(), query: z.string() })),
  /** Boards that are made on the pages. */
  boards: z.array(z.object({ slug: z.string(), title: z.string() })),
  /** Incoming webhooks. */
  hooks: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** Queries that run at times with the member's rights. */
  warm: z.array(z.object({ query: z.string() })),
  /** Linked ranges that the server refreshes with the member's rights. */
  ranges: z.array(
    z.object({
      id: z.uuid(),
      spreadsheet: z.object({ id: z.string(), name: z.string() }),
      tab: z.string(),
      query: z.string(),
      /** Written with the member's own right in the spreadsheet, which whoever takes over needs too. */
      asThem: z.boolean(),
    }),
  ),
  /** Sheet tables that are the member's. */
  tables: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      /** Whether its rows stay as they are, for nobody else publishes them. */
      published: z.boolean(),
    }),
  ),
  /** How many results the member has sent to tabs of spreadsheets, which whoever takes over can send there again. */
  sent: z.number().int(),
  /** How many subscriptions the member has, which end with them. */
  subscriptions: z.number().int(),
  /** Linked ranges that Google's clock refreshes by the member's sign-in. */
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
