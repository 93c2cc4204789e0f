// Slack by an incoming webhook: it posts, and can neither look nor edit.
import { headlineOf, linesOf, sentencesOf, type Message } from '../../domain/alerts/message.ts';
import { routes } from '../../domain/routes.ts';
import { sentBy, unsent, type DestinationKindOf, type Letter } from './destination.ts';
import { post } from './post.ts';

export interface SlackSecret {
  /** The address of the incoming webhook. */
  url: string;
}

export const slack: DestinationKindOf<SlackSecret> = {
  async send(letter, { url }, sending) {
    const body = JSON.stringify(slackBody(letter));
    return post(url, { body, headers: {}, ...sending }).then(
      (posted) => sentBy(posted, 'Slack'),
      unsent,
    );
  },
};

const COLOURS: Record<Message['what'], string> = {
  fires: '#b3261e',
  reminds: '#b3261e',
  changes: '#1a6fe0',
  recovers: '#137333',
  no_data: '#8a4b00',
  failing: '#8a4b00',
  ends: '#5b6066',
  test: '#1a6fe0',
};

// Slack refuses a section of more than 3,000 characters.
const MOST_CHARACTERS = 2_900;

/** The body of the post: what is shown, and as `text` what a notification says. */
export function slackBody(letter: Letter): object {
  const { message } = letter;
  const headline = headlineOf(message);
  return {
    text: escaped(headline),
    attachments: [
      {
        color: COLOURS[message.what],
        fallback: escaped(headline),
        blocks: [
          section(`*${escaped(headline)}*${paragraph(sentencesOf(message))}`),
          ...subjectBlocks(message),
          ...noteBlocks(message),
          context(letter),
        ],
      },
    ],
  };
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

const paragraph = (sentences: string[]) => {
  const said = sentences.filter((sentence) => sentence !== '').map(escaped);
  return said.length === 0 ? '' : `\n${said.join(' ')}`;
};

function subjectBlocks(message: Message): object[] {
  const { lines, more } = linesOf(message);
  if (lines.length === 0) return [];
  const rest = more === 0 ? [] : [`and ${more.toLocaleString('en')} more`];
  const text = [...lines.map((line) => `• ${escaped(line)}`), ...rest].join('\n');
  return [section(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text)];
}

function noteBlocks({ what, alert: { note } }: Message): object[] {
  const isWanted = note !== '' && (what === 'fires' || what === 'reminds');
  return isWanted ? [section(`_${escaped(note).replace(/_/g, '\u2009_')}_`)] : [];
}

function context({ message, mayBeRepeated, baseUrl }: Letter): object {
  const { query, what } = message;
  const link = `<${baseUrl}${routes.alertsPage(query.slug)}|${escaped(query.title)}>`;
  const parts = what === 'test' ? ['Sheetfeed'] : [link];
  if (message.frozen)
    parts.push(`<${baseUrl}${routes.frozenPage(message.frozen)}|the rows as they were>`);
  if (mayBeRepeated) parts.push('perhaps for the second time: the first answer was lost');
  return { type: 'context', elements: [{ type: 'mrkdwn', text: parts.join(' · ') }] };
}

// https://docs.slack.dev/messaging/formatting-message-text#escaping
const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
