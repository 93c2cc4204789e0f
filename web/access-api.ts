// Asks the server about the account, members, groups, policies and the audit.
import type {
  Audience,
  GroupContent,
  GroupList,
  People,
  PolicyList,
  QueryAudience,
  SourcePolicy,
} from '../domain/contract/access.ts';
import type { AuditList, QueryUse } from '../domain/contract/audit.ts';
import type { Holdings, MemberChange, MemberList } from '../domain/contract/member.ts';
import type {
  MadePersonalToken,
  NewPersonalToken,
  PersonalTokenView,
  SessionView,
} from '../domain/contract/session.ts';
import { routes } from '../domain/routes.ts';
import { get, send } from './api.ts';

export const accessApi = {
  sessions: () => get<{ sessions: SessionView[] }>(routes.sessions),
  signOut: (session: string) => send<unknown>('DELETE', routes.session(session)),
  signOutEverywhere: () => send<unknown>('DELETE', routes.sessions),
  tokens: () => get<{ tokens: PersonalTokenView[] }>(routes.personalTokens),
  makeToken: (token: NewPersonalToken) =>
    send<MadePersonalToken>('POST', routes.personalTokens, token),
  revokeToken: (id: string) => send<unknown>('DELETE', routes.personalToken(id)),
  people: (search: string) => get<People>(`${routes.people}?${new URLSearchParams({ search })}`),
  members: (search: string) =>
    get<MemberList>(`${routes.members}?${new URLSearchParams({ search })}`),
  changeMember: (id: string, change: MemberChange) =>
    send<unknown>('PUT', routes.member(id), change),
  holdings: (id: string) => get<Holdings>(routes.holdings(id)),
  groups: () => get<GroupList>(routes.groups),
  /** Makes a group where `id` is null. */
  saveGroup: (id: string | null, content: GroupContent) =>
    id === null
      ? send<unknown>('POST', routes.groups, content)
      : send<unknown>('PUT', routes.group(id), content),
  deleteGroup: (id: string) => send<unknown>('DELETE', routes.group(id)),
  policies: () => get<PolicyList>(routes.policies),
  setPolicy: (source: string, policy: SourcePolicy) =>
    send<unknown>('PUT', routes.policy(source), policy),
  audience: (slug: string) => get<QueryAudience>(routes.audience(slug)),
  setAudience: (slug: string, audience: Audience) =>
    send<unknown>('PUT', routes.audience(slug), { audience }),
  use: (slug: string) => get<QueryUse>(routes.use(slug)),
  audit: (search: string) => get<AuditList>(`${routes.audit}?${search}`),
};
