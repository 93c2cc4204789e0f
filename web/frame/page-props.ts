// What every page is told: where one is, and who.
import type { MemberView } from '../../domain/contract/member.ts';
import type { Place } from './location.ts';

export interface PageProps<Shown = Place> {
  place: Shown;
  search: string;
  /** null until it is known, and for whoever has a share link alone. */
  member: MemberView | null;
}

/** Authors and admins may. */
export const mayWrite = (member: MemberView | null) => member !== null && member.role !== 'viewer';
