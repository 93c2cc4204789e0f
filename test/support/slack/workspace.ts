// A workspace of Slack in memory: its people, what they see, the dialogs they have open, and the methods that an app calls.
import { wrongInBlocks, wrongInMessage, wrongInView, type Json } from './budgets.ts';

export interface Seen {
  id: string;
  channel: string;
  /** Who alone sees it; null: everybody in the channel. */
  only: string | null;
  text: string;
  blocks: Json[];
}

export interface Dialog {
  id: string;
  person: string;
  view: Json;
}

/** A message with links in it, and what stands below each of them. */
export interface Posting {
  ts: string;
  channel: string;
  unfurlId: string;
  links: string[];
  unfurls: Record<string, { blocks: Json[] }>;
}

export const TEAM = 'T0SHEET';

/** A user object (docs.slack.dev/reference/objects/user-object), with what is other than usual. */
export const userObject = (id: string, email: string | null, more: Json = {}): Json => ({
  ...{ id, team_id: TEAM, name: id.toLowerCase(), deleted: false, is_bot: false },
  ...{ is_email_confirmed: true, profile: { real_name: id, ...(email === null ? {} : { email }) } },
  ...more,
});

export class Workspace {
  readonly messages: Seen[] = [];
  readonly dialogs: Dialog[] = [];
  readonly postings: Posting[] = [];
  readonly users = new Map<string, Json>();
  /** What was refused, which a test expects to be nothing. */
  readonly refused: string[] = [];
  /** Names of methods in the order of their calls. */
  readonly calls: string[] = [];
  readonly #replies = new Map<
    string,
    { person: string; channel: string; of: Seen | null; left: number }
  >();
  readonly #triggers = new Map<string, { person: string; isExpired: boolean }>();
  #last = 0;

  #next = (prefix: string): string => `${prefix}${(this.#last += 1)}`;

  /** Opens one dialog. Slack's lasts three seconds; these last until a test says otherwise. */
  newTrigger(person: string): string {
    const trigger = this.#next('trigger.');
    this.#triggers.set(trigger, { person, isExpired: false });
    return trigger;
  }

  expireTriggers(): void {
    for (const trigger of this.#triggers.values()) trigger.isExpired = true;
  }

  /** Takes five messages (docs.slack.dev/interactivity/handling-user-interaction). `of`: the message whose button was pressed. */
  newReply(person: string, channel: string, of: Seen | null): string {
    const name = this.#next('reply-');
    this.#replies.set(name, { person, channel, of, left: 5 });
    return name;
  }

  newPosting(channel: string, links: string[]): Posting {
    const ts = this.#next('1700000000.');
    const posting = { ts, channel, unfurlId: `${channel}.${ts}.0b1`, links, unfurls: {} };
    this.postings.push(posting);
    return posting;
  }

  seenBy(person: string): Seen[] {
    return this.messages.filter(({ only }) => only === null || only === person);
  }

  /** What an address for answers says: a status and a text. */
  answer(name: string, body: Json): { status: number; text: string } {
    const reply = this.#replies.get(name);
    if (reply === undefined) return { status: 404, text: 'expired_url' };
    if (reply.left === 0) return { status: 404, text: 'used_url' };
    const wrong = wrongInMessage(body);
    if (wrong.length > 0) {
      this.refused.push(...wrong);
      return { status: 400, text: 'invalid_blocks' };
    }
    reply.left -= 1;
    this.#show(reply, body);
    return { status: 200, text: 'ok' };
  }

  // `replace_original` is passed over after a command: github.com/slackapi/bolt-js/issues/2287.
  #show(
    { person, channel, of }: { person: string; channel: string; of: Seen | null },
    body: Json,
  ): void {
    const shown = { text: String(body['text']), blocks: (body['blocks'] ?? []) as Json[] };
    if (body['replace_original'] === true && of !== null) {
      Object.assign(of, shown);
      return;
    }
    const only = body['response_type'] === 'in_channel' ? null : person;
    this.messages.push({ id: this.#next('m'), channel, only, ...shown });
  }

  /** A method of the Web API by the bot's token. `form`: what came as a form, for methods that take no JSON. */
  call(method: string, { json, form }: { json: Json | null; form: Json | null }): Json {
    this.calls.push(method);
    if (method === 'auth.test') return { ok: true, team_id: TEAM, user_id: 'U0BOT' };
    if (method === 'users.info') {
      const user = form === null ? undefined : this.users.get(String(form['user']));
      return user === undefined ? { ok: false, error: 'user_not_found' } : { ok: true, user };
    }
    if (method === 'views.open') return this.#open(json ?? {});
    if (method === 'chat.postMessage') return this.#post(json ?? {});
    if (method === 'chat.update') return { ok: true };
    if (method === 'chat.unfurl') return this.#unfurl(form ?? json ?? {});
    return { ok: false, error: 'unknown_method' };
  }

  // docs.slack.dev/reference/methods/chat.postMessage
  #post({ channel, text, attachments }: Json): Json {
    const [{ blocks = [] } = {}] = (attachments ?? []) as { blocks?: Json[] }[];
    const wrong = wrongInMessage({ text, blocks });
    this.refused.push(...wrong);
    if (wrong.length > 0) return { ok: false, error: 'invalid_blocks' };
    const id = this.#next('1700000000.');
    this.messages.push({ id, channel: String(channel), only: null, text: String(text), blocks });
    return { ok: true, channel, ts: id };
  }

  // docs.slack.dev/reference/methods/chat.unfurl: a message by `channel` and `ts`, or by `unfurl_id` and `source`; JSON in a text.
  #unfurl({ channel, ts, unfurl_id: id, source, unfurls: text }: Json): Json {
    const posting = this.postings.find((each) =>
      id === undefined ? each.ts === ts && each.channel === channel : each.unfurlId === id,
    );
    if (posting === undefined || (id !== undefined && source !== 'conversations_history'))
      return this.#refuse('cannot_find_message');
    if (typeof text !== 'string') return this.#refuse('invalid_unfurls_format');
    const unfurls = JSON.parse(text) as Posting['unfurls'];
    for (const [url, { blocks, ...more }] of Object.entries(unfurls)) {
      if (!posting.links.includes(url)) return this.#refuse('cannot_unfurl_url');
      const wrong = wrongInBlocks(blocks);
      if (wrong.length + Object.keys(more).length > 0)
        return this.#refuse(`cannot_parse_attachment: ${wrong.join(', ')}`);
    }
    Object.assign(posting.unfurls, unfurls);
    return { ok: true };
  }

  #refuse(error: string): Json {
    this.refused.push(error);
    return { ok: false, error };
  }

  // docs.slack.dev/reference/methods/views.open
  #open({ trigger_id: id, view }: Json): Json {
    const trigger = this.#triggers.get(String(id));
    if (trigger === undefined) return { ok: false, error: 'invalid_trigger_id' };
    if (trigger.isExpired) return { ok: false, error: 'expired_trigger_id' };
    const wrong = wrongInView(view as Json);
    if (wrong.length > 0) {
      this.refused.push(...wrong);
      return { ok: false, error: 'invalid_arguments' };
    }
    this.#triggers.delete(String(id));
    this.dialogs.push({ id: this.#next('V'), person: trigger.person, view: view as Json });
    return { ok: true };
  }
}
