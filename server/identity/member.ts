// A member: a signed-in person, as every part of the server sees one.
import type { Role } from '../../domain/contract/member.ts';
import type { Values } from '../../domain/contract/parameter.ts';
import type { Scope } from '../../domain/contract/session.ts';

/** The id of the admin of local mode, who does not sign in. */
export const LOCAL_ID = 'local';

export interface Member {
  /** Google's or the issuer's `sub`; `local` for the admin of local mode. E-mail addresses change, this does not. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** What the request was signed in with; absent for an identity token and in local mode. */
  readonly credential?: Credential;
}

export type Credential =
  | { readonly kind: 'session'; readonly id: string }
  | {
      readonly kind: 'token';
      readonly id: string;
      readonly name: string;
      readonly scopes: readonly Scope[];
    }
  /** Slack says who it is. */
  | { readonly kind: 'slack' }
  | ScheduleCredential;

/** What the member agreed to when they made a schedule. */
export interface Bound {
  /** The slug of the query. */
  readonly query: string;
  /** The values that are fixed, by their parameters. */
  readonly values: Values;
  /** The parameters whose values are whatever the spreadsheet's cells hold. */
  readonly cells: readonly string[];
}

/** The token of one linked range's schedule: it opens one query with its values, and nothing else of its member's. */
export interface ScheduleCredential extends Bound {
  readonly kind: 'schedule';
  readonly range: string;
  /** The id of the range's spreadsheet. */
  readonly spreadsheet: string;
}

/** Whether what `owner` began may be gone on with by `caller`: a schedule goes on with its own alone. */
export function isSameCaller(owner: Member, caller: Member): boolean {
  if (owner.id !== caller.id) return false;
  if (caller.credential?.kind !== 'schedule') return true;
  const { credential } = owner;
  return (
    credential?.kind === 'schedule' &&
    credential.range === caller.credential.range &&
    credential.spreadsheet === caller.credential.spreadsheet
  );
}
