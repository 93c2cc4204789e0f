// Calls Slack's methods by the bot's token, and posts to the addresses that Slack gives for an answer.
import { z } from 'zod';
import type { Sending, SlackBotSettings } from './destination.ts';
import { post, type Posted } from './post.ts';

/** What every answer has. Whoever answers may not be Slack, but what stands before it. */
export const slackAnswerSchema = z.object({
  ok: z.boolean().catch(false),
  error: z.string().optional().catch(undefined),
});

type Answer = z.infer<typeof slackAnswerSchema>;
/** Takes what a method answers; given an empty object where that is no JSON. */
type Reader<T extends Answer> = (body: unknown) => T;

/** How the answer came. */
interface Came {
  status: number;
  retryAfterSeconds: number | null;
}

export type SlackAnswer = Answer & Came;

/** A channel's history is long. */
const MOST_READ = 1024 * 1024;

export class SlackApi {
  readonly #bot: SlackBotSettings;
  readonly #sending: Pick<Sending, 'allowed' | 'withinMs' | 'signal'>;

  constructor(bot: SlackBotSettings, sending: Pick<Sending, 'allowed' | 'withinMs' | 'signal'>) {
    this.#bot = bot;
    this.#sending = sending;
  }

  /** What Slack answers, also where it refuses. Throws Unanswered. */
  call<T extends Answer>(method: string, body: object, read: Reader<T>): Promise<T & Came> {
    const type = 'application/json; charset=utf-8';
    return this.#ask(method, { type, text: JSON.stringify(body) }, read);
  }

  /** The same as a form, for methods that read, which take no JSON (docs.slack.dev/apis/web-api, on bodies of POST), or take it within one. */
  callByForm<T extends Answer>(
    method: string,
    body: Record<string, string>,
    read: Reader<T>,
  ): Promise<T & Came> {
    const text = new URLSearchParams(body).toString();
    return this.#ask(method, { type: 'application/x-www-form-urlencoded', text }, read);
  }

  async #ask<T extends Answer>(
    method: string,
    { type, text }: { type: string; text: string },
    read: Reader<T>,
  ): Promise<T & Came> {
    const { token, apiUrl } = this.#bot;
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': type };
    const posted = await this.#post(`${apiUrl}/${method}`, text, headers);
    const { status, retryAfterSeconds } = posted;
    return { ...read(jsonIn(posted.text)), status, retryAfterSeconds };
  }

  /** Posts a message to the address that came with what is answered. Throws Unanswered, AddressRefused. */
  respond(address: string, body: object): Promise<Posted> {
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    return this.#post(address, JSON.stringify(body), headers);
  }

  #post(address: string, body: string, headers: Record<string, string>): Promise<Posted> {
    const { allowed, withinMs, signal } = this.#sending;
    // Whoever runs Sheetfeed chose the address.
    const hosts = [...allowed, new URL(this.#bot.apiUrl).host];
    const how = { allowed: hosts, withinMs, signal, mostRead: MOST_READ };
    return post(address, { body, headers, ...how });
  }
}

function jsonIn(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}
