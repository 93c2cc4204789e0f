// Opens the way to Google, with the leave that people gave for what they pick.
import type { Opened } from '../own-database.ts';
import type { Settings } from '../settings/settings.ts';
import { Google, type GoogleOptions } from './google.ts';
import { MemberGrants, type MemberGrantsOptions } from './member-grants.ts';
import { grantClientOf } from './picked-grant.ts';

interface GoogleParts extends Pick<MemberGrantsOptions, 'database' | 'seal'> {
  opened: Opened;
}

export function openGoogle(
  settings: Settings,
  how: GoogleOptions | undefined,
  { database, seal, opened }: GoogleParts,
): { google: Google; grants: MemberGrants } {
  const google = new Google(settings, how);
  opened.push(async () => google.close());
  const grants = new MemberGrants({ client: grantClientOf(settings), database, google, seal });
  google.picked = grants;
  return { google, grants };
}
