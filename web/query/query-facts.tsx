// The quiet column of a query's page: where it comes from, how fresh it is, and how programs read it.
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';
import { routes } from '../../domain/routes.ts';
import { elapsedWords } from '../../ui/age.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { FrozenFact } from '../frozen/frozen-fact.tsx';
import { SentFact } from '../sent/sent-fact.tsx';
import { ScheduleFact } from '../subscriptions/schedule-fact.tsx';
import { AudienceFact } from './audience-fact.tsx';
import { DependentsFact } from './dependents.tsx';
import { Fact } from './fact.tsx';
import { SlackFact } from './slack-fact.tsx';
import { UseFact } from './use-fact.tsx';

interface Props {
  query: SavedQuery;
  last: Result | null;
  /** The values as a query string, with its question mark. */
  search: string;
  /** Whether the member may write queries, and so see what they were before. */
  mayWrite: boolean;
}

export function QueryFacts({ query, last, search, mayWrite }: Props) {
  const { source, tags, file, slug, owner, parent } = query;
  return (
    <aside class="facts" aria-label="About this query">
      <dl>
        <Fact name="Data source">{source}</Fact>
        {last && <RunFacts last={last} />}
        <ChangedFact {...{ query, mayWrite }} />
        {owner && (
          <Fact name="Owner" title={owner.email}>
            {owner.name || owner.email}
          </Fact>
        )}
        {parent && (
          <Fact name="A copy of">
            <a href={routes.queryPage(parent.slug)}>{parent.slug}</a>, version {parent.version}
          </Fact>
        )}
        {/* Of a variation that stands above. */}
        {query.variation === undefined && <AudienceFact query={query} />}
        <UseFact slug={slug} />
        <DependentsFact slug={slug} />
        {query.archivedAt === null && <ScheduleFact query={query} />}
        {query.archivedAt === null && <FrozenFact slug={slug} />}
        {query.archivedAt === null && <SentFact about={`query:${slug}`} />}
        {query.archivedAt === null && <SlackFact slug={slug} />}
        {file && (
          <Fact name="File">
            <code>{file}</code>
          </Fact>
        )}
        {tags.length > 0 && <Fact name="Tags">{tags.join(', ')}</Fact>}
        <Addresses slug={slug} search={search} />
      </dl>
    </aside>
  );
}

function RunFacts({ last }: { last: Result }) {
  return (
    <>
      <Fact name="Ran on">{serverFact(last)}</Fact>
      <Fact name="Took">
        {last.cached ? 'kept from an earlier run' : durationWords(last.durationMs)}
      </Fact>
    </>
  );
}

function ChangedFact({ query, mayWrite }: Pick<Props, 'query' | 'mayWrite'>) {
  const { updatedAt, savedBy, slug, version, variation } = query;
  const hasHistory = mayWrite && variation === undefined;
  const words = `version ${version}`;
  return (
    <Fact name="Changed">
      <TimeAgo at={updatedAt} />
      {savedBy && ` by ${savedBy.name || savedBy.email}`},{' '}
      {hasHistory ? <a href={routes.historyPage(slug)}>{words}</a> : words}
    </Fact>
  );
}

function Addresses({ slug, search }: { slug: string; search: string }) {
  return (
    <>
      <dt>For programs</dt>
      <dd class="addresses">
        <a href={routes.csv(slug) + search} download={`${slug}.csv`}>
          {`${slug}.csv`}
        </a>
        <a href={routes.json(slug) + search} download={`${slug}.json`}>
          {`${slug}.json`}
        </a>
      </dd>
    </>
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
