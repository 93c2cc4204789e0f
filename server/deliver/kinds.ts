// The kinds of destinations there are, each with what it sends by.
import type { DestinationKind } from '../../domain/contract/destination.ts';
import type { SealedDestination } from '../catalog/deliveries/destinations.ts';
import type { DestinationKindOf, Letter, Sending, Sent } from './destination.ts';
import { googleChat } from './google-chat.ts';
import { mail } from './mail.ts';
import type { Seal } from './seal.ts';
import { slack } from './slack.ts';
import { webhook } from './webhook.ts';

const kinds = { slack, mail, google_chat: googleChat, webhook } as const satisfies Record<
  DestinationKind,
  DestinationKindOf<never>
>;

export interface Post extends Sending {
  seal: Seal;
}

/** Sends a message to a destination. What its secret is, is known to its kind alone. */
export async function send(
  { kind, sealed }: Pick<SealedDestination, 'kind' | 'sealed'>,
  letter: Letter,
  { seal, ...sending }: Post,
): Promise<Sent> {
  // Sealed by the kind's own schema.
  const sender = kinds[kind] as DestinationKindOf<unknown>;
  return sender.send(letter, seal.open(sealed, kind), sending);
}
