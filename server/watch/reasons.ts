// Who what the server does by itself runs as, and why it could not be done, in words for whoever it is told.
import { Problem } from '../../domain/problem.ts';
import type { Owner } from '../catalog/queries/known-query.ts';
import type { Member } from '../identity/member.ts';
import { folderMember, localAdmin, type Members } from '../identity/members.ts';
import type { Log } from '../log.ts';

export const OWNER_GONE = 'Its owner cannot sign in any more. Somebody else has to take it over.';

/** The member as they are today; null: they cannot sign in any more. Who is named in a file is known by the address. */
export async function ownerOf(members: Members, { id, email }: Owner): Promise<Member | null> {
  if (id === localAdmin.id) return localAdmin;
  if (id === folderMember.id) return folderMember;
  return id === null ? members.findByAddress(email) : members.find(id);
}

/** A problem's sentence; of anything else nothing is told but to the log. */
export function reasonOf(log: Log, error: unknown): string {
  if (error instanceof Problem) return error.message;
  log.error({ err: error }, 'what the server does by itself failed');
  return 'Something went wrong in Sheetfeed.';
}
