// A mail server on this computer that keeps what it gets: what would have gone by mail.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { KeptFile, PostBox } from './box.ts';

const MOST_BYTES = 30 * 1024 * 1024;

export interface MailStandIn {
  /** For SMTP_URL. */
  url: string;
  stop(): Promise<void>;
}

export async function startMailStandIn(box: PostBox): Promise<MailStandIn> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: MOST_BYTES,
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      take(box, stream, to).then(
        () => done(),
        (error: unknown) => done(error as Error),
      );
    },
  });
  // A client that breaks off is its own affair.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function take(box: PostBox, stream: AsyncIterable<unknown>, to: string[]): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const mail = await PostalMime.parse(Buffer.concat(chunks), { attachmentEncoding: 'base64' });
  const files = mail.attachments.map(fileFrom);
  box.put(
    {
      ...{ kind: 'mail', id: randomUUID(), at: new Date().toISOString(), to },
      from: wordsOf(mail.from),
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: withPictures(mail),
      attachments: files.map(({ name, type, bytes }) => ({ name, type, bytes })),
      unsubscribe: oneClickOf(mail),
    },
    files,
  );
}

function wordsOf(from: Address | undefined): string {
  if (from === undefined) return '';
  const { name, address = '' } = from;
  return name && name !== address ? `${name} <${address}>` : address;
}

function fileFrom({ filename, mimeType, content }: Attachment): KeptFile {
  const text = String(content);
  const bytes = Buffer.from(text, 'base64').length;
  return { name: filename ?? 'attachment', type: mimeType, bytes, content: text };
}

// What a mail program shows in its place is a part of the mail.
function withPictures({ html, attachments }: Email): string | null {
  if (html === undefined) return null;
  return attachments.reduce((text, { contentId, mimeType, content }) => {
    if (!contentId) return text;
    const name = `cid:${contentId.replace(/^<|>$/g, '')}`;
    return text.replaceAll(name, `data:${mimeType};base64,${String(content)}`);
  }, html);
}

/** Only what says that a press of a button is enough. */
function oneClickOf({ headers }: Email): string | null {
  const valueOf = (name: string) => headers.find(({ key }) => key === name)?.value ?? '';
  if (!/^List-Unsubscribe=One-Click$/i.test(valueOf('list-unsubscribe-post').trim())) return null;
  return /<(https?:[^<>]+)>/.exec(valueOf('list-unsubscribe'))?.[1] ?? null;
}
