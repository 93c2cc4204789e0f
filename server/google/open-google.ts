// Opens the way to Google, with the leave that people gave for what they pick.
import type { Opened } from '../own-database.ts';
import type { Settings } from '../settings/settings.ts';
import { Google, type GoogleOptions } from './google.ts';
import { MemberGrants, type MemberGrantsOptions } from './member-grants.ts';
import { grantClientOf } from './picked-grant.ts';

type GoogleParts = Pick<MemberGrantsOptions, 'database' | 'seal' | 'log'>;

/** What Google did not hear of it is told again. */
const AGAIN_MS = 3_600_000;

export function openGoogle(
  settings: Settings,
  { google: how }: { google?: GoogleOptions | undefined },
  { database, seal, log }: GoogleParts,
  opened: Opened,
): { google: Google; grants: MemberGrants } {
  const google = new Google(settings, how);
  opened.push(async () => google.close());
  const grants = new MemberGrants({ client: grantClientOf(settings), google, database, seal, log });
  // What it did not hear of, or what a server did not live to tell.
  grants.tellOfEnded();
  const again = setInterval(() => grants.tellOfEnded(), AGAIN_MS).unref();
  opened.push(async () => clearInterval(again));
  google.picked = grants;
  return { google, grants };
}
