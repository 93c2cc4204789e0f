// A Slack that has a bad day: it asks for pauses, fails, breaks off after it took a message, or before. It takes incoming webhooks,
// which can be asked nothing, and a bot, which can look.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message that stands there now. */
export interface Posted {
  headline: string;
  /** It says itself that it may stand there twice. */
  saysTwice: boolean;
  /** By which the bot finds it again; null of a webhook's. */
  id: string | null;
  thread: string | null;
}

export interface BadSlack {
  host: string;
  posted: Posted[];
  /** How it behaves from now on. */
  isBad: boolean;
  stop(): Promise<void>;
}

interface Body {
  text?: string;
  ts?: string;
  thread_ts?: string;
  metadata?: { event_payload?: { id?: string } };
}

interface Standing {
  ts: string;
  body: Body;
}

export async function startBadSlack(random: () => number): Promise<BadSlack> {
  const standing: Standing[] = [];
  const server = http.createServer((request, response) => {
    void text(request).then((body) => {
      const method = /\/slack\/(\S+)$/.exec(request.url ?? '')?.[1] ?? null;
      answer(JSON.parse(body) as Body, method, response);
    });
  });
  const slack: BadSlack = {
    ...{ host: '', posted: [], isBad: true },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  function answer(body: Body, method: string | null, response: http.ServerResponse): void {
    const chance = slack.isBad ? random() : 1;
    if (chance < 0.04) return void response.writeHead(429, { 'retry-after': '1' }).end();
    if (chance < 0.06) return void response.writeHead(500).end('down');
    if (chance < 0.08) return void response.destroy();
    const done = method === null ? (take(body, null), 'ok') : JSON.stringify(asked(method, body));
    if (chance < 0.14) return void response.destroy();
    // It says nothing more: the other side has to give up.
    if (chance < 0.145) return;
    setTimeout(() => response.end(done), random() * 20);
  }

  function asked(method: string, body: Body): object {
    if (method === 'chat.postMessage')
      return { ok: true, channel: 'C0123456789', ts: take(body, 1) };
    const messages = standing.filter(({ ts, body: { thread_ts } }) =>
      method === 'conversations.history' ? thread_ts === undefined : body.ts === (thread_ts ?? ts),
    );
    return { ok: true, messages: messages.map(({ ts, body: { metadata } }) => ({ ts, metadata })) };
  }

  function take(body: Body, bot: number | null): string {
    const { text: headline = '', thread_ts: thread = null, metadata } = body;
    const saysTwice = JSON.stringify(body).includes('second time');
    const id = bot === null ? null : (metadata?.event_payload?.id ?? '');
    slack.posted.push({ headline, saysTwice, id, thread });
    const ts = `${1_700_000_000 + slack.posted.length}.000100`;
    if (bot !== null) standing.push({ ts, body });
    return ts;
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  slack.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return slack;
}

async function text(request: http.IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
