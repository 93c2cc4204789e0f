// The link in a message that ends its subscription: sealed by the server's key, so that it works without a sign-in and
// nobody makes one up.
import type { Message } from '../../domain/alerts/message.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import type { Seal } from './seal.ts';

const ABOUT = 'unsubscribe';

interface Sealed {
  subscription: string;
}

/** Where the message's subscription is ended; null: it is of none. */
export function unsubscribeAddress(
  { subscription }: Message,
  seal: Seal,
  baseUrl: string,
): string | null {
  if (subscription === undefined) return null;
  const sealed: Sealed = { subscription: subscription.id };
  // Mail programs and limits of requests like a word without a dot better.
  const token = seal.close(sealed, ABOUT).replace('.', '');
  return baseUrl + routes.unsubscribePage(token);
}

const HINT_LENGTH = 8;

/** The id of the subscription that a link ends. Throws Problem not_found for what is no link of ours. */
export function subscriptionIn(token: string, seal: Seal): string {
  const sealed = `${token.slice(0, HINT_LENGTH)}.${token.slice(HINT_LENGTH)}`;
  try {
    return seal.open<Sealed>(sealed, ABOUT).subscription;
  } catch (error) {
    const detail =
      'This link ends no subscription: it was cut off, or its key is gone. Your account page lists what you get.';
    throw new Problem('not_found', detail, {}, error);
  }
}
