// Text as Slack writes it (mrkdwn): bold, slanted, code and links.
import type { ComponentChildren } from 'preact';

// A mark within a word, as in customer_number, is none.
const PART =
  /<([^<>|]+)(?:\|([^<>]*))?>|(?<![\p{L}\p{N}])(?:\*([^*\n]+)\*|_([^_\n]+)_|`([^`\n]+)`)(?![\p{L}\p{N}])/u;

/** https://docs.slack.dev/messaging/formatting-message-text */
export function Mrkdwn({ text }: { text: string }) {
  return <>{partsOf(text)}</>;
}

function partsOf(text: string): ComponentChildren[] {
  const found = PART.exec(text);
  if (found === null) return [unescaped(text)];
  const [whole, address, words, bold, slanted, code] = found;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + whole.length);
  return [
    unescaped(before),
    address !== undefined ? (
      <Link address={unescaped(address)} words={words} />
    ) : bold !== undefined ? (
      <b>{partsOf(bold)}</b>
    ) : slanted !== undefined ? (
      <i>{partsOf(slanted)}</i>
    ) : (
      <code>{unescaped(code ?? '')}</code>
    ),
    ...partsOf(after),
  ];
}

function Link({ address, words }: { address: string; words: string | undefined }) {
  // A mention, such as of a channel, is no address.
  if (!/^https?:/.test(address)) return <>{words ?? address}</>;
  return <a href={address}>{words === undefined ? address : unescaped(words)}</a>;
}

const unescaped = (text: string) =>
  text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
