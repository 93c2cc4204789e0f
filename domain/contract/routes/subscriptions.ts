// The routes of subscriptions, and of schedules of queries.
import { z } from 'zod';
import type { Rows } from '../row.ts';
import {
  madeSubscriptionSchema,
  newSubscriptionSchema,
  queryScheduleSchema,
  scheduleContentSchema,
  subscriptionFilterSchema,
  subscriptionListSchema,
  unsubscribeSchema,
} from '../subscription.ts';

// The signed link in a message is the right: whoever has the message may end what it is of, signed in or not.
const byLink = {
  least: 'anyone',
  about: 'nothing',
  params: z.object({ token: z.string().max(500) }),
} as const;

export const subscriptionRows = {
  'GET subscriptions': {
    least: 'viewer',
    about: 'list',
    scope: 'read',
    summary: 'Your subscriptions, of one query or of all, and where their messages may go',
    query: subscriptionFilterSchema,
    answers: { 200: subscriptionListSchema },
  },
  'POST subscriptions': {
    least: 'viewer',
    about: 'query',
    scope: 'run',
    change: 'subscribed',
    summary: 'Subscribes to the result of a query, which runs with your rights each time',
    body: newSubscriptionSchema,
    answers: { 201: madeSubscriptionSchema },
  },
  'DELETE subscription': {
    least: 'viewer',
    about: 'own',
    scope: 'run',
    change: 'ended a subscription',
    summary: 'Ends a subscription of yours; what waits of it is not sent',
    answers: { 204: '' },
  },
  'GET unsubscribe': {
    ...byLink,
    summary: 'What the link of a message would end; nothing changes',
    answers: { 200: unsubscribeSchema },
  },
  'POST unsubscribePage': {
    ...byLink,
    summary: 'Ends the subscription of a message, as mail programs ask by one click (RFC 8058)',
    answers: { 204: '' },
  },
  'GET schedule': {
    least: 'viewer',
    about: 'query',
    scope: 'read',
    summary: 'When a query runs by itself, so that its result is there',
    answers: { 200: queryScheduleSchema },
  },
  'PUT schedule': {
    least: 'author',
    about: 'query',
    scope: 'write',
    change: 'scheduled a query',
    summary: 'Runs the query at times with your rights, and keeps its result for page and link',
    body: scheduleContentSchema,
    answers: { 204: '' },
  },
  'DELETE schedule': {
    least: 'author',
    about: 'query',
    scope: 'write',
    change: 'ended a schedule',
    summary: 'Ends the schedule of a query',
    answers: { 204: '' },
  },
} as const satisfies Rows;
