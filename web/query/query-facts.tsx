// The quiet column of a query's page: where it comes from, how fresh it is, and how programs read it.
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';
import { routes } from '../../domain/routes.ts';
import { elapsedWords } from '../../ui/age.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { AudienceFact } from './audience-fact.tsx';
import { DependentsFact } from './dependents.tsx';
import { UseFact } from './use-fact.tsx';

interface Props {
  query: SavedQuery;
  last: Result | null;
  /** The values as a query string, with its question mark. */
  search: string;
}

export function QueryFacts({ query, last, search }: Props) {
  const { source, tags, version, file, updatedAt, slug, owner, savedBy, parent } = query;
  return (
    <aside class="facts" aria-label="About this query">
      <dl>
        <dt>Data source</dt>
        <dd>{source}</dd>
        {last && (
          <>
            <dt>Ran on</dt>
            <dd>{serverFact(last)}</dd>
            <dt>Took</dt>
            <dd>{last.cached ? 'kept from an earlier run' : durationWords(last.durationMs)}</dd>
          </>
        )}
        <dt>Changed</dt>
        <dd>
          <TimeAgo at={updatedAt} />
          {savedBy && ` by ${savedBy.name || savedBy.email}`},{' '}
          <a href={routes.historyPage(slug)}>version {version}</a>
        </dd>
        {owner && (
          <>
            <dt>Owner</dt>
            <dd title={owner.email}>{owner.name || owner.email}</dd>
          </>
        )}
        {parent && (
          <>
            <dt>A copy of</dt>
            <dd>
              <a href={routes.queryPage(parent.slug)}>{parent.slug}</a>, version {parent.version}
            </dd>
          </>
        )}
        <AudienceFact query={query} />
        <UseFact slug={slug} />
        <DependentsFact slug={slug} />
        {file && (
          <>
            <dt>File</dt>
            <dd>
              <code>{file}</code>
            </dd>
          </>
        )}
        {tags.length > 0 && (
          <>
            <dt>Tags</dt>
            <dd>{tags.join(', ')}</dd>
          </>
        )}
        <dt>For programs</dt>
        <dd class="addresses">
          <a href={routes.csv(slug) + search} download={`${slug}.csv`}>
            {`${slug}.csv`}
          </a>
          <a href={routes.json(slug) + search} download={`${slug}.json`}>
            {`${slug}.json`}
          </a>
        </dd>
      </dl>
    </aside>
  );
}

function serverFact({ ranOn, lagSeconds }: Result): string {
  if (ranOn === 'primary') return 'the primary';
  if (lagSeconds === null) return 'a follower';
  return lagSeconds < 1
    ? 'a follower, less than 1 s behind'
    : `a follower, ${elapsedWords(lagSeconds * 1000)} behind`;
}

function durationWords(ms: number): string {
  return ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
