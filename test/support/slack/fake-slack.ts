// Slack as an app meets it: signs what people do and sends it, waits three seconds for an answer, sends events again, and takes
// what the app says in return.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ask, type Answer } from '../server.ts';
import type { Json } from './budgets.ts';
import { TEAM, userObject, Workspace, type Dialog, type Posting, type Seen } from './workspace.ts';

export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const TOKEN = 'xoxb-of-the-test';

export interface FakeSlack extends Workspace {
  /** The settings of a server that this Slack asks. */
  env: Record<string, string>;
  /** Where the server is that it asks. */
  server: { port: number };
  /** Answers what the app sends: by default as Slack does. Null: nothing, and the connection breaks. */
  behave: (
    what: string,
    usual: () => { status: number; text: string },
  ) => { status: number; text: string } | null;
  /** Somebody of the workspace. */
  person(id: string, email: string | null, more?: Json): void;
  /** `/sheetfeed …` in a channel. */
  command(person: string, text: string, sent?: Partial<Sent>): Promise<Answer>;
  /** Presses the button of these words. */
  press(person: string, message: Seen, words: string): Promise<Answer>;
  submit(dialog: Dialog, fields: Record<string, string | string[]>): Promise<Answer>;
  /** Posts a message with links; it is told to the app as Slack does it. */
  post(person: string, links: string[], how?: Posted): Promise<{ posting: Posting; told: Answer }>;
  /** Any request, signed. */
  send(path: string, sent: Sent): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Posted {
  channel?: string;
  /** Also people of another company read it. */
  isShared?: boolean;
  /** The links are written, and not posted yet. */
  isDraft?: boolean;
  /** An event that is sent again has the same. */
  event?: string;
}

export interface Sent {
  type: string;
  body: string;
  /** Seconds since 1970; by default now. */
  at?: number;
  secret?: string;
  headers?: Record<string, string>;
}

/** Starts it; `server` is set once there is one. */
export async function startFakeSlack(): Promise<FakeSlack> {
  const workspace = new Workspace();
  const listener = http.createServer((request, response) => void serve(fake, request, response));
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const url = `http://${host}`;
  const fake: FakeSlack = Object.assign(workspace, {
    env: {
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_BOT_TOKEN: TOKEN,
      SLACK_API_URL: `${url}/api`,
    },
    server: { port: 0 },
    behave: (_: string, usual: () => { status: number; text: string }) => usual(),
    person: (id: string, email: string | null, more: Json = {}) =>
      void workspace.users.set(id, userObject(id, email, more)),
    send: (at: string, sent: Sent) =>
      ask(fake.server.port, at, { method: 'POST', ...signed(sent) }),
    command: (person: string, text: string, sent: Partial<Sent> = {}) =>
      fake.send('/slack/commands', commandOf(fake, url, { person, text }, sent)),
    press: (person: string, message: Seen, words: string) =>
      fake.send('/slack/actions', pressOf(fake, url, { person, message, words })),
    submit: (dialog: Dialog, fields: Record<string, string | string[]>) =>
      fake.send('/slack/actions', submissionOf(fake, dialog, fields)),
    async post(person: string, links: string[], how: Posted = {}) {
      const posting = fake.newPosting(how.channel ?? CHANNEL, links);
      return { posting, told: await fake.send('/slack/events', linksOf(posting, person, how)) };
    },
    async stop() {
      listener.closeAllConnections();
      listener.close();
      await once(listener, 'close');
    },
  });
  return fake;
}

// docs.slack.dev/authentication/verifying-requests-from-slack
function signed({ type, body, at, secret = SIGNING_SECRET, headers }: Sent) {
  const timestamp = String(at ?? Math.floor(Date.now() / 1_000));
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hash}`,
      ...headers,
    },
  };
}

const FORM = 'application/x-www-form-urlencoded';
const CHANNEL = 'C0GENERAL';

// docs.slack.dev/interactivity/implementing-slash-commands: what is sent escaped is &, < and >.
function commandOf(
  fake: Workspace,
  url: string,
  { person, text }: { person: string; text: string },
  sent: Partial<Sent>,
): Sent {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const body = new URLSearchParams({
    ...{
      token: 'x',
      team_id: TEAM,
      team_domain: 'sheet',
      channel_id: CHANNEL,
      channel_name: 'general',
    },
    ...{
      user_id: person,
      user_name: person,
      command: '/sheetfeed',
      text: escaped,
      api_app_id: 'A0',
    },
    response_url: `${url}/reply/${fake.newReply(person, CHANNEL, null)}`,
    trigger_id: fake.newTrigger(person),
  });
  return { type: FORM, body: body.toString(), ...sent };
}

const payload = (content: Json): Sent => ({
  type: FORM,
  body: new URLSearchParams({ payload: JSON.stringify(content) }).toString(),
});

// docs.slack.dev/reference/interaction-payloads/block_actions-payload
function pressOf(
  fake: Workspace,
  url: string,
  { person, message, words }: { person: string; message: Seen; words: string },
): Sent {
  const elements = message.blocks.flatMap((block) => (block['elements'] ?? []) as Json[]);
  const button = elements.find(({ text }) => (text as Json | undefined)?.['text'] === words);
  if (button === undefined)
    throw new Error(`no button ${words} in ${JSON.stringify(message.blocks)}`);
  return payload({
    ...{
      type: 'block_actions',
      team: { id: TEAM, domain: 'sheet' },
      user: { id: person, team_id: TEAM },
    },
    container: { type: 'message', message_ts: message.id, is_ephemeral: message.only !== null },
    channel: { id: message.channel },
    trigger_id: fake.newTrigger(person),
    response_url: `${url}/reply/${fake.newReply(person, message.channel, message)}`,
    actions: [{ ...button, block_id: 'b', action_ts: '1.2' }],
  });
}

// docs.slack.dev/reference/interaction-payloads/view-interactions-payload
function submissionOf(
  fake: Workspace,
  { id, person, view }: Dialog,
  fields: Record<string, string | string[]>,
): Sent {
  const inputs = (view['blocks'] as Json[]).filter(({ type }) => type === 'input');
  const values = inputs.map((block) => {
    const name = String(block['block_id']);
    const { type, action_id: action } = block['element'] as { type: string; action_id: string };
    return [name, { [action]: { type, ...stateOf(type, fields[name.replace(/^value:/, '')]) } }];
  });
  return payload({
    ...{ type: 'view_submission', team: { id: TEAM }, user: { id: person, team_id: TEAM } },
    trigger_id: fake.newTrigger(person),
    view: { ...view, id, state: { values: Object.fromEntries(values) as Json } },
  });
}

// docs.slack.dev/reference/events/link_shared; in the composer as docs.slack.dev/changelog/2021-08-changes-to-unfurls says.
function linksOf(
  { channel, ts, unfurlId, links }: Posting,
  person: string,
  { isShared = false, isDraft = false, event }: Posted,
): Sent {
  const where = isDraft
    ? { channel: 'COMPOSER', message_ts: unfurlId, source: 'composer' }
    : { channel, message_ts: ts, source: 'conversations_history' };
  const content = {
    ...{ token: 'x', team_id: TEAM, api_app_id: 'A0', type: 'event_callback' },
    ...{ event_id: event ?? `Ev${unfurlId}`, event_time: 1700000000 },
    is_ext_shared_channel: isShared,
    event: {
      ...{ type: 'link_shared', is_bot_user_member: false, user: person, unfurl_id: unfurlId },
      ...where,
      links: links.map((url) => ({ url, domain: new URL(url).hostname })),
    },
  };
  return { type: 'application/json', body: JSON.stringify(content) };
}

function stateOf(type: string, value: string | string[] | undefined): Json {
  if (type === 'multi_static_select')
    return {
      selected_options: (Array.isArray(value) ? value : []).map((each) => ({ value: each })),
    };
  if (type === 'static_select') return { selected_option: value === undefined ? null : { value } };
  return { value: value ?? null };
}

async function serve(
  fake: FakeSlack,
  request: http.IncomingMessage,
  response: http.ServerResponse,
) {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const [, room, name = ''] = (request.url ?? '').split('/');
  const isForm = request.headers['content-type'] === FORM;
  const form = isForm ? (Object.fromEntries(new URLSearchParams(text)) as Json) : null;
  const json = isForm ? null : (JSON.parse(text) as Json);
  const usual = () => {
    if (room === 'reply') return fake.answer(name, json ?? {});
    const isBot = request.headers.authorization === `Bearer ${TOKEN}`;
    const body = isBot ? fake.call(name, { json, form }) : { ok: false, error: 'invalid_auth' };
    return { status: 200, text: JSON.stringify(body) };
  };
  const answer = fake.behave(room === 'reply' ? 'reply' : name, usual);
  if (answer === null) return void request.socket.destroy();
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(answer.text);
}
