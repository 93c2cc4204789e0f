// Asks the server; throws the Problem that it answers, or one that says it cannot be reached.
import type { MemberView } from '../domain/contract/member.ts';
import type { Choice } from '../domain/contract/parameter.ts';
import type { Query, QueryList } from '../domain/contract/query.ts';
import type { Result, ResultPage, ResultRequest, Running } from '../domain/contract/result.ts';
import { Problem, problemFromBody } from '../domain/problem.ts';
import { routes } from '../domain/routes.ts';

export const api = {
  me: () => get<MemberView>(routes.me),
  queries: (search: string, next: string | null) => {
    const asked = new URLSearchParams({ search, limit: '200', ...(next === null ? {} : { next }) });
    return get<QueryList>(`${routes.queries}?${asked}`);
  },
  query: (slug: string) => get<Query>(routes.query(slug)),
  choices: async (slug: string, parameter: string) =>
    (await get<{ choices: Choice[] }>(routes.choices(slug, parameter))).choices,
  /** The result, or that it is still running after `waitSeconds`. */
  result: (slug: string, request: ResultRequest) =>
    send<Result | Running>('POST', routes.result(slug), request),
  rows: (run: string, after: string) =>
    get<ResultPage>(`${routes.rows(run)}?${new URLSearchParams({ after })}`),
  cancel: (run: string) => send<unknown>('DELETE', routes.run(run)),
};

function get<T>(path: string): Promise<T> {
  return send<T>('GET', path);
}

async function send<T>(method: string, path: string, body?: object): Promise<T> {
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const response = await fetch(path, {
    method,
    headers: { Accept: 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new Problem(
      'backend_unreachable',
      'The server does not answer. Check the network, then try again.',
      {},
      error,
    );
  });
  const text = await response.text();
  if (response.ok) return (text === '' ? null : JSON.parse(text)) as T;
  throw problemFromBody(jsonOr(text)) ?? unexpected(response.status);
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
