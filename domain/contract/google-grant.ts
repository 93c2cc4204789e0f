// The contract of the leave that a member gives the server at Google: to write to spreadsheets that they pick.
import { z } from 'zod';
import { spreadsheetIdIn } from '../spreadsheet-address.ts';

export const googleGrantSchema = z.object({
  /** False: an admin has not set it up. */
  isOffered: z.boolean(),
  /** Null: the member gave none. */
  grant: z.object({ email: z.string(), madeAt: z.iso.datetime() }).nullable(),
});

/** POST /api/google-grant/begin */
export const beginGoogleGrantSchema = z.strictObject({
  /** A page of ours to which it leads at last. */
  returnTo: z
    .string()
    .max(2_000)
    .regex(/^\/(?![/\\])\S*$/, 'must be a path of this server'),
  /** The spreadsheet that Google shows first, by its address or its id. */
  spreadsheet: z
    .string()
    .max(2_000)
    .transform((text) => spreadsheetIdIn(text) ?? undefined)
    .optional(),
});

/** Where the browser goes: to Google. */
export const begunGoogleGrantSchema = z.object({ address: z.url() });

/** POST /api/google-grant: what Google sent back. */
export const finishGoogleGrantSchema = z.strictObject({
  state: z.string().max(200),
  code: z.string().max(2_000),
});

export const finishedGoogleGrantSchema = z.object({ returnTo: z.string(), email: z.string() });
