// Google Chat by an incoming webhook of a space: what belongs to one time of firing stands in one thread.
import { hash } from 'node:crypto';
import { headlineOf, linesOf, sentencesOf } from '../../domain/alerts/message.ts';
import { sentBy, unsent, type DestinationKindOf, type Letter } from './destination.ts';
import { linksOf, noteOf } from './letter-parts.ts';
import { post } from './post.ts';

export interface GoogleChatSecret {
  /** The address of the space's webhook, its key and token in it. */
  url: string;
}

export const googleChat: DestinationKindOf<GoogleChatSecret> = {
  async send(letter, { url }, sending) {
    const address = new URL(url);
    // A thread that is not there yet begins with this message.
    address.searchParams.set('messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
    const body = JSON.stringify(chatBody(letter));
    return post(address.href, { body, headers: {}, ...sending }).then(
      (posted) => sentBy(posted, 'Google Chat'),
      unsent,
    );
  },
};

// Google Chat refuses a message of more than 4,096 characters.
const MOST_CHARACTERS = 3_900;

function chatBody(letter: Letter): object {
  const { message, mayBeRepeated } = letter;
  const { lines, more } = linesOf(message);
  const links = linksOf(letter).map(({ words, url }) => `<${url}|${plain(words)}>`);
  const parts = [
    `*${plain(headlineOf(message))}*`,
    sentencesOf(message).filter(Boolean).map(plain).join(' '),
    [
      ...lines.map((line) => `• ${plain(line)}`),
      ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : []),
    ].join('\n'),
    noteOf(message) === '' ? '' : `_${plain(noteOf(message))}_`,
  ];
  const end = [
    ...links,
    ...(mayBeRepeated ? ['perhaps for the second time: the first answer was lost'] : []),
  ].join(' · ');
  const text = parts.filter((part) => part !== '').join('\n');
  const cut =
    text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - end.length)}…` : text;
  const thread = message.thread ?? letter.id;
  return {
    text: end === '' ? cut : `${cut}\n${end}`,
    thread: { threadKey: hash('sha256', thread, 'hex').slice(0, 40) },
  };
}

// Chat has no escapes: what would be a link, bold or slanted loses its mark (https://developers.google.com/workspace/chat/format-messages).
const plain = (text: string) =>
  text.replace(/[<>]/g, (mark) => (mark === '<' ? '‹' : '›')).replace(/[*_~`]/g, '\u200b$&');
