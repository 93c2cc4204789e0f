// Destinations that a program which starts the server brings along, as the playground does.
import type pg from 'pg';
import type { DestinationKind } from '../../domain/contract/destination.ts';
import { insertDestination } from '../catalog/deliveries/destinations.ts';
import { inTransaction } from '../database/transaction.ts';
import { localAdmin } from '../identity/members.ts';
import type { Post } from './kinds.ts';

export interface FirstDestination {
  kind: DestinationKind;
  name: string;
  /** As its kind keeps it. */
  secret: object;
}

/** Makes those that are not there yet. */
export async function putDestinations(
  database: pg.Pool,
  { seal }: Pick<Post, 'seal'>,
  destinations: readonly FirstDestination[],
): Promise<void> {
  for (const { kind, name, secret } of destinations) {
    const sealed = seal.close(secret, kind);
    await inTransaction(database, (client) =>
      insertDestination(client, { kind, name, sealed, madeBy: localAdmin }),
    );
  }
}
