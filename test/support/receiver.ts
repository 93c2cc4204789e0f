// A stand-in for where messages go: takes posts over HTTP, and answers as a test says.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: http.IncomingHttpHeaders;
  text: string;
  at: number;
}

/** Answers a post; `number` counts from 0. */
export type Answering = (
  received: Received,
  response: http.ServerResponse,
  number: number,
) => void | Promise<void>;

export interface Receiver {
  /** Of an incoming webhook. */
  url: string;
  host: string;
  /** All posts so far, whatever was answered. */
  received: Received[];
  /** The headlines of the posts, as a notification shows them. */
  headlines(): string[];
  answer(answering: Answering): void;
  stop(): Promise<void>;
}

/** As Slack takes a message. */
export const taken: Answering = (_, response) => void response.end('ok');

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answering = taken;
  const server = http.createServer((request, response) => {
    void take(request).then(async (one) => {
      const number = received.push(one) - 1;
      await answering(one, response, number);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/services/T0/B0/secret-part`,
    host,
    received,
    headlines: () => received.map(({ text }) => (JSON.parse(text) as { text: string }).text),
    answer: (next) => void (answering = next),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function take(request: http.IncomingMessage): Promise<Received> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return { path: request.url ?? '', headers: request.headers, text, at: Date.now() };
}
