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
  const names = [
    ...audience.groups.map(({ name }) => name),
    ...audience.members.map(({ name, email }) => name || email),
  ];
  return names.length === 0 ? 'admins only' : names.join(', ');
}
