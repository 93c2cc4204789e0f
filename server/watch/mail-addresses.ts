// Addresses that an alert may send mail to without an admin's destination: those of members, and of the domains that may sign
// in. Each becomes a destination of its own, so that its messages stand in the outbox like others.
import type pg from 'pg';
import { plainAddress } from '../../domain/address.ts';
import { destinationsNamed, insertDestination } from '../catalog/deliveries/destinations.ts';
import type { Owner } from '../catalog/queries/known-query.ts';
import type { Post } from '../deliver/kinds.ts';
import type { Members } from '../identity/members.ts';

export interface MailAddresses {
  members: Members;
  post: Post;
  /** Lower case. */
  allowedDomains: readonly string[];
}

const ADDRESS = /^mail:([!-?A-~]{1,200}@[a-z0-9.-]{1,100})$/i;

/** Makes what is missing of them; what may not be mailed to stays missing. */
export async function ensureMailDestinations(
  options: MailAddresses,
  client: pg.PoolClient,
  { to, madeBy }: { to: readonly string[]; madeBy: Owner },
): Promise<void> {
  if (options.post.mail === null) return;
  const known = await destinationsNamed(client, to);
  for (const name of to) {
    const address = plainAddress(ADDRESS.exec(name)?.[1] ?? '');
    if (known.has(name) || address === null || !(await mayBeMailed(options, address))) continue;
    const sealed = options.post.seal.close({ addresses: [address] }, 'mail');
    await insertDestination(client, { kind: 'mail', name: address, sealed, madeBy });
  }
}

/** Whether mail may go there without an admin's destination. */
export async function mayBeMailed(
  { members, allowedDomains }: MailAddresses,
  address: string,
): Promise<boolean> {
  const domain = address.split('@').at(-1) ?? '';
  return allowedDomains.includes(domain) || (await members.findByAddress(address)) !== null;
}

/** The addresses among where an alert sends that may be mailed to although there is no destination. */
export async function mailableAmong(
  options: MailAddresses,
  to: readonly string[],
): Promise<ReadonlySet<string>> {
  if (options.post.mail === null) return new Set();
  const mailable = new Set<string>();
  for (const name of to) {
    const address = plainAddress(ADDRESS.exec(name)?.[1] ?? '');
    if (address !== null && (await mayBeMailed(options, address))) mailable.add(name);
  }
  return mailable;
}
