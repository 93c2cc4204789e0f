// A query's page: what it tells, its parameters (also in the address), the result, and the facts beside it.
import { useEffect, useMemo } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { routes } from '../../domain/routes.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { valuesOf } from '../../ui/entries.ts';
import { ParameterForm } from '../../ui/fields/parameter-form.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Comments } from '../comments/comments.tsx';
import { useTalk, type Talk } from '../comments/use-talk.ts';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';
import { ResultPanel } from '../result/result-panel.tsx';
import { ownResult } from '../sent/told-result.ts';
import { LeftOut } from './left-out.tsx';
import { HowItWorks } from '../../ui/sentences/how-it-works.tsx';
import { useVarying } from '../variations/use-varying.ts';
import { VariationPanel } from '../variations/variation-panel.tsx';
import { NumberLine } from './number-line.tsx';
import { QueryFacts } from './query-facts.tsx';
import { useWords, type QueryInWords } from './use-words.ts';
import { QueryHead } from './query-head.tsx';
import { formId, useQueryRun, type QueryRun } from './use-query-run.ts';
import { useTitle } from '../frame/title.ts';

interface Props {
  slug: string;
  search: string;
  /** Whether the member may write queries. */
  mayWrite: boolean;
}

export function QueryPage({ slug, search, mayWrite }: Props) {
  const [query, again] = useLoaded(slug, () => ask('GET query', { params: { slug } }));
  useTitle(query.state === 'done' ? query.value.title : null);
  useEffect(() => {
    if (query.state !== 'done') return;
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

interface LoadedProps {
  query: SavedQuery;
  search: string;
  mayWrite: boolean;
  /** Loads the query anew. */
  onChanged: () => void;
}

function LoadedQuery({ query, search, mayWrite, onChanged }: LoadedProps) {
  const { parameters } = query;
  const varying = useVarying(query);
  const running = useQueryRun(query, search, varying.selection);
  const { entries, result, isComplete, canRun } = running;
  // Of what is on the screen, which is not yet what the forms ask for while that runs, or fails.
  const isSelected = result.lastSelection !== null;
  const isSettled = result.last !== null || result.run.state !== 'running';
  const own = useMemo(() => result.last && ownResult(result.last), [result.last]);
  const worded = useWords(query, own);
  const talk = useTalk(`query:${query.slug}`, isSelected ? null : result.last);
  return (
    <div class="query">
      <QueryHead {...{ query, entries, mayWrite, onChanged }} onVary={varying.begin} />
      <div class="query-main">
        <Values query={query} running={running} />
        <LeftOut parameters={parameters} search={search} />
        {varying.draft && (
          <VariationPanel
            query={query}
            values={valuesOf(parameters, entries)}
            shown={isSelected ? null : own}
            draft={varying.draft}
            onChange={varying.change}
            onClose={varying.end}
            onSaved={() => {
              varying.end();
              onChanged();
            }}
          />
        )}
        <ResultPanel
          query={worded.query}
          search={search}
          result={result}
          complete={isComplete}
          canRun={canRun}
          isSelected={isSelected}
          marks={talk.marks}
        />
        {own && !isSelected && <NumberLine query={query} search={search} last={own} />}
        {isSettled && <BelowResult query={query} talk={talk} words={worded.words} />}
      </div>
      <QueryFacts {...{ query, mayWrite }} last={result.last} search={running.search} />
    </div>
  );
}

interface BelowProps extends Pick<QueryInWords, 'words'> {
  query: SavedQuery;
  talk: Talk;
}

/** Drawn when the first answer is there: what one reads would else be pushed down by it. */
function BelowResult({ query, talk, words }: BelowProps) {
  return (
    <>
      <Comments talk={talk} />
      <HowItWorks
        of={`${query.slug} ${query.version}`}
        read={() => ask('GET sentences', { params: { slug: query.slug } })}
        tables={words}
      />
      <details class="sql-fold">
        <summary>SQL</summary>
        <pre class="sql" tabIndex={0}>
          {query.sql}
        </pre>
        <p class="small">
          <a href={routes.lessonsPage}>Learn to write such a query</a>
        </p>
      </details>
    </>
  );
}

const choicesOf = async (slug: string, parameter: string) =>
  (await ask('GET choices', { params: { slug, parameter } })).choices;

function Values({ query, running }: { query: SavedQuery; running: QueryRun }) {
  const { entries, setEntries, errors, canRun, submit } = running;
  const isRunning = running.result.run.state === 'running';
  return (
    <form
      class="parameters"
      aria-label="Parameters"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ParameterForm
        parameters={query.parameters}
        entries={entries}
        onChange={setEntries}
        errors={errors}
        idPrefix={formId}
        loadChoices={(parameter) => choicesOf(query.slug, parameter)}
      />
      <button type="submit" class="button primary" disabled={isRunning || !canRun}>
        {isRunning ? 'Running…' : 'Run'}
      </button>
    </form>
  );
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
