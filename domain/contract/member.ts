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

export type Role = z.infer<typeof roleSchema>;
export type MemberView = z.infer<typeof memberSchema>;
