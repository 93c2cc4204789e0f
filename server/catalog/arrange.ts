// Makes one catalog of all query files: who has a slug, who had it, and what does not fit together.
import type { CatalogError, Query } from '../../domain/contract/query.ts';
import type { Entry, FileQuery } from './entries.ts';

export interface Arranged {
  /** By slug. */
  queries: ReadonlyMap<string, Query>;
  /** From a former slug to the one now. */
  formerly: ReadonlyMap<string, string>;
  errors: CatalogError[];
}

/** Of two files with the same slug the first is served; everything that does not fit is told. */
export function arrange(entries: readonly Entry[], sources: readonly string[]): Arranged {
  const errors = entries.flatMap(({ error }) => (error === null ? [] : [error]));
  const tell = (file: string | null, reason: string) =>
    errors.push({ file: file ?? '', line: null, reason });
  const queries = new Map<string, Query>();
  for (const { query } of entries) {
    if (query !== null) addQuery(queries, query, { sources, tell });
  }
  const formerly = formerSlugs(queries, tell);
  tellOfMissingChoices(queries, formerly, tell);
  return { queries, formerly, errors };
}

type Tell = (file: string | null, reason: string) => void;

function addQuery(
  queries: Map<string, Query>,
  query: FileQuery,
  { sources, tell }: { sources: readonly string[]; tell: Tell },
): void {
  const other = queries.get(query.slug);
  if (other !== undefined) {
    tell(query.file, `There is a query ${query.slug} already, in ${other.file}; that one is used.`);
    return;
  }
  const source = query.source ?? (sources.length === 1 ? sources[0] : undefined);
  if (source !== undefined && sources.includes(source)) {
    queries.set(query.slug, withSource(query, source));
    return;
  }
  const there = sources.length === 0 ? 'There are none' : `There are: ${sources.join(', ')}`;
  tell(
    query.file,
    source === undefined
      ? `The header must name its data source (source:). ${there}.`
      : `There is no data source ${source}. ${there}.`,
  );
}

// The same query is the same object each time, so that what is known of it need not be found out again.
const made = new WeakMap<FileQuery, Query>();

function withSource(query: FileQuery, source: string): Query {
  const before = made.get(query);
  if (before?.source === source) return before;
  const whole = { ...query, source };
  made.set(query, whole);
  return whole;
}

function formerSlugs(queries: ReadonlyMap<string, Query>, tell: Tell): Map<string, string> {
  const formerly = new Map<string, string>();
  for (const query of queries.values()) {
    for (const former of query.formerly) {
      const other = queries.get(former) ?? queries.get(formerly.get(former) ?? '');
      if (other === undefined) formerly.set(former, query.slug);
      else tell(query.file, `The former name ${former} belongs to ${other.file} already.`);
    }
  }
  return formerly;
}

function tellOfMissingChoices(
  queries: ReadonlyMap<string, Query>,
  formerly: ReadonlyMap<string, string>,
  tell: Tell,
): void {
  for (const query of queries.values()) {
    for (const { name, choices } of query.parameters) {
      if (choices === undefined || Array.isArray(choices)) continue;
      if (queries.has(choices.query) || formerly.has(choices.query)) continue;
      tell(
        query.file,
        `Parameter ${name} takes its choices from ${choices.query}, which is not in the catalog.`,
      );
    }
  }
}
