// The routes of channels of Slack in which links to a query show its rows.
import { z } from 'zod';
import { newSlackChannelSchema, slackChannelsSchema } from '../talk/slack-channel.ts';
import type { Rows } from '../row.ts';

const ofQuery = { least: 'viewer', about: 'query' } as const;

export const slackChannelRows = {
  'GET slackChannels': {
    ...ofQuery,
    scope: 'read',
    summary: 'The channels of Slack in which links to the query show its rows',
    answers: { 200: slackChannelsSchema },
  },
  'POST slackChannels': {
    ...ofQuery,
    change: 'granted a Slack channel',
    summary: 'Lets links to the query show its rows in a channel. Only its owner and admins may.',
    body: newSlackChannelSchema,
    answers: { 204: '' },
  },
  'DELETE slackChannel': {
    ...ofQuery,
    change: 'took back a Slack channel',
    summary: 'Links to the query show no rows in the channel any more',
    params: z.object({ slug: z.string(), channel: z.string().max(40) }),
    answers: { 204: '' },
  },
} as const satisfies Rows;
