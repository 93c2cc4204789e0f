// Mail by SMTP: the message as text and as HTML that looks right in a mail client. It keeps its Message-ID at every attempt, by
// which mail programs show a message once that arrived twice.
import { hash } from 'node:crypto';
import nodemailer from 'nodemailer';
import { headlineOf, linesOf, sentencesOf } from '../../domain/alerts/message.ts';
import { chartWords } from '../../domain/subscriptions/small-chart.ts';
import { chartImage } from './chart-image.ts';
import type { DestinationKindOf, Letter, MailSettings, Sent } from './destination.ts';
import { COLOURS, leftOutWords, linksOf, noteOf } from './letter-parts.ts';
import { CHART_ID, mailHtml } from './mail-html.ts';

export interface MailSecret {
  addresses: string[];
}

export const mail: DestinationKindOf<MailSecret> = {
  async send(letter, { addresses }, { mail: settings, withinMs, signal }) {
    if (settings === null) return notSetUp;
    const transport = nodemailer.createTransport({
      url: settings.smtpUrl,
      ...{ connectionTimeout: withinMs, greetingTimeout: withinMs, socketTimeout: withinMs },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const breakOff = () => transport.close();
    signal?.addEventListener('abort', breakOff, { once: true });
    try {
      const written = await mailOf(letter, settings);
      const sending = transport.sendMail({ ...written, to: addresses });
      const { rejected } = await inTime(sending, withinMs);
      const away = rejected.map(String).join(', ');
      return away === ''
        ? { state: 'delivered' }
        : {
            state: 'refused',
            problem: `The mail server did not take it for ${away}; for the others it did.`,
          };
    } catch (error) {
      return unsentMail(error as MailError);
    } finally {
      signal?.removeEventListener('abort', breakOff);
      transport.close();
    }
  },
};

const notSetUp: Sent = {
  state: 'broken',
  problem: 'Mail is not set up: whoever runs Sheetfeed sets SMTP_URL and MAIL_FROM.',
};

// The library's times are for each step by itself.
async function inTime<T>(sending: Promise<T>, withinMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })),
      withinMs,
    );
  });
  return Promise.race([sending, late]).finally(() => clearTimeout(timer));
}

async function mailOf(letter: Letter, { from }: MailSettings) {
  const { message, id, baseUrl } = letter;
  const headline = headlineOf(message);
  const name = hash('sha256', id, 'hex').slice(0, 32);
  const thread = message.thread ? hash('sha256', message.thread, 'hex').slice(0, 32) : null;
  const host = new URL(baseUrl).hostname;
  const isOfItself =
    ['test', 'invitation'].includes(message.what) || message.subscription !== undefined;
  return {
    from,
    subject: isOfItself ? headline : `${headline} (${message.query.title})`,
    text: mailText(letter),
    html: mailHtml(letter, COLOURS[message.what]),
    messageId: `<${name}@${host}>`,
    // Mail programs put what refers to the same message into one conversation.
    ...(thread === null ? {} : { references: `<${thread}@${host}>` }),
    headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribeHeaders(letter) },
    attachments: [...(await chartOf(letter)), ...attachmentsOf(letter)],
  };
}

// By these a mail program ends it at one press (RFC 8058).
function unsubscribeHeaders({ unsubscribe = null }: Letter): Record<string, string> {
  if (unsubscribe === null) return {};
  return {
    'List-Unsubscribe': `<${unsubscribe}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

async function chartOf({ message: { chart } }: Letter) {
  if (chart === undefined) return [];
  const image = { filename: 'chart.png', contentType: 'image/png', cid: CHART_ID } as const;
  return [{ ...image, contentDisposition: 'inline' as const, content: await chartImage(chart) }];
}

function attachmentsOf({ attachment = null }: Letter) {
  if (attachment === null || attachment.content === null) return [];
  const { name, type, content } = attachment;
  return [{ filename: name, contentType: type, content }];
}

/** The message without any form. */
function mailText(letter: Letter): string {
  const { message, mayBeRepeated } = letter;
  const { lines, more } = linesOf(message);
  const paragraphs = [
    headlineOf(message),
    sentencesOf(message).filter(Boolean).join(' '),
    message.chart ? chartWords(message.chart) : '',
    [
      ...lines.map((line) => `- ${line}`),
      ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : []),
    ].join('\n'),
    noteOf(message),
    leftOutWords(letter),
    linksOf(letter)
      .map(({ words, url }) => `${words}: ${url}`)
      .join('\n'),
    mayBeRepeated ? 'Perhaps for the second time: the first answer was lost.' : '',
  ];
  return `${paragraphs.filter((text) => text !== '').join('\n\n')}\n`;
}

interface MailError extends Error {
  code?: string;
  responseCode?: number;
  command?: string;
}

/** What a failure means. Neither the server's own words, which may quote addresses, nor the password in the address are told. */
function unsentMail({ code = '', responseCode, command = '' }: MailError): Sent {
  const said = responseCode === undefined ? code || 'no answer' : `${responseCode}`;
  const problem = `The mail server did not take it (${said}).`;
  if (code === 'EAUTH')
    return { state: 'broken', problem: 'The mail server refuses the sign-in of SMTP_URL.' };
  if (responseCode !== undefined && responseCode >= 500) {
    return command === 'DATA' ? { state: 'refused', problem } : { state: 'broken', problem };
  }
  // Once there was a connection, nobody knows whether it was taken.
  const isConnected = command !== 'CONN' && code !== 'EDNS';
  const isOpen = responseCode === undefined && isConnected;
  return { state: 'later', problem, afterSeconds: null, isOpen, mayBeMessages: isConnected };
}
