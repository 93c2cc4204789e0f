// A webhook of one's own: JSON, signed by the Standard Webhooks scheme (standardwebhooks.com), with an id that stays the same
// at every attempt, by which the other side takes a message once.
import { createHmac, hash } from 'node:crypto';
import { headlineOf } from '../../domain/alerts/message.ts';
import { routes } from '../../domain/routes.ts';
import { sentBy, unsent, type DestinationKindOf, type Letter } from './destination.ts';
import { post } from './post.ts';

export interface WebhookSecret {
  url: string;
  /** `whsec_` and the key in base64. */
  secret: string;
}

export const webhook: DestinationKindOf<WebhookSecret> = {
  async send(letter, { url, secret }, sending) {
    const body = JSON.stringify(webhookBody(letter));
    const headers = signedHeaders(letter.id, body, { secret, now: new Date() });
    return post(url, { body, headers, ...sending }).then(
      (posted) => sentBy(posted, new URL(url).hostname),
      unsent,
    );
  },
};

/** The three headers by which the other side knows who sends, and whether it has the message already. */
export function signedHeaders(
  letter: string,
  body: string,
  { secret, now }: { secret: string; now: Date },
): Record<string, string> {
  const id = `msg_${hash('sha256', letter, 'base64url').slice(0, 27)}`;
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

function webhookBody({ message, baseUrl }: Letter): object {
  const { what, alert, query, at, subjects, count, changes, frozen, reason, subscription } =
    message;
  const page = subscription ? routes.queryPage(query.slug) : routes.alertsPage(query.slug);
  return {
    type: `${subscription ? 'subscription' : 'alert'}.${what}`,
    timestamp: at,
    data: {
      headline: headlineOf(message),
      ...(subscription ? { subscription: { id: subscription.id } } : { alert }),
      query: { ...query, url: baseUrl + page },
      subjects: subjects.map(({ name, since, rows, how }) => ({
        name,
        ...(how && { how }),
        since,
        rows: rows.map((row) => Object.fromEntries(row)),
      })),
      count,
      ...(changes && { changes }),
      // The rows as they were, for whoever may see the query.
      frozen: frozen ? baseUrl + routes.frozenPage(frozen) : null,
      reason,
    },
  };
}
