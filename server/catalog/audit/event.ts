// What is recorded in the audit besides runs: a change, or a sign-in.
import type { Member } from '../../identity/member.ts';

/** Something to be recorded, besides runs. */
export interface AuditEvent {
  kind: 'change' | 'sign_in';
  member: Member;
  what: string;
  subject: string | null;
  details: object | null;
  /** Of the caller, as far as the trusted proxies tell; null where nobody knows. */
  address: string | null;
  /** How the caller was signed in, where the member does not tell. */
  via?: string;
  /** The code of the problem; `done` when left out. */
  outcome?: string;
}
