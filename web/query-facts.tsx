// The quiet column of a query's page: where it comes from, how fresh it is, and how programs read it.
import type { Query } from '../domain/contract/query.ts';
import type { Result } from '../domain/contract/result.ts';
import { routes } from '../domain/routes.ts';
import { elapsedWords } from '../ui/age.ts';
import { TimeAgo } from '../ui/time-ago.tsx';

interface Props {
  query: Query;
  last: Result | null;
  /** The values as a query string, with its question mark. */
  search: string;
}

export function QueryFacts({ query, last, search }: Props) {
  const { source, tags, version, file, updatedAt, slug } = query;
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
          <TimeAgo at={updatedAt} />, version {version}
        </dd>
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
