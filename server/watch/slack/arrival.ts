// What comes from Slack, as it waits in the inbox; and the parts of an answer to it.
import type { SlackPerson } from '../../catalog/slack/people.ts';

export type SlackArrival = SlackPerson & {
  /** Lets one dialog be opened, within three seconds. */
  trigger: string;
  /** Where an answer is posted to; null where Slack gave no such address. */
  reply: string | null;
  /** Whether the answer takes the place of a message that the asker alone sees. */
  replaces: boolean;
} & SlackAsk;

export type SlackAsk =
  | { kind: 'command'; text: string }
  /** A button was pressed. */
  | { kind: 'action'; action: string; value: string }
  /** A dialog was filled in, its fields by the names of the query's parameters. */
  | { kind: 'dialog'; query: string; fields: Record<string, string | string[] | null> }
  | SharedLinks;

/** Somebody posted links to this server. */
export interface SharedLinks {
  kind: 'links';
  channel: string;
  /** By which Slack knows the message whose links they are. */
  message: { channel: string; ts: string } | { unfurl_id: string; source: string };
  /** As they stand in the message. */
  links: string[];
  /** People of other companies read the channel too. */
  isShared: boolean;
}

/** One message, or one dialog, that is sent. */
export type Part =
  | { to: 'reply'; url: string; body: MessageBody }
  /** `otherwise`: what is sent where Slack opens no dialog any more. */
  | { to: 'dialog'; body: object; otherwise: Part | null }
  /** What links show, by their addresses. Sent again it takes the place of what was sent before. */
  | { to: 'links'; message: SharedLinks['message']; unfurls: Record<string, { blocks: object[] }> };

/** As Slack takes it at the address for an answer (docs.slack.dev/interactivity/handling-user-interaction). */
export interface MessageBody {
  response_type: 'ephemeral' | 'in_channel';
  /** Only of a message whose button was pressed: after a command it would be one more message. */
  replace_original: boolean;
  /** What a notification says. */
  text: string;
  blocks: object[];
}
