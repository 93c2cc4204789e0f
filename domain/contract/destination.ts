// The contract of destinations: places that messages go to. What is secret is written, and never read back.
import { z } from 'zod';
import { audienceSchema, namedAudienceSchema } from './access.ts';
import { deliverySchema } from './alert.ts';
import { personSchema } from './query.ts';

export const DESTINATION_KINDS = ['slack', 'mail', 'google_chat', 'webhook'] as const;

const name = z.string().trim().min(1).max(100);

const url = z.url({ protocol: /^https?$/ }).max(2000);

/** POST /api/destinations */
export const newDestinationSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('slack'),
      name,
      /** The address of an incoming webhook. Whoever has it can post. */
      url: url.optional(),
      /** Or a channel, by its name or its id, that the bot has been invited to. */
      channel: z.string().trim().min(1).max(100).optional(),
    })
    .refine((slack) => (slack.url === undefined) !== (slack.channel === undefined), {
      path: ['url'],
      message: 'must be given, or a channel, and not both',
    }),
  z.strictObject({
    kind: z.literal('mail'),
    name,
    addresses: z.array(z.email().max(320)).min(1).max(50),
  }),
  z.strictObject({
    kind: z.literal('google_chat'),
    name,
    /** The address of the space's webhook. Whoever has it can post. */
    url,
  }),
  z.strictObject({
    kind: z.literal('webhook'),
    name,
    url,
    /** What messages are signed with; made where it is left out, and then told in the answer alone. */
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64')
      .optional(),
  }),
]);

export const destinationSchema = z.object({
  id: z.uuid(),
  kind: z.enum(DESTINATION_KINDS),
  name: z.string(),
  /** Who may send there; null: every author. */
  usedBy: namedAudienceSchema,
  madeBy: personSchema,
  madeAt: z.iso.datetime(),
  /** Messages that it has still to get. */
  waiting: z.number().int(),
  /** Why it took nothing the last time; null when it did. Only for admins. */
  problem: z.string().nullable(),
  /** Until when nothing is sent there, since it asked for a pause or fails. */
  restUntil: z.iso.datetime().nullable(),
});

/** PUT /api/destinations/:id */
export const destinationUseSchema = z.strictObject({ usedBy: audienceSchema });

/** GET /api/destinations: those that the member may send to; of admins all. */
export const destinationListSchema = z.object({
  destinations: z.array(destinationSchema),
  /** The latest messages that were not delivered, at most a hundred. Only for admins. */
  undelivered: z.array(deliverySchema).optional(),
});

export const madeDestinationSchema = z.object({
  id: z.uuid(),
  /** Of a webhook whose secret was made: the only time that it is told. */
  secret: z.string().optional(),
});

/** POST /api/destinations/:id/test */
export const destinationTestSchema = z.object({
  delivered: z.boolean(),
  /** Why not, in a sentence. */
  problem: z.string().nullable(),
});

export type NewDestination = z.infer<typeof newDestinationSchema>;
export type Destination = z.infer<typeof destinationSchema>;
export type MadeDestination = z.infer<typeof madeDestinationSchema>;
export type DestinationKind = (typeof DESTINATION_KINDS)[number];
