// The contract of subscriptions, and of schedules of queries: what the server runs at times by a member's wish.
import { z } from 'zod';
import { everySchema } from './alert.ts';
import { slugSchema, valuesSchema } from './parameter.ts';
import { personSchema } from './query.ts';

/** What becomes of a time at which no server was there: `run` once when one is back, or `skip`. */
export const lateSchema = z.enum(['run', 'skip']).default('run');

const subscriptionFields = {
  values: valuesSchema.default({}),
  /** `always`; `changed`: what changed since the look before, by the query's key; `not_empty`: when there is a row. */
  when: z.enum(['always', 'changed', 'not_empty']).default('always'),
  every: everySchema,
  late: lateSchema,
  /** A destination by its kind and its name; one's own address is `mail:ada@example.com`. */
  to: z
    .string()
    .max(330)
    .regex(/^[a-z_]+:./, 'must be a kind and a name, such as mail:ada@example.com'),
  /** The whole table as a file of the mail; null: none. */
  attach: z.enum(['csv', 'xlsx']).nullable().default(null),
};

/** A subscription as it is kept. */
export const subscriptionContentSchema = z.strictObject(subscriptionFields);

/** POST /api/subscriptions */
export const newSubscriptionSchema = z.strictObject({ query: slugSchema, ...subscriptionFields });

/**
 * What came of a time: `empty` and `unchanged` where there was nothing to tell or to write; `waits` where a person has to
 * say yes first.
 */
export const slotOutcomeSchema = z.enum([
  'sent',
  'unchanged',
  'empty',
  'warmed',
  'written',
  'waits',
  'failing',
  'missed',
]);

const slotSchema = z.object({
  slot: z.iso.datetime(),
  outcome: slotOutcomeSchema,
  detail: z.string().nullable(),
  frozen: z.string().nullable(),
  /** Times before it that no server was there for; of one that was missed itself, with it. */
  missed: z.number().int(),
});

/** How what runs at times stands. */
export const standing = {
  dueAt: z.iso.datetime(),
  /** When a message was last made, or the result kept. */
  doneAt: z.iso.datetime().nullable(),
  /** Why nothing came of the last time; null when something did. */
  problem: z.string().nullable(),
  /** The last ten times, the latest first. */
  slots: z.array(slotSchema),
};

export const subscriptionSchema = subscriptionContentSchema.extend({
  id: z.uuid(),
  query: slugSchema,
  /** Null: the member does not see it any more. */
  queryTitle: z.string().nullable(),
  ...standing,
});

/** GET /api/subscriptions?query=…: one's own. */
export const subscriptionFilterSchema = z.object({ query: slugSchema.optional() });
export const subscriptionListSchema = z.object({
  subscriptions: z.array(subscriptionSchema),
  /** One's own address, as `mail:…`, where mail goes out; and the other destinations that one may use. */
  destinations: z.array(z.string()),
});
export const madeSubscriptionSchema = z.object({ id: z.uuid() });

/** GET /api/unsubscribe/:token: what the link of a message ends. */
export const unsubscribeSchema = z.object({
  queryTitle: z.string(),
  to: z.string(),
  /** It has been ended already. */
  ended: z.boolean(),
});

/** PUT /api/queries/:slug/schedule */
export const scheduleContentSchema = z.strictObject({ every: everySchema, late: lateSchema });

/** GET /api/queries/:slug/schedule */
export const queryScheduleSchema = z.object({
  /** Null: nothing keeps it warm. */
  schedule: scheduleContentSchema.extend({ owner: personSchema, ...standing }).nullable(),
  mayChange: z.boolean(),
});

export type SubscriptionContent = z.infer<typeof subscriptionContentSchema>;
export type SubscriptionInput = z.input<typeof newSubscriptionSchema>;
export type Subscription = z.infer<typeof subscriptionSchema>;
export type ScheduleContent = z.infer<typeof scheduleContentSchema>;
export type QuerySchedule = z.infer<typeof queryScheduleSchema>;
export type SlotOutcome = z.infer<typeof slotOutcomeSchema>;
export type TimedSlot = z.infer<typeof slotSchema>;
