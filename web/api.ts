// Asks the server; throws the Problem that it answers, or one that says it cannot be reached.
import type { Ask, AskAnswerInput, AskList, NewAskInput } from '../domain/contract/ask.ts';
import type { Dependents, Impact, ImpactRequest } from '../domain/contract/dependent.ts';
import type { Favourites } from '../domain/contract/favourite.ts';
import type { CreatedLink, LinkList, NewLinkInput, SharedResult } from '../domain/contract/link.ts';
import type { MemberView } from '../domain/contract/member.ts';
import type { Choice } from '../domain/contract/parameter.ts';
import type {
  NewQueryInput,
  QueryContentInput,
  QueryList,
  SavedQuery,
} from '../domain/contract/query.ts';
import type {
  Result,
  ResultPage,
  ResultRequest,
  Running,
  RunWait,
  UnsavedRunRequest,
} from '../domain/contract/result.ts';
import type {
  DescribeRequest,
  Description,
  Explanation,
  ExplainRequest,
  Lifted,
  LiftRequest,
  SourceList,
  SourceSchema,
} from '../domain/contract/schema.ts';
import type { VersionContent, VersionList } from '../domain/contract/version.ts';
import { Problem, problemFromBody } from '../domain/problem.ts';
import { routes } from '../domain/routes.ts';
import { namesOf, type CatalogAsked } from './catalog-address.ts';

export const api = {
  me: () => get<MemberView>(routes.me),
  queries: (what: CatalogAsked, next: string | null) => {
    const asked = namesOf(what);
    asked.set('limit', '100');
    if (next !== null) asked.set('next', next);
    return get<QueryList>(`${routes.queries}?${asked}`);
  },
  query: (slug: string) => get<SavedQuery>(routes.query(slug)),
  create: (query: NewQueryInput) => send<SavedQuery>('POST', routes.queries, query),
  /** Throws Problem conflict when `version` is not the newest any more. */
  save: (slug: string, version: number, content: QueryContentInput) =>
    send<SavedQuery>('PUT', routes.query(slug), content, ifMatch(version)),
  archive: (slug: string, version: number) =>
    send<unknown>('DELETE', routes.query(slug), undefined, ifMatch(version)),
  /** Out of the archive, or back to an older version. */
  restore: (slug: string, version?: number) =>
    send<SavedQuery>('POST', routes.restore(slug), version === undefined ? {} : { version }),
  versions: (slug: string) => get<VersionList>(routes.versions(slug)),
  version: (slug: string, version: number) => get<VersionContent>(routes.version(slug, version)),
  choices: async (slug: string, parameter: string) =>
    (await get<{ choices: Choice[] }>(routes.choices(slug, parameter))).choices,
  /** The result, or that it is still running after `waitSeconds`. */
  result: (slug: string, request: ResultRequest) =>
    send<Result | Running>('POST', routes.result(slug), request),
  runUnsaved: (request: UnsavedRunRequest) =>
    send<Result | Running>('POST', routes.unsavedRun, request),
  /** The same for a run that was started, by its id. */
  waitForRun: (run: string, { pageRows, waitSeconds }: Required<Omit<RunWait, 'unless'>>) =>
    get<Result | Running>(`${routes.run(run)}?pageRows=${pageRows}&waitSeconds=${waitSeconds}`),
  rows: (run: string, after: string) =>
    get<ResultPage>(`${routes.rows(run)}?${new URLSearchParams({ after })}`),
  cancel: (run: string) => send<unknown>('DELETE', routes.run(run)),
  dependents: (slug: string) => get<Dependents>(routes.dependents(slug)),
  impact: (slug: string, change: ImpactRequest) =>
    send<Impact>('POST', routes.impact(slug), change),
  links: (slug: string) => get<LinkList>(routes.links(slug)),
  createLink: (slug: string, link: NewLinkInput) =>
    send<CreatedLink>('POST', routes.links(slug), link),
  revokeLink: (id: string) => send<unknown>('DELETE', routes.link(id)),
  /** What a share link shows; values of its free parameters in the query string. */
  shared: (token: string, search: string) => get<SharedResult>(routes.shareResult(token) + search),
  /** A file to download; throws why there is none. */
  file,
  favourites: () => get<Favourites>(routes.favourites),
  setFavourite: (slug: string, on: boolean) =>
    send<unknown>(on ? 'PUT' : 'DELETE', routes.favourite(slug)),
  ask: (ask: NewAskInput) => send<Ask>('POST', routes.asks, ask),
  asks: () => get<AskList>(routes.asks),
  answerAsk: (id: string, answer: AskAnswerInput) => send<Ask>('PUT', routes.ask(id), answer),
  sources: () => get<SourceList>(routes.sources),
  schema: (source: string) => get<SourceSchema>(routes.sourceSchema(source)),
  describe: (request: DescribeRequest) => send<Description>('POST', routes.describe, request),
  explain: (request: ExplainRequest) => send<Explanation>('POST', routes.explain, request),
  lift: (request: LiftRequest) => send<Lifted>('POST', routes.lift, request),
};

const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });

export function get<T>(path: string): Promise<T> {
  return send<T>('GET', path);
}

export async function send<T>(
  method: string,
  path: string,
  body?: object,
  further: Record<string, string> = {},
): Promise<T> {
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const response = await ask(path, {
    method,
    headers: { Accept: 'application/json', ...headers, ...further },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text().catch(notReached);
  return (text === '' ? null : JSON.parse(text)) as T;
}

async function file(path: string): Promise<Blob> {
  const response = await ask(path, {});
  return response.blob().catch(notReached);
}

async function ask(path: string, request: RequestInit): Promise<Response> {
  const response = await fetch(path, request).catch(notReached);
  if (response.ok) return response;
  throw problemFromBody(jsonOr(await response.text())) ?? unexpected(response.status);
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
