// A stand-in for Slack on this computer: takes what the bot asks of Slack's interface, and answers as that does.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PostBox } from './box.ts';
import type { SlackLetter, SlackMessage } from './letters.ts';

const MOST_BYTES = 4 * 1024 * 1024;

export interface SlackStandIn {
  /** For SLACK_API_URL. */
  apiUrl: string;
  stop(): Promise<void>;
}

interface Asked extends SlackMessage {
  channel?: string;
  ts?: string;
  thread_ts?: string;
}

type Method = (box: PostBox, asked: Asked) => object;

const methods: Record<string, Method> = {
  'chat.postMessage': (box, asked) => {
    const { channel = '', thread_ts: thread = null, ...message } = asked;
    const letter = putSlackMessage(box, { channel, thread, message });
    return { ok: true, channel, ts: letter.ts };
  },
  'chat.update': (box, { channel = '', ts = '', ...message }) => {
    const letter = box.slackAt(channel, ts);
    if (letter === null) return { ok: false, error: 'message_not_found' };
    const editedAt = new Date().toISOString();
    box.replace({ ...letter, message: { ...letter.message, ...message }, editedAt });
    return { ok: true, channel, ts };
  },
  'conversations.history': (box, { channel = '' }) => ({
    ok: true,
    messages: messagesOf(box, channel, ({ thread }) => thread === null),
  }),
  'conversations.replies': (box, { channel = '', ts = '' }) => ({
    ok: true,
    messages: messagesOf(box, channel, (letter) => letter.ts === ts || letter.thread === ts),
  }),
};

function messagesOf(box: PostBox, channel: string, wanted: (letter: SlackLetter) => boolean) {
  const there = box.letters().flatMap((letter) => (letter.kind === 'slack' ? [letter] : []));
  return there
    .filter((letter) => letter.channel === channel && wanted(letter))
    .map(({ ts, message }) => ({ ...message, ts }));
}

/** Puts a message of Slack into the box. */
export function putSlackMessage(
  box: PostBox,
  { channel, thread, message }: Pick<SlackLetter, 'channel' | 'thread' | 'message'>,
): SlackLetter {
  const now = Date.now();
  const letter: SlackLetter = {
    ...{ kind: 'slack', id: randomUUID(), at: new Date(now).toISOString(), editedAt: null },
    ...{ channel, thread, message, ts: newTs(box, channel, now) },
  };
  box.put(letter);
  return letter;
}

// Seconds with six digits, of which no two in a channel are the same.
function newTs(box: PostBox, channel: string, now: number): string {
  for (let more = 0; ; more++) {
    const ts = `${Math.floor(now / 1000)}.${String((now % 1000) * 1000 + more).padStart(6, '0')}`;
    if (box.slackAt(channel, ts) === null) return ts;
  }
}

export async function startSlackStandIn(box: PostBox): Promise<SlackStandIn> {
  const server = http.createServer((request, response) => {
    answer(box, request).then(
      (body) => void response.setHeader('Content-Type', 'application/json').end(body),
      () => void response.writeHead(400).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(box: PostBox, request: http.IncomingMessage): Promise<string> {
  // What a browser sends comes from a page, and only our own server speaks to this address.
  if (request.headers.origin !== undefined || request.method !== 'POST') throw new Error('refused');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BYTES) throw new Error('too large');
    chunks.push(chunk as Buffer);
  }
  const asked = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked;
  const name = /^\/api\/([a-zA-Z.]+)$/.exec(request.url ?? '')?.[1] ?? '';
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return JSON.stringify(method?.(box, asked) ?? { ok: false, error: 'unknown_method' });
}
