// One query in the catalog's list.
import type { CatalogEntry } from '../../domain/contract/query.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { audienceWords, shortAudience } from '../audience/audience-words.ts';
import { BringBack } from '../query/bring-back.tsx';
import { FavouriteStar } from '../query/favourite-star.tsx';
import { StatusBadge } from '../query/status-badge.tsx';

interface Props {
  query: CatalogEntry;
  /** Where there is one data source only, it says nothing. */
  showSource: boolean;
  onTag: (tag: string) => void;
  /** It is out of the archive again. */
  onBroughtBack: () => void;
}

export function QueryItem({ query, showSource, onTag, onBroughtBack }: Props) {
  const {
    slug,
    title,
    description,
    tags,
    source,
    parameters,
    status,
    favourite,
    archivedAt,
    owner,
  } = query;
  return (
    <li class="query-item">
      <div class="grow">
        <a class="query-link" href={routes.queryPage(slug)}>
          {title}
        </a>{' '}
        <StatusBadge status={status} />
        {description && <p class="query-description">{description}</p>}
        <p class="query-facts">
          {tags.map((tag) => (
            <button type="button" class="tag" onClick={() => onTag(tag)} title={`Only ${tag}`}>
              {tag}
            </button>
          ))}
          {showSource && <span>{source}</span>}
          {parameters.length > 0 && <span>{countWords(parameters.length, 'parameter')}</span>}
          <Closed query={query} />
          {owner && <span>by {owner.name || owner.email}</span>}
          <UsageWords query={query} />
          {archivedAt !== null && (
            <span>
              archived <TimeAgo at={archivedAt} />
            </span>
          )}
        </p>
      </div>
      {archivedAt === null ? (
        <FavouriteStar slug={slug} title={title} known={favourite} />
      ) : (
        <BringBack slug={slug} title={title} onDone={onBroughtBack} />
      )}
    </li>
  );
}

function Closed({ query: { closed, source } }: { query: CatalogEntry }) {
  if (closed === undefined) return null;
  const { to, bySource } = closed;
  const whole = to === null ? `whoever may run on ${source}` : audienceWords(to, '');
  const title = `Not everybody sees this query: only ${whole}, its owner and admins.`;
  return (
    <span class="closed" title={title}>
      <Icon name="lock" />
      only {to === null ? whole : shortAudience(to)}
      {to !== null && bySource && `, who may run on ${source}`}
    </span>
  );
}

function UsageWords({ query: { usage } }: { query: CatalogEntry }) {
  return (
    <>
      {usage.runs > 0 && (
        <span title="In the last 30 days">
          {countWords(usage.runs, 'run')} by {countWords(usage.people, 'person', 'people')}
        </span>
      )}
      {usage.ranges > 0 && <span>in {countWords(usage.ranges, 'linked range')}</span>}
    </>
  );
}
