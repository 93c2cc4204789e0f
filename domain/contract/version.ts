// The contract of versions: what a query was before, who saved it, and bringing it back.
import { z } from 'zod';
import { slugSchema } from './parameter.ts';
import { personSchema, queryContentSchema } from './query.ts';

export const versionSchema = z.object({
  version: z.number().int(),
  savedAt: z.iso.datetime(),
  /** Null when a file changed: only its repository knows by whom. */
  savedBy: personSchema.nullable(),
  title: z.string(),
  /** Why it was saved; null where nobody said so. */
  note: z.string().nullable(),
});

/** GET /api/queries/:slug/versions, the newest first. */
export const versionListSchema = z.object({
  slug: slugSchema,
  versions: z.array(versionSchema),
});

/** GET /api/queries/:slug/versions/:version. `text` is the whole as a file, for a diff. */
export const versionContentSchema = versionSchema.extend({
  content: queryContentSchema.required({ source: true }),
  text: z.string(),
});

/** POST /api/queries/:slug/restore: out of the archive, and back to `version` when one is given. */
export const restoreRequestSchema = z.strictObject({
  version: z.number().int().min(1).optional(),
});

/** A query as a file: GET and PUT /api/queries/:slug/file. */
export const queryFileSchema = z.strictObject({
  /** Header and SQL, as a .sql file of a catalog folder holds them. */
  text: z.string().max(1_000_000),
});

export const importedSchema = z.object({
  slug: slugSchema,
  version: z.number().int(),
  change: z.enum(['created', 'updated', 'same']),
});

export type Version = z.infer<typeof versionSchema>;
export type VersionList = z.infer<typeof versionListSchema>;
export type Imported = z.infer<typeof importedSchema>;
