// What a request from Slack says: a command, a button, a dialog, links that were posted, as the inbox takes it.
import { z } from 'zod';
import type { SlackArrival } from '../../watch/slack/arrival.ts';
import { dialogSchema, FIELD } from '../../watch/slack/values-dialog.ts';

/** `name`: by which it is known when it comes again. */
export interface NamedArrival {
  name: string;
  arrival: SlackArrival;
}

const id = z.string().min(1).max(200);
const address = z.url().max(2_000);

// docs.slack.dev/interactivity/implementing-slash-commands
const commandSchema = z.object({
  team_id: id,
  user_id: id,
  trigger_id: id,
  response_url: address,
  text: z.string().max(10_000).default(''),
});

/** Null where it is none. */
export function commandIn(body: URLSearchParams): NamedArrival | null {
  const read = commandSchema.safeParse(Object.fromEntries(body));
  if (!read.success) return null;
  const {
    team_id: team,
    user_id: person,
    trigger_id: trigger,
    response_url: reply,
    text,
  } = read.data;
  const arrival = { team, person, trigger, reply, replaces: false, kind: 'command', text } as const;
  return { name: `command/${trigger}`, arrival };
}

const person = z.object({ id, team_id: id.optional() });
const team = z.object({ id }).nullish();

// docs.slack.dev/reference/interaction-payloads/block_actions-payload
const pressSchema = z.object({
  type: z.literal('block_actions'),
  ...{ team, user: person, trigger_id: id },
  response_url: address.optional(),
  container: z.object({ is_ephemeral: z.boolean().default(false) }).optional(),
  actions: z.array(z.object({ action_id: id, value: z.string().max(2_000).default('') })).min(1),
});

const option = z.object({ value: z.string() }).nullish();
const fieldSchema = z.object({
  value: z.string().nullish(),
  selected_option: option,
  selected_options: z.array(z.object({ value: z.string() })).optional(),
});
// docs.slack.dev/reference/interaction-payloads/view-interactions-payload
const submissionSchema = z.object({
  type: z.literal('view_submission'),
  ...{ team, user: person, trigger_id: id.default('') },
  view: z.object({
    id,
    callback_id: z.literal('values'),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.object({ field: fieldSchema })) }),
  }),
});

/** A press of a button, or a dialog; null where it is neither. */
export function interactionIn(payload: unknown): NamedArrival | null {
  const press = pressSchema.safeParse(payload);
  if (press.success) return pressed(press.data);
  const submission = submissionSchema.safeParse(payload);
  return submission.success ? submitted(submission.data) : null;
}

function pressed(payload: z.infer<typeof pressSchema>): NamedArrival | null {
  const [first] = payload.actions;
  if (first === undefined) return null;
  const { trigger_id: trigger, response_url: reply = null, container } = payload;
  // The name of the button, without its place in the row.
  const action = first.action_id.replace(/:\d+$/, '');
  const replaces = container?.is_ephemeral === true;
  const arrival = { ...askerOf(payload), trigger, reply, replaces } as const;
  return {
    name: `action/${trigger}`,
    arrival: { ...arrival, kind: 'action', action, value: first.value },
  };
}

function submitted(payload: z.infer<typeof submissionSchema>): NamedArrival | null {
  const { trigger_id: trigger, view } = payload;
  const about = aboutIn(view.private_metadata);
  if (about === null) return null;
  const fields = Object.entries(view.state.values).flatMap(([block, { field }]) =>
    block.startsWith(FIELD) ? [[block.slice(FIELD.length), valueOf(field)] as const] : [],
  );
  const { query, reply, replaces } = about;
  const arrival = { ...askerOf(payload), trigger, reply, replaces, query } as const;
  return {
    // A dialog is sent once.
    name: `dialog/${view.id}`,
    arrival: { ...arrival, kind: 'dialog', fields: Object.fromEntries(fields) },
  };
}

// docs.slack.dev/reference/events/link_shared, in the envelope of docs.slack.dev/apis/events-api
const linkSharedSchema = z.object({
  type: z.literal('event_callback'),
  ...{ team_id: id, event_id: id },
  is_ext_shared_channel: z.boolean().default(false),
  event: z.object({
    type: z.literal('link_shared'),
    ...{ channel: id, user: id, message_ts: id },
    unfurl_id: id.optional(),
    source: id.optional(),
    links: z.array(z.object({ url: z.string().max(4_000) })).min(1),
  }),
});

/** While somebody writes, the channel is none yet: nobody can say who will read it (docs.slack.dev/changelog/2021-08-changes-to-unfurls). */
const COMPOSER = 'composer';
const MOST_LINKS = 5;

/** Links that were posted; null for any other event. */
export function linksIn(payload: unknown): NamedArrival | null {
  const read = linkSharedSchema.safeParse(payload);
  if (!read.success || read.data.event.source === COMPOSER) return null;
  const { team_id: team, event_id, event, is_ext_shared_channel: isShared } = read.data;
  const { channel, user: person, message_ts: ts, unfurl_id, source } = event;
  const message =
    unfurl_id === undefined || source === undefined ? { channel, ts } : { unfurl_id, source };
  const links = event.links.slice(0, MOST_LINKS).map(({ url }) => url);
  const asked = { team, person, trigger: '', reply: null, replaces: false } as const;
  return {
    name: `event/${event_id}`,
    arrival: { ...asked, kind: 'links', channel, message, links, isShared },
  };
}

function askerOf({
  team: of,
  user,
}: {
  team?: { id: string } | null | undefined;
  user: z.infer<typeof person>;
}) {
  return { team: of?.id ?? user.team_id ?? '', person: user.id };
}

function valueOf({ value, selected_option, selected_options }: z.infer<typeof fieldSchema>) {
  if (selected_options !== undefined) return selected_options.map((each) => each.value);
  return selected_option?.value ?? value ?? null;
}

function aboutIn(text: string): z.infer<typeof dialogSchema> | null {
  try {
    return dialogSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
