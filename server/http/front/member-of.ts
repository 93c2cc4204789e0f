// The member on whose behalf a route works.
import type { Response } from 'express';
import type { Member } from '../../identity/member.ts';
import type { RequestLocals } from './request-locals.ts';

/** The member that checkRights found. A route without a right in the table has none, and may not ask. */
export function memberOf(response: Response): Member {
  const { member } = response.locals as RequestLocals;
  if (member === undefined) throw new Error('a route that needs no sign-in asked for its member');
  return member;
}
