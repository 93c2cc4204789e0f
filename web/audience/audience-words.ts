// An audience as people read it, and as the server takes it.
import type { Audience, NamedAudience } from '../../domain/contract/access.ts';

/** The audience as the server takes it. */
export function idsOf(audience: NamedAudience): Audience {
  if (audience === null) return null;
  return {
    members: audience.members.map(({ id }) => id),
    groups: audience.groups.map(({ id }) => id),
  };
}

/** An audience in words: "everybody", or names. */
export function audienceWords(audience: NamedAudience, everybody: string): string {
  if (audience === null) return everybody;
  const names = namesIn(audience);
  return names.length === 0 ? 'admins only' : names.join(', ');
}

const MOST_NAMED = 3;

/** The same of one that is not everybody, where there is little room. */
export function shortAudience(audience: NonNullable<NamedAudience>): string {
  const names = namesIn(audience);
  if (names.length === 0) return 'admins';
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const namesIn = ({ groups, members }: NonNullable<NamedAudience>): string[] => [
  ...groups.map(({ name }) => name),
  ...members.map(({ name, email }) => name || email),
];
