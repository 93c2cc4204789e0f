// Asks the server by the table of routes; throws the Problem that it answers, or one that says it cannot be reached.
import type {
  AnswerOf,
  BodyInputOf,
  ParamsInputOf,
  QueryInputOf,
  RowName,
} from '../../domain/contract/routes.ts';
import type { Method } from '../../domain/contract/row.ts';
import { Problem, problemFromBody } from '../../domain/problem.ts';
import { addressOf, paths, routes, type PathName } from '../../domain/routes.ts';

interface Inputs<Name extends RowName> {
  params: ParamsInputOf<Name>;
  query: QueryInputOf<Name>;
  body: BodyInputOf<Name>;
}

/** What the row cannot do without. */
type Needed<Name extends RowName> = {
  [
    Key in keyof Inputs<Name> as Record<never, never> extends Inputs<Name>[Key]
      ? never
      : undefined extends Inputs<Name>[Key]
        ? never
        : Key
  ]: Inputs<Name>[Key];
};

type Given<Name extends RowName> = Needed<Name> & {
  /** As the schema has it, or as it stands in an address. */
  query?: QueryInputOf<Name> | URLSearchParams;
  body?: BodyInputOf<Name>;
  headers?: Record<string, string>;
  /** Ends the request when nobody waits for its answer. */
  signal?: AbortSignal;
};

type Rest<Name extends RowName> =
  Record<never, never> extends Needed<Name> ? [given?: Given<Name>] : [given: Given<Name>];

interface AnyGiven {
  params?: Record<string, string | number>;
  query?: object;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** `ask('PUT query', { params: { slug }, body: content })`: the answer as the row describes it. */
export async function ask<Name extends RowName>(
  name: Name,
  ...[given = {} as Given<Name>]: Rest<Name>
): Promise<AnswerOf<Name>> {
  const [method, path] = name.split(' ') as [Method, PathName];
  const { params = {}, query, body, headers = {}, signal } = given as AnyGiven;
  const address = addressOf(paths[path], (each) => params[each] ?? '') + searchOf(query);
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const response = await fetched(address, {
    method,
    headers: { Accept: 'application/json', ...json, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text().catch(notReached);
  return (text === '' ? undefined : JSON.parse(text)) as AnswerOf<Name>;
}

/** A file to download; throws why there is none. */
export async function askFile(address: string): Promise<Blob> {
  const response = await fetched(address, {});
  return response.blob().catch(notReached);
}

/** For a change of the version that was read: it is refused when somebody has saved since. */
export const ifMatch = (version: number) => ({ headers: { 'If-Match': `"${version}"` } });

function searchOf(query: object = {}): string {
  const given = query instanceof URLSearchParams ? [...query] : Object.entries(query);
  const asked = new URLSearchParams();
  for (const [name, value] of given) if (value !== undefined) asked.append(name, String(value));
  return asked.size === 0 ? '' : `?${asked}`;
}

async function fetched(address: string, request: RequestInit): Promise<Response> {
  const response = await fetch(address, request).catch(notReached);
  if (response.ok) return response;
  throw withSignIn(problemFromBody(jsonOr(await response.text())) ?? unexpected(response.status));
}

// A session may end while a page is open: what was written is kept in the browser, and is there again afterwards.
function withSignIn(problem: Problem): Problem {
  if (problem.code !== 'unauthenticated') return problem;
  const back = new URLSearchParams({ to: location.pathname + location.search });
  const signInAt = `${routes.signIn}?${back}`;
  return new Problem(problem.code, problem.message, { ...problem.extras, signInAt }, problem);
}

function notReached(error: unknown): never {
  throw new Problem(
    'backend_unreachable',
    'The server does not answer. Check the network, then try again.',
    {},
    error,
  );
}

// What stands between the browser and the server may answer with a page of its own.
function jsonOr(text: string): unknown {
  return text.startsWith('{') ? (JSON.parse(text) as unknown) : null;
}

function unexpected(status: number): Problem {
  return new Problem(
    'service_unavailable',
    `The server answered with status ${status} and no explanation. Try again in a moment.`,
  );
}
