// Slack: by an incoming webhook, which posts and can neither look nor edit, or by the bot, which can.
import { sentBy, unsent, type DestinationKindOf } from './destination.ts';
import { post } from './post.ts';
import { slackBody } from './slack-body.ts';
import { sendByBot, type SlackChannel } from './slack-bot.ts';

export type SlackSecret = /** The address of an incoming webhook. */ { url: string } | SlackChannel;

export const slack: DestinationKindOf<SlackSecret> = {
  async send(letter, secret, sending) {
    if ('channel' in secret) return sendByBot(letter, secret, sending);
    const body = JSON.stringify(slackBody(letter));
    return post(secret.url, { body, headers: {}, ...sending }).then(
      (posted) => sentBy(posted, 'Slack'),
      unsent,
    );
  },
};
