// The contract of maintenance: a switch for admins, and what everybody is told while it is on.
import { z } from 'zod';

/** While it is on; part of GET /api/me. */
export const maintenanceSchema = z.object({
  since: z.iso.datetime(),
  /** What it is for, in a few words; may be empty. */
  reason: z.string(),
});

/** PUT /api/maintenance */
export const maintenanceSwitchSchema = z.strictObject({
  on: z.boolean(),
  reason: z.string().trim().max(200).optional(),
});

export type MaintenanceView = z.infer<typeof maintenanceSchema>;
