// The contract of the audit: every run, every change and every sign-in, and how a query is used.
import { z } from 'zod';
import { originSchema } from './access.ts';

/** Where in a spreadsheet a result went. */
export const placeSchema = z.strictObject({
  spreadsheet: z.strictObject({ id: z.string().min(1).max(200), name: z.string().max(500) }),
  tab: z.string().max(200),
  /** The addresses of those who may open the spreadsheet besides, as far as Google tells the add-on. */
  people: z.array(z.string().max(320)).max(50).optional(),
  /** How many more there are. */
  morePeople: z.number().int().min(0).optional(),
});

export const auditKindSchema = z.enum(['run', 'change', 'sign_in']);

/** One line of the audit. What does not belong to its kind is null. */
export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: auditKindSchema,
  who: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  /** What was done, in words: `ran`, `saved a query`, `signed in`. */
  what: z.string(),
  /** What it was done to: a query's slug, a member's address, a group's name. */
  subject: z.string().nullable(),
  /** What else a change said, as JSON. */
  details: z.unknown(),
  /** The address that a change or a sign-in came from; null where nobody knows. */
  address: z.string().nullable(),
  /** From where: of a run its origin, else how the caller was signed in. */
  via: z.string(),
  /** The name of the personal token, or of the share link. */
  viaName: z.string().nullable(),
  place: placeSchema.nullable(),
  version: z.number().int().nullable(),
  source: z.string().nullable(),
  /** The values as they were given; of those that are too long what comes first, and … for the rest. Null: no longer kept. */
  values: z.unknown(),
  /** The text of SQL that is not saved. */
  sql: z.string().nullable(),
  /** How often within a second; more than once only where a cached result was handed out. */
  times: z.number().int().nullable(),
  rows: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  durationMs: z.number().nullable(),
  cached: z.boolean().nullable(),
  /** `done`, or the code of the problem. */
  outcome: z.string(),
});

/** GET /api/audit and /api/audit.csv: all filters are optional and hold together. */
export const auditFilterSchema = z.object({
  kind: auditKindSchema.optional(),
  /** Holds in the name or the address. */
  who: z.string().max(320).optional(),
  query: z.string().max(200).optional(),
  source: z.string().max(100).optional(),
  via: originSchema.optional(),
  /** Only what failed. */
  failed: z.enum(['true', 'false']).optional(),
  /** Only runs that took at least so long. */
  slowerThanSeconds: z.coerce.number().min(0).max(86_400).optional(),
  /** From this day on (UTC), and up to the end of that one. */
  since: z.iso.date().optional(),
  until: z.iso.date().optional(),
  next: z.string().max(100).optional(),
});

export const auditListSchema = z.object({
  entries: z.array(auditEntrySchema),
  /** Asks for what is older. */
  next: z.string().nullable(),
  /** For how many days it is kept. */
  keptDays: z.number().int(),
});

/** GET /api/queries/:slug/use: the last 30 days. */
export const queryUseSchema = z.object({
  runs: z.number().int(),
  people: z.number().int(),
  failures: z.number().int(),
  /** Of the runs that were not cached; null where there were none. */
  medianMs: z.number().nullable(),
  slowestMs: z.number().nullable(),
  /** Whether it stands out: fails often, or is slow. */
  state: z.enum(['well', 'failing', 'slow', 'unused']),
  days: z.array(
    z.object({ day: z.iso.date(), runs: z.number().int(), failures: z.number().int() }),
  ),
  origins: z.array(z.object({ origin: z.string(), runs: z.number().int() })),
  lastFailure: z.object({ at: z.iso.datetime(), code: z.string() }).nullable(),
  /** Who ran it most; only for the query's owner and admins. */
  callers: z
    .array(z.object({ name: z.string(), runs: z.number().int(), lastAt: z.iso.datetime() }))
    .optional(),
});

export type Place = z.infer<typeof placeSchema>;
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export type AuditFilter = z.infer<typeof auditFilterSchema>;
export type QueryUse = z.infer<typeof queryUseSchema>;
