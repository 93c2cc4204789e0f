// A query's page: what it tells, its parameters (also in the address), the result, and the facts beside it.
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { ResultRequest } from '../../domain/contract/result.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Parameter } from '../../domain/contract/parameter.ts';
import { routes } from '../../domain/routes.ts';
import {
  entriesFromSearch,
  entryErrors,
  searchFrom,
  valuesOf,
  type Entries,
} from '../../ui/entries.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { focusFirstError, ParameterForm } from '../../ui/parameter-form.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { FavouriteStar } from './favourite-star.tsx';
import { goTo } from '../frame/location.ts';
import { QueryFacts } from './query-facts.tsx';
import { QueryActions, QueryState } from './query-actions.tsx';
import { ResultPanel } from '../result/result-panel.tsx';
import { StatusBadge } from './status-badge.tsx';
import { useResult } from '../result/use-result.ts';

interface Props {
  slug: string;
  search: string;
  /** Whether the member may write queries. */
  mayWrite: boolean;
}

export function QueryPage({ slug, search, mayWrite }: Props) {
  const [query, again] = useLoaded(slug, () => ask('GET query', { params: { slug } }));
  useEffect(() => {
    if (query.state !== 'done') return;
    document.title = `${query.value.title} · Sheetfeed`;
    // An older name leads to the query under its name of today.
    if (query.value.slug !== slug) {
      goTo(routes.queryPage(query.value.slug) + search, { replace: true });
    }
  }, [query]);
  if (query.state === 'loading') return <QueryShape />;
  if (query.state === 'failed') {
    return (
      <div class="narrow stack">
        <ProblemNote
          problem={query.problem}
          action={
            query.problem.code === 'not_found' ? undefined : { label: 'Try again', run: again }
          }
        />
        <p>
          <a href={routes.catalog}>Search the catalog</a>
        </p>
      </div>
    );
  }
  return <LoadedQuery query={query.value} search={search} mayWrite={mayWrite} onChanged={again} />;
}

const formId = 'parameter';

const namesIn = (search: string) => [...new Set(new URLSearchParams(search).keys())];

function namesAny(parameters: readonly Parameter[], search: string): boolean {
  return namesIn(search).some((asked) => parameters.some(({ name }) => name === asked));
}

/** What an address names that the query does not take, without our own options (`_…`). */
function notTaken(parameters: readonly Parameter[], search: string): string[] {
  return namesIn(search).filter(
    (asked) => !asked.startsWith('_') && !parameters.some(({ name }) => name === asked),
  );
}

// Else an old link would show other numbers than it was made for, and nobody would know.
function LeftOut({ names }: { names: string[] }) {
  if (names.length === 0) return null;
  return (
    <div class="note warn" role="status">
      <Icon name="warn" />
      <p>
        This link gives a value for {names.map((name) => `“${name}”`).join(', ')}, which the query
        does not take. It is left out: see whether the values here are the ones you want.
      </p>
    </div>
  );
}

interface LoadedProps {
  query: SavedQuery;
  search: string;
  mayWrite: boolean;
  /** Loads the query anew. */
  onChanged: () => void;
}

const resultOf = (slug: string, body: ResultRequest) =>
  ask('POST result', { params: { slug }, body });

const choicesOf = async (slug: string, parameter: string) =>
  (await ask('GET choices', { params: { slug, parameter } })).choices;

function LoadedQuery({ query, search, mayWrite, onChanged }: LoadedProps) {
  const { slug, parameters } = query;
  const [entries, setEntries] = useState<Entries>({});
  const [asked, setAsked] = useState(false);
  const result = useResult();
  const canRun = query.archivedAt === null && query.problem === null;
  const ownErrors = useMemo(() => entryErrors(parameters, entries), [entries]);
  const run = (values: Entries) =>
    result.start((body) => resultOf(slug, body), valuesOf(parameters, values));
  // The address decides: on arrival, and with the browser's Back and Forward. Before the form can be typed into,
  // or the values of the address would take the place of what was typed.
  useLayoutEffect(() => {
    const named = entriesFromSearch(parameters, new URLSearchParams(search));
    setEntries(named);
    const complete = Object.keys(entryErrors(parameters, named)).length === 0;
    if (complete && canRun) run(named);
    // What an address gives wrongly is told at once; an empty form is not.
    if (!complete && namesAny(parameters, search)) setAsked(true);
  }, [search]);
  const problem = result.run.state === 'failed' ? result.run.problem : null;
  const errors = { ...(asked ? ownErrors : {}), ...fieldError(problem) };
  useEffect(() => {
    if (asked) focusFirstError(parameters, fieldError(problem), formId);
  }, [problem]);
  const submit = () => {
    setAsked(true);
    if (Object.keys(ownErrors).length > 0) {
      requestAnimationFrame(() => focusFirstError(parameters, ownErrors, formId));
      return;
    }
    const next = searchWords(query, entries);
    // Another address runs by itself; the same one would not.
    if (next === search) run(entries);
    else goTo(routes.queryPage(slug) + next);
  };
  return (
    <div class="query">
      <QueryHead query={query} entries={entries} mayWrite={mayWrite} onChanged={onChanged} />
      <div class="query-main">
        <form
          class="parameters"
          aria-label="Parameters"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <ParameterForm
            parameters={parameters}
            entries={entries}
            onChange={setEntries}
            errors={errors}
            idPrefix={formId}
            loadChoices={(parameter) => choicesOf(slug, parameter)}
          />
          <button
            type="submit"
            class="button primary"
            disabled={result.run.state === 'running' || !canRun}
          >
            {result.run.state === 'running' ? 'Running…' : 'Run'}
          </button>
        </form>
        <LeftOut names={notTaken(parameters, search)} />
        <ResultPanel
          query={query}
          search={search}
          result={result}
          complete={Object.keys(ownErrors).length === 0}
          canRun={canRun}
        />
        <details class="sql-fold">
          <summary>SQL</summary>
          <pre class="sql" tabIndex={0}>
            {query.sql}
          </pre>
        </details>
      </div>
      <QueryFacts query={query} last={result.last} search={searchWords(query, entries)} />
    </div>
  );
}

function QueryHead({
  query,
  entries,
  mayWrite,
  onChanged,
}: Omit<LoadedProps, 'search'> & { entries: Entries }) {
  const { slug, title, description } = query;
  return (
    <div class="query-head">
      <p>
        <a class="way-back" href={routes.catalog}>
          ‹ Catalog
        </a>
      </p>
      <div class="row">
        <h1>{title}</h1>
        <FavouriteStar slug={slug} title={title} known={query.favourite} />
        <StatusBadge status={query.status} />
      </div>
      {description && <p class="lead">{description}</p>}
      <QueryActions query={query} entries={entries} mayWrite={mayWrite} onChanged={onChanged} />
      <QueryState query={query} mayWrite={mayWrite} onChanged={onChanged} />
    </div>
  );
}

/** The values as a query string with its question mark; nothing when there are none. */
function searchWords(query: SavedQuery, entries: Entries): string {
  const search = searchFrom(query.parameters, entries).toString();
  return search === '' ? '' : `?${search}`;
}

function fieldError(problem: Problem | null): Record<string, string> {
  const name = problem?.extras.parameter;
  return problem && typeof name === 'string' ? { [name]: problem.message } : {};
}

function QueryShape() {
  return (
    <div class="query" role="status" aria-label="Loading the query">
      <div class="query-head stack">
        <i class="shape" style={{ width: '280px', height: '20px' }} />
        <i class="shape" style={{ width: 'min(460px, 80vw)' }} />
      </div>
      <div class="query-main stack">
        <i class="shape" style={{ height: '36px' }} />
        <i class="shape" style={{ height: '280px' }} />
      </div>
    </div>
  );
}
