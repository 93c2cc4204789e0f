// A message as Slack shows it.
import { ALERT_ACTIONS } from '../../domain/alerts/actions.ts';
import { headlineOf, linesOf, sentencesOf, type Message } from '../../domain/alerts/message.ts';
import type { Letter } from './destination.ts';
import { COLOURS, linksOf } from './letter-parts.ts';
import { escaped } from './slack-text.ts';

// Slack refuses a section of more than 3,000 characters.
const MOST_CHARACTERS = 2_900;

/** The body of the post: what is shown, and as `text` what a notification says. */
export function slackBody(
  letter: Letter,
  {
    colour = COLOURS[letter.message.what],
    headline = headlineOf(letter.message),
    hears = false,
  } = {},
): object {
  const { message } = letter;
  return {
    text: escaped(headline),
    attachments: [
      {
        color: colour,
        fallback: escaped(headline),
        blocks: [
          section(`*${escaped(headline)}*${paragraph(sentencesOf(message))}`),
          ...subjectBlocks(message),
          ...noteBlocks(message),
          context(letter),
          ...(hears ? alertButtons(message) : []),
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

const HAVE_BUTTONS: ReadonlySet<string> = new Set(['fires', 'reminds', 'no_data', 'failing']);

// What comes back when one is pressed is known by its action (watch/slack/alert-buttons.ts).
function alertButtons({ what, alert: { id } }: Message): object[] {
  if (!HAVE_BUTTONS.has(what)) return [];
  const elements = Object.entries(ALERT_ACTIONS).map(([action, words]) => ({
    ...{ type: 'button', action_id: action, value: id },
    text: { type: 'plain_text', text: words },
  }));
  return [{ type: 'actions', elements }];
}

function noteBlocks({ what, alert: { note } }: Message): object[] {
  const isWanted = note !== '' && (what === 'fires' || what === 'reminds');
  return isWanted ? [section(`_${escaped(note).replace(/_/g, '\u2009_')}_`)] : [];
}

function context(letter: Letter): object {
  const { message, mayBeRepeated } = letter;
  const links = linksOf(letter).map(({ words, url }) => `<${url}|${escaped(words)}>`);
  const parts = message.what === 'test' ? ['Sheetfeed'] : links;
  if (mayBeRepeated) parts.push('perhaps for the second time: the first answer was lost');
  return { type: 'context', elements: [{ type: 'mrkdwn', text: parts.join(' · ') }] };
}
