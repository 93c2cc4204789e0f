// Text as it stands in a message of Slack.

/** As it was written, whatever it means to Slack (docs.slack.dev/messaging/formatting-message-text, "Escaping text"). */
export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** What a person wrote, of text that Slack has escaped. */
export const unescaped = (text: string): string =>
  text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
