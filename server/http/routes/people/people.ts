// All handlers of people: members, invitations, groups, and who may see what.
import { groupHandlers, type GroupOptions } from './groups.ts';
import { invitationHandlers, type InvitationOptions } from './invitations.ts';
import { memberHandlers, type MemberOptions } from './members.ts';
import { policyHandlers, type PolicyOptions } from './policies.ts';
import { whoSeesHandlers } from './who-sees.ts';
import type { WhoSeesOptions } from '../../../catalog/sight/who-sees.ts';

export type PeopleOptions = GroupOptions &
  InvitationOptions &
  MemberOptions &
  PolicyOptions &
  WhoSeesOptions;

export function peopleHandlers(options: PeopleOptions) {
  return {
    ...memberHandlers(options),
    ...invitationHandlers(options),
    ...groupHandlers(options),
    ...policyHandlers(options),
    ...whoSeesHandlers(options),
  };
}
