// What the post box keeps, and what its page is told: plain JSON.

/** As Slack's interface takes it; of what it may hold the page shows what it knows. */
export interface SlackMessage {
  text?: string;
  blocks?: SlackBlock[];
  attachments?: { color?: string; fallback?: string; blocks?: SlackBlock[] }[];
  metadata?: object;
}

export interface SlackBlock {
  type: string;
  text?: { type: string; text: string };
  elements?: { type: string; text?: string | { text: string } }[];
}

export interface SlackLetter {
  kind: 'slack';
  id: string;
  /** ISO. */
  at: string;
  channel: string;
  /** What Slack knows it by within its channel. */
  ts: string;
  /** The `ts` of the first message of its thread; null: it stands by itself. */
  thread: string | null;
  message: SlackMessage;
  /** When it was last changed; null: never. ISO. */
  editedAt: string | null;
}

export interface MailAttachment {
  name: string;
  type: string;
  bytes: number;
}

export interface MailLetter {
  kind: 'mail';
  id: string;
  /** ISO. */
  at: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  attachments: MailAttachment[];
  /** Where a mail program asks, at a press of a button, that no more of these come (RFC 8058). */
  unsubscribe: string | null;
}

export type Letter = SlackLetter | MailLetter;

/** GET /playground/post-box/api */
export interface PostBoxView {
  /** The latest first. */
  letters: Letter[];
  /** Where a Slack webhook may post to. */
  webhook: string;
  /** Where mail and Slack's messages really go, by the settings; null: into the box. */
  mailElsewhere: boolean;
  slackElsewhere: boolean;
  /** The sample's database, and what breaks a row of it and mends it again; null without a sample. */
  sample: { url: string; broken: string } | null;
}
