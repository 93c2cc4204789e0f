// What a kind of destination does: sends one message, and says what became of it.
import type { Message } from '../../domain/alerts/message.ts';
import { AddressRefused } from './addresses.ts';
import { Unanswered, type Posted } from './post.ts';

export interface Letter {
  message: Message;
  /** The same at every attempt, so that the other side can tell that it has it. */
  id: string;
  madeAt: Date;
  /** An earlier attempt may have arrived. */
  mayBeRepeated: boolean;
  /** The first message of its thread there, and where that stands; null where there is none. */
  root: { message: Message; posted: object } | null;
  /** Where people reach this server. */
  baseUrl: string;
  /** Where whoever gets it ends the subscription that it is of; null, or absent: it is of none. */
  unsubscribe?: string | null;
  /** What goes along, where the kind takes it. */
  attachment?: Attachment | null;
}

export interface Attachment {
  name: string;
  type: string;
  /** Null: it is too large for a mail. */
  content: Buffer | null;
}

/** Where mail goes out, and from whom. */
export interface MailSettings {
  /** smtp:// or smtps://, with the user and the password of the server. */
  smtpUrl: string;
  from: string;
}

export interface SlackBotSettings {
  token: string;
  /** Without a slash at its end. */
  apiUrl: string;
  /** What people press below a message comes back. */
  hears: boolean;
}

/** What became of an attempt. */
export type Sent =
  /** `posted`: where it stands, for what follows in its thread. */
  | { state: 'delivered'; posted?: object }
  /**
   * May pass: tried again. `isOpen` where it may have arrived; `mayBeMessages` where another message may be taken, so that
   * this one steps back.
   */
  | {
      state: 'later';
      problem: string;
      afterSeconds: number | null;
      isOpen: boolean;
      mayBeMessages: boolean;
    }
  /** This message will never be taken; the next one may. */
  | { state: 'refused'; problem: string }
  /** The destination takes nothing until an admin has seen to it. */
  | { state: 'broken'; problem: string };

export interface DestinationKindOf<Secret> {
  send(letter: Letter, secret: Secret, sending: Sending): Promise<Sent>;
}

export interface Sending {
  /** Hosts that may be private. */
  allowed: readonly string[];
  withinMs: number;
  /** Null: nobody has set it up. */
  mail: MailSettings | null;
  slackBot: SlackBotSettings | null;
  /** Aborted when the server ends. */
  signal?: AbortSignal;
}

/** What an answer over HTTP means, whatever the destination. `name` is as a person calls it. */
export function sentBy({ status, text, retryAfterSeconds }: Posted, name: string): Sent {
  if (status >= 200 && status < 300) return { state: 'delivered' };
  const said = `${name} answered ${status}${text === '' ? '' : ` (${text.slice(0, 200)})`}.`;
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return {
      state: 'later',
      problem: said,
      afterSeconds: retryAfterSeconds,
      isOpen: status >= 500,
      mayBeMessages: status === 408 || status >= 500,
    };
  }
  if (status >= 300 && status < 400)
    return {
      state: 'broken',
      problem: `${said} It leads elsewhere; give the address it leads to.`,
    };
  return [401, 403, 404, 410].includes(status)
    ? { state: 'broken', problem: said }
    : { state: 'refused', problem: said };
}

/** What an attempt means that had no answer. Throws what is no failure of the other side. */
export function unsent(error: unknown): Sent {
  if (error instanceof AddressRefused) return { state: 'broken', problem: error.message };
  if (!(error instanceof Unanswered)) throw error;
  const { message, isCertain } = error;
  // A message can be what the other side fails over.
  const [isOpen, mayBeMessages] = [!isCertain, !isCertain];
  return { state: 'later', problem: message, afterSeconds: null, isOpen, mayBeMessages };
}
