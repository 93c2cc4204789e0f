// What is known of a request on its way through Express.
import type { Member } from '../../identity/member.ts';

/** What handlers find in `response.locals`. */
export interface RequestLocals {
  requestId: string;
  /** Set for every route that needs a sign-in. */
  member?: Member;
}
