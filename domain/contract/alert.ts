// The contract of alerts: conditions on a query's result that are watched, and what came of it.
import { z } from 'zod';
import { slugSchema, valuesSchema } from './parameter.ts';
import { personSchema } from './query.ts';

export const COMPARISONS = [
  'above',
  'at_least',
  'below',
  'at_most',
  'equal',
  'not_equal',
  'changed_by_more_than',
] as const;

/**
 * `rows`: any row fires; `no_rows`: that there is none does; `changes`: whatever came, went or changed since the look before
 * is told, and nothing recovers; else a column's value.
 */
export const conditionSchema = z.union([
  z.enum(['rows', 'no_rows', 'changes']),
  z
    .strictObject({
      column: z.string().min(1).max(200),
      is: z.enum(COMPARISONS),
      than: z.union([z.number(), z.string().min(1).max(200)]),
    })
    .refine(
      ({ is, than }) =>
        is !== 'changed_by_more_than' || /^\d{1,30}(\.\d{1,30})? ?%?$/.test(String(than)),
      {
        path: ['than'],
        message: 'must be a number such as 100, or a share such as 10%',
      },
    ),
]);

const zone = z.string().max(64).optional();
const minute = z.number().int().min(0).max(59).default(0);
const hour = z.number().int().min(0).max(23);

/** When it is evaluated: `5 minutes`, at times by the clocks of a zone, or cron's own words. */
export const everySchema = z.union([
  z
    .string()
    .regex(/^[1-9]\d{0,3} (minute|hour|day)s?$/, 'must be such as 5 minutes, 2 hours or 1 day'),
  z.strictObject({ every: z.literal('hour'), minute, timeZone: zone }),
  z.strictObject({ every: z.enum(['day', 'weekday']), hour, minute, timeZone: zone }),
  z.strictObject({
    every: z.literal('week'),
    /** Sunday is 0. */
    weekday: z.number().int().min(0).max(6),
    hour,
    minute,
    timeZone: zone,
  }),
  z.strictObject({ cron: z.string().min(1).max(100), timeZone: zone }),
]);

/** How long: `24 hours`. */
const spanSchema = z
  .string()
  .regex(/^[1-9]\d{0,3} (minute|hour|day)s?$/, 'must be such as 30 minutes or 24 hours');

/** A destination by its kind and its name: `slack:#billing`. */
const destinationNameSchema = z
  .string()
  .max(150)
  .regex(/^[a-z_]+:./, 'must be a kind and a name, such as slack:#billing');

/** The fields of an alert, as they stand in a file and in the interface. */
const alertFields = {
  name: z.string().trim().min(1).max(100),
  when: conditionSchema.default('rows'),
  /** The columns that tell subjects apart: the query's own where it is left out; none: the whole result is one subject. */
  key: z.array(z.string().min(1).max(200)).max(20).optional(),
  values: valuesSchema.default({}),
  every: everySchema.default('5 minutes'),
  /** Evaluations in a row before a subject fires, and the same number before it recovers. */
  in_a_row: z.number().int().min(1).max(100).default(1),
  /** While it fires, messages go out again after so long; null: never. */
  remind: spanSchema.nullable().default(null),
  to: z.array(destinationNameSchema).max(20).default([]),
  /** What to do about it, for who gets the message. */
  note: z.string().trim().max(2000).default(''),
};

/** PUT /api/alerts/:id: the whole alert. */
export const alertRequestSchema = z.strictObject(alertFields);

const { name: _name, ...fieldsOfFile } = alertFields;

/** How an alert may be named in a file: its slug and this are what it is known by. */
const alertNameSchema = z
  .string()
  .max(80)
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'must be made of lower-case letters, digits and single hyphens',
  );

/** The alerts of a query in its file's header, by their names. */
export const fileAlertsSchema = z.record(
  alertNameSchema,
  z.strictObject({
    ...fieldsOfFile,
    /** The address of whose rights it has; null: those of the folder. */
    owner: z.string().trim().max(320).nullable().default(null),
  }),
);

/** An alert as it is kept. */
export const alertContentSchema = z.strictObject({
  ...alertFields,
  key: alertFields.key.unwrap(),
});

/** POST /api/alerts */
export const newAlertSchema = z.strictObject({ query: slugSchema, ...alertFields });

/** POST /api/alerts/:id/mute: until then nobody is told that anything fires; null ends it. */
export const muteSchema = z.strictObject({ until: z.iso.datetime({ offset: true }).nullable() });

/** POST /api/alerts/:id/evaluate: with `deliver` it is an evaluation like the clock's. */
export const evaluateRequestSchema = z.strictObject({ deliver: z.boolean().default(false) });

export const evaluationOutcomeSchema = z.enum([
  'ok',
  'pending',
  'firing',
  /** Of an alert on changes: there were some. */
  'changed',
  'no_data',
  'failing',
]);

export const alertEvaluationSchema = z.object({
  at: z.iso.datetime(),
  outcome: evaluationOutcomeSchema,
  firing: z.number().int(),
  /** Why it could not be evaluated. */
  detail: z.string().nullable(),
  run: z.uuid().nullable(),
  /** The frozen run of what its message shows. */
  frozen: z.string().nullable(),
  /** Slots before it that no server was there for. */
  missed: z.number().int(),
});

export const alertSubjectSchema = z.object({
  /** The texts of the key columns; empty where the whole result is the subject. */
  name: z.array(z.string().nullable()),
  state: z.enum(['pending', 'firing']),
  since: z.iso.datetime(),
});

/** An alert as whoever sees its query sees it. */
export const alertSchema = alertContentSchema.extend({
  id: z.uuid(),
  query: slugSchema,
  queryTitle: z.string(),
  /** The catalog file that it is written in; null for one that is made on the pages. */
  file: z.string().nullable(),
  owner: personSchema,
  /** `waiting` before its first evaluation. */
  state: z.enum(['waiting', ...evaluationOutcomeSchema.options]),
  /** How many subjects fire. */
  firing: z.number().int(),
  /** Those that fire or are about to, at most a hundred. */
  subjects: z.array(alertSubjectSchema),
  mutedUntil: z.iso.datetime().nullable(),
  /** Who said in Slack that they are on what fires now. */
  takenBy: personSchema.extend({ at: z.iso.datetime() }).nullable(),
  dueAt: z.iso.datetime(),
  /** The last thirty, the latest first. */
  evaluations: z.array(alertEvaluationSchema),
  /** Those of `to` that there are not: nobody is told there. */
  lost: z.array(z.string()),
  /** `act`: look now, and mute. */
  may: z.object({ change: z.boolean(), act: z.boolean() }),
});

const episodeSchema = z.object({
  name: z.array(z.string().nullable()),
  beganAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});

export const MESSAGE_KINDS = [
  'fires',
  'recovers',
  'reminds',
  'changes',
  'no_data',
  'failing',
  'ends',
  'test',
  /** Of a comment that speaks to somebody. */
  'mentions',
  /** Of a destination: it takes nothing until an admin sees to it. */
  'stuck',
  /** Of a subscription: the result that was wished for. */
  'result',
  /** Of a subscription: it could not be had. */
  'not_had',
  /** To somebody who is invited to Sheetfeed. */
  'invitation',
] as const;

export const deliverySchema = z.object({
  to: z.string(),
  what: z.enum(MESSAGE_KINDS),
  headline: z.string(),
  /** The frozen run that it shows. */
  frozen: z.string().nullable(),
  state: z.enum(['waiting', 'delivered', 'refused']),
  madeAt: z.iso.datetime(),
  triedAt: z.iso.datetime().nullable(),
  attempts: z.number().int(),
  /** Why it is not delivered. */
  problem: z.string().nullable(),
});

/** GET /api/alerts/:id */
export const wholeAlertSchema = alertSchema.extend({
  /** The last fifty, the latest first. */
  episodes: z.array(episodeSchema),
  deliveries: z.array(deliverySchema),
});

/** GET /api/alerts?query=…: of all queries that the member may see, or of one. */
export const alertFilterSchema = z.object({
  query: slugSchema.optional(),
  /** Only those that fire, have no data or fail. */
  firing: z.enum(['true', 'false']).optional(),
});
export const alertListSchema = z.object({ alerts: z.array(alertSchema) });

export const madeAlertSchema = z.object({ id: z.uuid() });

/** What an evaluation by hand saw. */
export const evaluatedSchema = z.object({
  outcome: evaluationOutcomeSchema,
  detail: z.string().nullable(),
  /** How many subjects would fire. */
  firing: z.number().int(),
  /** The headlines of what was told, or would be. */
  told: z.array(z.string()),
});

/** POST /api/alerts/rehearsal: what an alert would have told in the last week. */
export const rehearsalSchema = z.object({
  /** Results that it was tried on, the oldest first: those of the week that are kept, and the one of now. */
  looks: z.number().int(),
  since: z.iso.datetime(),
  told: z.array(z.object({ at: z.iso.datetime(), headline: z.string() })),
  /** How it would stand now. */
  outcome: evaluationOutcomeSchema,
  firing: z.number().int(),
  /** Why it could not be evaluated. */
  detail: z.string().nullable(),
});

export type AlertCondition = z.infer<typeof conditionSchema>;
export type AlertEvery = z.infer<typeof everySchema>;
export type AlertContent = z.infer<typeof alertContentSchema>;
export type AlertContentInput = z.input<typeof alertRequestSchema>;
export type FileAlert = z.infer<typeof fileAlertsSchema>[string] & { name: string };
export type AlertOutcome = z.infer<typeof evaluationOutcomeSchema>;
export type AlertEvaluation = z.infer<typeof alertEvaluationSchema>;
export type Alert = z.infer<typeof alertSchema>;
export type WholeAlert = z.infer<typeof wholeAlertSchema>;
export type Delivery = z.infer<typeof deliverySchema>;
export type Rehearsal = z.infer<typeof rehearsalSchema>;
export type Evaluated = z.infer<typeof evaluatedSchema>;
export type MessageKind = (typeof MESSAGE_KINDS)[number];
