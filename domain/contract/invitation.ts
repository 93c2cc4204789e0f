// The contract of invitations: who is expected, and with which role and groups they begin.
import { z } from 'zod';
import { personSchema } from './query.ts';
import { roleSchema } from './member.ts';

export const invitationSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  /** As the list had it; empty where it had none. */
  name: z.string(),
  /** The role of their first day, where the sign-in gives none. */
  role: roleSchema,
  /** The names of the groups that they will be in. */
  groups: z.array(z.string()),
  invitedBy: personSchema,
  invitedAt: z.iso.datetime(),
  /** What became of the mail; null where none was sent, or long ago. */
  mail: z
    .object({ state: z.enum(['waiting', 'delivered', 'refused']), problem: z.string().nullable() })
    .nullable(),
});

/** GET /api/invitations?search=…: the latest first, at most two hundred. */
export const invitationListSchema = z.object({
  invitations: z.array(invitationSchema),
  /** How many fit the search. */
  total: z.number().int(),
  /** Whether the invited can get a mail. */
  mailIsSetUp: z.boolean(),
});

/** POST /api/invitations: all of them, or nobody. */
export const newInvitationsSchema = z.strictObject({
  /** Addresses, one a line or several; or a CSV whose first line names its columns: address, name, role, groups. */
  people: z.string().min(1).max(200_000),
  /** Of those to whom the list gives none. */
  role: roleSchema.default('viewer'),
  groups: z.array(z.uuid()).max(100).default([]),
  /** Sends each of them a mail, where mail is set up. */
  mail: z.boolean().default(false),
  /** Who is a member or invited already is left out, instead of told as wrong. */
  leaveOutKnown: z.boolean().default(false),
});

export const madeInvitationsSchema = z.object({
  invited: z.number().int(),
  leftOut: z.number().int(),
  mailed: z.number().int(),
});

export type Invitation = z.infer<typeof invitationSchema>;
export type InvitationList = z.infer<typeof invitationListSchema>;
export type NewInvitations = z.infer<typeof newInvitationsSchema>;
