// A member: a signed-in person, as every part of the server sees one.
import type { Role } from '../../domain/contract/member.ts';
import type { Scope } from '../../domain/contract/session.ts';

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
  | { readonly kind: 'token'; readonly id: string; readonly scopes: readonly Scope[] };
