// A member: a signed-in person, as every part of the server sees one.
import type { Role } from '../../domain/contract/member.ts';

export interface Member {
  /** Google's or the issuer's `sub`; `local` for the admin of local mode. E-mail addresses change, this does not. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}
