// Who depends on a query: linked ranges, share links, and queries that take their choices from it.
import type { Dependents } from '../../domain/contract/dependent.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { Fact } from './fact.tsx';

export function DependentsFact({ slug }: { slug: string }) {
  const [loaded] = useLoaded(slug, () => ask('GET dependents', { params: { slug } }));
  if (loaded.state !== 'done') return null;
  return (
    <Fact name="Who depends on it">
      <DependentList dependents={loaded.value} />
    </Fact>
  );
}

const reasons = {
  choices: 'takes its choices from it',
  fork: 'was made from it',
  use: 'is retired for it',
};

function DependentList({ dependents }: { dependents: Dependents }) {
  const { ranges, hiddenRanges, links, hiddenLinks, queries, alerts } = dependents;
  const listed = ranges.length + links.length + queries.length + alerts.length;
  const all = listed + hiddenRanges + hiddenLinks;
  if (all === 0) return <>nobody yet</>;
  return (
    <ul class="dependents">
      {ranges.map(({ id, spreadsheet, tab, linkedBy, schedule, lastRefreshedAt }) => (
        <li key={id}>
          {spreadsheet.name}, {tab}
          <span class="quiet">
            {' '}
            by {linkedBy.name || linkedBy.email}
            {schedule && `, ${schedule}`}
            {lastRefreshedAt && (
              <>
                , refreshed <TimeAgo at={lastRefreshedAt} />
              </>
            )}
          </span>
        </li>
      ))}
      {hiddenRanges > 0 && <li>{countWords(hiddenRanges, 'linked range')} of others</li>}
      {links.map(({ id, name, lastUsedAt }) => (
        <li key={id}>
          Share link “{name}”
          {lastUsedAt && (
            <span class="quiet">
              , used <TimeAgo at={lastUsedAt} />
            </span>
          )}
        </li>
      ))}
      {hiddenLinks > 0 && <li>{countWords(hiddenLinks, 'share link')} of others</li>}
      {alerts.map(({ id, name, owner }) => (
        <li key={id}>
          Alert “{name}” <span class="quiet">of {owner.name || owner.email}</span>
        </li>
      ))}
      {queries.map(({ slug, title, why }) => (
        <li key={slug}>
          <a href={routes.queryPage(slug)}>{title}</a> <span class="quiet">{reasons[why]}</span>
        </li>
      ))}
    </ul>
  );
}
