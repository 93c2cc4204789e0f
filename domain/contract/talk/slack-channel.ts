// The contract of channels of Slack in which links to a query show its rows.
import { z } from 'zod';
import { personSchema } from '../query.ts';

/** As Slack names it: C of channels, G of private ones of before, D of conversations of two. */
export const channelIdSchema = z.string().regex(/^[CDG][A-Z0-9]{5,30}$/);

/** POST /api/queries/:slug/slack-channels */
export const newSlackChannelSchema = z.strictObject({
  channel: channelIdSchema,
  /** What people call it. */
  name: z.string().trim().max(80).default(''),
});

/** GET /api/queries/:slug/slack-channels */
export const slackChannelsSchema = z.object({
  /** Whether people ask this server from Slack at all. */
  isOn: z.boolean(),
  /** Whether the member may grant channels and take them back: the query's owner, and admins. */
  mayChange: z.boolean(),
  channels: z.array(
    z.object({
      channel: channelIdSchema,
      name: z.string(),
      by: personSchema,
      at: z.iso.datetime(),
    }),
  ),
});

export type NewSlackChannel = z.infer<typeof newSlackChannelSchema>;
export type SlackChannels = z.infer<typeof slackChannelsSchema>;
export type SlackChannel = SlackChannels['channels'][number];
