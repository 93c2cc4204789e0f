// Who may do what: the one table of role and route, and the questions that are asked of it.
import { ROLES, type Role } from '../../domain/contract/member.ts';
import { Problem } from '../../domain/problem.ts';
import type { Scope } from '../../domain/contract/session.ts';
import type { Member } from './member.ts';

/** The least role that a route asks for; `anyone` needs no sign-in. */
export type Right = Role | 'anyone';

/**
 * What a route is about, and so what it hides: a query or a data source that the member may not see, and
 * somebody else's sessions, tokens, runs and links answer 404 as though they were not there; a list leaves them out.
 */
export type About = 'query' | 'source' | 'own' | 'list' | 'nothing';

export interface RouteRight {
  least: Right;
  about: About;
  /** The scope by which a personal token opens the route. Without one it opens it for no token. */
  scope?: Scope;
  /** How the audit names what the route changes. Every route that changes something for others has one. */
  change?: string;
}

/**
 * Every route, who may use it, and what it hides. A route that is not here does not exist for anybody.
 * Of two that fit a path, the first counts. test/server/rights.test.ts makes its tests of this table.
 */
export const RIGHTS = {
  'GET /': { least: 'anyone', about: 'nothing' },
  'GET /q/:slug.csv': { least: 'viewer', about: 'query', scope: 'run' },
  'GET /q/:slug.json': { least: 'viewer', about: 'query', scope: 'run' },
  'GET /q/:slug.xlsx': { least: 'viewer', about: 'query', scope: 'run' },
  'GET /q/:slug': { least: 'anyone', about: 'nothing' },
  'GET /q/:slug/edit': { least: 'anyone', about: 'nothing' },
  'GET /q/:slug/history': { least: 'anyone', about: 'nothing' },
  'GET /new': { least: 'anyone', about: 'nothing' },
  'GET /asks': { least: 'anyone', about: 'nothing' },
  'GET /account': { least: 'anyone', about: 'nothing' },
  'GET /admin/:page': { least: 'anyone', about: 'nothing' },
  // The secret in the address is the right; who made the link answers for it.
  'GET /s/:token.csv': { least: 'anyone', about: 'nothing' },
  'GET /s/:token.json': { least: 'anyone', about: 'nothing' },
  'GET /s/:token.xlsx': { least: 'anyone', about: 'nothing' },
  'GET /s/:token/result': { least: 'anyone', about: 'nothing' },
  'GET /s/:token': { least: 'anyone', about: 'nothing' },
  'OPTIONS /s/:token.csv': { least: 'anyone', about: 'nothing' },
  'OPTIONS /s/:token.json': { least: 'anyone', about: 'nothing' },
  'GET /sign-in': { least: 'anyone', about: 'nothing' },
  'GET /sign-in/return': { least: 'anyone', about: 'nothing' },
  'GET /api/me': { least: 'viewer', about: 'nothing', scope: 'read' },
  'GET /api/sessions': { least: 'viewer', about: 'list' },
  'DELETE /api/sessions': { least: 'viewer', about: 'nothing', change: 'signed out everywhere' },
  'DELETE /api/sessions/:id': { least: 'viewer', about: 'own', change: 'signed out' },
  'GET /api/tokens': { least: 'viewer', about: 'list' },
  'POST /api/tokens': { least: 'viewer', about: 'nothing', change: 'made a personal token' },
  'DELETE /api/tokens/:id': { least: 'viewer', about: 'own', change: 'revoked a personal token' },
  'GET /api/queries': { least: 'viewer', about: 'list', scope: 'read' },
  'POST /api/queries': {
    least: 'author',
    about: 'source',
    scope: 'write',
    change: 'wrote a query',
  },
  'GET /api/queries/:slug': { least: 'viewer', about: 'query', scope: 'read' },
  'PUT /api/queries/:slug': {
    least: 'author',
    about: 'query',
    scope: 'write',
    change: 'saved a query',
  },
  'DELETE /api/queries/:slug': {
    least: 'author',
    about: 'query',
    scope: 'write',
    change: 'archived a query',
  },
  'GET /api/queries/:slug/choices/:parameter': { least: 'viewer', about: 'query', scope: 'run' },
  'GET /api/queries/:slug/file': { least: 'viewer', about: 'query', scope: 'read' },
  'PUT /api/queries/:slug/file': {
    least: 'author',
    about: 'source',
    scope: 'write',
    change: 'imported a query',
  },
  'POST /api/queries/:slug/restore': {
    least: 'author',
    about: 'query',
    scope: 'write',
    change: 'brought a query back',
  },
  'GET /api/queries/:slug/versions': { least: 'author', about: 'query' },
  'GET /api/queries/:slug/versions/:version': { least: 'author', about: 'query' },
  'GET /api/queries/:slug/dependents': { least: 'viewer', about: 'query' },
  'POST /api/queries/:slug/impact': { least: 'author', about: 'query' },
  'GET /api/queries/:slug/use': { least: 'viewer', about: 'query' },
  'GET /api/queries/:slug/audience': { least: 'viewer', about: 'query' },
  'PUT /api/queries/:slug/audience': {
    least: 'author',
    about: 'query',
    change: 'set who sees a query',
  },
  'GET /api/queries/:slug/links': { least: 'viewer', about: 'query' },
  'POST /api/queries/:slug/links': { least: 'author', about: 'query', change: 'made a share link' },
  // Only who made it, the query's owner and admins; the others are told that there is none.
  'DELETE /api/links/:id': { least: 'viewer', about: 'own', change: 'revoked a share link' },
  'PUT /api/ranges/:id': { least: 'viewer', about: 'query' },
  'DELETE /api/ranges/:id': { least: 'viewer', about: 'nothing' },
  'POST /api/ranges/:id/token': {
    least: 'viewer',
    about: 'query',
    change: 'let a schedule sign in',
  },
  'DELETE /api/ranges/:id/token': {
    least: 'viewer',
    about: 'nothing',
    change: 'ended the sign-in of a schedule',
  },
  'GET /api/favourites': { least: 'viewer', about: 'list' },
  'PUT /api/favourites/:slug': { least: 'viewer', about: 'query' },
  'DELETE /api/favourites/:slug': { least: 'viewer', about: 'nothing' },
  'GET /api/asks': { least: 'viewer', about: 'list' },
  'POST /api/asks': { least: 'viewer', about: 'nothing', change: 'asked for a query' },
  'PUT /api/asks/:id': { least: 'author', about: 'nothing', change: 'answered an ask' },
  'GET /api/sources': { least: 'author', about: 'list' },
  'GET /api/sources/:name/schema': { least: 'author', about: 'source' },
  'POST /api/describe': { least: 'author', about: 'source' },
  'POST /api/explain': { least: 'author', about: 'source' },
  'POST /api/lift': { least: 'author', about: 'nothing' },
  'POST /api/check': { least: 'author', about: 'list', scope: 'write' },
  'POST /api/queries/:slug/result': { least: 'viewer', about: 'query', scope: 'run' },
  'POST /api/run': { least: 'author', about: 'source', scope: 'run' },
  'GET /api/runs/:run': { least: 'viewer', about: 'own', scope: 'run' },
  'GET /api/runs/:run/rows': { least: 'viewer', about: 'own', scope: 'run' },
  'DELETE /api/runs/:run': { least: 'viewer', about: 'own', scope: 'run' },
  'GET /api/people': { least: 'author', about: 'nothing' },
  'GET /api/members': { least: 'admin', about: 'nothing' },
  'PUT /api/members/:id': { least: 'admin', about: 'nothing', change: 'changed a member' },
  'GET /api/members/:id/holdings': { least: 'admin', about: 'nothing' },
  'GET /api/groups': { least: 'admin', about: 'nothing' },
  'POST /api/groups': { least: 'admin', about: 'nothing', change: 'made a group' },
  'PUT /api/groups/:id': { least: 'admin', about: 'nothing', change: 'changed a group' },
  'DELETE /api/groups/:id': { least: 'admin', about: 'nothing', change: 'deleted a group' },
  'GET /api/policies': { least: 'admin', about: 'nothing' },
  'PUT /api/policies/:source': {
    least: 'admin',
    about: 'nothing',
    change: 'set what a data source allows',
  },
  'GET /api/audit': { least: 'admin', about: 'nothing' },
  'GET /api/audit.csv': { least: 'admin', about: 'nothing' },
  'GET /healthz': { least: 'anyone', about: 'nothing' },
  'GET /readyz': { least: 'anyone', about: 'nothing' },
  'GET /metrics': { least: 'admin', about: 'nothing' },
  'GET /openapi.json': { least: 'anyone', about: 'nothing' },
} as const satisfies Record<string, RouteRight>;

export type Route = keyof typeof RIGHTS;

/**
 * The routes that a schedule's token opens, for its query and its range alone: the parameters (values may come from
 * cells), the run and its pages, and what the range tells of itself. The catalog shows it no other query.
 */
const SCHEDULE_ROUTES: readonly Route[] = [
  'GET /api/queries/:slug',
  'POST /api/queries/:slug/result',
  'GET /api/runs/:run',
  'GET /api/runs/:run/rows',
  'PUT /api/ranges/:id',
];

const entries = Object.entries(RIGHTS).map(([route, right]) => {
  const [method = '', path = ''] = route.split(' ');
  return { route: route as Route, method, right: right as RouteRight, pattern: patternOf(path) };
});

// As lenient as Express: any case, a slash at the end.
function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.]/g, '\\.').replace(/:[a-z]+/g, '[^/]+');
  return new RegExp(`^${escaped}/?$`, 'i');
}

/**
 * The right that a request needs. Throws Problem not_found for a path that is nobody's, and
 * method_not_allowed for one that has other methods.
 */
export function rightFor(method: string, path: string): Right {
  return entryFor(method, path).right.least;
}

/** The route of the table that a request goes to; throws like `rightFor`. */
export function routeFor(method: string, path: string): Route {
  return entryFor(method, path).route;
}

/** How the audit names what the route changes; null for one that changes nothing for others. */
export function changeBy(route: Route): string | null {
  return (RIGHTS[route] as RouteRight).change ?? null;
}

function entryFor(method: string, path: string) {
  const asked = method === 'HEAD' ? 'GET' : method;
  const fitting = entries.filter(({ pattern }) => pattern.test(path));
  const entry = fitting.find((candidate) => candidate.method === asked);
  if (entry !== undefined) return entry;
  if (fitting.length === 0) {
    throw new Problem(
      'not_found',
      'There is nothing at this address. Check it for a typing mistake.',
    );
  }
  const allow = [...new Set(fitting.map((candidate) => candidate.method))].join(', ');
  throw new Problem('method_not_allowed', `${method} cannot be done here; ${allow} can.`, {
    allow,
  });
}

/** Throws Problem forbidden unless the member has the right. */
export function requireRight(member: Member, right: Right): void {
  if (right === 'anyone' || ROLES.indexOf(member.role) >= ROLES.indexOf(right)) return;
  const wanted = right === 'admin' ? 'admins' : 'authors and admins';
  const detail = `Only ${wanted} may do this, and you are a ${member.role}. Ask an admin of Sheetfeed.`;
  throw new Problem('forbidden', detail);
}

/** Throws Problem forbidden when the member's program came with a token that does not open the route. */
export function requireScope({ credential }: Member, route: Route): void {
  if (credential?.kind === 'schedule') return requireScheduleRoute(route);
  if (credential?.kind !== 'token') return;
  const needed = (RIGHTS[route] as RouteRight).scope;
  if (needed !== undefined && credential.scopes.includes(needed)) return;
  const detail =
    needed === undefined
      ? 'A personal token cannot do this. Do it on the pages.'
      : `This personal token may not do this. Make one with the scope "${needed}".`;
  throw new Problem('forbidden', detail);
}

function requireScheduleRoute(route: Route): void {
  if (SCHEDULE_ROUTES.some((opened) => opened === route)) return;
  const detail = 'The token of a schedule only refreshes its own linked range.';
  throw new Problem('forbidden', detail);
}

/** Whether the member may write queries and run SQL that is not saved. */
export function mayWriteQueries(member: Member): boolean {
  return member.role === 'author' || member.role === 'admin';
}
