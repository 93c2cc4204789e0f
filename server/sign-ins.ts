// Puts together how people and programs sign in, as the settings have it.
import type pg from 'pg';
import { routes } from '../domain/routes.ts';
import type { AuditTrail } from './catalog/audit/trail.ts';
import type { PageSignIn } from './http/routes/sign-in.ts';
import { createAddonAddresses } from './identity/addon-addresses.ts';
import { Guesses } from './identity/guesses.ts';
import { createLimits, type Limits } from './identity/limits.ts';
import type { Members } from './identity/members.ts';
import { createPersonalTokens, type PersonalTokens } from './identity/personal-tokens.ts';
import { createScheduleTokens, type ScheduleTokens } from './identity/schedule-tokens.ts';
import { createSessions } from './identity/sessions.ts';
import { createSignIn, memberIdAt } from './identity/sign-in.ts';
import { createTokenCheck, googleIssuer, type TokenIssuer } from './identity/tokens.ts';
import { createWhoIs, type WhoIs } from './identity/who-is.ts';
import { isLocalMode } from './settings/local-mode.ts';
import type { Log } from './log.ts';
import type { Opened } from './own-database.ts';
import type { Settings } from './settings/settings.ts';
import { auditWrongSecrets } from './catalog/audit/wrong-secrets.ts';

export interface SignIns {
  whoIs: WhoIs;
  personalTokens: PersonalTokens;
  scheduleTokens: ScheduleTokens;
  /** Null: nobody can sign in on the pages. */
  pageSignIn: PageSignIn | null;
  /** Null in local mode: there is one caller only. */
  limits: Limits | null;
  /** Null there too. */
  guesses: Guesses | null;
}

export interface SignInParts {
  database: pg.Pool;
  members: Members;
  trail: AuditTrail;
  log: Log;
  opened: Opened;
}

export function openSignIns(
  settings: Settings,
  { tokenIssuers = [] }: { tokenIssuers?: readonly TokenIssuer[] },
  { database, members, trail, log, opened }: SignInParts,
): SignIns {
  const issuers = [...tokenIssuers];
  if (settings.googleClientIds.length > 0) issuers.push(googleIssuer(settings));
  const isLocal = isLocalMode(settings);
  const personalTokens = createPersonalTokens(database);
  const scheduleTokens = createScheduleTokens(database);
  const pageSignIn = openPageSignIn(settings, { database, members });
  const guesses = isLocal ? null : new Guesses(settings.limitAddressPerMinute);
  const tellTheRest = auditWrongSecrets(guesses, trail);
  opened.push(async () => tellTheRest());
  const whoIs = createWhoIs({
    ...{ isLocal, guesses },
    requireAddonAddress: createAddonAddresses(settings.addonAddresses),
    checkToken: issuers.length === 0 ? null : createTokenCheck(issuers, { log }),
    members,
    personalTokens,
    scheduleTokens,
    sessions: pageSignIn?.sessions ?? null,
    publicUrl: settings.publicUrl,
  });
  const perMinute = {
    member: settings.limitMemberPerMinute,
    link: settings.limitLinkPerMinute,
  };
  return {
    whoIs,
    personalTokens,
    scheduleTokens,
    pageSignIn,
    limits: isLocal ? null : createLimits(database, perMinute, log),
    guesses,
  };
}

function openPageSignIn(
  settings: Settings,
  { database, members }: { database: pg.Pool; members: Members },
): PageSignIn | null {
  const { oidcIssuer, oidcClientId, oidcClientSecret, sessionSecret, publicUrl } = settings;
  // readSettings refuses an issuer without these.
  if (!oidcIssuer || !oidcClientId || !sessionSecret || !publicUrl) return null;
  const signIn = createSignIn(database, {
    issuer: oidcIssuer,
    clientId: oidcClientId,
    clientSecret: oidcClientSecret,
    returnUrl: publicUrl + routes.signInReturn,
    allowedDomains: settings.allowedDomains,
    trustsEmail: settings.oidcTrustEmail,
    groups: {
      claim: settings.oidcGroupsClaim,
      admins: settings.oidcAdminGroups,
      authors: settings.oidcAuthorGroups,
      defaultRole: settings.defaultRole,
    },
  });
  const sessions = createSessions(database, {
    secret: sessionSecret,
    days: settings.sessionDays,
    idleHours: settings.sessionIdleHours,
  });
  const memberIdOf = (sub: string) => memberIdAt(oidcIssuer, sub);
  return { signIn, sessions, members, publicUrl, memberIdOf };
}
