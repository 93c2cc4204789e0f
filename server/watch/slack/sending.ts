// Sends a part of an answer to Slack, and says what became of it.
import { AddressRefused } from '../../deliver/addresses.ts';
import { Unanswered } from '../../deliver/post.ts';
import { slackAnswerSchema, type SlackAnswer, type SlackApi } from '../../deliver/slack-api.ts';
import type { Part } from './arrival.ts';
import { context } from './messages.ts';

export type PartSent =
  | { state: 'sent' }
  /** Tried again; `isOpen`: it may have arrived. */
  | { state: 'later'; afterSeconds: number | null; isOpen: boolean }
  | { state: 'refused'; problem: string };

/** Sends it, or what stands in for it where it is refused. */
export async function sendPart(api: SlackApi, part: Part): Promise<PartSent> {
  try {
    if (part.to === 'reply') return await reply(api, part);
    if (part.to === 'links') return await unfurl(api, part);
    const sent = await openDialog(api, part.body);
    return sent.state === 'refused' && part.otherwise !== null
      ? await sendPart(api, part.otherwise)
      : sent;
  } catch (error) {
    if (error instanceof AddressRefused) return { state: 'refused', problem: error.message };
    if (!(error instanceof Unanswered)) throw error;
    return { state: 'later', afterSeconds: null, isOpen: !error.isCertain };
  }
}

async function reply(api: SlackApi, part: Extract<Part, { to: 'reply' }>): Promise<PartSent> {
  const { status, text, retryAfterSeconds } = await api.respond(part.url, part.body);
  if (status >= 200 && status < 300) return { state: 'sent' };
  if (status === 429 || status >= 500)
    return { state: 'later', afterSeconds: retryAfterSeconds, isOpen: status >= 500 };
  return { state: 'refused', problem: `Slack answered ${status} ${text.slice(0, 200)}.` };
}

const PASSING = new Set(['ratelimited', 'internal_error', 'fatal_error', 'service_unavailable']);

async function openDialog(api: SlackApi, body: object): Promise<PartSent> {
  return sentBy(await api.call('views.open', body, (given) => slackAnswerSchema.parse(given)));
}

// docs.slack.dev/reference/methods/chat.unfurl: `unfurls` is JSON within a form.
async function unfurl(
  api: SlackApi,
  { message, unfurls }: Extract<Part, { to: 'links' }>,
): Promise<PartSent> {
  const form = { ...message, unfurls: JSON.stringify(unfurls) };
  const read = (given: unknown) => slackAnswerSchema.parse(given);
  return sentBy(await api.callByForm('chat.unfurl', form, read));
}

function sentBy({ ok, error = '', status, retryAfterSeconds }: SlackAnswer): PartSent {
  if (ok) return { state: 'sent' };
  // By then it opens no dialog any more, and says so; what links show is not shown twice.
  if (status === 429 || status >= 500 || PASSING.has(error))
    return { state: 'later', afterSeconds: retryAfterSeconds ?? 1, isOpen: false };
  return { state: 'refused', problem: `Slack answered ${error === '' ? status : error}.` };
}

const AGAIN = 'perhaps for the second time: the first answer was lost';

/** A part that may have been sent before: where it would stand there twice, it says so. */
export function repeated(part: Part): Part {
  if (part.to !== 'reply' || part.body.replace_original) return part;
  return { ...part, body: { ...part.body, blocks: [...part.body.blocks, context(AGAIN)] } };
}
