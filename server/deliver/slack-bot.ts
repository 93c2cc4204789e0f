// Slack by a bot: what belongs to one time of firing stands in the thread of its first message, which changes its colour when all
// is well again. Before it posts again after an answer that was lost, it looks whether the message is there.
import { z } from 'zod';
import { headlineOf } from '../../domain/alerts/message.ts';
import { unsent, type Letter, type Sending, type Sent } from './destination.ts';
import { COLOURS } from './letter-parts.ts';
import { SlackApi, slackAnswerSchema, type SlackAnswer } from './slack-api.ts';
import { slackBody } from './slack-body.ts';

export interface SlackChannel {
  /** A name or an id. */
  channel: string;
}

/** Where a message stands in Slack. */
interface Place {
  channel: string;
  ts: string;
}

const NOT_SET_UP: Sent = {
  state: 'broken',
  problem: 'Slack’s bot is not set up: whoever runs Sheetfeed sets SLACK_BOT_TOKEN.',
};

export async function sendByBot(
  letter: Letter,
  { channel }: SlackChannel,
  sending: Sending,
): Promise<Sent> {
  if (sending.slackBot === null) return NOT_SET_UP;
  const { hears } = sending.slackBot;
  const api = new SlackApi(sending.slackBot, sending);
  const root = letter.root?.posted as Place | undefined;
  try {
    const where = root?.channel ?? (isId(channel) ? channel : null);
    const there = letter.mayBeRepeated ? await findPosted(api, letter, { root, where }) : null;
    if (there !== null && typeof there === 'object' && 'state' in there) return there;
    if (there === 'unknown' || there === null) {
      // Where it cannot be looked for, it says that it may stand there twice.
      const known = { ...letter, mayBeRepeated: there === 'unknown' };
      const answer = await api.call(
        'chat.postMessage',
        bodyOf(known, channel, { root, hears }),
        read,
      );
      if (!answer.ok) return sentBySlack(answer);
      await recolour(api, letter, root);
      const place = placeOf(answer);
      return { state: 'delivered', ...(place && { posted: place }) };
    }
    await recolour(api, letter, root);
    return { state: 'delivered', posted: there };
  } catch (error) {
    return unsent(error);
  }
}

const EVENT = 'sheetfeed_message';

function bodyOf(
  letter: Letter,
  channel: string,
  { root, hears }: { root: Place | undefined; hears: boolean },
): object {
  return {
    channel: root?.channel ?? channel,
    ...slackBody(letter, { hears }),
    ...(root === undefined ? {} : { thread_ts: root.ts }),
    // By which it is found again; Slack shows it to nobody.
    metadata: { event_type: EVENT, event_payload: { id: letter.id } },
    unfurl_links: false,
  };
}

/** The first message of the thread, once nothing of it fires any more. What fails here is only a colour. */
async function recolour(api: SlackApi, letter: Letter, root: Place | undefined): Promise<void> {
  const { message, baseUrl } = letter;
  if (root === undefined || letter.root === null || message.what !== 'recovers') return;
  if ((message.firing ?? 0) > 0) return;
  const first = { ...letter, message: letter.root.message, mayBeRepeated: false, baseUrl };
  const text = `${headlineOf(letter.root.message)} (recovered)`;
  const body = slackBody(first, { colour: COLOURS.recovers, headline: text });
  const at = { channel: root.channel, ts: root.ts };
  await api.call('chat.update', { ...at, ...body }, read).catch(() => {});
}

// A history is had by the id of a channel alone.
const isId = (channel: string) => /^[CGD][A-Z0-9]{6,}$/.test(channel);

/** Where the message stands already; null: nowhere, `unknown`: the bot may not look, or it is to be looked for later. */
async function findPosted(
  api: SlackApi,
  letter: Letter,
  { root, where: channel }: { root: Place | undefined; where: string | null },
): Promise<Place | null | 'unknown' | Sent> {
  if (channel === null) return 'unknown';
  const oldest = String(letter.madeAt.getTime() / 1_000 - 60);
  const asked = { channel, oldest, limit: 200, include_all_metadata: true };
  const answer = root
    ? await api.call('conversations.replies', { ...asked, ts: root.ts }, read)
    : await api.call('conversations.history', asked, read);
  if (!answer.ok) return isPassing(answer) ? sentBySlack(answer) : 'unknown';
  const found = (answer.messages ?? []).find(
    (message) => message?.metadata.event_payload.id === letter.id,
  );
  return found ? { channel, ts: found.ts } : null;
}

const name = z.string().regex(/^[\w.#-]{1,100}$/);
const answerSchema = slackAnswerSchema.extend({
  channel: name.optional().catch(undefined),
  ts: name.optional().catch(undefined),
  messages: z
    .array(
      z
        .object({
          ts: name,
          metadata: z.object({
            event_type: z.literal(EVENT),
            event_payload: z.object({ id: z.string() }),
          }),
        })
        .nullable()
        .catch(null),
    )
    .optional()
    .catch(undefined),
});

const read = (body: unknown) => answerSchema.parse(body);

function placeOf({ channel, ts }: z.infer<typeof answerSchema>): Place | undefined {
  return channel === undefined || ts === undefined ? undefined : { channel, ts };
}

/** Errors after which the channel, or the bot, takes nothing until somebody sees to it (docs.slack.dev/reference/methods/chat.postMessage). */
const BROKEN = new Set([
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action', 'missing_scope'],
  ...[
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'no_permission',
  ],
]);
const LIMITED = new Set(['ratelimited', 'rate_limited']);
const PASSING = new Set([
  ...[...LIMITED, 'fatal_error', 'internal_error', 'service_unavailable', 'request_timeout'],
]);

const isPassing = ({ status, error = '' }: Pick<SlackAnswer, 'status' | 'error'>) =>
  PASSING.has(error) || status === 429 || status >= 500;

function sentBySlack({ status, error = '', retryAfterSeconds }: SlackAnswer): Sent {
  const problem = `Slack answered ${error === '' ? status : error}.`;
  if (BROKEN.has(error)) return { state: 'broken', problem };
  if (!isPassing({ status, error }) && error !== '') return { state: 'refused', problem };
  // Of an answer that is not understood nobody knows either.
  const isOpen =
    status >= 500 ||
    (error === '' && status !== 429) ||
    ['fatal_error', 'request_timeout'].includes(error);
  const mayBeMessages = status !== 429 && !LIMITED.has(error);
  return { state: 'later', problem, afterSeconds: retryAfterSeconds, isOpen, mayBeMessages };
}
