// What is known of a request on its way through Express.
import type { Member } from '../identity/member.ts';
import type { ToldOfChange } from './audited.ts';

/** What handlers find in `response.locals`. */
export interface RequestLocals {
  requestId: string;
  /** Set for every route that needs a sign-in. */
  member?: Member;
  /** What the audit is told of a change. */
  told?: ToldOfChange;
}
