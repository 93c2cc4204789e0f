// The contract of sign-ins: the sessions of a member's browsers, and the tokens of a member's programs.
import { z } from 'zod';

export const sessionSchema = z.object({
  id: z.string(),
  /** What the browser called itself when it signed in. */
  browser: z.string(),
  createdAt: z.string(),
  /** To the minute. */
  lastUsedAt: z.string(),
  expiresAt: z.string(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
});
export const sessionListSchema = z.object({ sessions: z.array(sessionSchema) });

/** What a personal token may do: read the catalog, run queries, write queries. Its member's role is the limit. */
export const SCOPES = ['read', 'run', 'write'] as const;
export const scopeSchema = z.enum(SCOPES);

export const personalTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(scopeSchema),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** To the minute; null when it was never used. */
  lastUsedAt: z.string().nullable(),
});
export const personalTokenListSchema = z.object({ tokens: z.array(personalTokenSchema) });

export const newPersonalTokenSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scopeSchema).min(1).max(10),
  /** How long it holds. */
  days: z.number().int().min(1).max(366),
});
/** The only answer that ever holds the token itself. */
export const madePersonalTokenSchema = personalTokenSchema.extend({ token: z.string() });

export type SessionView = z.infer<typeof sessionSchema>;
export type Scope = z.infer<typeof scopeSchema>;
export type PersonalTokenView = z.infer<typeof personalTokenSchema>;
export type NewPersonalToken = z.infer<typeof newPersonalTokenSchema>;
export type MadePersonalToken = z.infer<typeof madePersonalTokenSchema>;
