// Why somebody sees a query, or does not: the one place that decides it, in an order that can be told.
import type { Audience, SourcePolicy } from '../../domain/contract/access.ts';
import type { VariationState } from '../../domain/contract/teaching/variation.ts';
import { plainAddress } from '../../domain/address.ts';
import type { Member } from './member.ts';
import { mayWriteQueries } from './rights.ts';

/** What of a saved query decides who may see it. */
export interface Guarded {
  slug: string;
  source: string;
  formerly?: readonly string[];
  status?: string | undefined;
  owner?: { id: string | null; email: string } | null | undefined;
  /** Of a variation: the query from whose result it selects, and who is meant to see it besides its owner. */
  variation?: { of: Guarded; state: VariationState } | undefined;
}

/** By what an audience takes somebody in. */
export type Belonging = { why: 'everybody' | 'admin' | 'named' } | { why: 'group'; group: string };

/** Why something is seen. */
export type Seen = { sees: true } & (Belonging | { why: 'owner' });

/** Why something is not seen. */
export interface Unseen {
  sees: false;
  why: 'draft' | 'source' | 'not_open' | 'kept' | 'original';
}

export type Sight = Seen | Unseen;

/** What is known of audiences. */
export interface Known {
  groupsOf(member: string): ReadonlySet<string> | undefined;
  audienceOf(query: Pick<Guarded, 'slug' | 'formerly'>): Audience;
  policyOf(source: string): SourcePolicy;
}

/** By what the audience takes the member in; null where it does not. Admins are in each. */
export function belongingTo(
  audience: Audience,
  { id, role }: Pick<Member, 'id' | 'role'>,
  { groupsOf }: Pick<Known, 'groupsOf'>,
): Belonging | null {
  if (audience === null) return { why: 'everybody' };
  if (audience.members.includes(id)) return { why: 'named' };
  const own = groupsOf(id);
  const group = own && audience.groups.find((each) => own.has(each));
  if (group !== undefined) return { why: 'group', group };
  return role === 'admin' ? { why: 'admin' } : null;
}

/** Whether the member sees the query, and why. */
export function sightOf(query: Guarded, member: Member, known: Known): Sight {
  const { variation } = query;
  if (query.status === 'draft' && !mayWriteQueries(member)) return unseen('draft');
  if (belongingTo(known.policyOf(query.source).runBy, member, known) === null)
    return unseen('source');
  const seen = seenBy(query, member, known);
  if (seen === null) return unseen('not_open');
  if (variation !== undefined) {
    if (!isShown(variation, query, member)) return unseen('kept');
    if (!sightOf(variation.of, member, known).sees) return unseen('original');
  }
  return seen;
}

const unseen = (why: Unseen['why']): Unseen => ({ sees: false, why });

function seenBy(query: Guarded, member: Member, known: Known): Seen | null {
  if (isOwner(query, member)) return { sees: true, why: 'owner' };
  const belonging = belongingTo(known.audienceOf(query), member, known);
  return belonging && { sees: true, ...belonging };
}

// Whatever a variation shows stood in the original's result: beyond this the right to that decides.
function isShown({ state }: { state: VariationState }, query: Guarded, member: Member): boolean {
  if (state === 'published' || isOwner(query, member)) return true;
  return state === 'offered' && mayWriteQueries(member);
}

/** Whether the member is the owner; one who is named in a file is known by the address. */
export function isOwner({ owner }: Pick<Guarded, 'owner'>, member: Member): boolean {
  if (owner === null || owner === undefined) return false;
  if (owner.id !== null) return owner.id === member.id;
  return owner.email !== '' && plainAddress(owner.email) === member.email;
}
