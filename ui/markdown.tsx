// What people write, as Preact's nodes: a small part of Markdown, and never HTML. What is not understood stays as it was typed.
import type { ComponentChildren } from 'preact';
import { MENTION } from '../domain/mentions.ts';

export interface Named {
  name: string;
  email: string;
}

interface Props {
  text: string;
  /** Whose addresses after an @ are shown as names. */
  people?: readonly Named[];
}

/** Paragraphs, lists, quotes, headings, code; within a line bold, italic, code, links and members. */
export function Markdown({ text, people = [] }: Props) {
  return <div class="markdown">{blocksOf(text).map((block, at) => drawn(block, at, people))}</div>;
}

type Block =
  | { kind: 'code'; lines: string[] }
  | { kind: 'list'; ordered: boolean; lines: string[] }
  | { kind: 'quote' | 'paragraph' | 'heading'; lines: string[] };

const FENCE = /^\s*```/;
const BULLET = /^\s{0,3}[-*+] +/;
const NUMBER = /^\s{0,3}\d{1,9}[.)] +/;
const QUOTE = /^\s{0,3}> ?/;
const HEADING = /^#{1,6} +/;

/** Line by line, so that the longest text takes as long as its letters. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let last: Block | null = null;
  let isCode = false;
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    if (FENCE.test(line)) {
      isCode = !isCode;
      last = isCode ? { kind: 'code', lines: [] } : null;
      if (last !== null) blocks.push(last);
    } else if (isCode) last?.lines.push(line);
    else if (line.trim() === '') last = null;
    else {
      const next = blockOf(line);
      if (last !== null && goesOn(last, next)) last.lines.push(...next.lines);
      else blocks.push((last = next));
    }
  }
  return blocks;
}

function blockOf(line: string): Block {
  if (HEADING.test(line)) return { kind: 'heading', lines: [line.replace(HEADING, '')] };
  if (QUOTE.test(line)) return { kind: 'quote', lines: [line.replace(QUOTE, '')] };
  if (BULLET.test(line)) return { kind: 'list', ordered: false, lines: [line.replace(BULLET, '')] };
  if (NUMBER.test(line)) return { kind: 'list', ordered: true, lines: [line.replace(NUMBER, '')] };
  return { kind: 'paragraph', lines: [line] };
}

function goesOn(last: Block, next: Block): boolean {
  if (last.kind !== next.kind || last.kind === 'heading') return false;
  return !(last.kind === 'list' && next.kind === 'list') || last.ordered === next.ordered;
}

function drawn(block: Block, key: number, people: readonly Named[]) {
  const lines = block.lines.map((line) => inlineOf(line, people));
  switch (block.kind) {
    case 'code':
      return <pre key={key}>{block.lines.join('\n')}</pre>;
    case 'list': {
      const items = lines.map((line, at) => <li key={at}>{line}</li>);
      return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case 'quote':
      return <blockquote key={key}>{broken(lines)}</blockquote>;
    case 'heading':
      // The page's own headings stay its outline.
      return (
        <p key={key}>
          <strong>{lines}</strong>
        </p>
      );
    case 'paragraph':
      return <p key={key}>{broken(lines)}</p>;
  }
}

// A line that somebody ended stays ended, as in a chat.
const broken = (lines: ComponentChildren[]) =>
  lines.flatMap((line, at) => (at === 0 ? [line] : [<br key={at} />, line]));

// Each of bounded length, so that none of them looks through the whole line from each of its letters.
const CODE = '`([^`]{1,500})`';
const BOLD = '\\*\\*([^*]{1,500})\\*\\*';
const ITALIC = '(?<![\\w*])[*_]([^*_\\s][^*_]{0,500})[*_](?![\\w*])';
const LINK = '\\[([^\\]]{1,300})\\]\\((https?://[^\\s()<>]{1,1000})\\)';
const BARE = '(https?://[^\\s<>()]{1,1000}[^\\s<>().,;:!?*_])';
const INLINE = new RegExp([CODE, BOLD, ITALIC, LINK, BARE].join('|'), 'g');

function inlineOf(line: string, people: readonly Named[]): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const found of line.matchAll(INLINE)) {
    parts.push(...mentionsOf(line.slice(end, found.index), people));
    parts.push(partOf(found, people));
    end = found.index + found[0].length;
  }
  parts.push(...mentionsOf(line.slice(end), people));
  return parts;
}

function partOf(found: RegExpMatchArray, people: readonly Named[]): ComponentChildren {
  const [, code, bold, italic, words, address, bare] = found;
  if (code !== undefined) return <code>{code}</code>;
  if (bold !== undefined) return <strong>{mentionsOf(bold, people)}</strong>;
  if (italic !== undefined) return <em>{mentionsOf(italic, people)}</em>;
  if (address !== undefined) return linked(address, words ?? address);
  return linked(bare ?? '', bare ?? '');
}

const linked = (address: string, words: string) => (
  <a href={address} target="_blank" rel="noopener noreferrer nofollow">
    {words}
  </a>
);

function mentionsOf(text: string, people: readonly Named[]): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const found of text.matchAll(MENTION)) {
    const [whole, before = '', address = ''] = found;
    const person = people.find(({ email }) => email.toLowerCase() === address.toLowerCase());
    if (person === undefined) continue;
    parts.push(text.slice(end, found.index) + before);
    parts.push(
      <span class="mention" title={person.email}>
        @{person.name || person.email}
      </span>,
    );
    end = found.index + whole.length;
  }
  return [...parts, text.slice(end)];
}
