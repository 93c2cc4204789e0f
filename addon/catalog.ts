// What the sidebar shows of the catalog: search, one query, its choices; favourites and recent ones.
import type { QueryWords } from '../domain/contract/teaching/data-words.ts';
import type { Sentences } from '../domain/contract/teaching/sentences.ts';
import type { ChoiceList, Query, QueryList } from '../domain/contract/query.ts';
import type { MemberView } from '../domain/contract/member.ts';
import type { Parameter } from '../domain/contract/parameter.ts';
import { Problem } from '../domain/problem.ts';
import { routes } from '../domain/routes.ts';
import { askServer, askServerForAll, withParameters } from './google/backend.ts';
import type { Call } from './google/backend.ts';
import { keepOwnText, ownText } from './google/properties.ts';
import type { CatalogView } from './sidebar-functions.ts';

/** Favourites and recent queries that are remembered for a person, in all spreadsheets. */
const REMEMBERED = 50;
const SLUG = /^[a-z0-9-]{1,80}$/;

/** One page of the queries that a search finds. */
export function searchCatalog(search: string, next: string | null): CatalogView {
  // Google refuses addresses of more than about 2,000 characters.
  const path = withParameters(routes.queries, { search: search.slice(0, 200), next });
  const { queries, next: further } = askServer<QueryList>('get', path);
  return { queries, next: further };
}

/** One query with its SQL. Throws Problem: not_found. */
export function fetchQuery(slug: string): Query {
  return askServer<Query>('get', routes.query(slug));
}

/** The parameters of a query, for values that are taken from cells. */
export function fetchParameters(slug: string): Parameter[] {
  return fetchQuery(slug).parameters;
}

/** Several queries at once; null for one that is not there any more, or not for this person. */
export function fetchQueries(slugs: string[]): Map<string, Query | Problem> {
  const each = [...new Set(slugs)];
  const answers = askServerForAll<Query>(each.map(queryCall));
  return new Map(
    each.flatMap((slug, index) => {
      const answer = answers[index];
      return answer ? [[slug, answer]] : [];
    }),
  );
}

/** The call that gives a query. */
export function queryCall(slug: string): Call {
  return { method: 'get', path: routes.query(slug) };
}

/** The values that a choice parameter may take. */
export function fetchChoices(slug: string, parameter: string): ChoiceList {
  return askServer<ChoiceList>('get', routes.choices(slug, parameter));
}

/** How a query works, in sentences. */
export function fetchSentences(slug: string): Sentences {
  return askServer<Sentences>('get', routes.sentences(slug));
}

/** What the tables and columns of a query mean. */
export function fetchWords(slug: string): QueryWords {
  return askServer<QueryWords>('get', routes.queryWords(slug));
}

/** The person at the keyboard, as the server knows them. */
export function fetchMember(): MemberView {
  return askServer<MemberView>('get', routes.me);
}

export type Remembered = 'favourites' | 'recent';

/** The slugs that are remembered for this person, the latest first. */
export function remembered(what: Remembered): string[] {
  const kept = ownText(`sheetfeed.${what}`);
  const slugs = (kept ?? '').split(' ').filter((slug) => SLUG.test(slug));
  return slugs.slice(0, REMEMBERED);
}

/** Puts a slug first among the remembered ones, or takes it out. */
export function remember(what: Remembered, slug: string, keep: boolean): string[] {
  const others = remembered(what).filter((one) => one !== slug);
  const slugs = (keep ? [slug, ...others] : others).slice(0, REMEMBERED);
  keepOwnText(`sheetfeed.${what}`, slugs.join(' '));
  return slugs;
}
