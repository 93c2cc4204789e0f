// The pieces of messages in Slack, within what Slack takes (docs.slack.dev/reference/block-kit).
import type { MessageBody, Part, SlackArrival } from './arrival.ts';

const MOST_IN_SECTION = 3_000;
const MOST_IN_VALUE = 2_000;
const MOST_IN_BUTTON = 75;
const MOST_IN_URL = 3_000;

/** Text with Slack's marks; whoever gives it has escaped what others wrote. */
export const section = (text: string): object => ({
  type: 'section',
  text: { type: 'mrkdwn', text: cutText(text, MOST_IN_SECTION) },
});

export const context = (text: string): object => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: cutText(text, MOST_IN_SECTION) }],
});

export const plainText = (text: string, most = MOST_IN_BUTTON): object => ({
  type: 'plain_text',
  text: cutText(text, most),
});

interface Button {
  action: string;
  words: string;
  /** What comes back when it is pressed. */
  value?: object;
  /** Where it leads. */
  url?: string;
  style?: 'primary';
  confirm?: object;
}

/** Buttons in a row; one whose value Slack would not carry is left out. */
export function buttons(all: readonly Button[]): object[] {
  const elements = all.flatMap(({ action, words, value, url, style, confirm }, at) => {
    const carried = value === undefined ? undefined : JSON.stringify(value);
    if ((carried ?? '').length > MOST_IN_VALUE || (url ?? '').length > MOST_IN_URL) return [];
    return {
      // Of one name in a block there may be one.
      ...{ type: 'button', action_id: `${action}:${at}`, text: plainText(words) },
      ...{ value: carried, url, style, confirm },
    };
  });
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

export function cutText(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A message that the asker alone sees, in the place of the one whose button was pressed. */
export function ephemeral(
  { reply, replaces }: Pick<SlackArrival, 'reply' | 'replaces'>,
  text: string,
  blocks: object[],
): Part[] {
  return toReply(reply, {
    ...{ response_type: 'ephemeral', replace_original: replaces, text, blocks },
  });
}

/** The same, beside what is there. */
export function aside(
  { reply }: Pick<SlackArrival, 'reply'>,
  text: string,
  more: object[] = [],
): Part[] {
  const blocks = [section(text), ...more];
  return toReply(reply, { response_type: 'ephemeral', replace_original: false, text, blocks });
}

export function toReply(reply: string | null, body: MessageBody): Part[] {
  return reply === null ? [] : [{ to: 'reply', url: reply, body }];
}
