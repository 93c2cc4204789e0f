// Who may do what: the one table of role and route, and the questions that are asked of it.
import { ROLES, type Role } from '../../domain/contract/member.ts';
import { Problem } from '../../domain/problem.ts';
import type { Scope } from '../../domain/contract/session.ts';
import type { Member } from './member.ts';

/** The least role that a route asks for; `anyone` needs no sign-in. */
export type Right = Role | 'anyone';

/**
 * Every route and the least role for it. A route that is not here does not exist for anybody.
 * Of two that fit a path, the first counts.
 */
export const RIGHTS = {
  'GET /': 'anyone',
  'GET /q/:slug.csv': 'viewer',
  'GET /q/:slug.json': 'viewer',
  'GET /q/:slug.xlsx': 'viewer',
  'GET /q/:slug': 'anyone',
  'GET /q/:slug/edit': 'anyone',
  'GET /q/:slug/history': 'anyone',
  'GET /new': 'anyone',
  'GET /asks': 'anyone',
  // The secret in the address is the right; who made the link has answered for it.
  'GET /s/:token.csv': 'anyone',
  'GET /s/:token.json': 'anyone',
  'GET /s/:token.xlsx': 'anyone',
  'GET /s/:token/result': 'anyone',
  'GET /s/:token': 'anyone',
  'OPTIONS /s/:token.csv': 'anyone',
  'OPTIONS /s/:token.json': 'anyone',
  'GET /sign-in': 'anyone',
  'GET /sign-in/return': 'anyone',
  'GET /api/me': 'viewer',
  'GET /api/sessions': 'viewer',
  'DELETE /api/sessions': 'viewer',
  'DELETE /api/sessions/:id': 'viewer',
  'GET /api/tokens': 'viewer',
  'POST /api/tokens': 'viewer',
  'DELETE /api/tokens/:id': 'viewer',
  'GET /api/queries': 'viewer',
  'POST /api/queries': 'author',
  'GET /api/queries/:slug': 'viewer',
  'PUT /api/queries/:slug': 'author',
  'DELETE /api/queries/:slug': 'author',
  'GET /api/queries/:slug/choices/:parameter': 'viewer',
  'GET /api/queries/:slug/file': 'viewer',
  'PUT /api/queries/:slug/file': 'author',
  'POST /api/queries/:slug/restore': 'author',
  'GET /api/queries/:slug/versions': 'author',
  'GET /api/queries/:slug/versions/:version': 'author',
  'GET /api/queries/:slug/dependents': 'viewer',
  'POST /api/queries/:slug/impact': 'author',
  'GET /api/queries/:slug/links': 'viewer',
  'POST /api/queries/:slug/links': 'author',
  // Only who made it, the query's owner and admins; the others are told that there is none.
  'DELETE /api/links/:id': 'viewer',
  'PUT /api/ranges/:id': 'viewer',
  'DELETE /api/ranges/:id': 'viewer',
  'POST /api/ranges/:id/token': 'viewer',
  'DELETE /api/ranges/:id/token': 'viewer',
  'GET /api/favourites': 'viewer',
  'PUT /api/favourites/:slug': 'viewer',
  'DELETE /api/favourites/:slug': 'viewer',
  'GET /api/asks': 'viewer',
  'POST /api/asks': 'viewer',
  'PUT /api/asks/:id': 'author',
  'GET /api/sources': 'author',
  'GET /api/sources/:name/schema': 'author',
  'POST /api/describe': 'author',
  'POST /api/explain': 'author',
  'POST /api/lift': 'author',
  'POST /api/check': 'author',
  'POST /api/queries/:slug/result': 'viewer',
  'POST /api/run': 'author',
  'GET /api/runs/:run': 'viewer',
  'GET /api/runs/:run/rows': 'viewer',
  'DELETE /api/runs/:run': 'viewer',
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': 'admin',
  'GET /openapi.json': 'anyone',
} as const satisfies Record<string, Right>;

/** The routes that a personal token opens, each with the scope it needs. It opens no other. */
const TOKEN_SCOPES: Partial<Record<keyof typeof RIGHTS, Scope>> = {
  'GET /api/me': 'read',
  'GET /api/queries': 'read',
  'GET /api/queries/:slug': 'read',
  'GET /api/queries/:slug/file': 'read',
  'GET /q/:slug.csv': 'run',
  'GET /q/:slug.json': 'run',
  'GET /q/:slug.xlsx': 'run',
  'GET /api/queries/:slug/choices/:parameter': 'run',
  'POST /api/queries/:slug/result': 'run',
  'POST /api/run': 'run',
  'GET /api/runs/:run': 'run',
  'GET /api/runs/:run/rows': 'run',
  'DELETE /api/runs/:run': 'run',
  'POST /api/queries': 'write',
  'PUT /api/queries/:slug': 'write',
  'DELETE /api/queries/:slug': 'write',
  'PUT /api/queries/:slug/file': 'write',
  'POST /api/queries/:slug/restore': 'write',
  'POST /api/check': 'write',
};

/**
 * The routes that a schedule's token opens, for its query and its range alone: the parameters (values may come from
 * cells), the run and its pages, and what the range tells of itself. The catalog shows it no other query.
 */
const SCHEDULE_ROUTES: readonly (keyof typeof RIGHTS)[] = [
  'GET /api/queries/:slug',
  'POST /api/queries/:slug/result',
  'GET /api/runs/:run/rows',
  'PUT /api/ranges/:id',
];

const entries = Object.entries(RIGHTS).map(([route, right]) => {
  const [method = '', path = ''] = route.split(' ');
  return { route, method, right: right as Right, pattern: patternOf(path) };
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
  return entryFor(method, path).right;
}

/** The route of the table that a request goes to; throws like `rightFor`. */
export function routeFor(method: string, path: string): string {
  return entryFor(method, path).route;
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
export function requireScope({ credential }: Member, route: string): void {
  if (credential?.kind === 'schedule') return requireScheduleRoute(route);
  if (credential?.kind !== 'token') return;
  const needed = Object.entries(TOKEN_SCOPES).find(([opened]) => opened === route)?.[1];
  if (needed !== undefined && credential.scopes.includes(needed)) return;
  const detail =
    needed === undefined
      ? 'A personal token cannot do this. Do it on the pages.'
      : `This personal token may not do this. Make one with the scope "${needed}".`;
  throw new Problem('forbidden', detail);
}

function requireScheduleRoute(route: string): void {
  if (SCHEDULE_ROUTES.some((opened) => opened === route)) return;
  const detail = 'The token of a schedule only refreshes its own linked range.';
  throw new Problem('forbidden', detail);
}

/** Whether the member may write queries and run SQL that is not saved. */
export function mayWriteQueries(member: Member): boolean {
  return member.role === 'author' || member.role === 'admin';
}
