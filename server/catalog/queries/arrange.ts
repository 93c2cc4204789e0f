// Makes one catalog of files and of what is written on the page: who has a slug, who had it, what does not fit.
import type { CatalogError } from '../../../domain/contract/query.ts';
import { slugOf, type Entry } from './entries.ts';
import type { KnownQuery, UnplacedQuery } from './known-query.ts';
import type { OpenShapes } from '../variations/open-shapes.ts';
import { variedQuery } from '../variations/varied-query.ts';
import { needsShape, variedText, type Varying } from '../variations/varied-text.ts';
import type { StoredVariation } from '../variations/variations.ts';

export interface Arranged {
  /** By slug, without the archive. */
  queries: ReadonlyMap<string, KnownQuery>;
  /** From a former slug to the one now. */
  formerly: ReadonlyMap<string, string>;
  errors: ToldError[];
  /** Originals that have to be looked at before their variations can be what they are. */
  unshaped: readonly KnownQuery[];
}

/** What is wrong, and with which query. */
export type ToldError = CatalogError & { slug: string };

/** As the log and the terminal tell it. */
export function errorLine({ file, line, reason }: CatalogError): string {
  return `${file}${line === null ? '' : `:${line}`}: ${reason}`;
}

export interface Arrangement {
  entries: readonly Entry[];
  /** What is written on the page, without the archive. */
  stored: readonly KnownQuery[];
  sources: readonly string[];
  variations: readonly StoredVariation[];
  varying: Varying;
  shapes: OpenShapes;
}

/**
 * Of two files with the same slug the first is served, and a file before what is written on the page;
 * everything that does not fit is told.
 */
export function arrange(arrangement: Arrangement): Arranged {
  const { entries, stored, sources } = arrangement;
  const errors: ToldError[] = entries.flatMap(({ error, file }) =>
    error === null ? [] : [{ ...error, slug: slugOf(file) }],
  );
  const tell: Tell = ({ file, slug }, reason) => {
    const told = file === null ? `The query ${slug}, written on the page: ${reason}` : reason;
    errors.push({ file: file ?? '', line: null, reason: told, slug });
  };
  const queries = new Map<string, KnownQuery>();
  for (const { query } of entries) {
    if (query !== null) addQuery(queries, query, { sources, tell });
  }
  for (const query of stored) addQuery(queries, query, { sources, tell });
  const formerly = formerSlugs(queries, tell);
  tellOfMissingChoices(queries, formerly, tell);
  const unshaped = addVariations(queries, formerly, arrangement);
  return { queries, formerly, errors, unshaped };
}

// What is written on the page has no file: there the reason names the query.
type Tell = (query: Pick<KnownQuery, 'file' | 'slug'>, reason: string) => void;

function addQuery(
  queries: Map<string, KnownQuery>,
  query: UnplacedQuery,
  { sources, tell }: { sources: readonly string[]; tell: Tell },
): void {
  const other = queries.get(query.slug);
  if (other !== undefined) {
    // Its text went into a file: that is what export is for.
    const isMoved = query.file === null && query.sql === other.sql;
    const reason = `There is a query ${query.slug} already, in ${other.file}; that one is used.`;
    if (!isMoved) tell(query, reason);
    return;
  }
  const source = query.source ?? (sources.length === 1 ? sources[0] : undefined);
  if (source !== undefined && sources.includes(source)) {
    queries.set(query.slug, withSource(query, source));
    return;
  }
  const there = sources.length === 0 ? 'There are none' : `There are: ${sources.join(', ')}`;
  tell(
    query,
    source === undefined
      ? `The header must name its data source (source:). ${there}.`
      : `There is no data source ${source}. ${there}.`,
  );
}

// The same query is the same object each time, so that what is known of it need not be found out again.
const made = new WeakMap<UnplacedQuery, KnownQuery>();

function withSource(query: UnplacedQuery, source: string): KnownQuery {
  const before = made.get(query);
  if (before?.source === source) return before;
  const whole = { ...query, source };
  made.set(query, whole);
  return whole;
}

// Without its original a variation is not there, and is again when that comes back.
function addVariations(
  queries: Map<string, KnownQuery>,
  formerly: ReadonlyMap<string, string>,
  arrangement: Pick<Arrangement, 'variations' | 'varying' | 'shapes'>,
): KnownQuery[] {
  const unshaped = new Set<KnownQuery>();
  for (const variation of arrangement.variations) {
    const { slug, original, selection } = variation;
    const of = queries.get(original) ?? queries.get(formerly.get(original) ?? '');
    if (of === undefined || of.variation !== undefined || queries.has(slug)) continue;
    if (needsShape(of, selection) && arrangement.shapes.known(of) === null) unshaped.add(of);
    const query = varied(variation, of, arrangement);
    if (query !== null) queries.set(slug, query);
  }
  return [...unshaped];
}

const variedBefore = new WeakMap<StoredVariation, KnownQuery>();

function varied(
  variation: StoredVariation,
  of: KnownQuery,
  { varying, shapes }: Pick<Arrangement, 'varying' | 'shapes'>,
): KnownQuery | null {
  const before = variedBefore.get(variation);
  if (before?.variation?.of === of && before.refused === undefined) return before;
  const text = variedText(of, variation.selection, { shape: shapes.known(of), varying });
  if (text === null) return null;
  const query = variedQuery(variation, of, text);
  variedBefore.set(variation, query);
  return query;
}

function formerSlugs(queries: ReadonlyMap<string, KnownQuery>, tell: Tell): Map<string, string> {
  const formerly = new Map<string, string>();
  for (const query of queries.values()) {
    for (const former of query.formerly) {
      const other = queries.get(former) ?? queries.get(formerly.get(former) ?? '');
      if (other === undefined) formerly.set(former, query.slug);
      else tell(query, `The former name ${former} belongs to ${other.file ?? other.slug} already.`);
    }
  }
  return formerly;
}

function tellOfMissingChoices(
  queries: ReadonlyMap<string, KnownQuery>,
  formerly: ReadonlyMap<string, string>,
  tell: Tell,
): void {
  for (const query of queries.values()) {
    for (const { name, choices } of query.parameters) {
      if (choices === undefined || Array.isArray(choices)) continue;
      if (queries.has(choices.query) || formerly.has(choices.query)) continue;
      tell(
        query,
        `Parameter ${name} takes its choices from ${choices.query}, which is not in the catalog.`,
      );
    }
  }
}
