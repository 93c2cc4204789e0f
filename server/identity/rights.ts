// Who may do what: the questions that are asked of the table of routes about role and scope.
import { rows, type RoutedRow } from '../../domain/contract/routes.ts';
import { ROLES } from '../../domain/contract/member.ts';
import type { Right, Row } from '../../domain/contract/row.ts';
import { Problem } from '../../domain/problem.ts';
import type { Member } from './member.ts';

const patterns = new Map(rows.map(({ path }) => [path, patternOf(path)]));

// As lenient as Express: any case, a slash at the end.
function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.]/g, '\\.').replace(/:[a-z]+/g, '[^/]+');
  return new RegExp(`^${escaped}/?$`, 'i');
}

/** Whether the row's path fits the address, as leniently as Express has it. */
export function fits({ path }: Pick<RoutedRow, 'path'>, asked: string): boolean {
  return patterns.get(path)?.test(asked) === true;
}

/**
 * The row of the table that a request goes to. Throws Problem not_found for a path that is nobody's, and
 * method_not_allowed for one that has other methods.
 */
export function rowFor(method: string, path: string): RoutedRow {
  const asked = method === 'HEAD' ? 'GET' : method;
  const fitting = rows.filter((row) => fits(row, path));
  const row = fitting.find((candidate) => candidate.method === asked);
  if (row !== undefined) return row;
  if (fitting.length === 0) throw nothingThere();
  const allow = [...new Set(fitting.map((candidate) => candidate.method))].join(', ');
  throw new Problem('method_not_allowed', `${method} cannot be done here; ${allow} can.`, {
    allow,
  });
}

/** For an address that is nobody's. */
export function nothingThere(): Problem {
  const detail = 'There is nothing at this address. Check it for a typing mistake.';
  return new Problem('not_found', detail);
}

/** Throws Problem forbidden unless the member has the right. */
export function requireRight(member: Member, right: Right): void {
  if (right === 'anyone' || ROLES.indexOf(member.role) >= ROLES.indexOf(right)) return;
  const wanted = right === 'admin' ? 'admins' : 'authors and admins';
  const detail = `Only ${wanted} may do this, and you are a ${member.role}. Ask an admin of Sheetfeed.`;
  throw new Problem('forbidden', detail);
}

/** Throws Problem forbidden when the member's program came with a token that does not open the route. */
export function requireScope({ credential }: Member, { scope, schedule }: Row): void {
  if (credential?.kind === 'schedule' && schedule !== true) {
    const detail = 'The token of a schedule only refreshes its own linked range.';
    throw new Problem('forbidden', detail);
  }
  if (credential?.kind !== 'token') return;
  if (scope !== undefined && credential.scopes.includes(scope)) return;
  const detail =
    scope === undefined
      ? 'A personal token cannot do this. Do it on the pages.'
      : `This personal token may not do this. Make one with the scope "${scope}".`;
  throw new Problem('forbidden', detail);
}

/** Whether the member may write queries and run SQL that is not saved. */
export function mayWriteQueries(member: Member): boolean {
  return member.role === 'author' || member.role === 'admin';
}
